"""Colours for shell text, by a handful of patterns."""

from __future__ import annotations

import re

from PySide6.QtGui import QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from gradioscope.window import theme

LIMIT = 20_000
"""Characters of a document beyond which nothing is coloured; up to there it takes about 10 ms."""

_TOKEN = re.compile(
    r"""(?P<escape>\\.)|(?P<string>'[^']*'?|"(?:\\.|[^"\\])*"?)"""
    r"""|(?P<comment>(?:(?<=\s)|^)\#.*)"""
    r"""|(?P<variable>\$(?:\{[^}]*\}|\w+|\())"""
    r"""|(?P<option>(?<=\s)--?[A-Za-z][\w-]*)"""
    r"""|(?P<word>(?:(?<=\s)|(?<=\()|^)(?:curl|if|then|else|fi|exit|printf|echo|sed|grep|set|case|esac|for|do|done)\b)"""
)
_OPEN_QUOTE = 1


class ShellHighlighter(QSyntaxHighlighter):
    """Strings, comments, variables, options and commands. A quote may reach over lines."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._text = document
        self._on = True
        self._formats: dict[str, QTextCharFormat] = {}
        self._restyle()
        theme.notifier().changed.connect(self._restyle)

    def set_on(self, on: bool) -> None:
        """Whether to colour what is put into the document from now on. One that is off costs nothing a line."""
        if on != self._on:
            self._on = on
            self.setDocument(self._text if on else None)

    def highlightBlock(self, text: str) -> None:
        start = 0
        if self.previousBlockState() == _OPEN_QUOTE:
            end = text.find("'")
            start = len(text) if end < 0 else end + 1
            self.setFormat(0, start, self._formats["string"])
            if end < 0:
                self.setCurrentBlockState(_OPEN_QUOTE)
                return
        self.setCurrentBlockState(0)
        for match in _TOKEN.finditer(text, start):
            kind = match.lastgroup or ""
            if kind == "escape":
                continue
            self.setFormat(match.start(), match.end() - match.start(), self._formats[kind])
            found = match.group()
            if found.startswith("'") and (len(found) == 1 or not found.endswith("'")):
                self.setCurrentBlockState(_OPEN_QUOTE)

    def _restyle(self) -> None:
        colours = theme.tokens()
        for kind, colour in {
            "string": colours.success,
            "comment": colours.text_muted,
            "variable": colours.accent_text,
            "option": colours.info,
            "word": colours.text,
        }.items():
            shape = QTextCharFormat()
            shape.setForeground(colour)
            if kind == "word":
                shape.setFontWeight(QFont.Weight.Bold)
            self._formats[kind] = shape
        if self._on:
            self.rehighlight()
