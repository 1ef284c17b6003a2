"""A list whose items are edited each in a row of its own: add, remove, move up and down."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gradioscope.gradio.model import Json
from gradioscope.window import theme
from gradioscope.window.parts import Button, IconButton, Label

MOST = 200
"""Items that get a row. What is beyond is kept and sent, and told by its number."""


class Entry(QWidget):
    """One item. A kind says `value()`, `load(value)` and `focus_target()`.

    Signals: `changed()` after a person's edit.
    """

    changed = Signal()

    def value(self) -> Json:
        raise NotImplementedError

    def load(self, value: Json) -> None:
        raise NotImplementedError

    def focus_target(self) -> QWidget:
        raise NotImplementedError


class _Row(QWidget):
    """An entry with its buttons. Signals: `moved(row, steps)`, `removed(row)`."""

    moved = Signal(object, object)
    removed = Signal(object)

    def __init__(self, entry: Entry, name: str, parent: QWidget, ordered: bool) -> None:
        super().__init__(parent)
        self.entry = entry
        entry.setParent(self)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.px(theme.S1))
        line.addWidget(entry, 1)
        top = Qt.AlignmentFlag.AlignTop
        if ordered:
            for icon, word, slot in (("chevron-up", "up", self._up), ("chevron-down", "down", self._down)):
                button = IconButton(icon, f"Move {name} {word} (Alt+{word.capitalize()})", self)
                button.clicked.connect(slot)
                line.addWidget(button, 0, top)
        remove = IconButton("close", f"Remove {name}", self)
        remove.clicked.connect(self._remove)
        line.addWidget(remove, 0, top)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() == Qt.KeyboardModifier.AltModifier and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(self, -1 if event.key() == Qt.Key.Key_Up else 1)
            return
        super().keyPressEvent(event)

    def _up(self) -> None:
        self.moved.emit(self, -1)

    def _down(self) -> None:
        self.moved.emit(self, 1)

    def _remove(self) -> None:
        self.removed.emit(self)


class Rows(QWidget):
    """The list. `make` builds an empty entry; `blank` is the value of a new one; `noun` names an item for people.

    Signals: `changed()` after a person's edit.
    """

    changed = Signal()

    def __init__(
        self,
        make: Callable[[], Entry],
        blank: Callable[[], Json],
        noun: str,
        parent: QWidget | None = None,
        *,
        ordered: bool = True,
        adds: bool = True,
    ) -> None:
        super().__init__(parent)
        self._make, self._blank, self._noun, self._ordered = make, blank, noun, ordered
        self._rows: list[_Row] = []
        self._rest: list[Json] = []
        self._more = Label("", "meta", "muted", self)
        self._more.hide()
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.px(theme.S1))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(theme.S1))
        column.addLayout(self._list)
        column.addWidget(self._more)
        self.add_button: Button | None = None
        if adds:
            self.add_button = Button(f"Add {noun}", "quiet", "plus", self, compact=True)
            self.add_button.clicked.connect(self._add_blank)
            column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)

    def load(self, values: list[Json]) -> None:
        """Shows these; no signal. Rows that are there already take the new values."""
        for row in self._rows[len(values) :]:
            self._drop(row)
        del self._rows[len(values) :]
        for row, value in zip(self._rows, values, strict=False):
            row.entry.load(value)
        for value in values[len(self._rows) : MOST]:
            self._append(value)
        self._rest = values[MOST:]
        self._more.setText(f"and {len(self._rest):,} more, sent as they are")
        self._more.setVisible(bool(self._rest))

    def values(self) -> list[Json]:
        return [row.entry.value() for row in self._rows] + self._rest

    def entries(self) -> list[Entry]:
        return [row.entry for row in self._rows]

    def focus_target(self) -> QWidget:
        if self._rows:
            return self._rows[0].entry.focus_target()
        return self.add_button or self

    def add(self, value: Json) -> None:
        """A person's new item, at the end, with the focus in it."""
        self._append(value).entry.focus_target().setFocus()
        self.changed.emit()

    def _add_blank(self) -> None:
        self.add(self._blank())

    def _append(self, value: Json) -> _Row:
        entry = self._make()
        entry.load(value)
        row = _Row(entry, f"{self._noun} {len(self._rows) + 1}", self, self._ordered)
        entry.changed.connect(self.changed)
        row.moved.connect(self._move)
        row.removed.connect(self._remove)
        self._list.addWidget(row)
        self._rows.append(row)
        row.show()
        return row

    def _move(self, row: _Row, steps: int) -> None:
        here = self._rows.index(row)
        there = here + steps
        if not 0 <= there < len(self._rows):
            return
        self._rows.insert(there, self._rows.pop(here))
        self._list.removeWidget(row)
        self._list.insertWidget(there, row)
        self._reorder()
        self.changed.emit()

    def _remove(self, row: _Row) -> None:
        place = self._rows.index(row)
        self._rows.remove(row)
        self._drop(row)
        near = self._rows[min(place, len(self._rows) - 1)].entry.focus_target() if self._rows else self.add_button
        if near is not None:
            near.setFocus()
        self.changed.emit()

    def _drop(self, row: _Row) -> None:
        self._list.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _reorder(self) -> None:
        """Tab goes through the rows as they are seen."""
        for before, after in zip(self._rows, self._rows[1:], strict=False):
            QWidget.setTabOrder(before.entry.focus_target(), after.entry.focus_target())
