"""Text, numbers, choices, files, an image and JSON, in their states."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter
from tests.contact_sheet import InputSpecimen as Input
from tests.contact_sheet import ViewerSpecimen as Viewer

from gradioscope.gradio.model import LocalFile, file_data

LONG = "A label of sixty characters, as an app in the wild may have."
POEM = "\n".join(f"Line {n} of a text that goes on for a while." for n in range(1, 21))
RTL = "مرحبا بالعالم، هذا نص من اليمين إلى اليسار"


def inputs(folder: Path) -> list[Input]:
    picture_of, note = picture(folder / "harbour.png"), folder / "notes.txt"
    note.write_text("three lines\n" * 400)
    few = {"choices": [["Small", "s"], ["Medium", "m"], ["Large", "l"]]}
    many = {"choices": [[f"Choice number {n}", n] for n in range(1, 101)]}
    free = {**few, "allow_custom_value": True}
    bounds = {"minimum": 0, "maximum": 1, "step": 0.01}
    several = {"multiselect": True}
    notes = LocalFile(str(note))
    value = {"lang": "en", "tags": ["a", 1, None]}
    return [
        Input("Prompt", "textbox", {"placeholder": "What should be drawn?"}, required=True),
        Input("Name", "textbox", value="Ada", default="", info="As it should appear on the badge."),
        Input(LONG, "textbox", value="x" * 90, info="And an explanation that is long as well. " * 3),
        Input("Story", "textbox", {"lines": 3, "max_lines": 8}, POEM),
        Input("Short text", "textbox", {"max_length": 20}, "Longer than it may be", check=True),
        Input("رسالة", "textbox", {"lines": 2}, RTL),
        Input("Password", "textbox", {"type": "password"}, "secret"),
        Input("Disabled", "textbox", value="not now", disabled=True),
        Input("Seed", "number", {"precision": 0}, 12345678901234567890, default=42),
        Input("Amount", "number", {"minimum": 0, "maximum": 10}, 12, check=True),
        Input("Steps", "slider", {"minimum": 1, "maximum": 100, "step": 1}, default=30),
        Input("Strength", "slider", bounds, 0.73, default=0.5),
        Input("Outside", "slider", bounds, 1.2, check=True),
        Input("Upscale the result", "checkbox", default=True, info="Takes a minute more."),
        Input("Off, and disabled", "checkbox", default=False, disabled=True),
        Input("Metadata", "json", value=value, example={"foo": "bar"}),
        Input("Size", "dropdown", few, default="m"),
        Input("One of a hundred", "dropdown", many, 42, default=1),
        Input("None yet", "dropdown", few, required=True),
        Input("Model", "dropdown", free, "my-own/model", default="s"),
        Input("Gone", "dropdown", few, "xxl", check=True),
        Input("Look", "radio", few, default="m"),
        Input("Toppings", "checkboxgroup", few, ["l", "s"], default=[]),
        Input("Tags", "dropdown", many | several, [3, 14, 15, 92], default=[]),
        Input("Words", "dropdown", free | several, ["own word", "s"], default=[]),
        Input("No tags", "dropdown", many | several, default=[]),
        Input("Document", "file", {"file_types": [".txt", ".pdf"]}, required=True),
        Input("Notes", "file", value=notes),
        Input("Wrong type", "file", {"file_types": [".pdf"]}, notes, check=True),
        Input("Sources", "file", {"file_count": "multiple"}, [notes, file_data("https://example.org/a.csv")]),
        Input("Folder", "file", {"file_count": "directory"}),
        Input("Empty image", "image", required=True, check=True),
        Input("Picture", "image", value=LocalFile(str(picture_of)), info="Any size; it is made smaller."),
        Input("From the web", "image", value=file_data("https://example.org/cat.png", "cat.png")),
        Input("Disabled file", "file", disabled=True),
    ]


def viewers(folder: Path) -> list[Viewer]:
    shot, note = picture(folder / "harbour.png"), folder / "notes.txt"
    note.write_text("three lines\n" * 400)

    def returned(path: Path) -> dict[str, Any]:
        return {"path": f"/tmp/gradio/x/{path.name}", "orig_name": path.name, "meta": {"_type": "gradio.FileData"}}

    here = {returned(path)["path"]: path for path in (shot, note)}
    return [
        Viewer("Answer", "textbox", POEM),
        Viewer("رسالة", "textbox", RTL),
        Viewer("Score", "number", 0.8125),
        Viewer("Metadata", "json", {"lang": "en", "tags": ["a", 1, None], "deep": {"er": [True, 1.5e300]}}, height=240),
        Viewer("Picture", "image", returned(shot), files=here, height=320),
        Viewer("Lost picture", "image", returned(shot), height=160),
        Viewer("Report", "file", returned(note), files=here),
        Viewer("Reports", "file", [returned(note), returned(shot)], {"file_count": "multiple"}, here),
        Viewer("Nothing", "textbox", None),
    ]


def picture(path: Path) -> Path:
    """A picture of 1600 × 900: a sun over a horizon."""
    image = QImage(1600, 900, QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        sky = QLinearGradient(0, 0, 0, 900)
        for stop, colour in ((0.0, "#274c77"), (0.55, "#f4a261"), (0.56, "#1d3557"), (1.0, "#0b1d33")):
            sky.setColorAt(stop, QColor(colour))
        painter.fillRect(QRect(0, 0, 1600, 900), sky)
        painter.setBrush(QColor("#ffe8c2"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(980, 330, 180, 180)
    image.save(str(path))
    return path
