"""The text `Snippet`: what is read, selected and copied is what was set, to the last character."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QTimer
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QWidget

from gradioscope.window import theme
from gradioscope.window.parts import CodeEdit
from gradioscope.window.parts.preview import clip
from gradioscope.window.snippet_panel.colours import colouring
from gradioscope.window.snippet_panel.highlighter import LIMIT, SnippetHighlighter

LINES = 4000
"""Lines up to which a change is put in as a change; beyond, the text is set anew."""
WIDE = 20_000
"""Characters of a line that are laid out: about 5 ms."""
LARGE = 1_000_000
"""Characters from which a text is set anew, without a look at what of it has changed."""
CHUNK = 100_000
"""Characters put into the view at a time: about 5 ms."""


def fitting(text: str) -> str:
    """The text with its lines as long as they may be shown. In whatever thread."""
    return clip(text, None, WIDE)[0]


class SnippetText(CodeEdit):
    """Read-only, with line numbers.

    Qt's own `toPlainText` turns no-break spaces into blanks and line separators into line ends; this one
    returns what was set. A line over 20,000 characters is shown cut and copied whole.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Snippet", parent, line_numbers=True, read_only=True)
        self._text = ""
        self._shown = ""
        self._rest = ""
        self._recolour = False
        self._filler = QTimer(self)
        self._filler.setInterval(0)
        self._filler.timeout.connect(self._fill_some)
        self.setUndoRedoEnabled(False)
        theme.mark(self, bare=True)
        self._highlighter = SnippetHighlighter(self.document())

    def toPlainText(self) -> str:
        return self._text

    @property
    def is_cut(self) -> bool:
        """Whether a line is shown shorter than it is."""
        return self._shown != self._text

    def set_language(self, suffix: str) -> None:
        """How the next text is coloured: by what its file's name would end in."""
        self._recolour = self._highlighter.set_colouring(colouring(suffix)) or self._recolour

    def set_text(self, text: str, shown: str | None = None) -> None:
        """Show another text. Lines that stay are left alone, and so is the place one reads at.

        `shown` is `fitting` of it, where that is known.
        """
        if text == self._text:
            return
        self._text = text
        if shown is None:
            shown = fitting(text)
        across, down = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        self._highlighter.set_on(len(shown) <= LIMIT)
        self._filler.stop()
        anew, self._recolour = self._recolour, False
        anew = anew or len(shown) > LARGE or len(self._shown) > LARGE
        if anew or not self._change_lines(self._shown.split("\n"), shown.split("\n")):
            self._rest = shown[CHUNK:]
            self.setPlainText(shown[:CHUNK])
            if self._rest:
                self._filler.start()
        self._shown = shown
        self.horizontalScrollBar().setValue(across)
        self.verticalScrollBar().setValue(down)

    def _fill_some(self) -> None:
        piece, self._rest = self._rest[:CHUNK], self._rest[CHUNK:]
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(piece)
        if not self._rest:
            self._filler.stop()

    def createMimeDataFromSelection(self) -> QMimeData:
        mime = QMimeData()
        mime.setText(self._selected())
        return mime

    def _selected(self) -> str:
        cursor = self.textCursor()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        if start == 0 and end >= self.document().characterCount() - 1:
            return self._text
        if self.is_cut or "\r" in self._text:
            return cursor.selection().toPlainText()
        # Qt counts UTF-16 units
        units = self._text.encode("utf-16-le", "surrogatepass")
        return units[2 * start : 2 * end].decode("utf-16-le", "surrogatepass")

    def _change_lines(self, old: list[str], new: list[str]) -> bool:
        """Replace only the lines that differ. False where setting the text anew is simpler."""
        if len(old) > LINES or len(new) > LINES or len(old) != self.blockCount():
            return False
        first = 0
        while first < min(len(old), len(new)) and old[first] == new[first]:
            first += 1
        same = 0
        while same < min(len(old), len(new)) - first and old[-1 - same] == new[-1 - same]:
            same += 1
        last_old = len(old) - same - 1
        middle = new[first : len(new) - same]
        if last_old < first or not middle or any("\r" in line or "\u2029" in line for line in middle):
            return False
        cursor = QTextCursor(self.document().findBlockByNumber(first))
        last = self.document().findBlockByNumber(last_old)
        cursor.setPosition(last.position() + last.length() - 1, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText("\n".join(middle))
        return True
