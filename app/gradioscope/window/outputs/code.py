"""Code as it came back: in colours, with its line numbers."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gradioscope.window.outputs.base import Viewer
from gradioscope.window.outputs.text import LIMIT
from gradioscope.window.parts import CodeEdit
from gradioscope.window.parts.code_colours import SUFFIXES, CodeColours, language
from gradioscope.window.parts.data_text import DataText
from gradioscope.window.parts.preview import clip

LINES = 24
"""Lines it takes before it scrolls by itself."""


class CodeViewer(Viewer):
    """A text that grows is appended; one too long to be laid out is shown from its beginning."""

    def make_content(self) -> QWidget:
        name = str(self.ret.props.get("language") or "")
        self.suffix = SUFFIXES.get("sql" if name.startswith("sql") else name, ".txt")
        content = QWidget(self)
        self.code = CodeEdit(self.ret.label, content, line_numbers=True, read_only=True)
        self.code.fit_lines(1, LINES)
        spoken = language(name)
        self._colours = CodeColours(self.code.document(), spoken) if spoken is not None else None
        self._large: DataText | None = None
        self._text = ""
        self._body = QVBoxLayout(content)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.addWidget(self.code)
        self._body.addStretch(1)
        return content

    def accepts(self, value: Any) -> bool:
        return isinstance(value, str)

    def show_value(self, value: Any) -> None:
        fits = len(value) <= LIMIT and clip(value, None)[1]
        self.code.setVisible(fits)
        if not fits and self._large is None:
            self._large = DataText(self.ret.label)
            self._body.insertWidget(1, self._large, 1)
        if self._large is not None:
            self._large.setVisible(not fits)
            if not fits:
                self._large.show_text(value)
        if not fits:
            return
        if self._text and value.startswith(self._text):
            writer = QTextCursor(self.code.document())
            writer.movePosition(QTextCursor.MoveOperation.End)
            writer.insertText(value[len(self._text) :])
        else:
            self.code.setPlainText(value)
        self._text = value

    def copyable(self, value: Any) -> str | None:
        return value if isinstance(value, str) else None
