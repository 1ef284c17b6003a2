"""The rows of the log and which of them are shown."""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from gradioscope.gradio.events import Event
from gradioscope.window.event_log.rows import Row, folds
from gradioscope.window.parts.preview import compact

Index = QModelIndex | QPersistentModelIndex

COLUMNS = ("Time", "Event", "Data")
SLICE = 0.006
"""Seconds one round of filtering may hold the window."""

_ROOT = QModelIndex()


class EventModel(QAbstractTableModel):
    """Rows in the order they came, narrowed by kind and text.

    Signals: `filtered(None)` after a filter has been through all rows. The filter goes in slices between
    other events, so that 30,000 rows do not hold the window.
    """

    filtered = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []
        self._shown: list[Row] = self._rows
        self._kinds: frozenset[str] = frozenset()
        self._needle = ""
        self._looked_at = 0
        self._slice = QTimer(self)
        self._slice.setInterval(0)
        self._slice.timeout.connect(self._filter_some)

    # -- rows

    @property
    def total(self) -> int:
        """Rows, hidden ones counted."""
        return len(self._rows)

    @property
    def narrowed(self) -> bool:
        return bool(self._kinds or self._needle)

    def row(self, number: int) -> Row:
        return self._shown[number]

    def append(self, events: Sequence[Event]) -> int:
        """Add events in one go. How many rows are new; heartbeats after a heartbeat are none."""
        fresh: list[Row] = []
        last = self._rows[-1] if self._rows else None
        for event in events:
            if folds(last, event):
                assert last is not None
                last.count += 1
                last.last_at = event.at
                if not fresh:
                    self._refresh_last(last)
                continue
            last = Row(event, last_at=event.at)
            fresh.append(last)
        if not fresh:
            return 0
        if not self.narrowed:
            first = len(self._rows)
            self.beginInsertRows(_ROOT, first, first + len(fresh) - 1)
            self._rows.extend(fresh)
            self.endInsertRows()
        else:
            self._rows.extend(fresh)
            if not self._slice.isActive():
                self._slice.start()
        return len(fresh)

    def clear(self) -> None:
        self._slice.stop()
        self.beginResetModel()
        self._rows = []
        self._shown = [] if self.narrowed else self._rows
        self._looked_at = 0
        self.endResetModel()

    def narrow(self, kinds: frozenset[str], text: str) -> None:
        """Show rows of these kinds (all, when empty) that hold the text."""
        needle = text.strip().casefold()
        if kinds == self._kinds and needle == self._needle:
            return
        self._slice.stop()
        self.beginResetModel()
        self._kinds, self._needle = kinds, needle
        self._shown = [] if self.narrowed else self._rows
        self._looked_at = 0
        self.endResetModel()
        if self.narrowed:
            self._filter_some()
        else:
            self.filtered.emit(None)

    def _filter_some(self) -> None:
        end = perf_counter() + SLICE
        found: list[Row] = []
        position = self._looked_at
        while position < len(self._rows):
            row = self._rows[position]
            position += 1
            if (not self._kinds or row.kind in self._kinds) and row.holds(self._needle):
                found.append(row)
            if perf_counter() > end:
                break
        self._looked_at = position
        if found:
            first = len(self._shown)
            self.beginInsertRows(_ROOT, first, first + len(found) - 1)
            self._shown.extend(found)
            self.endInsertRows()
        if position < len(self._rows):
            if not self._slice.isActive():
                self._slice.start()
        else:
            self._slice.stop()
            self.filtered.emit(None)

    def _refresh_last(self, row: Row) -> None:
        if self._shown and self._shown[-1] is row:
            number = len(self._shown) - 1
            self.dataChanged.emit(self.index(number, 2), self.index(number, 2))

    # -- Qt

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            row = self._shown[index.row()]
            return (row.time, row.kind, row.data)[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == 0:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section == 0:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def as_json_lines(self, numbers: Sequence[int]) -> str:
        """These rows as lines of JSON, as `call --events` prints them."""
        return "\n".join(compact(self._shown[number].as_json()) for number in numbers)
