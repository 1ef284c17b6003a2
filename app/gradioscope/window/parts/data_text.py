"""Read-only text of any value and any size: bounded at first, whole when asked for."""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter
from typing import Any

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QFontMetrics, QGuiApplication, QTextCursor, QTextOption
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gradioscope.window import theme
from gradioscope.window.parts.button import Button
from gradioscope.window.parts.code_edit import CodeEdit
from gradioscope.window.parts.label import Label
from gradioscope.window.parts.preview import PAGE, clip, page, pieces, pretty, size, weigh

SLICE = 0.004
"""Seconds of formatting at a time while all of it is being shown; putting it into the text takes as long again."""


class DataText(QWidget):
    """Monospace text with the beginning of a large value, and a bar to see or copy all of it.

    The accessible name is the inner text's. A million characters laid out at once would hold the window for
    a third of a second, a line of a million without a blank for forty, so lines are cut and pages filled bit by bit.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value: Any = None
        self._is_text = False
        self._rest: Iterator[str] = iter(())
        self._cut = False
        self.text = CodeEdit(name, self, read_only=True, wrap=True)
        self.text.setUndoRedoEnabled(False)
        self.text.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
        theme.mark(self.text, bare=True)
        self._told = Label(size="meta", tone="muted", wrap=True)
        self._all = Button("Show all", kind="quiet", compact=True)
        self._all.clicked.connect(self.show_all)
        self._bar = QWidget(self)
        row = QHBoxLayout(self._bar)
        row.setContentsMargins(theme.px(theme.S2), 0, 0, 0)
        row.addWidget(self._told, 1)
        row.addWidget(self._all)
        self._bar.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.text, 1)
        column.addWidget(self._bar)
        self._filler = QTimer(self)
        self._filler.setInterval(0)
        self._filler.timeout.connect(self._fill_some)

    def show_value(self, value: Any) -> None:
        """Indented JSON of a value."""
        self._start(value, is_text=False)
        shown, whole = page(value)
        self._put(shown, whole)

    def show_text(self, text: str) -> None:
        """Text as it is."""
        self._start(text, is_text=True)
        shown, whole = clip(text, PAGE * 2)
        self._put(shown, whole)

    def clear(self) -> None:
        self.show_text("")

    def show_all(self) -> None:
        """All of it, bit by bit between other events; only lines of more than 20,000 characters stay cut."""
        self._all.setEnabled(False)
        self._told.setText("Formatting…")
        self.text.clear()
        self._rest = _parts_of(self._value) if self._is_text else pieces(self._value)
        self._filler.start()

    def copy_all(self) -> None:
        """All of it, uncut, on the clipboard."""
        QGuiApplication.clipboard().setText(self._value if self._is_text else pretty(self._value)[0])

    def sizeHint(self) -> QSize:
        lines = min(max(self.text.document().blockCount(), 3), 14)
        return QSize(240, QFontMetrics(theme.mono_font()).lineSpacing() * lines + theme.px(theme.S4))

    def _start(self, value: Any, *, is_text: bool) -> None:
        self._value, self._is_text = value, is_text
        self._filler.stop()
        self._rest = iter(())
        self._cut = False

    def _put(self, shown: str, whole: bool) -> None:
        if self.text.toPlainText() != shown:
            self.text.setPlainText(shown)
        self._bar.setVisible(not whole)
        self._all.setEnabled(True)
        if not whole:
            total = size(len(self._value)) if self._is_text else str(weigh(self._value))
            self._told.setText(f"The beginning of {total}")
        self.updateGeometry()

    def _fill_some(self) -> None:
        end = perf_counter() + SLICE
        came: list[str] = []
        for piece in self._rest:
            came.append(piece)
            if perf_counter() > end:
                break
        else:
            self._filler.stop()
            self._told.setText("")
            self._bar.hide()
        shown, whole = clip("".join(came), None)
        self._cut = self._cut or not whole
        if self._cut:
            self._told.setText("Lines of more than 20,000 characters are cut. Copy has them whole.")
            self._bar.show()
        cursor = QTextCursor(self.text.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(shown)


def _parts_of(text: str) -> Iterator[str]:
    """Lines, many at a time."""
    lines = text.splitlines(keepends=True)
    for first in range(0, len(lines), 100):
        yield "".join(lines[first : first + 100])
