"""3D models: how many points and faces, and the points themselves for a small picture."""

from __future__ import annotations

import base64
import io
import json
import os
import struct
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

MOST_BYTES = 64 * 1024 * 1024
"""A larger model is not read, only named."""
MOST_TEXT_BYTES = 16 * 1024 * 1024
"""The same for models of text and for the description in a glTF: all of it is parsed in Python, which holds up the
window's thread."""
MOST_PRIMITIVES = 10_000
"""A glTF with more parts is not added up."""
MOST_COUNT = 1 << 40
"""What no accessor of a real file has."""
_BREATHE = 20_000
"""Lines after which other threads get their turn."""
MOST_POINTS = 4000
"""Points kept for a picture."""

_LONGEST = 4096
"""Bytes of a line that are read as one."""

Buffer = bytes | memoryview
Point = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Model:
    format: str
    vertices: int | None = None
    faces: int | None = None
    points: tuple[Point, ...] = ()
    """Some of the vertices, evenly taken."""

    @property
    def facts(self) -> str:
        parts = [self.format]
        counts = ((self.vertices, "vertex", "vertices"), (self.faces, "face", "faces"))
        parts += [f"{count:,} {one if count == 1 else many}" for count, one, many in counts if count]
        return " · ".join(parts)


def read_model(path: str | Path) -> Model:
    """What the file holds. ValueError where it is no model; OSError where it cannot be read."""
    file = Path(path)
    kind = file.suffix.lower().removeprefix(".")
    size = file.stat().st_size
    if size > MOST_BYTES:
        return Model(kind.upper() or "Model")
    try:
        if kind == "obj":
            with open(file, "rb") as opened:
                return _obj(opened)
        with open(file, "rb") as opened:
            data = opened.read(MOST_BYTES)
        if data[:4] == b"glTF":
            return _glb(data)
        if kind == "gltf" or data[:100].lstrip()[:1] == b"{":
            return _gltf(json.loads(data), b"") if size <= MOST_TEXT_BYTES else Model("glTF")
        if kind == "stl":
            return _stl(data)
    except (
        OverflowError,
        struct.error,
        ValueError,
        KeyError,
        IndexError,
        TypeError,
        AttributeError,
        RecursionError,
    ) as error:
        raise ValueError(f"It is not a whole {kind.upper()} file.") from error
    if kind in ("ply", "splat"):
        return Model(kind.upper())
    raise ValueError("It is not a model of a format that is known here.")


