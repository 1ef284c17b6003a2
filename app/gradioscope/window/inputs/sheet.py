"""A contact sheet of every input in its states: `python -m gradioscope.window.inputs.sheet FOLDER`.

For looking at, by whoever changes an input: light and dark, at 100 and 200 %.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QEventLoop, QRect, Qt, QThreadPool
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from gradioscope.gradio.model import FieldKind, Json, LocalFile, Parameter, file_data
from gradioscope.request.fields import field_for
from gradioscope.window import theme
from gradioscope.window.inputs import FieldRow, make_input

LONG = "A label of sixty characters, as an app in the wild may have."
POEM = "\n".join(f"Line {n} of a text that goes on for a while." for n in range(1, 21))
RTL = "مرحبا بالعالم، هذا نص من اليمين إلى اليسار"

Specimen = tuple[str, FieldKind, str, dict[str, Json], dict[str, Json]]
"""Label, kind, component, props, and of: value, error, disabled, required, default, info, example, python_type."""


def specimens(folder: Path) -> list[list[Specimen]]:
    """Two columns of specimens. Writes the pictures they show into the folder."""
    picture, note = _picture(folder / "harbour.png"), folder / "notes.txt"
    note.write_text("three lines\n" * 400)
    few = {"choices": [["Small", "s"], ["Medium", "m"], ["Large", "l"]]}
    many = {"choices": [[f"Choice number {n}", n] for n in range(1, 101)]}
    free = {**few, "allow_custom_value": True}
    bounds = {"minimum": 0, "maximum": 1, "step": 0.01}
    texts: list[Specimen] = [
        ("Prompt", "text", "textbox", {"placeholder": "What should be drawn?"}, {"required": True}),
        ("Name", "text", "textbox", {}, {"value": "Ada", "default": "", "info": "As it should appear on the badge."}),
        (LONG, "text", "textbox", {}, {"value": "x" * 90, "info": "And an explanation that is long as well. " * 3}),
        ("Story", "text", "textbox", {"lines": 3, "max_lines": 8}, {"value": POEM}),
        ("Short text", "text", "textbox", {"max_length": 20}, {"value": "Longer than it may be", "error": ""}),
        ("رسالة", "text", "textbox", {"lines": 2}, {"value": RTL}),
        ("Password", "text", "textbox", {"type": "password"}, {"value": "secret"}),
        ("Disabled", "text", "textbox", {}, {"value": "not now", "disabled": True}),
        ("Seed", "number", "number", {"precision": 0}, {"value": 12345678901234567890, "default": 42}),
        ("Amount", "number", "number", {"minimum": 0, "maximum": 10}, {"value": 12, "error": ""}),
        ("Steps", "slider", "slider", {"minimum": 1, "maximum": 100, "step": 1}, {"default": 30}),
        ("Strength", "slider", "slider", bounds, {"value": 0.73, "default": 0.5}),
        ("Outside", "slider", "slider", bounds, {"value": 1.2, "error": ""}),
        ("Upscale the result", "checkbox", "checkbox", {}, {"default": True, "info": "Takes a minute more."}),
        ("Off, and disabled", "checkbox", "checkbox", {}, {"default": False, "disabled": True}),
        (
            "Metadata",
            "json",
            "json",
            {},
            {"value": {"lang": "en", "tags": ["a", 1, None]}, "example": {"foo": "bar"}},
        ),
        ("Broken", "json", "json", {}, {"typed": '{\n  "lang": en\n}', "example": {"foo": "bar"}}),
    ]
    others: list[Specimen] = [
        ("Size", "choice", "dropdown", few, {"default": "m"}),
        ("One of a hundred", "choice", "dropdown", many, {"value": 42, "default": 1}),
        ("None yet", "choice", "dropdown", few, {"required": True}),
        ("Model", "choice", "dropdown", free, {"value": "my-own/model", "default": "s"}),
        ("Gone", "choice", "dropdown", few, {"value": "xxl", "error": ""}),
        ("Look", "choice", "radio", few, {"default": "m"}),
        ("Toppings", "choices", "checkboxgroup", few, {"value": ["l", "s"], "default": []}),
        ("Tags", "choices", "dropdown", many, {"value": [3, 14, 15, 92], "default": []}),
        ("Words", "choices", "dropdown", free, {"value": ["own word", "s"], "default": []}),
        ("No tags", "choices", "dropdown", many, {"default": []}),
        ("Document", "file", "file", {"file_types": [".txt", ".pdf"]}, {"required": True}),
        ("Notes", "file", "file", {}, {"value": LocalFile(str(note))}),
        ("Wrong type", "file", "file", {"file_types": [".pdf"]}, {"value": LocalFile(str(note)), "error": ""}),
        ("Sources", "files", "file", {}, {"value": [LocalFile(str(note)), file_data("https://example.org/a.csv")]}),
        ("Folder", "files", "file", {"file_count": "directory"}, {}),
        ("Empty image", "image", "image", {}, {"required": True, "error": "Empty image is required."}),
        ("Picture", "image", "image", {}, {"value": LocalFile(picture), "info": "Any size; it is made smaller."}),
        ("From the web", "image", "image", {}, {"value": file_data("https://example.org/cat.png", "cat.png")}),
        ("Disabled file", "file", "file", {}, {"disabled": True}),
    ]
    return [texts, others]


def build(specimen: Specimen) -> FieldRow:
    """One specimen as the form shows it."""
    label, kind, component, props, state = specimen
    parameter = Parameter(
        name=label,
        label=label,
        component=component,
        kind=kind,
        position=0,
        required=state.get("required", False),
        default=state.get("default"),
        example=state.get("example"),
        info=state.get("info", ""),
        props=props,
    )
    row = FieldRow(make_input(field_for(parameter)))
    if "value" in state:
        row.load(state["value"])
    if "typed" in state:
        control = row.input.focus_target()
        control.setPlainText(state["typed"])  # type: ignore[attr-defined]
        row.input.check()
    if "error" in state:
        row.input.set_error(state["error"] or row.input.problem())
    row.setDisabled(state.get("disabled", False))
    return row


def sheet(folder: Path, width: int = 620) -> QWidget:
    """All specimens side by side, as they look in the form's column."""
    page = QWidget()
    page.setProperty("plane", "surface")
    columns = QHBoxLayout(page)
    columns.setContentsMargins(*[theme.px(theme.S6)] * 4)
    columns.setSpacing(theme.px(theme.S6))
    for group in specimens(folder):
        column = QVBoxLayout()
        column.setSpacing(theme.px(theme.S4))
        column.addStrut(theme.px(width))
        for specimen in group:
            column.addWidget(build(specimen))
        column.addStretch(1)
        columns.addLayout(column)
    return page


def grab(page: QWidget, ratio: float) -> QImage:
    """A picture of a widget, once what it loads in threads is there."""
    page.show()
    deadline = QDeadlineTimer(5000)
    while not deadline.hasExpired():
        idle = QThreadPool.globalInstance().waitForDone(50)
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
        if idle:
            break
    layout = page.layout()
    assert layout is not None
    width = layout.sizeHint().width()
    page.resize(width, layout.totalHeightForWidth(width))
    QCoreApplication.processEvents()
    image = QImage(page.size() * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(theme.tokens().surface)
    page.render(image)
    return image


def _picture(path: Path) -> str:
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
    return str(path)


def main(folder: str) -> None:
    out = Path(folder)
    out.mkdir(parents=True, exist_ok=True)
    made = QApplication.instance()
    app = made if isinstance(made, QApplication) else QApplication([])
    for scheme in ("light", "dark"):
        theme.apply(app, scheme)
        for ratio in (1.0, 2.0):
            page = sheet(out)
            grab(page, ratio).save(str(out / f"inputs-{scheme}-{ratio * 100:.0f}.png"))
            page.deleteLater()


if __name__ == "__main__":
    main(sys.argv[1])
