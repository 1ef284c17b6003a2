"""Sound: the shape of a WAV file's wave, and the facts of a few other formats."""

from __future__ import annotations

import array
import sys
import wave
from dataclasses import dataclass
from pathlib import Path

PEAKS = 400
"""Columns of a wave's picture."""
_CHUNK = 1 << 16
"""Frames read at once."""


@dataclass(frozen=True, slots=True)
class Sound:
    format: str
    seconds: float | None = None
    rate: int | None = None
    channels: int | None = None
    peaks: tuple[float, ...] = ()
    """Loudest of each stretch, 0 to 1; empty where the format is not decoded."""

    @property
    def facts(self) -> str:
        parts = [self.format, duration(self.seconds)]
        parts.append(f"{self.rate / 1000:g} kHz" if self.rate else "")
        parts.append(
            {1: "mono", 2: "stereo"}.get(self.channels or 0, f"{self.channels} channels" if self.channels else "")
        )
        return " · ".join(part for part in parts if part)


def duration(seconds: float | None) -> str:
    """`0:07.5`, `3:05`, `1:02:03`; empty for None."""
    if seconds is None:
        return ""
    if seconds < 60:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    hours, minutes = whole // 3600, whole % 3600 // 60
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"


def read_sound(path: str | Path) -> Sound:
    """What the file holds. ValueError where it is no sound; OSError where it cannot be read."""
    with open(path, "rb") as file:
        head = file.read(36)
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return _wav(path)
    if head[:4] == b"fLaC":
        # STREAMINFO: 20 bits of rate, 3 of channels, 5 of depth, 36 of samples
        packed = int.from_bytes(head[18:26], "big")
        rate, samples = packed >> 44, packed & ((1 << 36) - 1)
        return Sound("FLAC", samples / rate if rate else None, rate or None, ((packed >> 41) & 7) + 1)
    if head[:4] == b"OggS":
        return Sound("Ogg")
    if head[:3] == b"ID3" or head[:2] in (b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"):
        return Sound("MP3")
    if head[:2] in (b"\xff\xf1", b"\xff\xf9"):
        return Sound("AAC")
    if head[4:8] == b"ftyp":
        from gradioscope.gradio.media.film import read_film

        return Sound("MP4 audio", read_film(path).seconds)
    raise ValueError("It is not a sound of a format that is known here.")


def _wav(path: str | Path) -> Sound:
    try:
        with wave.open(str(path), "rb") as sound:
            frames, rate, channels = sound.getnframes(), sound.getframerate(), sound.getnchannels()
            width = sound.getsampwidth()
            frames = min(frames, Path(path).stat().st_size // max(1, channels * width))
            peaks = _peaks(sound, frames, channels, width) if width in (1, 2, 3, 4) and frames else ()
    except (wave.Error, EOFError):
        # floating point and the like: the header tells no more than that
        return Sound("WAV")
    return Sound("WAV", frames / rate if rate else None, rate or None, channels or None, peaks)


def _peaks(sound: wave.Wave_read, frames: int, channels: int, width: int) -> tuple[float, ...]:
    columns = [0] * min(PEAKS, frames)
    done = 0
    while done < frames:
        data = sound.readframes(min(_CHUNK, frames - done))
        if not data:
            break
        samples = _samples(data, width)
        count = len(samples) // channels
        # the stretch may begin and end within a column
        first, last = done * len(columns) // frames, (done + count) * len(columns) // frames
        for column in range(first, min(last + 1, len(columns))):
            start = max(0, column * frames // len(columns) - done) * channels
            end = min(count, (column + 1) * frames // len(columns) - done) * channels
            part = samples[start:end]
            if part:
                columns[column] = max(columns[column], max(part), -min(part))
        done += count
    full = float(1 << (8 * min(width, 4) - 1))
    return tuple(min(1.0, column / full) for column in columns)


def _samples(data: bytes, width: int) -> array.array[int]:
    if width == 1:  # unsigned
        return array.array("h", [value - 128 for value in data])
    if width == 3:  # the upper two bytes are enough for a picture, scaled as if they were all
        padded = bytearray(len(data) // 3 * 4)
        padded[1::4], padded[2::4], padded[3::4] = data[0::3], data[1::3], data[2::3]
        values = array.array("i", bytes(padded))
        return array.array("i", [value >> 8 for value in values])
    values = array.array("h" if width == 2 else "i")
    values.frombytes(data[: len(data) // values.itemsize * values.itemsize])
    if sys.byteorder == "big":
        values.byteswap()
    return values
