"""What an app streamed, made into one file that plays, under an ending that says what is in it.

Gradio 4.44 serves the pieces of a sound one after the other, a whole WAV each, under a number as the name; 5 and 6
serve AAC as `audio-stream.mp3`.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import struct
from pathlib import Path
from typing import IO

_HEAD = 12
_MOST_PIECES = 1_000_000
_ID3 = 10
_SAME = {
    ".mp4": (".mp4", ".m4v", ".mov", ".m4a"),
    ".ogg": (".ogg", ".oga", ".ogv", ".opus"),
    ".webm": (".webm", ".mkv"),
}
_KNOWN = frozenset(
    (".wav", ".mp3", ".aac", ".flac", ".m4a", ".mp4", ".m4v", ".mov", ".ogg", ".oga", ".ogv", ".opus", ".ts", ".webm")
)


def settle(path: Path) -> Path:
    """Join the pieces of a WAV in place and correct the ending; where it is now. OSError where it cannot be written.

    Reads and writes the whole file where it has pieces: for a thread. An existing file is never replaced.
    """
    join_waves(path)
    ending = ending_of(path)
    if not ending or path.suffix.lower() in _SAME.get(ending, (ending,)):
        return path
    # a name that is a number, or without an ending, keeps what it has
    stem = path.stem if path.suffix.lower() in _KNOWN else path.name
    for number in range(1, 10_000):
        target = path.with_name(f"{stem}{ending}" if number == 1 else f"{stem} ({number}){ending}")
        try:
            os.close(os.open(target, os.O_CREAT | os.O_EXCL))  # nobody else takes the name
        except FileExistsError:
            continue
        os.replace(path, target)
        return target
    return path


def ending_of(path: Path) -> str:
    """The ending that a sound's or a film's first bytes call for; empty where they are of neither."""
    with open(path, "rb") as file:
        head = file.read(192)
        tagged = head[:3] == b"ID3" and len(head) >= _ID3
        if tagged:
            # MP3 and the pieces of an HLS sound both begin with a tag: what follows it tells. Sizes have 7 bits a byte
            a, b, c, d = head[6:10]
            file.seek(_ID3 + (a << 21 | b << 14 | c << 7 | d))
            head = file.read(192)
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return ".wav"
    if head[:4] == b"fLaC":
        return ".flac"
    if head[:4] == b"OggS":
        return ".ogg"
    if head[:4] == b"\x1a\x45\xdf\xa3":
        return ".webm"
    if head[4:8] == b"ftyp":
        return ".m4a" if head[8:11] == b"M4A" else ".mp4"
    if len(head) > 188 and head[0] == head[188] == 0x47:
        return ".ts"
    if len(head) >= 2 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0:
        # MPEG audio: the two bits of the layer are 0 in AAC's own frames alone
        return ".aac" if head[1] & 0xF6 == 0xF0 else ".mp3"
    return ".mp3" if tagged else ""


def join_waves(path: Path) -> bool:
    """Make one WAV of several that stand one after the other, if they have the same form. Whether it did."""
    with open(path, "rb") as file:
        pieces = _pieces(file, path.stat().st_size)
        if len(pieces) < 2 or len({form for form, _, _ in pieces}) != 1:
            return False
        form = pieces[0][0]
        total = sum(size for _, _, size in pieces)
        if total + len(form) + 28 >= 1 << 32:
            return False
        joined = path.with_name(f".{path.name}.joined")
        try:
            with open(joined, "xb") as out:
                out.write(b"RIFF" + struct.pack("<I", 4 + 8 + len(form) + 8 + total + total % 2) + b"WAVE")
                out.write(b"fmt " + struct.pack("<I", len(form)) + form)
                out.write(b"data" + struct.pack("<I", total))
                for _, start, size in pieces:
                    file.seek(start)
                    _copy(file, out, size)
                out.write(b"\0" * (total % 2))
        except BaseException:
            with contextlib.suppress(OSError):
                joined.unlink()
            raise
    shutil.move(joined, path)
    return True


def _copy(file: IO[bytes], out: IO[bytes], size: int) -> None:
    while size > 0:
        block = file.read(min(size, 1 << 20))
        if not block:
            return
        out.write(block)
        size -= len(block)


def _pieces(file: IO[bytes], length: int) -> list[tuple[bytes, int, int]]:
    """Each whole WAV in turn: its form (`fmt `), where its samples start, how many bytes they have.

    None at all where anything else stands between them: then it is not for us to join.
    """
    found: list[tuple[bytes, int, int]] = []
    place = 0
    while place < length and len(found) < _MOST_PIECES:
        file.seek(place)
        head = file.read(_HEAD)
        if head[:4] != b"RIFF" or head[8:12] != b"WAVE":
            return []
        end = min(place + 8 + int(struct.unpack_from("<I", head, 4)[0]), length)
        form, start, size = b"", 0, 0
        at = place + _HEAD
        while at + 8 <= end and not start:
            file.seek(at)
            name, count = struct.unpack("<4sI", file.read(8))
            if name == b"fmt ":
                form = file.read(min(count, 64))
            elif name == b"data":
                start, size = at + 8, min(count, end - at - 8)
            at += 8 + count + count % 2
        if not form or not start:
            return []
        found.append((form, start, size))
        place = max(end, place + _HEAD)
        if place % 2 and place < length:  # chunks are padded to even sizes, the last one not by everybody
            file.seek(place)
            place += file.read(4) != b"RIFF"
    return found
