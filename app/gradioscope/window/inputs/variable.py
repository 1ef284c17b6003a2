"""A variable in the place of a typed value: one line, with what it stands for at this moment beside it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from gradioscope.gradio.model import Json
from gradioscope.request.fields import Field
from gradioscope.request.template import names
from gradioscope.window import theme
from gradioscope.window.inputs.base import Input
from gradioscope.window.inputs.line import Line
from gradioscope.window.parts import ElidedLabel

WRITABLE = frozenset({"text", "code", "markdown", "html", "json", "color", "datetime"})
"""Kinds whose own control holds any text."""

Preview = Callable[[Json], tuple[str, bool]]
"""What a value stands for, on one line, and whether all of it is known."""


def is_variable(field: Field, value: Json) -> bool:
    """Whether a value is shown as a variable: a text with one in it, where the field's own control takes no text."""
    return isinstance(value, str) and field.kind not in WRITABLE and bool(names(value))


class VariableInput(Input):
    """The line has completion, as all texts of a form have; the whole value keeps the variable's JSON type."""

    short = False

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.line = Line(self)
        self.line.setPlaceholderText("{{name}}")
        theme.mark(self.line, mono=True)
        self.line.textChanged.connect(self._typed)
        self.stands_for = ElidedLabel("", "meta")
        self.preview: Preview | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S2)
        row.addWidget(self.line, 3)
        row.addWidget(self.stands_for, 2)
        self.setFocusProxy(self.line)
        self.start()

    def focus_target(self) -> QWidget:
        return self.line

    def show_value(self, value: Json) -> None:
        self.line.setText(value if isinstance(value, str) else "")
        self.show_preview()

    def read(self) -> Json:
        return self.line.text()

    def blank(self) -> bool:
        return not self.line.text().strip()

    def show_preview(self) -> None:
        """Say anew what it stands for."""
        text = self.line.text()
        if self.preview is None or not names(text):
            self.stands_for.setText("" if names(text) else "Write {{ and choose a variable")
            self.stands_for.set_tone("muted")
            return
        shown, known = self.preview(text)
        self.stands_for.setText(f"= {shown}" if known else shown)
        self.stands_for.set_tone("muted" if known else "danger")
        self.line.setAccessibleDescription(f"{self.field.type_text}. Stands for {shown}")

    def begin(self) -> None:
        """Open with the braces that bring up the list."""
        self.line.setText("{{")
        self.line.setFocus()

    def _typed(self) -> None:
        self.show_preview()
        self.edited()
