"""What a person wants to know of a request later: Markdown, written and read in one place."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from gradioscope.request.saved import SavedRequest
from gradioscope.window import theme
from gradioscope.window.inputs.line import for_the_form
from gradioscope.window.parts import CodeEdit, Label, TabStrip
from gradioscope.window.parts.rich_text import RichText

WRITE, READ = range(2)


class _Text(CodeEdit):
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not for_the_form(self, event):
            super().keyPressEvent(event)


class NotesSheet(QWidget):
    """Signals: `edited(None)`."""

    edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.strip = TabStrip("Notes")
        self.strip.add("Write")
        self.strip.add("Read")
        self.text = _Text("Notes", wrap=True)
        self.text.setPlaceholderText("What it is for, what to look out for … in Markdown")
        self.preview = RichText("Notes as they are read")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.text)
        self._stack.addWidget(self.preview)
        row = QHBoxLayout()
        row.addWidget(self.strip)
        row.addStretch(1)
        row.addWidget(Label("Markdown", "meta", "muted"))
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.S4, theme.S1, theme.S4, theme.S3)
        column.setSpacing(theme.S2)
        column.addLayout(row)
        column.addWidget(self._stack, 1)
        self.strip.selected.connect(self.show_side)
        self.text.textChanged.connect(self._changed)
        self._loading = False
        self._given = "", ""
        """The text as it was given, and as the editor shows it, which knows one kind of line break."""

    def load(self, rest: SavedRequest) -> None:
        if self._written() != rest.notes:
            self._loading = True
            if self.text.document().isEmpty():
                self.text.setPlainText(rest.notes)
            else:
                everything = QTextCursor(self.text.document())
                everything.select(QTextCursor.SelectionType.Document)
                everything.insertText(rest.notes)  # which can be undone
            self._loading = False
            self._given = rest.notes, self._shown()
        if self._stack.currentIndex() == READ:
            self.preview.set_markdown(rest.notes)

    def put_in(self, rest: SavedRequest) -> SavedRequest:
        return replace(rest, notes=self._written())

    def show_side(self, side: int) -> None:
        """WRITE or READ."""
        if side == READ:
            self.preview.set_markdown(self._written())
        self._stack.setCurrentIndex(side)
        if self.strip.currentIndex() != side:
            self.strip.setCurrentIndex(side)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        (self.text if self._stack.currentIndex() == WRITE else self.preview).setFocus()

    def _shown(self) -> str:
        # not toPlainText, which would turn no-break spaces into others
        return self.text.document().toRawText().replace("\u2029", "\n")

    def _written(self) -> str:
        given, shown = self._given
        now = self._shown()
        return given if now == shown else now

    def _changed(self) -> None:
        if not self._loading:
            self.edited.emit(None)
