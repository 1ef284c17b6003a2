"""A field in a form: its label, its input, and what there is to say about it."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QEnterEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from gradioscope.gradio.model import Json
from gradioscope.request.fields import Field
from gradioscope.window import theme
from gradioscope.window.inputs.base import NULL, Input
from gradioscope.window.inputs.variable import WRITABLE, VariableInput, is_variable
from gradioscope.window.parts import Chip, IconButton, IconLabel, Label
from gradioscope.window.parts.chip import chip_size, paint_chip
from gradioscope.window.parts.label import Size, Tone
from gradioscope.window.parts.variable_marks import mark

_HEAD = 24
_SHORT = 16
"""Characters of a label that fit into the narrowest column, beside the component."""
REQUIRED = "required"


class FieldVariables(Protocol):
    """What a form knows of the variables in a field's value."""

    def problem(self, value: Json) -> str | None:
        """What is wrong with a value once its variables are put in."""

    def preview(self, value: Json) -> tuple[str, bool]:
        """What it stands for, on one line, and whether all of it is known."""

    def is_own(self, value: Json) -> bool:
        """Whether a person wrote the variables in it, and not the app."""

    def is_variable(self, name: str) -> bool | None:
        """Whether a name between double braces is known; None for one that the app wrote, which is plain text."""


