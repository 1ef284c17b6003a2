"""Films: length and size out of the boxes of an MP4 or the elements of a WebM."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from gradioscope.gradio.media.sound import duration

_BOXES = 10_000
"""Boxes looked at, at most: a file can claim any number."""
_PARENTS = (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts")


@dataclass(frozen=True, slots=True)
class Film:
    format: str
    seconds: float | None = None
    width: int | None = None
    height: int | None = None

    @property
    def facts(self) -> str:
        size = f"{self.width} × {self.height}" if self.width and self.height else ""
        return " · ".join(part for part in (self.format, duration(self.seconds), size) if part)


def read_film(path: str | Path) -> Film:
    """What the file's header tells. ValueError where it is no film; OSError where it cannot be read."""
    size = Path(path).stat().st_size
    with open(path, "rb") as file:
        head = file.read(16)
        if head[4:8] in (b"ftyp", b"moov", b"wide", b"free", b"mdat", b"skip"):
            return _boxes(file, size, "QuickTime" if head[8:12] == b"qt  " else "MP4")
        if head[:4] == b"\x1aE\xdf\xa3":
            file.seek(0)
            return _elements(file.read(1 << 18))
        if head[:4] == b"RIFF" and head[8:11] == b"AVI":
            file.seek(0)
            data = file.read(80).ljust(80, b"\0")
            micro, frames = struct.unpack_from("<I", data, 32)[0], struct.unpack_from("<I", data, 48)[0]
            width, height = struct.unpack_from("<II", data, 64)
            return Film("AVI", micro * frames / 1e6 or None, width or None, height or None)
        if head[:4] == b"OggS":
            return Film("Ogg")
    raise ValueError("It is not a film of a format that is known here.")


def _boxes(file: IO[bytes], size: int, name: str) -> Film:
    """ISO 14496-12: a box is its length, its kind, and what is in it."""
    seconds: float | None = None
    width = height = None
    ends = [(0, size)]
    for _ in range(_BOXES):
        if not ends:
            break
        start, end = ends.pop()
        if end - start < 8:
            continue
        file.seek(start)
        length, kind = struct.unpack(">I4s", file.read(8).ljust(8, b"\0"))
        body = start + 8
        if length == 1:
            length, body = struct.unpack(">Q", file.read(8).ljust(8, b"\0"))[0], start + 16
        stop = end if length == 0 else start + length
        if stop > end or stop < body:
            continue
        ends.append((stop, end))
        if kind in _PARENTS:
            ends.append((body, stop))
        elif kind == b"mvhd":
            seconds = _movie_seconds(file.read(min(stop - body, 112)))
        elif kind == b"tkhd" and not (width and height):
            found = file.read(min(stop - body, 104))
            if len(found) >= 84:
                # the last eight bytes, 16.16 fixed point; a sound's track has none
                across, down = struct.unpack(">II", found[-8:])
                width, height = (across >> 16 or None), (down >> 16 or None)
    return Film(name, seconds, width, height)


def _movie_seconds(data: bytes) -> float | None:
    if not data:
        return None
    if data[0] == 1 and len(data) >= 32:
        scale, length = struct.unpack(">IQ", data[20:32])
    elif len(data) >= 20:
        scale, length = struct.unpack(">II", data[12:20])
    else:
        return None
    return length / scale if scale and length < 1 << 62 else None


def _elements(data: bytes) -> Film:
    """EBML: the ids that matter are looked for in the file's first part, where muxers write them."""
    name = "WebM" if b"webm" in data[:64] else "Matroska"
    scale = 1_000_000
    found = data.find(b"\x2a\xd7\xb1")
    if found >= 0 and found + 4 < len(data):
        length = data[found + 3] & 0x7F
        scale = int.from_bytes(data[found + 4 : found + 4 + min(length, 8)], "big") or scale
    seconds = None
    found = data.find(b"\x44\x89")
    if found >= 0 and found + 3 < len(data):
        length = data[found + 2] & 0x7F
        raw = data[found + 3 : found + 3 + length]
        if length in (4, 8) and len(raw) == length:
            (value,) = struct.unpack(">f" if length == 4 else ">d", raw)
            seconds = value * scale / 1e9 if 0 < value < 1e15 else None
    sizes = []
    for mark in (b"\xb0\x82", b"\xba\x82"):
        found = data.find(mark)
        sizes.append(int.from_bytes(data[found + 2 : found + 4], "big") if found >= 0 else None)
    return Film(name, seconds, *sizes)
