"""Colours for a snippet, by a handful of patterns."""

from __future__ import annotations

from PySide6.QtGui import QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from gradioscope.window import theme
from gradioscope.window.snippet_panel.colours import SHELL, Colouring

LIMIT = 20_000
"""Characters of a document beyond which nothing is coloured; up to there it takes about 10 ms."""


class SnippetHighlighter(QSyntaxHighlighter):
    """Strings, comments, variables, options and commands. A quote may reach over lines."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._text = document
        self._on = True
        self._colouring = SHELL
        self._formats: dict[str, QTextCharFormat] = {}
        self._restyle()
        theme.notifier().changed.connect(self._restyle)

    def set_on(self, on: bool) -> None:
        """Whether to colour what is put into the document from now on. One that is off costs nothing a line."""
        if on != self._on:
            self._on = on
            self.setDocument(self._text if on else None)

    def set_colouring(self, colouring: Colouring) -> bool:
        """The language of what is put into the document from now on. Whether it is another one."""
        changed = colouring is not self._colouring
        self._colouring = colouring
        return changed

    def highlightBlock(self, text: str) -> None:
        start = 0
        open_quotes = self._colouring.open_quotes
        state = self.previousBlockState()
        if 0 < state <= len(open_quotes):
            quote = open_quotes[state - 1][1]
            end = text.find(quote)
            start = len(text) if end < 0 else end + len(quote)
            self.setFormat(0, start, self._formats["string"])
            if end < 0:
                self.setCurrentBlockState(state)
                return
        self.setCurrentBlockState(0)
        for match in self._colouring.token.finditer(text, start):
            kind = match.lastgroup or ""
            if kind == "escape":
                continue
            self.setFormat(match.start(), match.end() - match.start(), self._formats[kind])
            if kind == "string" and match.end() == len(text):
                self.setCurrentBlockState(self._left_open(match.group()))

    def _left_open(self, string: str) -> int:
        """The number, from 1, of the quote that the text goes on in on the next line; 0 for none."""
        for number, (begin, end) in enumerate(self._colouring.open_quotes, 1):
            if string.startswith(begin) and (len(string) < len(begin) + len(end) or not string.endswith(end)):
                return number
        return 0

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
