"""A request's file as text, and what is wrong with it, with the line marked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QTextCursor, QTextFormat
from PySide6.QtWidgets import QHBoxLayout, QTextEdit, QVBoxLayout, QWidget

from gradioscope.gradio.errors import Explanation
from gradioscope.window import theme
from gradioscope.window.parts import Banner, Button, CodeEdit, ElidedLabel
from gradioscope.window.tasks import Tasks

if TYPE_CHECKING:
    from gradioscope.library.collection import RequestFileError

PAUSE = 300
"""Milliseconds after the last key until the text is read as a request."""


class TextPage(QWidget):
    """Signals: `edited(None)`, `saveAsked(None)`, `openAsked(None)` when it is to be shown as a request."""

    edited = Signal(object)
    saveAsked = Signal(object)
    openAsked = Signal(object)

    def __init__(self, path: Path, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.path = path
        self.base = text
        """What the file said when it was read or saved last."""
        self.error: RequestFileError | None = None
        self._tasks = Tasks(self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._check)
        self.place = ElidedLabel("", "meta", "muted", mode=Qt.TextElideMode.ElideMiddle)
        self.save_button = Button("Save", "secondary", "save")
        self.open_button = Button("Open as request", "primary", "endpoint")
        self.banner = Banner()
        self.banner.hide()
        self.banner.actionTriggered.connect(self._show_line)
        self.editor = CodeEdit("Text of the file", line_numbers=True)
        self.editor.setTabChangesFocus(True)
        self.editor.setPlainText(text)
        self.editor.textChanged.connect(self._changed)
        self.save_button.clicked.connect(self._ask_save)
        self.open_button.clicked.connect(self._ask_open)
        row = QHBoxLayout()
        row.setSpacing(theme.S2)
        row.addWidget(self.place, 1)
        row.addWidget(self.save_button)
        row.addWidget(self.open_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.S4, theme.S3, theme.S4, theme.S4)
        column.setSpacing(theme.S3)
        column.addLayout(row)
        column.addWidget(self.banner)
        column.addWidget(self.editor, 1)
        self.setFocusProxy(self.editor)
        self.set_path(path)
        self._update()

    @property
    def text(self) -> str:
        return self.editor.toPlainText()

    @property
    def unsaved(self) -> bool:
        return _as_edited(self.base) != self.text

    @property
    def title(self) -> str:
        from gradioscope.library.collection import SUFFIX

        name = self.path.name.removesuffix(SUFFIX)
        return f"• {name} (text)" if self.unsaved else f"{name} (text)"

    def text_to_save(self) -> str:
        """With the line breaks that the file has."""
        return self.text.replace("\n", "\r\n") if "\r\n" in self.base else self.text

    def set_path(self, path: Path) -> None:
        """The file is there now."""
        self.path = path
        self.place.setText(str(path))
        self.edited.emit(None)

    def saved(self, text: str) -> None:
        """The file says this now."""
        self.base = text
        self._update()

    def load(self, text: str) -> None:
        """What another program wrote; the caret stays on its line."""
        line = self.editor.textCursor().blockNumber()
        self.base = text
        self.editor.setPlainText(text)
        self._go_to(line + 1, 1)
        self._check()

    def show_error(self, error: RequestFileError | None) -> None:
        """What is wrong with the text, or None where it is a request."""
        self.error = error
        if error is not None:
            why = f"Line {error.line}, column {error.column}: {error.message}"
            do = "Correct the line and save; the other requests are not affected."
            self.banner.set_explanation(Explanation("This is no request yet.", why, do, "edit"), "Go to the line")
        self.banner.setVisible(error is not None)
        self._mark()
        self._update()

    def take_focus(self) -> None:
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.error is not None:
            self._go_to(self.error.line, self.error.column)

    # -- inside

    def _changed(self) -> None:
        self._pause.start()
        self._update()

    def _update(self) -> None:
        self.save_button.setEnabled(self.unsaved)
        self.open_button.setEnabled(self.error is None)
        self.edited.emit(None)

    def _check(self) -> None:
        self._tasks.start("check", self._checked(self.text))

    async def _checked(self, text: str) -> None:
        import asyncio

        self.show_error(await asyncio.to_thread(_error_in, text, self.path))

    def _mark(self) -> None:
        marks: list[QTextEdit.ExtraSelection] = []
        if self.error is not None:
            mark = QTextEdit.ExtraSelection()
            tokens = theme.tokens()
            cursor = QTextCursor(self.editor.document().findBlockByNumber(max(self.error.line - 1, 0)))
            mark.cursor = cursor
            form = mark.format
            form.setBackground(theme.mix(tokens.danger, tokens.field, 0.16))
            form.setProperty(QTextFormat.Property.FullWidthSelection, True)
            mark.format = form
            marks.append(mark)
        self.editor.setExtraSelections(marks)

    def _show_line(self, _: object) -> None:
        self.take_focus()

    def _go_to(self, line: int, column: int) -> None:
        block = self.editor.document().findBlockByNumber(min(max(line, 1), self.editor.blockCount()) - 1)
        cursor = QTextCursor(block)
        cursor.setPosition(block.position() + min(max(column - 1, 0), max(block.length() - 1, 0)))
        self.editor.setTextCursor(cursor)
        self.editor.centerCursor()

    def _ask_save(self) -> None:
        self.saveAsked.emit(None)

    def _ask_open(self) -> None:
        self.openAsked.emit(None)


def _as_edited(text: str) -> str:
    """As the editor gives it back: line breaks are one character there."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")


def _error_in(text: str, path: Path) -> RequestFileError | None:
    """In a thread."""
    from gradioscope.library.collection.request_file import RequestFileError, request_in

    try:
        request_in(text, path)
    except RequestFileError as error:
        return error
    return None