def _some(points: list[Point]) -> tuple[Point, ...]:
    step = max(1, len(points) // MOST_POINTS)
    return tuple(point for point in points[::step] if all(abs(value) < 1e12 for value in point))


class _Sampled:
    """Some of the points that are given to it, evenly taken, in bounded memory."""

    def __init__(self) -> None:
        self.count = 0
        self._kept: list[Point] = []
        self._step = 1

    def wants(self) -> bool:
        """Whether the next point is one of them; counts it."""
        self.count += 1
        return (self.count - 1) % self._step == 0

    def keep(self, point: Point) -> None:
        self._kept.append(point)
        if len(self._kept) >= 2 * MOST_POINTS:
            self._kept = self._kept[::2]
            self._step *= 2

    def points(self) -> tuple[Point, ...]:
        return _some(self._kept)


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    """The lines, bounded in length and in all, with a pause for other threads now and then."""
    left = MOST_TEXT_BYTES
    number = 0
    while left > 0 and (line := file.readline(_LONGEST)):
        left -= len(line)
        number += 1
        if number % _BREATHE == 0:
            time.sleep(0.001)
        yield line


def _obj(file: IO[bytes]) -> Model:
    if os.fstat(file.fileno()).st_size > MOST_TEXT_BYTES:
        return Model("OBJ")
    sampled = _Sampled()
    faces = 0
    for line in _lines(file):
        if line.startswith(b"v "):
            if sampled.wants():
                x, y, z = map(float, line.split(None, 4)[1:4])
                sampled.keep((x, y, z))
        elif line.startswith(b"f "):
            faces += 1
    if not sampled.count:
        raise ValueError("no vertices")
    return Model("OBJ", sampled.count, faces, sampled.points())


def _stl(data: bytes) -> Model:
    count = struct.unpack_from("<I", data, 80)[0] if len(data) >= 84 else -1
    if len(data) == 84 + 50 * count:
        step = max(1, count * 3 // MOST_POINTS)
        points = [
            struct.unpack_from("<3f", data, 84 + 50 * (n // 3) + 12 + 12 * (n % 3)) for n in range(0, count * 3, step)
        ]
        return Model("STL", count * 3, count, _some(points))
    if not data.lstrip().startswith(b"solid"):
        raise ValueError("neither binary nor text")
    if len(data) > MOST_TEXT_BYTES:
        return Model("STL")
    sampled = _Sampled()
    for line in _lines(io.BytesIO(data)):
        words = line.split(None, 4)
        if words[:1] == [b"vertex"] and len(words) >= 4 and sampled.wants():
            sampled.keep((float(words[1]), float(words[2]), float(words[3])))
    return Model("STL", sampled.count, sampled.count // 3, sampled.points())


def _glb(data: bytes) -> Model:
    length, kind = struct.unpack_from("<I4s", data, 12)
    if kind != b"JSON":
        raise ValueError("no JSON")
    if length > MOST_TEXT_BYTES:
        return Model("GLB")
    described = json.loads(data[20 : 20 + length])
    return _gltf(described, memoryview(data)[20 + length + 8 :], "GLB")


def _gltf(described: dict[str, Any], binary: Buffer, name: str = "glTF") -> Model:
    accessors = described.get("accessors", [])
    buffers = _Buffers(described, binary)
    vertices = faces = parts = 0
    points: list[Point] = []
    for mesh in described.get("meshes", []):
        for primitive in mesh.get("primitives", []):
            parts += 1
            if parts > MOST_PRIMITIVES:
                return Model(name)
            accessor = accessors[primitive["attributes"]["POSITION"]]
            vertices += _count(accessor)
            indices = primitive.get("indices")
            faces += _count(accessors[indices] if indices is not None else accessor) // 3
            if len(points) < MOST_POINTS:
                points += _positions(described, accessor, buffers)
    return Model(name, vertices, faces, _some(points))


def _count(accessor: dict[str, Any]) -> int:
    return _whole(accessor["count"])


def _whole(number: Any) -> int:
    """A count or an offset. ValueError for what is neither, infinity and a number of a thousand digits included."""
    if not isinstance(number, int | float) or not 0 <= number < MOST_COUNT:
        raise ValueError("no count")
    return int(number)


class _Buffers:
    """A file's buffers, each decoded once."""

    def __init__(self, described: dict[str, Any], binary: Buffer) -> None:
        self._described = described["buffers"] if described.get("buffers") else []
        self._binary = binary
        self._decoded: dict[int, Buffer] = {}

    def get(self, number: int) -> Buffer:
        if number not in self._decoded:
            uri = self._described[number].get("uri")
            if not isinstance(uri, str):
                self._decoded[number] = self._binary
            elif uri.startswith("data:"):
                self._decoded[number] = base64.b64decode(uri.partition(",")[2])
            else:  # a file beside it, which nobody gave us
                self._decoded[number] = b""
        return self._decoded[number]


def _positions(described: dict[str, Any], accessor: dict[str, Any], buffers: _Buffers) -> list[Point]:
    if accessor.get("componentType") != 5126 or "bufferView" not in accessor:  # not float
        return []
    view = described["bufferViews"][accessor["bufferView"]]
    binary = buffers.get(_whole(view["buffer"]))
    start = _whole(view.get("byteOffset", 0)) + _whole(accessor.get("byteOffset", 0))
    stride = _whole(view.get("byteStride", 12)) or 12
    count = _count(accessor)
    step = max(1, count // MOST_POINTS)
    places = range(start, min(start + count * stride, len(binary) - 11), stride * step)
    # the bounds come from the file: a stride of one byte would give more points than were asked for
    return [struct.unpack_from("<3f", binary, place) for place in places[: 2 * MOST_POINTS]]
