"""3D models: how many points and faces, and the points themselves for a small picture."""

from __future__ import annotations

import base64
import json
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MOST_BYTES = 64 * 1024 * 1024
"""A larger model is not read, only named."""
MOST_POINTS = 4000
"""Points kept for a picture."""

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
    if file.stat().st_size > MOST_BYTES:
        return Model(kind.upper() or "Model")
    data = file.read_bytes()
    try:
        if data[:4] == b"glTF":
            return _glb(data)
        if kind == "gltf" or data.lstrip()[:1] == b"{":
            return _gltf(json.loads(data), b"")
        if kind == "stl":
            return _stl(data)
        if kind == "obj":
            return _obj(data)
    except (struct.error, ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"It is not a whole {kind.upper()} file.") from error
    if kind in ("ply", "splat"):
        return Model(kind.upper())
    raise ValueError("It is not a model of a format that is known here.")


def _some(points: list[Point]) -> tuple[Point, ...]:
    step = max(1, len(points) // MOST_POINTS)
    return tuple(point for point in points[::step] if all(abs(value) < 1e12 for value in point))


def _obj(data: bytes) -> Model:
    points: list[Point] = []
    faces = 0
    for line in data.split(b"\n"):
        if line.startswith(b"v "):
            x, y, z = map(float, line.split()[1:4])
            points.append((x, y, z))
        elif line.startswith(b"f "):
            faces += 1
    if not points:
        raise ValueError("no vertices")
    return Model("OBJ", len(points), faces, _some(points))


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
    words = [line.split() for line in data.split(b"\n") if b"vertex" in line]
    text_points = [(float(w[1]), float(w[2]), float(w[3])) for w in words if len(w) >= 4]
    return Model("STL", len(text_points), len(text_points) // 3, _some(text_points))


def _glb(data: bytes) -> Model:
    length, kind = struct.unpack_from("<I4s", data, 12)
    if kind != b"JSON":
        raise ValueError("no JSON")
    described = json.loads(data[20 : 20 + length])
    return _gltf(described, data[20 + length + 8 :], "GLB")


def _gltf(described: dict[str, Any], binary: bytes, name: str = "glTF") -> Model:
    accessors = described.get("accessors", [])
    vertices = faces = 0
    points: list[Point] = []
    for mesh in described.get("meshes", []):
        for primitive in mesh.get("primitives", []):
            accessor = accessors[primitive["attributes"]["POSITION"]]
            vertices += int(accessor["count"])
            indices = primitive.get("indices")
            faces += int((accessors[indices] if indices is not None else accessor)["count"]) // 3
            if len(points) < MOST_POINTS:
                points += _positions(described, accessor, binary)
    return Model(name, vertices, faces, _some(points))


def _positions(described: dict[str, Any], accessor: dict[str, Any], binary: bytes) -> list[Point]:
    if accessor.get("componentType") != 5126 or "bufferView" not in accessor:  # not float
        return []
    view = described["bufferViews"][accessor["bufferView"]]
    uri = described["buffers"][view["buffer"]].get("uri")
    if isinstance(uri, str):
        if not uri.startswith("data:"):  # a file beside it, which nobody gave us
            return []
        binary = base64.b64decode(uri.partition(",")[2])
    start = int(view.get("byteOffset", 0)) + int(accessor.get("byteOffset", 0))
    stride = int(view.get("byteStride", 12)) or 12
    count = int(accessor["count"])
    step = max(1, count // MOST_POINTS)
    places = range(start, min(start + count * stride, len(binary) - 11), stride * step)
    return [struct.unpack_from("<3f", binary, place) for place in places]
