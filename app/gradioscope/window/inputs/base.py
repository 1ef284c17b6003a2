"""What every input is: a widget that shows one field's value and gives it back unharmed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QWidget

from gradioscope.gradio.model import Json, LocalFile
from gradioscope.request.equality import same as same
from gradioscope.request.fields import Field
from gradioscope.request.resolving import has_braces
from gradioscope.window import theme
from gradioscope.window.parts.announce import announce

PAUSE = 600
"""Milliseconds without a keystroke after which what was typed is checked."""

NULL = "Null will be sent."


class Input(QWidget):
    """The input of one field. Its value is JSON, with LocalFile where a file of this computer is meant.

    A loaded value is given back as it came, not as the control shows it, until a person edits it: what a
    control cannot hold (a newline style, 1.0 written as 1) is never damaged by being looked at.

    A new kind says how to show a value (`show_value`), how to read its control (`read`), which control has
    the focus and the name (`focus_target`), and calls `edited` when a person changes it.

    Signals:
        changed(object): the value, after a person's edit. Loading does not emit it.
        errorChanged(object): the error now shown, or None.
    """

    changed = Signal(object)
    errorChanged = Signal(object)

    short = False
    """Whether it can share a row with another one."""
    own_label = False
    """Whether the control shows the label itself, as a checkbox does."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self._loaded: Json = field.initial
        self._edited = False
        self._set = not field.parameter.required
        self._error: str | None = None
        self._showing = False
        self._pause: QTimer | None = None

    # for each kind to say

    def show_value(self, value: Json) -> None:
        """Puts a value into the control. Whatever the control signals meanwhile is no edit."""
        raise NotImplementedError

    def read(self) -> Json:
        """The value the control stands for, after an edit."""
        raise NotImplementedError

    def focus_target(self) -> QWidget:
        """The control that takes the focus and carries the accessible name and description."""
        raise NotImplementedError

    def problem(self) -> str | None:
        """What is wrong with the value as it is now, as a sentence; nothing is shown by asking."""
        return self.field.check(self.value())

    put_in: Callable[[Json], str | None] | None = None
    """Checks a value with double braces in it once its variables are put in; None where there are no variables."""

    def written_wrong(self) -> str | None:
        """Why what is in the control stands for no value at all, whatever its variables are."""
        return None

    def trouble(self) -> str | None:
        """What is wrong with the value, its variables put in where it has some. What an app offers has none."""
        if self.put_in is not None and not self.at_default() and has_braces(value := self.value()):
            return self.written_wrong() or self.put_in(value)
        return self.problem()

    def mark_error(self, wrong: bool) -> None:
        """Colours the control's edge."""
        theme.mark(self.focus_target(), invalid=wrong)

    # for everyone

    def load(self, value: Json) -> None:
        """Shows a value; from now on it counts as set."""
        self._show(value, True)

    def reset(self) -> None:
        """Back to what a new form starts with."""
        self._show(self.field.initial, not self.field.parameter.required)

    def value(self) -> Json:
        return self.read() if self._edited else self._loaded

    def is_set(self) -> bool:
        """False while a required field was never touched, or was emptied again by a person."""
        return self._set and not (self._edited and self.field.parameter.required and self.blank())

    def blank(self) -> bool:
        """Whether nothing is in the control. A text is never blank here: one can mean an empty one."""
        return self.value() is None

    def at_default(self) -> bool:
        """Whether there is nothing to reset."""
        if self.field.parameter.required:
            return not self.is_set()
        return same(self.value(), self.field.initial)

    def null_given(self) -> bool:
        """Whether it holds a null that was chosen, which its control can hardly show; ended by an edit."""
        return self._loaded is None and not self._edited and not self.at_default()

    def error(self) -> str | None:
        return self._error

    def set_error(self, text: str | None) -> None:
        """Marks the control, and has a screen reader say the error; the row shows it below."""
        if text == self._error:
            return
        self._error = text
        self.mark_error(text is not None)
        self.describe()
        if text is not None:
            QAccessible.updateAccessibility(QAccessibleEvent(self.focus_target(), QAccessible.Event.Alert))
            announce(self.focus_target(), f"{self.field.label}: {text}", urgent=True)
        self.errorChanged.emit(text)

    def name_control(self, control: QWidget) -> None:
        """Gives the control its accessible name and description. Called once it exists."""
        control.setAccessibleName(self.field.label)
        self.describe()

    def describe(self) -> None:
        parameter = self.field.parameter
        parts = [f"Error: {self._error}" if self._error else "", parameter.info, self.field.type_text]
        if parameter.required:
            parts.append("required")
        if self.null_given():
            parts.append(NULL)
        self.focus_target().setAccessibleDescription(". ".join(part.strip().rstrip(".") for part in parts if part))

    @Slot()
    def edited(self) -> None:
        """A person changed the control. Its value is checked once they pause."""
        if self._showing:
            return
        self._edited = True
        self._set = True
        self.changed.emit(self.value())
        if self._error is not None:
            self.check()
        else:
            self.check_soon()

    def check(self) -> bool:
        """Shows what is wrong, or nothing; whether the value can be sent."""
        if self._pause is not None:
            self._pause.stop()
        self.set_error(self.trouble() if self.is_set() else None)
        return self._error is None

    def check_soon(self, delay: int = PAUSE) -> None:
        if self._pause is None:
            self._pause = QTimer(self)
            self._pause.setSingleShot(True)
            self._pause.timeout.connect(self.check)
        self._pause.start(delay)

    def start(self) -> None:
        """Shows the initial value; called at the end of a kind's `__init__`."""
        self.name_control(self.focus_target())
        self._showing = True
        self.show_value(self._loaded)
        self._showing = False

    def _show(self, value: Json, is_set: bool) -> None:
        if self._pause is not None:
            self._pause.stop()
        self._loaded = value
        self._edited = False
        self._set = is_set
        self._showing = True
        try:
            self.show_value(value)
        finally:
            self._showing = False
        self.set_error(None)


def file_text(value: Json) -> str:
    """A file as one line of text: its path here, its address, or its name on the server."""
    if isinstance(value, LocalFile):
        return value.path
    if isinstance(value, dict):
        path = str(value.get("path") or "")
        if path.startswith(("http://", "https://")):
            return path
        return str(value.get("url") or value.get("orig_name") or path)
    return ""
