"""A field in a form: its label, its input, and what there is to say about it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gradioscope.gradio.model import Json
from gradioscope.window import theme
from gradioscope.window.inputs.base import Input
from gradioscope.window.parts import Chip, IconButton, IconLabel, Label
from gradioscope.window.parts.label import Size, Tone

_HEAD = 24


class FieldRow(QWidget):
    """Label and component above the input, the app's info below it, and the error where there is one.

    What most fields never need (the error, the reset button) is made when it is first needed.

    Signals:
        changed(object): the input's value, after a person's edit or reset.
        aboutToReset(): before the reset button or the menu does its work, for an undo.
    """

    changed = Signal(object)
    aboutToReset = Signal()

    def __init__(self, entry: Input, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.input = entry
        self.field = entry.field
        parameter = entry.field.parameter
        self._error: QWidget | None = None
        self._error_text: Label | None = None
        self._reset: IconButton | None = None

        self._head = head = QHBoxLayout()
        head.setSpacing(theme.S2)
        head.addStrut(theme.px(_HEAD))  # the same height with and without the reset button
        if entry.own_label:
            head.addWidget(entry)
        else:
            label = _Heading("", parent=self, wrap=True)
            # a label that is a buddy reads & as the mark of a shortcut
            label.setText(entry.field.label.replace("&", "&&"))
            label.setBuddy(entry.focus_target())
            head.addWidget(label)
        if parameter.required:
            head.addWidget(Label("required", "meta", "muted", self))
        head.addStretch(1)
        chip = Chip(parameter.component, parent=self)
        if parameter.python_type:
            chip.setToolTip(parameter.python_type)
        head.addWidget(chip)

        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S1)
        column.addLayout(head)
        if not entry.own_label:
            column.addWidget(entry)
        if parameter.info:
            column.addWidget(_label(parameter.info, "meta", "muted", self))
        column.addStretch(1)
        entry.changed.connect(self._changed)
        entry.errorChanged.connect(self.show_error)
        self.show_reset()

    @property
    def short(self) -> bool:
        """Whether it can share a row."""
        return self.input.short

    def reset(self) -> None:
        """Back to the default, as by the button."""
        self.aboutToReset.emit()
        self.input.reset()
        self.show_reset()
        self.input.focus_target().setFocus()
        self.changed.emit(self.input.value())

    def load(self, value: Json) -> None:
        self.input.load(value)
        self.show_reset()

    def put(self, value: Json) -> None:
        """Another value by the person's wish, as by the menu; can be undone, and is checked at once."""
        self.aboutToReset.emit()
        self.load(value)
        self.input.check()
        self.changed.emit(self.input.value())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        # made when it is asked for: most fields never are
        from gradioscope.window.inputs.field_menu import field_menu

        menu = field_menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def clear(self) -> None:
        """Back to the default, silently."""
        self.input.reset()
        self.show_reset()

    def show_reset(self) -> None:
        """Shows the reset button where there is something to reset."""
        needed = not self.input.at_default()
        if self._reset is None:
            if not needed:
                return
            self._reset = button = IconButton("reset", f"Reset {self.field.label} to default", self)
            button.setFixedSize(theme.px(_HEAD), theme.px(_HEAD))
            button.clicked.connect(self.reset)
            self._head.insertWidget(self._head.count() - 1, button)
            # made late, it would come last in the window
            QWidget.setTabOrder(self.input.focus_target(), button)
        self._reset.setVisible(needed)

    def show_error(self, text: str | None) -> None:
        if self._error is None:
            if text is None:
                return
            self._error, self._error_text = _error(self)
            self._column.insertWidget(
                self._column.indexOf(self.input) + 1 if not self.input.own_label else 1, self._error
            )
        assert self._error_text is not None
        if text is not None:
            self._error_text.setText(text)
        self._error.setVisible(text is not None)

    def _changed(self, value: Json) -> None:
        self.show_reset()
        self.changed.emit(value)


class _Heading(Label):
    """Wraps only where there is no room for it on one line; a wrapped QLabel would wish to be a square."""

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 2, self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(1, self.fontMetrics().height())


def _label(text: str, size: Size, tone: Tone, parent: QWidget) -> Label:
    """A wrapped text of the app's that is no reason for a row to be wider than the form."""
    label = Label(text, size, tone, parent, wrap=True)
    label.setMinimumWidth(1)
    return label


def _error(parent: QWidget) -> tuple[QWidget, Label]:
    line = QWidget(parent)
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.px(6))
    mark = IconLabel("error", "danger", 14, line)
    row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
    mark.setFixedHeight(QFontMetrics(theme.font("meta")).height())
    text = _label("", "meta", "danger", line)
    row.addWidget(text, 1)
    return line, text
