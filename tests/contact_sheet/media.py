"""Pictures, sounds, films and models, alone and put together."""

from __future__ import annotations

import math
import struct
import wave
from pathlib import Path
from typing import Any

from PySide6.QtGui import QColor, QImage, QPainter
from tests.contact_sheet import InputSpecimen as Input
from tests.contact_sheet import ViewerSpecimen as Viewer
from tests.contact_sheet.basics import picture

from gradioscope.gradio.model import Json, LocalFile, file_data


def inputs(folder: Path) -> list[Input]:
    made = files(folder)
    here = {name: LocalFile(str(path)) for name, path in made.items()}
    web = file_data("https://example.org/cat.png", "cat.png")
    wrapped = {"video": web, "subtitles": None}
    return [
        Input("Voice", "audio", value=here["tone"]),
        Input("No sound yet", "audio", required=True, check=True),
        Input("Not a sound", "audio", value=here["note"], check=True),
        Input("Clip", "video", value=here["film"], example=web),
        Input(
            "Clip with subtitles", "video", value={"video": here["film"], "subtitles": here["words"]}, example=wrapped
        ),
        Input("Shape", "model3d", value=here["model"]),
        Input("Before and after", "imageslider", value=[here["harbour"], None]),
        Input("Empty gallery", "gallery"),
        Input(
            "Holiday",
            "gallery",
            value=[{"image": here["harbour"], "caption": "The harbour"}, {"image": web, "caption": None}],
        ),
        Input("Sketch", "imageeditor", value={"background": here["harbour"], "layers": [], "composite": None}),
        Input(
            "Marked",
            "annotatedimage",
            value={"image": here["harbour"], "annotations": [{"image": here["mask"], "label": "sun"}]},
        ),
    ]


def files(folder: Path) -> dict[str, Path]:
    """One file of each family, by a short name."""
    made = {"harbour": picture(folder / "harbour.png"), "evening": folder / "evening.png"}
    shot = QImage(str(made["harbour"])).mirrored(True, False)
    shot.invertPixels()
    shot.save(str(made["evening"]))
    mask = QImage(1600, 900, QImage.Format.Format_ARGB32)
    mask.fill(0)
    with QPainter(mask) as painter:
        painter.setBrush(QColor("white"))
        painter.drawEllipse(940, 290, 260, 260)
    made["mask"] = folder / "mask.png"
    mask.save(str(made["mask"]))
    made["tone"] = folder / "a recording.wav"
    with wave.open(str(made["tone"]), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        values = (round(20000 * math.sin(n / 9) * abs(math.sin(n / 3000)) ** 2) for n in range(48_000))
        sound.writeframes(b"".join(struct.pack("<h", value) for value in values))
    made["film"] = folder / "film.mp4"
    movie = _box(b"mvhd", struct.pack(">IIIII", 0, 0, 0, 1000, 75_000) + bytes(80))
    track = _box(b"trak", _box(b"tkhd", bytes(76) + struct.pack(">II", 1280 << 16, 720 << 16)))
    made["film"].write_bytes(_box(b"ftyp", b"isom\0\0\2\0") + _box(b"moov", movie + track))
    made["words"] = folder / "film.vtt"
    made["words"].write_text("WEBVTT\n")
    made["note"] = folder / "notes.txt"
    made["note"].write_text("three lines\n" * 400)
    made["model"] = folder / "knot.obj"
    lines = []
    for n in range(900):
        turn = n * math.tau / 900
        around = 2 + math.cos(3 * turn)
        lines.append(f"v {around * math.cos(2 * turn)} {math.sin(3 * turn)} {around * math.sin(2 * turn)}")
    made["model"].write_text("\n".join([*lines, "f 1 2 3", ""]))
    return made


def _box(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data) + 8) + kind + data


def returned(path: Path) -> dict[str, Json]:
    """A file as an app gives it back."""
    more: dict[str, Any] = {"orig_name": path.name, "url": None, "size": path.stat().st_size, "mime_type": None}
    return {"path": f"/tmp/gradio/x/{path.name}", "meta": {"_type": "gradio.FileData"}} | more


def viewers(folder: Path) -> list[Viewer]:
    made = files(folder)
    of = {name: returned(path) for name, path in made.items()}
    here = {str(of[name]["path"]): path for name, path in made.items()}
    both = {"image": of["harbour"], "annotations": [{"image": of["mask"], "label": "sun"}]}
    layers = {"background": of["harbour"], "layers": [of["mask"]], "composite": of["evening"], "id": None}
    return [
        Viewer("Voice", "audio", of["tone"], files=here),
        Viewer("Clip", "video", of["film"], files=here),
        Viewer("Clip of 5", "video", {"video": of["film"], "subtitles": of["words"]}, files=here),
        Viewer("Shape", "model3d", of["model"], files=here, height=280),
        Viewer("Before and after", "imageslider", [of["harbour"], of["evening"]], files=here, height=320),
        Viewer("Marked", "annotatedimage", both, files=here, height=340),
        Viewer("Sketch", "imageeditor", layers, files=here, height=360),
        Viewer(
            "Holiday",
            "gallery",
            [
                {"image": of["harbour"], "caption": "The harbour"},
                {"image": of["evening"], "caption": None},
                {"video": of["film"], "caption": "A film"},
            ],
            files=here,
            height=380,
        ),
    ]
