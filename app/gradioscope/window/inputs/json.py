"""Any JSON value, written as text and checked while one writes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QMimeData, QSize
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gradioscope.gradio.model import Json, LocalFile
from gradioscope.request.fields import JsonField
from gradioscope.request.template import is_name
from gradioscope.window import theme
from gradioscope.window.inputs.base import Input
from gradioscope.window.inputs.line import for_the_form, in_field, text_height
from gradioscope.window.parts import Button, CodeEdit, Label
from gradioscope.window.parts.preview import clip
from gradioscope.window.parts.variable_marks import mark

CHECK_AFTER = 350
"""Milliseconds after the last keystroke until what is written is checked."""
LEAST_LINES = 4
MOST_LINES = 16

FILE = "$file"
"""`{"$file": "path"}` stands for a file of this computer, as on the command line."""

_LINE_ENDS = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "\u2028\u2029\ufdd0\ufdd1"})
"""What Qt's documents take for the end of a line or a frame; in JSON it stands in texts alone."""


def text_of(value: Json) -> str:
    """A value as indented JSON; what no text control can hold, such as a lone surrogate, as its escape."""
    text = json.dumps(value, indent=2, ensure_ascii=False, default=_local)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, indent=2, default=_local)
    return text.translate(_LINE_ENDS)


def value_of(text: str) -> Json:
    """The value of a text. ValueError (with `lineno`, `colno` where it is no JSON) for what cannot be sent.

    A variable may stand without quotes, as in `{"n": {{number}}}`.
    """
    try:
        return json.loads(text, object_hook=_file, parse_constant=_constant)
    except ValueError:
        quoted = _STRING_OR_VARIABLE.sub(_quoted, text) if "{{" in text else text
        if quoted == text:
            raise
    return json.loads(quoted, object_hook=_file, parse_constant=_constant)


_STRING_OR_VARIABLE = re.compile(r'"(?:[^"\\]|\\.)*+"|\{\{[ \t]*+([^\s{}]++)[ \t]*+\}\}')


def _quoted(match: re.Match[str]) -> str:
    return json.dumps(match[0]) if match[1] and is_name(match[1]) else match[0]


def _local(item: object) -> dict[str, str]:
    if isinstance(item, LocalFile):
        return {FILE: item.path}
    raise TypeError(f"{type(item).__name__} is no JSON")


def _file(item: dict[str, Any]) -> Json:
    if item.keys() == {FILE} and isinstance(item[FILE], str):
        return LocalFile(item[FILE])
    return item


def _constant(name: str) -> Json:
    raise ValueError(f"{name} is not JSON")


