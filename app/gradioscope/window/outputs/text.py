"""Text, and numbers as text one can read from across the room."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent, QTextCursor, QTextOption
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from gradioscope.window import theme
from gradioscope.window.outputs.base import Viewer
from gradioscope.window.parts.data_text import DataText
from gradioscope.window.parts.preview import clip, scalar

LIMIT = 200_000
"""Characters up to which text is laid out as prose; beyond, its beginning is shown, and all on request."""
LINES = 16
"""Lines a text takes before it scrolls by itself."""


class GrowingText(QPlainTextEdit):
    """Read-only, selectable. Text that begins with what is shown is appended: neither the selection nor the
    place one reads at moves, and the end is followed only where the end was in view."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.document().setDocumentMargin(0)
        self.document().documentLayout().documentSizeChanged.connect(self._resized)

    def show_text(self, text: str) -> None:
        if text == self._text:
            return
        if self._text and text.startswith(self._text):
            self._append(text[len(self._text) :])
        else:
            self._align(text)
            self.setPlainText(text)
        self._text = text

    def lines(self) -> int:
        """Lines as they are wrapped now; of a long text those of its beginning."""
        count = 0
        block = self.document().begin()
        while block.isValid() and count < LINES:
            # a block that was not in view yet has no lines: it is laid out by asking for its place
            self.blockBoundingGeometry(block)
            count += max(1, block.layout().lineCount())
            block = block.next()
        return max(1, count)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()  # another width, other lines

    def sizeHint(self) -> QSize:
        return QSize(240, self._height(min(self.lines(), LINES)))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self._height(min(self.lines(), 3)))

    def _height(self, lines: int) -> int:
        return QFontMetrics(self.font()).lineSpacing() * lines + theme.px(theme.S1)

    def _align(self, text: str) -> None:
        """Right-to-left text begins at the right. QPlainTextEdit lays it out at the left by itself (Qt 6.11)."""
        from unicodedata import bidirectional

        kinds = (bidirectional(letter) for letter in text[:500])
        first = next((kind for kind in kinds if kind in ("L", "R", "AL")), "L")
        option = self.document().defaultTextOption()
        option.setAlignment(Qt.AlignmentFlag.AlignLeft if first == "L" else Qt.AlignmentFlag.AlignRight)
        self.document().setDefaultTextOption(option)

    def _append(self, more: str) -> None:
        bar = self.verticalScrollBar()
        at = bar.value()
        followed = at >= bar.maximum() and bar.maximum() > 0
        chosen = self.textCursor()
        anchor, position = chosen.anchor(), chosen.position()
        writer = QTextCursor(self.document())
        writer.movePosition(QTextCursor.MoveOperation.End)
        writer.insertText(more)
        if self.textCursor().position() != position or self.textCursor().anchor() != anchor:
            # a cursor at the very end is pushed along by what is written there
            back = QTextCursor(self.document())
            back.setPosition(anchor)
            back.setPosition(position, QTextCursor.MoveMode.KeepAnchor)
            self.setTextCursor(back)
        bar.setValue(bar.maximum() if followed else at)

    def _resized(self, *_: object) -> None:
        self.updateGeometry()


class TextViewer(Viewer):
    """Plain text; markup in it is shown, never obeyed."""

    suffix = ".txt"

    def make_content(self) -> QWidget:
        content = QWidget(self)
        self.text = GrowingText(self.ret.label, content)
        theme.mark(self.text, bare=True)
        # the text begins where the label does
        self.text.setStyleSheet("QPlainTextEdit { padding: 0; }")
        self._large: DataText | None = None
        column = self._content_column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.text)
        return content

    def accepts(self, value: Any) -> bool:
        return isinstance(value, str)

    def show_value(self, value: Any) -> None:
        # the line limit keeps a word of a million letters from being wrapped for 40 seconds
        fits = len(value) <= LIMIT and clip(value, None)[1]
        if not fits and self._large is None:
            self._large = DataText(self.ret.label)
            self._content_column.addWidget(self._large)
        if self._large is not None:
            self._large.setVisible(not fits)
        self.text.setVisible(fits)
        if fits:
            self.text.show_text(value)
        elif self._large is not None:
            self._large.show_text(value)
            self.text.show_text("")

    def copyable(self, value: Any) -> str | None:
        return value if isinstance(value, str) else None


class NumberViewer(Viewer):
    """One figure, exact, as JSON writes it. A truth value is a word."""

    suffix = ".txt"
    grows = False

    def make_content(self) -> QLineEdit:
        self.figure = QLineEdit(self)
        self.figure.setReadOnly(True)
        self.figure.setAccessibleName(self.ret.label)
        theme.mark(self.figure, bare=True)
        theme.notifier().changed.connect(self._restyle)
        self._restyle()
        return self.figure

    def accepts(self, value: Any) -> bool:
        return isinstance(value, int | float)

    def show_value(self, value: Any) -> None:
        self.figure.setText(scalar(value))
        self.figure.setCursorPosition(0)

    def copyable(self, value: Any) -> str | None:
        return scalar(value) if isinstance(value, int | float) else None

    def _restyle(self) -> None:
        font = theme.font("title")
        font.setPixelSize(theme.px(28))
        font.setWeight(QFont.Weight.Normal)
        self.figure.setFont(font)
        # the sheet gives every line edit the height of a control
        height = QFontMetrics(font).height() + theme.px(theme.S2)
        self.figure.setStyleSheet(f"QLineEdit {{ min-height: {height}px; max-height: {height}px; padding: 0; }}")
