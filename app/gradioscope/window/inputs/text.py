"""Text: one line, several lines that grow with what is written, or a password."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from gradioscope.gradio.model import Json
from gradioscope.request.fields import TextField
from gradioscope.window import theme
from gradioscope.window.inputs.base import Input
from gradioscope.window.inputs.line import Growing, Line
from gradioscope.window.parts import IconButton, Label
from gradioscope.window.parts.preview import clip

GROWS_TO = 20
"""Lines a text grows to where the app does not say; Gradio's own limit."""
LONGEST_LINE = 2000
"""Characters of one line; more are shown wrapped, which is also much faster to lay out."""


class _OneLine(Line):
    """One line that asks to become several on Shift+Enter."""

    def __init__(self, owner: TextInput) -> None:
        super().__init__(owner)
        self._owner = owner

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ShiftModifier and self._owner.can_grow:
            self._owner.break_line()
            return
        super().keyPressEvent(event)


class TextInput(Input):
    """A line as long as the text is one; from the first line break on a box that grows.

    Starting as a line keeps a form of many texts quick to build, and Enter from adding line breaks nobody meant.
    """

    box: type[Growing] = Growing
    """What a text of several lines is written in."""

    def __init__(self, field: TextField, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._text = field
        self._most = max(field.lines, GROWS_TO if field.max_lines is None else field.max_lines)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.S1)
        self._box: Growing | None = None
        self._line: Line | None = None
        self._reveal: IconButton | None = None
        self._note: Label | None = None
        self._held: str | None = None
        if field.lines > 1 and field.form == "text":
            self._make_box()
        else:
            self._make_line()
        self._counter: Label | None = None
        if field.max_length is not None:
            self._counter = Label("", "meta", "muted", self)
            self._counter.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._column.addWidget(self._counter)
        self.start()

    @property
    def can_grow(self) -> bool:
        return self._text.form == "text" and self._most > 1

    def focus_target(self) -> QWidget:
        control = self._box or self._line
        assert control is not None
        return control

    def show_value(self, value: Json) -> None:
        text = "" if value is None else str(value)
        if self._box is None and self.can_grow and _breaks(text):
            self._become_box()
        self._held = None
        if self._box is not None:
            self._put(text)
        elif self._line is not None:
            self._line.setText(text)
            self._line.setCursorPosition(0)
        self._count(text)

    def read(self) -> Json:
        if self._held is not None:
            return self._held
        if self._box is not None:
            return self._box.text()
        assert self._line is not None
        return self._line.text()

    def edited(self) -> None:
        super().edited()
        if self._counter is not None and not self._showing:
            self._count(str(self.read()))

    def break_line(self) -> None:
        """Shift+Enter in a single line: goes on as a box, with the line broken at the cursor."""
        assert self._line is not None
        self._insert("\n")

    def _insert(self, text: str) -> None:
        line = self._line
        assert line is not None
        start = line.selectionStart() if line.hasSelectedText() else line.cursorPosition()
        end = line.selectionEnd() if line.hasSelectedText() else start
        before = line.text()
        self._become_box(before, start, end)
        assert self._box is not None
        if clip(text)[1]:
            self._box.insertPlainText(text)
        else:
            self._hold(before[:start] + text + before[end:])
        self._box.setFocus()

    def _take_paste(self, mime: QMimeData) -> bool:
        """Takes what is too much for the line, or for the box to lay out."""
        if not self.can_grow or not mime.hasText():
            return False
        text = mime.text()
        if self._line is not None:
            if not _breaks(text):
                return False
            self._insert(text)
            return True
        assert self._box is not None
        if clip(text)[1]:
            return False
        start, end = self._box.span()
        before = self._box.text()
        self._hold(before[:start] + text + before[end:])
        return True

    def _hold(self, text: str) -> None:
        """Keeps a text that is too long to be edited here; some of it is shown."""
        self._held = text
        self._showing = True
        self._put(text)
        self._showing = False
        self.edited()

    def _put(self, text: str) -> None:
        assert self._box is not None
        shown, whole = clip(text)
        self._box.setPlainText(shown)
        self._box.setReadOnly(not whole)
        if self._note is None and not whole:
            self._note = Label("", "meta", "muted", self, wrap=True)
            self._column.insertWidget(1, self._note)
        if self._note is not None:
            self._note.setText(
                f"{len(text):,} characters, sent whole; too long to be edited here. Reset to write anew."
            )
            self._note.setVisible(not whole)

    def _become_box(self, text: str = "", start: int = 0, end: int = 0) -> None:
        line, self._line = self._line, None
        error = self.error()
        self._make_box()
        assert self._box is not None
        showing, self._showing = self._showing, True
        self._box.setPlainText(text)
        self._showing = showing
        self._box.select(start, end)
        self.name_control(self._box)
        if error is not None:
            self.mark_error(True)
        if line is not None:
            QWidget.setTabOrder(line, self._box)
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()

    def _make_box(self) -> None:
        self._box = self.box(self._text.lines, self._most, self)
        self._box.setPlaceholderText(self._text.placeholder)
        self._box.textChanged.connect(self.edited)
        self._box.take_paste = self._take_paste
        self._column.insertWidget(0, self._box)
        self.setFocusProxy(self._box)

    def _make_line(self) -> None:
        self._line = line = _OneLine(self)
        line.setPlaceholderText(self._text.placeholder)
        line.textChanged.connect(self.edited)
        line.take_paste = self._take_paste
        self.setFocusProxy(line)
        if self._text.form != "password":
            if self._text.form == "email":
                line.setInputMethodHints(Qt.InputMethodHint.ImhEmailCharactersOnly)
            self._column.insertWidget(0, line)
            return
        line.setEchoMode(QLineEdit.EchoMode.Password)
        self._reveal = IconButton("eye", f"Show {self.field.label}", checkable=True)
        self._reveal.toggled.connect(self._show_password)
        row = QHBoxLayout()
        row.setSpacing(theme.S1)
        row.addWidget(line, 1)
        row.addWidget(self._reveal)
        self._column.insertLayout(0, row)

    def _show_password(self, shown: bool) -> None:
        assert self._line is not None
        self._line.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        assert self._reveal is not None
        self._reveal.set_icon("eye-off" if shown else "eye")

    def _count(self, text: str) -> None:
        if self._counter is not None:
            most = self._text.max_length or 0
            self._counter.setText(f"{len(text)} / {most}")
            self._counter.set_tone("danger" if len(text) > most else "muted")


def _breaks(text: str) -> bool:
    """Whether a text is too much for one line."""
    return len(text) > LONGEST_LINE or "\n" in text or "\r" in text or "\u2029" in text
