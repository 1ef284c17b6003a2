"""Streamed sounds become one file that plays, and is called what it is."""

from __future__ import annotations

import io
import wave
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradioscope.gradio.media.stream import ending_of, join_waves, settle


def piece(value: int, frames: int = 800, rate: int = 16000, width: int = 2) -> bytes:
    written = io.BytesIO()
    with wave.open(written, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(width)
        sound.setframerate(rate)
        sound.writeframes(bytes([value]) * frames * width)
    return written.getvalue()


@pytest.mark.parametrize("width", [1, 2])
def test_waves_one_after_the_other_become_one(tmp_path: Path, width: int) -> None:
    path = tmp_path / "3"
    path.write_bytes(b"".join(piece(n, 801, width=width) for n in (1, 2, 3)))
    settled = settle(path)
    assert settled == tmp_path / "3.wav"
    assert [entry.name for entry in tmp_path.iterdir()] == ["3.wav"]
    assert settled.read_bytes().count(b"RIFF") == 1
    with wave.open(str(settled), "rb") as sound:
        assert (sound.getnframes(), sound.getframerate()) == (2403, 16000)
        assert sound.readframes(9999) == b"".join(bytes([n]) * 801 * width for n in (1, 2, 3))


@pytest.mark.parametrize(
    "content",
    [piece(1), piece(1) + piece(2, rate=8000), piece(1) + b"something else", b"RIFF", b"RIFF\0\0\0\0WAVE" * 50, b""],
)
def test_what_is_no_row_of_like_waves_stays_as_it_came(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(content)
    assert not join_waves(path)
    assert path.read_bytes() == content


ADTS = b"\xff\xf1\x50\x80" + bytes(300)
TAG = b"ID3\x04\x00\x00\x00\x00\x00\x0a" + bytes(10)


@pytest.mark.parametrize(
    ("name", "content", "settled"),
    [
        ("audio-stream.mp3", ADTS, "audio-stream.aac"),
        ("audio-stream.mp3", TAG + ADTS, "audio-stream.aac"),
        ("a.mp3", b"\xff\xfb\x90\x00" + bytes(300), "a.mp3"),
        ("a.mp3", TAG, "a.mp3"),
        ("3", b"\xff\xfb\x90\x00" + bytes(300), "3.mp3"),
        ("v1.2", b"OggS" + bytes(300), "v1.2.ogg"),
        ("a.opus", b"OggS" + bytes(300), "a.opus"),
        ("video-stream.mp4", (b"\x47" + bytes(187)) * 3, "video-stream.ts"),
        ("a.mov", b"\0\0\0\x18ftypisom", "a.mov"),
        ("a.txt", b"words", "a.txt"),
        ("a.bin", b"", "a.bin"),
    ],
)
def test_the_ending_follows_the_content(tmp_path: Path, name: str, content: bytes, settled: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert settle(tmp_path / name).name == settled
    assert (tmp_path / settled).read_bytes() == content


def test_another_file_of_the_right_name_is_kept(tmp_path: Path) -> None:
    (tmp_path / "3").write_bytes(piece(1))
    (tmp_path / "3.wav").write_text("mine")
    assert settle(tmp_path / "3").name == "3 (2).wav"
    assert (tmp_path / "3.wav").read_text() == "mine"


@given(
    st.lists(st.sampled_from([b"RIFF", b"WAVE", b"fmt ", b"data", b"ID3", b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x08"]))
)
def test_no_content_brings_it_down(tmp_path_factory: pytest.TempPathFactory, parts: list[bytes]) -> None:
    path = tmp_path_factory.mktemp("hostile") / "a"
    path.write_bytes(b"".join(parts))
    ending_of(path)
    settle(path)
