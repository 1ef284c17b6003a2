"""A number, typed; the arrow keys and the wheel step it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gradioscope.gradio.model import Json
from gradioscope.request.fields import NumberField
from gradioscope.window.inputs.base import Input
from gradioscope.window.inputs.exact import number, stepped, written
from gradioscope.window.inputs.line import Line

_STEPS = {
    Qt.Key.Key_Up: 1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_PageUp: 10,
    Qt.Key.Key_PageDown: -10,
}


class NumberLine(Line):
    """A line for a number. Not a spin box: that would round to its decimals and end at 2^31.

    Signals:
        stepped(object): how many steps up, negative for down.
    """

    stepped = Signal(object)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = _STEPS.get(Qt.Key(event.key()))
        if steps is not None and not self.isReadOnly():
            self.stepped.emit(steps)
            return
        super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y()
        if not self.hasFocus() or turned == 0:
            event.ignore()
            return
        self.stepped.emit(1 if turned > 0 else -1)
        event.accept()


def bounded_step(field: NumberField, value: float | None, count: int) -> int | float:
    """The value `count` steps on, kept within the field's bounds; from nothing to 0, or the bound nearest to it."""
    moved = 0 if value is None else stepped(value, field.step or 1, count)
    if field.minimum is not None:
        moved = max(moved, field.minimum)
    if field.maximum is not None:
        moved = min(moved, field.maximum)
    return moved


class NumberInput(Input):
    """Keeps the number as it is written: whole numbers stay whole, of any size; empty is null."""

    short = True

    def __init__(self, field: NumberField, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._number = field
        self._line = NumberLine(self)
        self._line.setPlaceholderText(_range(field))
        self._line.textChanged.connect(self.edited)
        self._line.stepped.connect(self._step)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._line)
        self.setFocusProxy(self._line)
        self.start()

    def focus_target(self) -> QWidget:
        return self._line

    def show_value(self, value: Json) -> None:
        self._line.setText(written(value))
        self._line.setCursorPosition(0)

    def read(self) -> Json:
        """None where nothing is written; what is no number comes as its text, which `check` refuses."""
        text = self._line.text()
        if not text.strip():
            return None
        found = number(text)
        return text if found is None else found

    def problem(self) -> str | None:
        value = self.value()
        if isinstance(value, str):
            hint = " Write a point before the decimals." if number(value.replace(",", ".")) is not None else ""
            return f"{self.field.label} takes a number.{hint}"
        return self.field.check(value)

    def _step(self, count: int) -> None:
        value = self.value()
        if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
            self._line.setText(written(bounded_step(self._number, value, count)))


def _range(field: NumberField) -> str:
    low, high = field.minimum, field.maximum
    if low is not None and high is not None:
        return f"{low:g} to {high:g}"
    if low is not None:
        return f"{low:g} or more"
    if high is not None:
        return f"{high:g} or less"
    return ""
