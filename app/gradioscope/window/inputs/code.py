"""Code, Markdown and HTML: a text in the monospace font; in code, Tab indents."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QWidget

from gradioscope.request.fields import TextField
from gradioscope.window import theme
from gradioscope.window.inputs.line import Growing
from gradioscope.window.inputs.text import TextInput

INDENT = "    "
WAY_OUT = "Tab indents; Esc, then Tab leaves"


class CodeBox(Growing):
    """Tab and Shift+Tab indent, once `set_indents` says so; Esc has the next of them leave, as everywhere else."""

    def __init__(self, lines: int, max_lines: int, parent: QWidget | None = None) -> None:
        super().__init__(lines, max_lines, parent)
        self._indents = False
        theme.mark(self, mono=True)
        self._restyle()
        theme.notifier().changed.connect(self._restyle)

    def set_indents(self, indents: bool) -> None:
        self._indents = indents
        self.setTabChangesFocus(not indents)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if self._indents and key not in (Qt.Key.Key_Shift, Qt.Key.Key_Backtab, Qt.Key.Key_Tab):
            self.setTabChangesFocus(key == Qt.Key.Key_Escape)
        if self._indents and not self.isReadOnly() and key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._indent(back=key == Qt.Key.Key_Backtab)
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.set_indents(self._indents)
        super().focusInEvent(event)

    def _indent(self, *, back: bool) -> None:
        """The lines of the selection, as one step to undo; without one, Tab only fills up to the next stop."""
        cursor = self.textCursor()
        if not back and not cursor.hasSelection():
            cursor.insertText(INDENT[cursor.positionInBlock() % len(INDENT) :])
            return
        document = self.document()
        block = document.findBlock(cursor.selectionStart())
        last = document.findBlock(max(cursor.selectionStart(), cursor.selectionEnd() - 1)).blockNumber()
        edit = QTextCursor(document)
        edit.beginEditBlock()
        while block.isValid() and block.blockNumber() <= last:
            edit.setPosition(block.position())
            text = block.text()
            if not back:
                edit.insertText(INDENT)
            elif text.startswith("\t"):
                edit.deleteChar()
            else:
                for _ in range(min(len(text) - len(text.lstrip(" ")), len(INDENT))):
                    edit.deleteChar()
            block = block.next()
        edit.endEditBlock()

    def _restyle(self) -> None:
        self.setFont(theme.mono_font())
        self.updateGeometry()


class CodeInput(TextInput):
    """A box from the start. In prose, Markdown, Tab leaves as in every other field."""

    box = CodeBox

    def __init__(self, field: TextField, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        target = self.focus_target()
        assert isinstance(target, CodeBox)
        target.set_indents(field.kind == "code")
        if field.kind == "code":
            target.setToolTip(WAY_OUT)
        self.describe()

    def describe(self) -> None:
        super().describe()
        if self.field.kind == "code":
            target = self.focus_target()
            target.setAccessibleDescription(f"{target.accessibleDescription()}. {WAY_OUT}")
