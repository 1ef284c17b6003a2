"""Sounds, films and models: told by their headers, whatever nonsense those hold."""

from __future__ import annotations

import base64
import json
import math
import struct
import tracemalloc
import wave
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gradioscope.gradio.media import model as models
from gradioscope.gradio.media.film import Film, read_film
from gradioscope.gradio.media.model import Model, read_model
from gradioscope.gradio.media.sound import Sound, duration, read_sound


def write_wav(path: Path, width: int, channels: int, seconds: float = 1.0) -> Path:
    """A tone that is silent in its first half."""
    full = (1 << (8 * width - 1)) - 1
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(channels)
        sound.setsampwidth(width)
        sound.setframerate(8000)
        frames = b""
        for n in range(int(8000 * seconds)):
            value = 0 if n < 4000 * seconds else round(full * math.sin(n * math.pi / 20))
            sample = bytes([value + 128]) if width == 1 else value.to_bytes(width, "little", signed=True)
            frames += sample * channels
        sound.writeframes(frames)
    return path


@pytest.mark.parametrize("width", [1, 2, 3, 4])
@pytest.mark.parametrize("channels", [1, 2])
def test_a_wave_has_its_shape(tmp_path: Path, width: int, channels: int) -> None:
    sound = read_sound(write_wav(tmp_path / "a.wav", width, channels))
    assert (sound.seconds, sound.rate, sound.channels) == (1.0, 8000, channels)
    assert len(sound.peaks) == 400
    assert max(sound.peaks[:195]) == 0
    assert min(sound.peaks[205:]) > 0.9
    assert sound.facts == f"WAV · 1.0 s · 8 kHz · {'mono' if channels == 1 else 'stereo'}"


def test_a_wave_cut_off_tells_what_is_there(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "a.wav", 2, 1)
    path.write_bytes(path.read_bytes()[:8044])
    assert read_sound(path).seconds == pytest.approx(0.5, abs=0.01)


def box(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data) + 8) + kind + data


def write_mp4(path: Path) -> Path:
    movie = box(b"mvhd", struct.pack(">IIIII", 0, 0, 0, 1000, 12_500) + bytes(80))
    track = box(b"trak", box(b"tkhd", bytes(76) + struct.pack(">II", 640 << 16, 360 << 16)))
    path.write_bytes(box(b"ftyp", b"isom\0\0\2\0") + box(b"mdat", bytes(50)) + box(b"moov", movie + track))
    return path


def test_a_film_has_its_length_and_size(tmp_path: Path) -> None:
    assert read_film(write_mp4(tmp_path / "a.mp4")) == Film("MP4", 12.5, 640, 360)


def test_a_webm_has_its_length_and_size(tmp_path: Path) -> None:
    head = b"\x1aE\xdf\xa3\x93\x42\x82\x84webm" + b"\x2a\xd7\xb1\x83\x0f\x42\x40"
    rest = b"\x44\x89\x88" + struct.pack(">d", 2500.0) + b"\xb0\x82\x02\x80\xba\x82\x01\x68"
    (tmp_path / "a.webm").write_bytes(head + rest)
    assert read_film(tmp_path / "a.webm") == Film("WebM", 2.5, 640, 360)


OBJ = b"# a\nv 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n"
STL = bytes(80) + struct.pack("<I", 1) + struct.pack("<12fH", *([0.0] * 3), 0, 0, 0, 1, 0, 0, 0, 1, 0, 0)
GLTF = {
    "meshes": [{"primitives": [{"attributes": {"POSITION": 0}}]}],
    "accessors": [{"count": 3, "componentType": 5126, "bufferView": 0}],
    "bufferViews": [{"buffer": 0, "byteLength": 36}],
    "buffers": [{"byteLength": 36}],
}


def glb() -> bytes:
    described = json.dumps(GLTF).encode()
    described += b" " * (-len(described) % 4)
    binary = struct.pack("<9f", 0, 0, 0, 1, 0, 0, 0, 1, 0)
    chunks = struct.pack("<I4s", len(described), b"JSON") + described + struct.pack("<I4s", 36, b"BIN\0") + binary
    return struct.pack("<4sII", b"glTF", 2, 12 + len(chunks)) + chunks


