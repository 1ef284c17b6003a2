"""On or off."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from gradioscope.gradio.model import Json
from gradioscope.request.fields import CheckboxField
from gradioscope.window.inputs.base import Input


class CheckboxInput(Input):
    """A checkbox with its label beside it."""

    short = True
    own_label = True

    def __init__(self, field: CheckboxField, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._box = QCheckBox(field.label.replace("&", "&&"), self)
        self._box.toggled.connect(self.edited)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._box)
        self.setFocusProxy(self._box)
        self.start()

    def focus_target(self) -> QWidget:
        return self._box

    def show_value(self, value: Json) -> None:
        self._box.setChecked(bool(value))

    def read(self) -> Json:
        return self._box.isChecked()
