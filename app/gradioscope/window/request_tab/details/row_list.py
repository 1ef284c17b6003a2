"""Rows that a person adds and removes, one below the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gradioscope.window import theme
from gradioscope.window.parts import Button, Label


class Row(QWidget):
    """Signals: `edited(None)`, `removeAsked(Row)`."""

    edited = Signal(object)
    removeAsked = Signal(object)

    def set_number(self, number: int) -> None:
        """Its place from 1, for the names of its controls."""

    def take_focus(self) -> None:
        """Where a person starts to fill it in."""

    def _edited(self, *_: object) -> None:
        self.edited.emit(None)

    def _remove(self, *_: object) -> None:
        self.removeAsked.emit(self)


OneRow = TypeVar("OneRow", bound=Row)


class RowList(QObject, Generic[OneRow]):
    """Signals: `edited(None)`. `widget` is what is shown."""

    edited = Signal(object)

    def __init__(self, make: Callable[[], OneRow], add_text: str, empty: str) -> None:
        super().__init__()
        self._make = make
        self.rows: list[OneRow] = []
        self.widget = QWidget()
        column = QVBoxLayout(self.widget)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S2)
        self._empty = Label(empty, tone="muted", wrap=True)
        self._column = QVBoxLayout()
        self._column.setSpacing(theme.S2)
        self.add_button = Button(add_text, "quiet", "plus", compact=True, flush=True)
        self.add_button.clicked.connect(self._add_asked)
        column.addWidget(self._empty)
        column.addLayout(self._column)
        line = QVBoxLayout()
        line.addWidget(self.add_button)
        column.addLayout(line)
        self._column.setContentsMargins(0, 0, 0, 0)
        line.setAlignment(self.add_button, Qt.AlignmentFlag.AlignLeft)

    def set_count(self, count: int) -> None:
        """As many rows; new ones at the end."""
        while len(self.rows) > count:
            self._drop(self.rows[-1])
        while len(self.rows) < count:
            self._append()
        self._renumber()

    def add(self) -> OneRow:
        row = self._append()
        self._renumber()
        return row

    def _append(self) -> OneRow:
        row = self._make()
        self.rows.append(row)
        self._column.addWidget(row)
        row.edited.connect(self.edited.emit)
        row.removeAsked.connect(self._remove)
        return row

    def _add_asked(self) -> None:
        self.add().take_focus()
        self.edited.emit(None)

    def _remove(self, row: OneRow) -> None:
        place = self.rows.index(row)
        self._drop(row)
        self._renumber()
        if self.rows:
            self.rows[min(place, len(self.rows) - 1)].take_focus()
        else:
            self.add_button.setFocus()
        self.edited.emit(None)

    def _drop(self, row: OneRow) -> None:
        self.rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _renumber(self) -> None:
        for number, row in enumerate(self.rows, 1):
            row.set_number(number)
        self._empty.setVisible(not self.rows)
