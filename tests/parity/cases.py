"""What is sent to each component of tests/apps/components.py, as a person's values.

`{"$file": NAME}` stands for a file of `files`. Where the shape is that of a version, the case says since which
major version of Gradio it holds, and until which.
"""

from __future__ import annotations

import struct
import wave
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Case:
    endpoint: str
    """Without its slash; `take_…` returns nothing but what was received."""
    about: str
    value: Any
    since: int = 4
    until: int = 6
    """Major versions of Gradio."""


def file(name: str) -> dict[str, str]:
    return {"$file": name}


def _frame(*rows: list[Any]) -> dict[str, Any]:
    return {"headers": ["name", "age", "ok"], "data": list(rows), "metadata": None}


def _said(role: str, content: Any, **more: Any) -> dict[str, Any]:
    return {"role": role, "content": content, **more}


_NONE: dict[str, Any] = {"metadata": None, "options": None}
_HI = [{"type": "text", "text": "hi"}]
_CONFIDENCES = [{"label": "cat", "confidence": 0.75}, {"label": "dog", "confidence": 0.25}]

CASES = (
    Case("echo_textbox", "text of two lines", "a\nb  "),
    Case("echo_textbox", "empty", ""),
    Case("echo_textbox", "null", None),
    Case("echo_textbox", "quotes and other scripts", "é'\"\\$`日本"),
    Case("echo_textbox", "line separator", "a\u2028b", since=5),  # gradio_client of 4.44 breaks off at it
    Case("echo_password", "text", "s3cret"),
    Case("echo_email", "text", "a@b.example"),
    Case("echo_textarea", "text", "l1\nl2"),
    Case("echo_code", "text", "def f():\n\treturn 1\n"),
    Case("echo_code", "null", None),
    Case("echo_markdown", "text", "# Title\n\n- *a*"),
    Case("echo_html", "text", "<b>x</b>"),
    Case("echo_number", "whole", 3),
    Case("echo_number", "with a point", 3.5),
    Case("echo_number", "null", None),
    Case("echo_whole", "large", 12345678901234),
    Case("echo_slider", "with a point", 7.25),
    Case("echo_slider", "at its end", 20),
    Case("echo_timer", "number", 5),
    Case("echo_checkbox", "on", True),
    Case("echo_checkbox", "off", False),
    Case("echo_checkbox", "null", None),
    Case("echo_checkboxgroup", "of two types", ["c", 2]),
    Case("echo_checkboxgroup", "none", []),
    Case("echo_radio", "text", "two"),
    Case("echo_radio", "null", None),
    Case("echo_radio_typed", "number", 2),
    Case("take_radio_index", "by its place", "one"),
    Case("echo_dropdown", "number", 20),
    Case("echo_dropdown", "null", None),
    Case("echo_dropdown_several", "two", ["r", "p"]),
    Case("echo_dropdown_several", "none", []),
    Case("echo_dropdown_own", "own text", "own"),
    Case("echo_colorpicker", "colour", "#00ff7f"),
    Case("echo_colorpicker", "with alpha", "rgba(1, 2, 3, 0.5)"),
    Case("echo_colorpicker", "null", None),
    Case("echo_datetime", "date and time", "2024-05-06 07:08:09"),
    Case("echo_datetime", "null", None),
    Case("echo_date", "date", "2024-05-06"),
    Case("echo_json", "object", {"a": [1, None, True, 1.5, "x"], "b": {}}),
    Case("echo_json", "list", [1, [2]]),
    Case("echo_json", "null", None),
    Case("echo_browserstate", "object", {"k": 5}, since=5),
    Case("echo_file", "text file", file("note.txt")),
    Case("echo_file", "null", None),
    Case("take_file_bytes", "text file", file("note.txt")),
    Case("echo_files", "two", [file("note.txt"), file("red.png")]),
    Case("echo_files", "none", []),
    Case("take_directory", "two", [file("note.txt"), file("red.png")]),
    Case("take_uploadbutton", "file", file("note.txt")),
    Case("take_downloadbutton", "file", file("note.txt")),
    Case("take_fileexplorer", "two", [["launch.py"], ["echo.py"]]),
    Case("take_fileexplorer", "none", []),
    Case("echo_image", "picture", file("red.png")),
    Case("echo_image", "null", None),
    Case("echo_image_pil", "picture", file("red.png")),
    Case("echo_imageslider", "two", [file("red.png"), file("blue.png")], since=5),
    Case("echo_imageslider", "one", [file("red.png"), None], since=5),
    Case("take_imageeditor", "background", {"background": file("red.png"), "layers": [], "composite": None}),
    Case(
        "take_imageeditor",
        "layer and composite",
        {"background": file("red.png"), "layers": [file("mask.png")], "composite": file("blue.png")},
    ),
    Case(
        "take_annotatedimage",
        "one mask",
        {"image": file("red.png"), "annotations": [{"image": file("mask.png"), "label": "spot"}]},
    ),
    Case("take_annotatedimage", "null", None),
    Case("echo_gallery", "captions", [{"image": file("red.png"), "caption": "one"}, {"image": file("blue.png")}]),
    Case("echo_gallery", "none", []),
    Case("echo_audio", "sound", file("tone.wav")),
    Case("echo_audio", "null", None),
    Case("take_audio_numpy", "sound", file("tone.wav")),
    Case("take_video", "film", {"video": file("film.mp4"), "subtitles": None}, until=5),
    Case("take_video", "film and subtitles", {"video": file("film.mp4"), "subtitles": file("film.vtt")}, until=5),
    Case("take_video", "film", file("film.mp4"), since=6),
    Case("take_video", "null", None),
    Case("echo_model3d", "model", file("tri.obj")),
    Case("echo_dataframe", "of three types", _frame(["ann", 31, True], ["bob", 4.5, False])),
    Case("echo_dataframe", "empty cells", _frame([None, None, None])),
    Case("echo_dataframe", "no rows", _frame()),
    Case("echo_dataframe_array", "numbers", {"headers": ["1", "2"], "data": [[1, 2]], "metadata": None}),
    Case("echo_chatbot", "texts", [_said("user", "hi"), _said("assistant", "hello")], until=4),
    Case("echo_chatbot", "file", [_said("user", {"file": file("note.txt"), "alt_text": "a note"})], until=4),
    Case("echo_chatbot", "texts", [_said("user", "hi", **_NONE), _said("assistant", "a", **_NONE)], 5, 5),
    Case("echo_chatbot", "file", [_said("user", {"file": file("note.txt"), "alt_text": None}, **_NONE)], 5, 5),
    Case("echo_chatbot", "texts", [_said("user", _HI, **_NONE), _said("assistant", _HI, **_NONE)], 6),
    Case("echo_chatbot", "file", [_said("user", [*_HI, {"type": "file", "file": file("note.txt")}], **_NONE)], 6),
    Case("echo_chatbot", "no messages", []),
    Case("echo_chatbot_tuples", "texts", [["hi", "hello"], [None, "again"]], until=5),
    Case("echo_multimodaltextbox", "text and files", {"text": "look", "files": [file("red.png"), file("note.txt")]}),
    Case("echo_multimodaltextbox", "text", {"text": "look", "files": []}),
    Case("echo_multimodaltextbox", "null", None),
    Case("echo_dialogue", "lines", [{"speaker": "A", "text": "x"}, {"speaker": "B", "text": "y\nz"}], since=5),
    Case("echo_dialogue_text", "text", "plain text", since=5),
    Case(
        "echo_highlightedtext",
        "classes",
        [{"token": "The ", "class_or_confidence": None}, {"token": "cat", "class_or_confidence": "animal"}],
    ),
    Case("echo_highlightedtext", "confidence", [{"token": "x", "class_or_confidence": 0.5}]),
    Case("echo_highlightedtext", "null", None),
    Case("echo_label", "confidences", {"label": "cat", "confidences": _CONFIDENCES}),
    Case("echo_label", "label alone", {"label": "cat", "confidences": None}),
    Case("echo_paramviewer", "one", {"p": {"type": "int", "description": "d", "default": None}}),
    Case("take_plot", "picture", {"type": "matplotlib", "plot": "data:image/png;base64,aGk="}),
    Case("take_plot", "null", None),
    Case(
        "take_barplot",
        "two bars",
        {
            "columns": ["x", "y"],
            "data": [[1, 2.0], [2, 4.5]],
            "datatypes": {"x": "quantitative", "y": "quantitative"},
            "mark": "bar",
        },
    ),
    Case("take_dataset", "by its place", 1),
)


def of_version(gradio: str) -> list[Case]:
    """Those that a Gradio of this version (`5.49`) takes."""
    major = int(gradio.partition(".")[0])
    return [case for case in CASES if case.since <= major <= case.until]


def write_files(folder: Path) -> None:
    """The files that the cases name."""
    for name, colour in (
        ("red.png", b"\xdc\x1e\x1e\xff"),
        ("blue.png", b"\x1e\x1e\xdc\xff"),
        ("mask.png", b"\0\0\0\x80"),
    ):
        (folder / name).write_bytes(_png(32, 24, colour))
    (folder / "note.txt").write_text("three\nlines\nof text\n")
    (folder / "film.vtt").write_text("WEBVTT\n\n00:00.000 --> 00:01.000\nhello\n")
    (folder / "film.mp4").write_bytes(_box(b"ftyp", b"isom\0\0\2\0isommp41") + _box(b"mdat", bytes(64)))
    (folder / "tri.obj").write_text("v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n")
    with wave.open(str(folder / "tone.wav"), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(b"".join(struct.pack("<h", 8000 if n // 10 % 2 else -8000) for n in range(800)))


def _png(width: int, height: int, pixel: bytes) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + pixel * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def _box(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data) + 8) + kind + data