class FieldRow(QWidget):
    """Label and component above the input, the app's info below it, and the error where there is one.

    What most fields never need (the error, the reset button) is made when it is first needed.

    Signals:
        changed(object): the input's value, after a person's edit or reset.
        aboutToReset(): before the reset button or the menu does its work, for an undo.
        inputChanged(): another input stands in the row: one for a variable, or the typed one again.
    """

    inputChanged = Signal()

    changed = Signal(object)
    aboutToReset = Signal()

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        from gradioscope.window.inputs import make_input

        super().__init__(parent)
        self.field = field
        # made where it stays: moved there later, each widget in it would be styled once more
        self.input: Input
        self.input = self.typed = entry = make_input(field, self)
        self._variable: VariableInput | None = None
        self._own_heading: QLabel | None = None
        self.variables: FieldVariables | None = None
        parameter = field.parameter
        self._error: QWidget | None = None
        self._error_text: Label | None = None
        self._null: Label | None = None
        self._reset: IconButton | None = None
        self._more: IconButton | None = None
        self._over = self._current = self._menu_open = False

        self._chip: Chip | None = None
        self._head: QHBoxLayout | None = None
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S1)
        if entry.own_label:
            self._named: QWidget = entry
        else:
            self._named = label = _heading(field.label, self)
            label.setBuddy(entry.focus_target())
        if len(field.label) <= _SHORT:
            self._named.setMinimumHeight(theme.px(_HEAD))
            column.addWidget(self._named)
        else:
            self._make_head()
        if not entry.own_label:
            column.addWidget(entry)
        if parameter.info:
            column.addWidget(_label(parameter.info, "meta", "muted", self))
        column.addStretch(1)
        entry.changed.connect(self._changed)
        entry.errorChanged.connect(self.show_error)
        self.show_reset()

    def _make_head(self) -> QHBoxLayout:
        """The line above the input, where the label has more beside it than what is painted there."""
        if self._head is not None:
            return self._head
        self._head = head = QHBoxLayout()
        head.setSpacing(theme.S2)
        head.addStrut(theme.px(_HEAD))  # the same height with and without the buttons
        self._column.removeWidget(self._named)
        head.addWidget(self._named)
        if self.field.parameter.required:
            head.addSpacing(theme.S2 + QFontMetrics(theme.font("meta")).horizontalAdvance(REQUIRED))
        head.addStretch(1)
        head.addSpacing(theme.S2 + chip_size(self.field.parameter.component).width())
        self._column.insertLayout(0, head)
        return head

    @property
    def short(self) -> bool:
        """Whether it can share a row."""
        return self.input.short

    # a variable in the value's place

    def use_variable(self) -> None:
        """Write a variable instead of the value; the menu leads back."""
        self.aboutToReset.emit()
        self._show_variable(True)
        assert self._variable is not None
        self._variable.begin()

    def use_value(self) -> None:
        """The typed input again, with what was in it before."""
        self.aboutToReset.emit()
        self._show_variable(False)
        self.input.setFocus()
        self.show_reset()
        self.changed.emit(self.input.value())

    @property
    def holds_variable(self) -> bool:
        return self.input is self._variable

    @property
    def takes_variable(self) -> bool:
        """Whether its own control cannot hold a variable, so that another one is offered."""
        return self.field.kind not in WRITABLE

    def set_variables(self, variables: FieldVariables | None) -> None:
        """What its value may hold between double braces."""
        self.variables = variables
        self.typed.put_in = variables.problem if variables is not None else None

    def is_variable(self, name: str) -> bool | None:
        """For the marks in a text: whether a name is known; None for what is no variable."""
        return self.variables.is_variable(name) if self.variables is not None else None

    def show_variables(self) -> None:
        """Variables stand for something else than before."""
        for control in self.input.findChildren(QWidget):
            if control.property("marked") and isinstance(control, QLineEdit | QPlainTextEdit):
                mark(control)
        if self._variable is not None:
            self._variable.show_preview()
        if self.input.error() is not None:
            self.input.check()

    def _show_variable(self, shown: bool) -> None:
        """Puts the other input into the row."""
        if shown == self.holds_variable:
            return
        if self._variable is None:
            self._variable = VariableInput(self.field, self)
            self._variable.changed.connect(self._changed)
            self._variable.errorChanged.connect(self.show_error)
            self._column.insertWidget(
                self._column.indexOf(self.typed) + 1 if not self.typed.own_label else 1, self._variable
            )
        if self.variables is not None:
            self._variable.put_in, self._variable.preview = self.variables.problem, self.variables.preview
        old, self.input = self.input, self._variable if shown else self.typed
        old.set_error(None)
        if self.typed.own_label:
            self._swap_heading(shown)
        self.typed.setVisible(not shown)
        self._variable.setVisible(shown)
        if isinstance(self._named, QLabel):
            self._named.setBuddy(self.input.focus_target())
        if self._more is not None:
            self._more.raise_()
        self.inputChanged.emit()
        self.update()

    def _swap_heading(self, shown: bool) -> None:
        """A label of its own for a field whose typed control shows it itself."""
        if self._own_heading is None:
            self._own_heading = _heading(self.field.label, self)
        old, self._named = self._named, self._own_heading if shown else self.typed
        head = self._make_head() if self._head is None else self._head
        head.replaceWidget(old, self._named)
        self._own_heading.setVisible(shown)

    def reset(self) -> None:
        """Back to the default, as by the button."""
        self.aboutToReset.emit()
        self._show_variable(False)
        self.input.reset()
        self.show_reset()
        self.input.focus_target().setFocus()
        self.changed.emit(self.input.value())

    def load(self, value: Json) -> None:
        own = self.variables is None or self.variables.is_own(value)
        self._show_variable(is_variable(self.field, value) and own)
        self.input.load(value)
        self.show_reset()

    def put(self, value: Json) -> None:
        """Another value by the person's wish, as by the menu; can be undone, and is checked at once."""
        self.aboutToReset.emit()
        self.load(value)
        self.input.check()
        self.changed.emit(self.input.value())

    # its menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            control = self.childAt(self.mapFromGlobal(event.globalPos()))
        else:
            control = QApplication.focusWidget()
        self.open_menu(event.globalPos(), control)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Qt knows the menu key everywhere, this one on Windows alone
        if event.key() == Qt.Key.Key_F10 and event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
            control = QApplication.focusWidget() or self.input.focus_target()
            self.open_menu(control.mapToGlobal(control.rect().bottomLeft()), control)
        else:
            super().keyPressEvent(event)

    def open_menu(self, at: QPoint, control: QWidget | None = None) -> None:
        """Shows the field's menu there; with the actions of a text control that it is asked for in."""
        # made when it is asked for: most fields never are
        from gradioscope.window.inputs.field_menu import field_menu

        menu = field_menu(self, control)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.aboutToHide.connect(self._menu_closed)
        self._menu_open = True
        menu.popup(at)

    @Slot()
    def _menu_closed(self) -> None:
        self._menu_open = False
        self._show_more()

    def set_current(self, current: bool) -> None:
        """Says whether the focus is in it: the menu's button is then shown as under the pointer."""
        self._current = current
        self._show_more()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._over = True
        if self._chip is None and self.field.parameter.python_type:
            # from here on one that can say more
            self._chip = Chip(self.field.parameter.component, parent=self)
            self._chip.setToolTip(self.field.parameter.python_type)
            head = self._make_head()
            head.takeAt(head.count() - 1)  # its place
            head.addWidget(self._chip)
            self._chip.show()
        self._show_more()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._over = False
        self._show_more()
        super().leaveEvent(event)

    def _show_more(self) -> None:
        """Shows the menu's button while it may be wanted. Keys open the menu without it, so Tab passes it over."""
        wanted = self._over or self._current or self._menu_open
        if self._more is None:
            if not wanted:
                return
            self._more = button = IconButton("more", f"More for {self.field.label}", self)
            button.setToolTip("More (Shift+F10)")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setFixedSize(theme.px(_HEAD), theme.px(_HEAD))
            button.clicked.connect(self._more_clicked)
            head = self._make_head()
            head.insertWidget(head.count() - 1 if self._reset is None else head.indexOf(self._reset), button)
        self._more.setVisible(wanted)

    def _more_clicked(self) -> None:
        assert self._more is not None
        self.open_menu(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    # what is painted

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paints what only says something: a form of a hundred fields has no time for a widget for each word."""
        named = self._mirrored(self._named.geometry())
        head = self._mirrored(self._head.geometry()) if self._head is not None else named
        parameter = self.field.parameter
        with QPainter(self) as painter:
            if self._chip is None:
                size = chip_size(parameter.component)
                area = QRect(0, head.top() + (head.height() - size.height()) // 2, size.width(), size.height())
                area.moveRight(head.right())
                paint_chip(painter, QRectF(self._mirrored(area)), parameter.component, enabled=self.isEnabled())
            if parameter.required:
                end = min(named.right() + 1, named.left() + self._named.sizeHint().width())
                area = QRect(end + theme.S2, head.top(), head.width(), head.height())
                painter.setFont(theme.font("meta"))
                painter.setPen(theme.tokens().text_muted)
                at_start = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
                side = Qt.AlignmentFlag.AlignRight if self.isRightToLeft() else Qt.AlignmentFlag.AlignLeft
                painter.drawText(self._mirrored(area), int(at_start | side), REQUIRED)

    def _mirrored(self, area: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), area)

    # what is shown of it

    def clear(self) -> None:
        """Back to the default, silently."""
        self._show_variable(False)
        self.input.reset()
        self.show_reset()

    def show_reset(self) -> None:
        """Shows the reset button where there is something to reset, and that null is sent where it was chosen."""
        self._show_null()
        needed = self.holds_variable or not self.input.at_default()
        if self._reset is None:
            if not needed:
                return
            self._reset = button = IconButton("reset", f"Reset {self.field.label} to default", self)
            button.setFixedSize(theme.px(_HEAD), theme.px(_HEAD))
            button.clicked.connect(self.reset)
            head = self._make_head()
            head.insertWidget(head.count() - 1, button)
            # made late, it would come last in the window
            QWidget.setTabOrder(self.typed.focus_target(), button)
        self._reset.setVisible(needed)

    def _show_null(self) -> None:
        written = self.field.kind == "json"  # there the text says so
        given = self.input.null_given() and not written and self.input.error() is None
        if self._null is None:
            if not given:
                return
            self._null = _label(NULL, "meta", "muted", self)
            below = self.typed
            self._column.insertWidget(1 if below.own_label else self._column.indexOf(below) + 1, self._null)
        if self._null.isHidden() == given:
            self._null.setVisible(given)
            self.input.describe()

    @Slot(object)
    def show_error(self, text: str | None) -> None:
        self._show_null()
        if self._error is None:
            if text is None:
                return
            self._error, self._error_text = _error(self)
            within = self._variable or self.typed
            self._column.insertWidget(self._column.indexOf(within) + 1 if within is not self._named else 1, self._error)
        assert self._error_text is not None
        if text is not None:
            self._error_text.setText(text)
        self._error.setVisible(text is not None)

    @Slot(object)
    def _changed(self, value: Json) -> None:
        self.show_reset()
        self.changed.emit(value)


class _Heading(Label):
    """Wraps only where there is no room for it on one line; a wrapped QLabel would wish to be a square."""

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 2, self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(1, self.fontMetrics().height())


def _heading(text: str, parent: QWidget) -> QLabel:
    """The label of a field; most are too short ever to wrap, and so quicker to lay out."""
    label = QLabel(parent) if len(text) <= _SHORT else _Heading("", parent=parent, wrap=True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    # a label that is a buddy reads & as the mark of a shortcut
    label.setText(text.replace("&", "&&"))
    return label


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
