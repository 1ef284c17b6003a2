"""A colour and a time: one line, with what it stands for or the commonest value beside it."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QHBoxLayout, QWidget

from gradioscope.gradio.model import Json
from gradioscope.request.fields import ColorField, DateTimeField, Field
from gradioscope.window import theme
from gradioscope.window.inputs.base import Input
from gradioscope.window.inputs.line import Line
from gradioscope.window.parts import Button
from gradioscope.window.parts.swatch import Swatch, colour_of


class _LineInput(Input):
    """One line whose empty text is null."""

    short = True

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.line = Line(self)
        self.line.textChanged.connect(self.edited)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(theme.S2)
        self.row.addWidget(self.line, 1)
        self.setFocusProxy(self.line)

    def focus_target(self) -> QWidget:
        return self.line

    def show_value(self, value: Json) -> None:
        self.line.setText("" if value is None else str(value))
        self.line.setCursorPosition(0)

    def read(self) -> Json:
        return self.line.text().strip() or None


class ColorInput(_LineInput):
    """The colour's text, and the colour."""

    def __init__(self, field: ColorField, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.swatch = Swatch(self)
        self.row.insertWidget(0, self.swatch)
        self.line.setPlaceholderText("#rrggbb")
        self.line.textChanged.connect(self._paint)
        self.start()

    def _paint(self, text: str) -> None:
        self.swatch.set_colour(colour_of(text))


class DateTimeInput(_LineInput):
    """The time as text; this moment, by this computer's clock, at a press."""

    def __init__(self, field: DateTimeField, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._form = field.form
        self.line.setPlaceholderText(field.type_text)
        self.now = Button("Now" if field.with_time else "Today", parent=self)
        self.now.setAccessibleName(f"{self.now.text()}: {field.label}")
        self.now.setToolTip("By this computer's clock. Write “now” for the server's.")
        self.now.clicked.connect(self._take_now)
        self.row.addWidget(self.now)
        self.start()

    def _take_now(self) -> None:
        self.line.setText(datetime.now().strftime(self._form))
