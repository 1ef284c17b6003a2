"""Text controls that leave to the form what is the form's: Ctrl+Enter, Tab, and undo when theirs is used up."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMimeData, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QGuiApplication, QKeyEvent, QKeySequence, QTextCursor, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QSizePolicy, QSlider, QWidget

from gradioscope.window import theme

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Line(QLineEdit):
    """One line of text."""

    take_paste: Callable[[QMimeData], bool] | None = None
    """Looks at what is about to be pasted, and answers whether it took it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(2**31 - 1)  # Qt's own 32767 would cut a long value short

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
        self._lines = max(1, lines)
        self._max_lines = max(self._lines, max_lines)
        self._height = 0
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().documentLayout().documentSizeChanged.connect(self._grow)

    def text(self) -> str:
        """The text as it is: toPlainText would turn no-break spaces and U+2028 into others."""
        return self.document().toRawText().replace("\u2029", "\n")

    def put_text(self, text: str) -> None:
        self.setPlainText(text)
        self._grow()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
            return
        if event.key() in _ENTER:
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                event.ignore()
                return
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                # Qt would put U+2028 there, which an app's function would receive
                self.textCursor().insertBlock()
                self.ensureCursorVisible()
                return
        undo = self.document()
        if (event.matches(QKeySequence.StandardKey.Undo) and not undo.isUndoAvailable()) or (
            event.matches(QKeySequence.StandardKey.Redo) and not undo.isRedoAvailable()
        ):
            event.ignore()
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
        return QSize(200, self._wanted())

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self._wanted())

    def _wanted(self) -> int:
        # a QPlainTextEdit's document measures its height in lines, wrapped ones counted
        shown = min(max(self._lines, round(self.document().size().height())), self._max_lines)
        margins = self.contentsMargins()
        around = margins.top() + margins.bottom() + 2 * self.document().documentMargin() + 2 * self.frameWidth()
        return round(shown * QFontMetricsF(self.font()).lineSpacing() + around + 1)

    def _grow(self) -> None:
        wanted = self._wanted()
        if wanted != self._height:
            self._height = wanted
            self.updateGeometry()


class Combo(QComboBox):
    """A dropdown that scrolls with the form instead of changing under the pointer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

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
