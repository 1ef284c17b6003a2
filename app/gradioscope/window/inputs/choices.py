"""Several of many: checkboxes where the app shows them, else chips."""

from __future__ import annotations

from PySide6.QtCore import (
    Qt,
)
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from gradioscope.gradio.model import Json
from gradioscope.request.fields import ChoicesField
from gradioscope.window import theme
from gradioscope.window.inputs.base import Input, same
from gradioscope.window.inputs.chips import ChipsInput
from gradioscope.window.parts import FlowLayout
from gradioscope.window.parts.group import Group


def choices_input(field: ChoicesField, parent: QWidget | None = None) -> Input:
    """The input that suits the app's look."""
    if field.look == "checkboxes" and not field.free_text:
        return CheckboxesInput(field, parent)
    return ChipsInput(field, parent)


class CheckboxesInput(Input):
    """A checkbox a choice, in a row that wraps. Values keep the order in which they were checked, as in Gradio."""

    def __init__(self, field: ChoicesField, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._choices = field.choices
        self._chosen: list[Json] = []
        self._boxes: list[QCheckBox] = []
        self._panel = Group(field.label, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._panel)
        flow = FlowLayout(self._panel, theme.px(theme.S4), theme.px(theme.S1))
        for choice in field.choices:
            box = QCheckBox(choice.label.replace("&", "&&"), self._panel)
            box.clicked.connect(self._click)
            flow.addWidget(box)
            self._boxes.append(box)
        self.start()

    def focus_target(self) -> QWidget:
        return self._panel

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        if self._boxes:
            self._boxes[0].setFocus(reason)

    def show_value(self, value: Json) -> None:
        self._chosen = list(value) if isinstance(value, list) else []
        for box, choice in zip(self._boxes, self._choices, strict=True):
            box.setChecked(any(same(choice.value, item) for item in self._chosen))

    def read(self) -> Json:
        return list(self._chosen)

    def describe(self) -> None:
        super().describe()
        for box in self._boxes:
            box.setAccessibleDescription(f"{self.field.label}. {self._panel.accessibleDescription()}")

    def mark_error(self, wrong: bool) -> None:
        """The row's message says it; there is no edge to colour."""

    def _click(self) -> None:
        kept = list(self._chosen)
        for box, choice in zip(self._boxes, self._choices, strict=True):
            has = any(same(choice.value, item) for item in kept)
            if box.isChecked() and not has:
                kept.append(choice.value)
            elif not box.isChecked() and has:
                kept = [item for item in kept if not same(choice.value, item)]
        self._chosen = kept
        self.edited()