@pytest.mark.parametrize(("name", "data"), [("a.obj", OBJ), ("a.stl", STL), ("a.glb", glb())])
def test_a_model_has_its_points(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    model = read_model(tmp_path / name)
    assert (model.vertices, model.faces) == (3, 1)
    assert model.points == ((0, 0, 0), (1, 0, 0), (0, 1, 0))


READERS: dict[str, Callable[[Path], Sound | Film | Model]] = {
    "a.wav": read_sound,
    "a.mp4": read_film,
    "a.obj": read_model,
    "a.stl": read_model,
    "a.gltf": read_model,
}
HEADS = [b"", b"RIFF\0\0\0\0WAVEfmt ", b"\0\0\0\x08ftyp", b"\0\0\0\x01moov", b"\x1aE\xdf\xa3", b"RIFF\0\0\0\0AVI "]
HEADS += [b"fLaC", b"glTF", b"{"]


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(head=st.sampled_from([*HEADS, glb()[:40], STL[:90]]), data=st.binary(max_size=200))
def test_nonsense_is_refused_or_told_of_but_breaks_nothing(tmp_path: Path, name: str, head: bytes, data: bytes) -> None:
    (tmp_path / name).write_bytes(head + data)
    try:
        said = READERS[name](tmp_path / name).facts
    except ValueError as error:
        said = str(error)
    assert said


@pytest.mark.parametrize(
    ("seconds", "text"), [(None, ""), (7.51, "7.5 s"), (185, "3:05"), (3723.4, "1:02:03"), (59.99, "60.0 s")]
)
def test_a_duration_is_short(seconds: float | None, text: str) -> None:
    assert duration(seconds) == text


def gltf_of(primitives: int, floats: int, **accessor: object) -> bytes:
    """A glTF whose parts all lie in one buffer that is spelled out."""
    uri = "data:application/octet-stream;base64," + base64.b64encode(bytes(4 * floats)).decode()
    part = {"attributes": {"POSITION": 0}}
    described = {
        "buffers": [{"uri": uri, "byteLength": 4 * floats}],
        "bufferViews": [{"buffer": 0}],
        "accessors": [{"bufferView": 0, "componentType": 5126, "count": floats // 3, **accessor}],
        "meshes": [{"primitives": [part] * primitives}],
    }
    return json.dumps(described).encode()


def test_a_buffer_is_decoded_once_for_all_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.gltf"
    path.write_bytes(gltf_of(200, 30))
    decoded: list[int] = []
    decode = base64.b64decode

    def counted(text: str) -> bytes:
        decoded.append(len(text))
        return decode(text)

    monkeypatch.setattr(base64, "b64decode", counted)
    found = read_model(path)
    assert len(decoded) == 1
    assert (found.vertices, len(found.points)) == (2000, 2000)


@pytest.mark.parametrize("count", [float("inf"), float("nan"), -1, 1e300, 10**400, "7", None, [1]])
def test_a_count_that_is_none_is_refused(tmp_path: Path, count: object) -> None:
    path = tmp_path / "a.gltf"
    path.write_bytes(gltf_of(1, 30, count=count))
    with pytest.raises(ValueError, match="not a whole GLTF"):
        read_model(path)


def test_a_model_of_endless_parts_is_only_named(tmp_path: Path) -> None:
    path = tmp_path / "a.gltf"
    path.write_bytes(gltf_of(models.MOST_PRIMITIVES + 1, 30))
    assert read_model(path) == Model("glTF")


def test_a_text_model_of_any_length_takes_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.obj"
    path.write_bytes(b"v 1 2 3\n" * 500_000 + b"f 1 2 3\n" * 1000)
    tracemalloc.start()
    found = read_model(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (found.vertices, found.faces) == (500_000, 1000)
    assert models.MOST_POINTS <= len(found.points) <= 2 * models.MOST_POINTS
    assert peak < 8_000_000
    path.write_bytes(b"v 1 2 3\n" * (models.MOST_TEXT_BYTES // 8 + 1))
    assert read_model(path) == Model("OBJ")
