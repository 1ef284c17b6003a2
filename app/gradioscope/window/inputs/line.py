"""Text controls that leave to the form what is the form's: Ctrl+Enter, Tab, and undo when theirs is used up."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QMimeData, QSize, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QFontMetricsF,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QSizePolicy, QSlider, QWidget

from gradioscope.window import theme
from gradioscope.window.parts.variable_marks import COMPOSING, mark

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Line(QLineEdit):
    """One line of text."""

    take_paste: Callable[[QMimeData], bool] | None = None
    """Looks at what is about to be pasted, and answers whether it took it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(2**31 - 1)  # Qt's own 32767 would cut a long value short
        self.textChanged.connect(self._mark)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.setProperty(COMPOSING, bool(event.preeditString()))
        super().inputMethodEvent(event)

    def _mark(self, text: str) -> None:
        if "{{" in text or self.property("marked"):
            mark(self)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if in_field(self):
            event.ignore()  # the field's menu has the actions of this one
        else:
            super().contextMenuEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (event.matches(QKeySequence.StandardKey.Undo) and not self.isUndoAvailable()) or (
            event.matches(QKeySequence.StandardKey.Redo) and not self.isRedoAvailable()
        ):
            event.ignore()
            return
        if self.take_paste is not None and event.matches(QKeySequence.StandardKey.Paste):
            mime = QGuiApplication.clipboard().mimeData()
            if mime is not None and self.take_paste(mime):
                return
        super().keyPressEvent(event)


class Growing(QPlainTextEdit):
    """Text of several lines, as high as its text between two bounds.

    Tab leaves it; Ctrl+Enter, Esc and an undo that is used up go up to the form and the window.
    """

    def __init__(self, lines: int, max_lines: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.take_paste: Callable[[QMimeData], bool] | None = None
        self._lines = max(1, lines)
        self._max_lines = max(self._lines, max_lines)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(2.5)  # one line is then as high as a line edit
        self._leftward = False
        self.textChanged.connect(self._turn)
        self.textChanged.connect(self._mark)
        self.document().documentLayout().documentSizeChanged.connect(self.updateGeometry)

    def text(self) -> str:
        """The text as it is: toPlainText would turn no-break spaces and U+2028 into others."""
        return self.document().toRawText().replace("\u2029", "\n")

    def insertFromMimeData(self, source: QMimeData) -> None:
        if self.take_paste is None or not self.take_paste(source):
            super().insertFromMimeData(source)

    def _turn(self) -> None:
        """Right to left where the text is: a plain text's layout keeps to one side, whatever is written."""
        leftward = self.document().firstBlock().textDirection() == Qt.LayoutDirection.RightToLeft
        if leftward != self._leftward:
            self._leftward = leftward
            option = self.document().defaultTextOption()
            option.setAlignment(Qt.AlignmentFlag.AlignRight if leftward else Qt.AlignmentFlag.AlignLeft)
            self.document().setDefaultTextOption(option)

    def _mark(self) -> None:
        mark(self)

    def span(self) -> tuple[int, int]:
        """Where the selection, or the cursor, starts and ends."""
        cursor = self.textCursor()
        return cursor.selectionStart(), cursor.selectionEnd()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if in_field(self):
            event.ignore()
        else:
            super().contextMenuEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if for_the_form(self, event):
            return
        if event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            # Qt would put U+2028 there, which an app's function would receive
            self.textCursor().insertBlock()
            self.ensureCursorVisible()
            return
        super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.verticalScrollBar().maximum() > 0 and self.hasFocus():
            super().wheelEvent(event)
        else:  # the form scrolls
            event.ignore()

    def select(self, start: int, end: int) -> None:
        cursor = self.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def sizeHint(self) -> QSize:
        return QSize(200, text_height(self, self._lines, self._max_lines))

    def minimumSizeHint(self) -> QSize:
        return QSize(60, text_height(self, self._lines, self._max_lines))


def for_the_form(edit: QPlainTextEdit, event: QKeyEvent) -> bool:
    """Lets a key go up that is none of a text's: Esc, Ctrl+Enter, and undo or redo where the text has none."""
    control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
    document = edit.document()
    leave = (
        event.key() == Qt.Key.Key_Escape
        or (event.key() in _ENTER and bool(control))
        or (event.matches(QKeySequence.StandardKey.Undo) and not document.isUndoAvailable())
        or (event.matches(QKeySequence.StandardKey.Redo) and not document.isRedoAvailable())
    )
    if leave:
        event.ignore()
    return leave


def text_height(edit: QPlainTextEdit, least: int, most: int) -> int:
    """Pixels for a text's lines, wrapped ones counted, between two numbers of lines."""
    # a QPlainTextEdit's document measures its height in lines
    lines = min(max(least, round(edit.document().size().height())), most)
    margins = edit.contentsMargins()  # the style sheet's outline and padding
    around = margins.top() + margins.bottom() + 2 * edit.document().documentMargin() + 1
    if edit.document().size().height() > most:
        around -= edit.document().documentMargin() + 1  # it scrolls: no line is cut at the bottom
    return round(lines * math.ceil(QFontMetricsF(edit.font()).lineSpacing()) + around)


def in_field(control: QWidget) -> bool:
    """Whether it stands in a field of a form, which has a menu."""
    above = control.parentWidget()
    while above is not None and not hasattr(above, "open_menu"):
        above = above.parentWidget()
    return above is not None


class Combo(QComboBox):
    """A dropdown that scrolls with the form instead of changing under the pointer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Qt would take the letter for the start of a choice
        if event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        # measuring every choice is slow, and to ask for less makes Qt build the popup of a list nobody opened
        return QSize(theme.px(180), theme.px(theme.CONTROL))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(80), theme.px(theme.CONTROL))

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class Track(QSlider):
    """A slider that scrolls with the form unless it has the focus."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