class JsonInput(Input):
    """An editor with the example one click away. A text that is no JSON is marked with its line and column."""

    def __init__(self, field: JsonField, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._editor = _Editor(field.label, self, line_numbers=True, wrap=True)
        self._editor.textChanged.connect(self._typed)
        self._editor.textChanged.connect(self._mark)
        self._editor.document().documentLayout().documentSizeChanged.connect(self._editor.updateGeometry)
        self._editor.take_paste = self._take_paste
        self._held: str | None = None
        self._format = Button("Format", "quiet", "wand", self, compact=True)
        self._format.setAccessibleName(f"Format {field.label}")
        self._format.clicked.connect(self._tidy)
        self._below = below = QHBoxLayout()
        below.setSpacing(theme.S1)
        self._note = Label("", "meta", "muted", self)
        below.addWidget(self._note, 1)
        self._example: Button | None = None
        if field.parameter.example is not None:
            self._example = Button("Insert example", "quiet", None, self, compact=True)
            self._example.setAccessibleName(f"Insert example for {field.label}")
            self._example.clicked.connect(self._insert_example)
            below.addWidget(self._example)
        below.addWidget(self._format)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S1)
        column.addWidget(self._editor)
        column.addLayout(below)
        self.setFocusProxy(self._editor)
        self.start()

    def focus_target(self) -> QWidget:
        return self._editor

    def add_below(self, facts: QWidget, action: QWidget) -> None:
        """Room for a kind with more to say: in the line below the editor, before its buttons."""
        self._below.insertWidget(0, facts, 1)
        self._below.insertWidget(2, action)

    def write(self, text: str) -> None:
        """A person gave this text, as if it were pasted over all."""
        if not self._take_paste(text):
            self._held = None
            self._editor.setReadOnly(False)
            self._replace(text)
        self.check()

    def show_value(self, value: Json) -> None:
        blank = value is None and not self._set
        self._held = None
        self._put("" if blank else text_of(value))

    def read(self) -> Json:
        """The value; what is no JSON comes as its text, and `problem` tells."""
        text = self._text()
        if not text.strip():
            return self.field.empty
        try:
            return value_of(text)
        except (ValueError, RecursionError):
            return text

    def blank(self) -> bool:
        return not self._text().strip()

    def problem(self) -> str | None:
        return self.written_wrong() or self.field.check(self.value())

    def written_wrong(self) -> str | None:
        if self._edited and self._text().strip():
            try:
                value_of(self._text())
            except json.JSONDecodeError as error:
                return f"Not JSON: {_plain(error.msg)} at line {error.lineno}, column {error.colno}."
            except ValueError as error:
                return f"{error}."
            except RecursionError:
                return "Nested too deeply to be read."
        return None

    def _text(self) -> str:
        if self._held is not None:
            return self._held
        return self._editor.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")

    def _put(self, text: str) -> None:
        """Shows a text; one too long to be laid out in part, not to be edited."""
        shown, whole = clip(text)
        self._editor.setPlainText(shown)
        self._editor.setReadOnly(not whole)
        self._format.setEnabled(whole)
        self._note.setText("" if whole else f"{len(text):,} characters, sent whole; too long to be edited here.")

    def _take_paste(self, text: str) -> bool:
        if clip(text)[1]:
            return False
        self._held = text
        self._showing = True
        self._put(text)
        self._showing = False
        self.edited()
        return True

    def _mark(self) -> None:
        mark(self._editor)

    def _typed(self) -> None:
        if not self._showing:
            # an error goes as soon as it is mended, a new one comes only after a pause
            self.edited()
            self.check_soon(CHECK_AFTER)

    def _replace(self, text: str) -> None:
        """Puts a text in place of all, as one step that can be undone."""
        cursor = self._editor.textCursor()
        cursor.beginEditBlock()
        cursor.select(cursor.SelectionType.Document)
        cursor.insertText(text)
        cursor.endEditBlock()

    def _tidy(self) -> None:
        if self.check() and self._text().strip():
            self._replace(text_of(value_of(self._text())))

    def _insert_example(self) -> None:
        self._held = None
        self._editor.setReadOnly(False)
        self._replace(text_of(self.field.parameter.example))
        self._editor.setFocus()


class _Editor(CodeEdit):
    """As high as its text, between two bounds; what is its form's goes there."""

    take_paste: Callable[[str], bool] | None = None

    def sizeHint(self) -> QSize:
        return QSize(200, text_height(self, LEAST_LINES, MOST_LINES))

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.sizeHint().height())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if in_field(self):
            event.ignore()
        else:
            super().contextMenuEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not for_the_form(self, event):
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus() and self.verticalScrollBar().maximum() > 0:
            super().wheelEvent(event)
        else:
            event.ignore()

    def insertFromMimeData(self, source: QMimeData) -> None:
        if self.take_paste is None or not self.take_paste(source.text()):
            super().insertFromMimeData(source)


def _plain(message: str) -> str:
    """Python's message in fewer words: `Expecting ',' delimiter` → `expected ','`."""
    message = message.replace("Expecting", "expected").replace(" delimiter", "")
    message = message.replace(" enclosed in double quotes", " in double quotes")
    return message[:1].lower() + message[1:]
