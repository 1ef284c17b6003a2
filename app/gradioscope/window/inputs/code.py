"""Code, Markdown and HTML: a text in the monospace font; in code, Tab indents."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QWidget

from gradioscope.gradio.model import Json
from gradioscope.request.fields import TextField
from gradioscope.window import theme
from gradioscope.window.inputs.line import Growing
from gradioscope.window.inputs.text import TextInput
from gradioscope.window.parts import Button
from gradioscope.window.parts.code_colours import CodeColours, language
from gradioscope.window.parts.gutter import Gutter
from gradioscope.window.parts.rich_text import RichText

INDENT = "    "
PREVIEWED = 200_000
"""Characters that a preview renders."""
WAY_OUT = "Tab indents; Esc, then Tab leaves"


class CodeBox(Growing):
    """Tab and Shift+Tab indent, once `set_indents` says so; Esc has the next of them leave, as everywhere else."""

    def __init__(self, lines: int, max_lines: int, parent: QWidget | None = None) -> None:
        super().__init__(lines, max_lines, parent)
        self._indents = False
        theme.mark(self, mono=True)
        self._gutter: Gutter | None = None
        self._colours: CodeColours | None = None
        self._restyle()
        theme.notifier().changed.connect(self._restyle)

    def speak(self, name: str, *, numbers: bool) -> None:
        """Colour it in that language, if it is known here, and number its lines."""
        spoken = language(name)
        if spoken is not None:
            self._colours = CodeColours(self.document(), spoken)
        if numbers:
            self._gutter = Gutter(self)

    def set_indents(self, indents: bool) -> None:
        self._indents = indents
        self.setTabChangesFocus(not indents)

    def event(self, event: QEvent) -> bool:
        # the first Esc is the way out of the box; only the next is the command that cancels a run
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and event.modifiers() == Qt.KeyboardModifier.NoModifier
            and self._indents
            and not self.tabChangesFocus()
        ):
            event.accept()
            return True
        return super().event(event)

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
        if self._gutter is not None:
            self._gutter.fit()
        self.updateGeometry()


class CodeInput(TextInput):
    """A box from the start. In prose, Markdown, Tab leaves as in every other field."""

    box = CodeBox

    def __init__(self, field: TextField, parent: QWidget | None = None) -> None:
        self._seen = ""
        super().__init__(field, parent)
        target = self.focus_target()
        assert isinstance(target, CodeBox)
        target.set_indents(field.kind == "code")
        target.speak(field.language, numbers=field.kind == "code")
        self._preview: RichText | None = None
        if field.kind != "code":
            self._preview_button = Button("Preview", "quiet", "eye", self, compact=True)
            self._preview_button.setCheckable(True)
            self._preview_button.setAccessibleName(f"Preview {field.label}")
            self._preview_button.toggled.connect(self._show_preview)
            self._column.addWidget(self._preview_button, 0, Qt.AlignmentFlag.AlignLeft)
        if field.kind == "code":
            target.setToolTip(WAY_OUT)
        self.describe()

    def edited(self) -> None:
        # to colour it again, as after a change of the theme, is told like a change of the text
        text = self._written()
        if self._showing or text == self._seen:
            return
        self._seen = text
        super().edited()
        self._render()

    def show_value(self, value: Json) -> None:
        super().show_value(value)
        self._seen = self._written()
        self._render()

    def _written(self) -> str:
        box = self.focus_target()
        return box.text() if isinstance(box, CodeBox) else ""

    def _show_preview(self, shown: bool) -> None:
        if shown and self._preview is None:
            self._preview = RichText(f"Preview of {self.field.label}", self)
            self._column.addWidget(self._preview)
        if self._preview is not None:
            self._preview.setVisible(shown)
        self._render()

    def _render(self) -> None:
        """What it looks like rendered; nothing in it is loaded."""
        preview = getattr(self, "_preview", None)  # asked for while the input is still made
        if preview is None or preview.isHidden():
            return
        text = str(self.value() or "")[:PREVIEWED]
        (preview.set_markdown if self.field.kind == "markdown" else preview.set_html)(text)

    def describe(self) -> None:
        super().describe()
        if self.field.kind == "code":
            target = self.focus_target()
            target.setAccessibleDescription(f"{target.accessibleDescription()}. {WAY_OUT}")
