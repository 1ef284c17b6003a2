"""Rows of JSON cells for a table view, read where they are: nothing is copied, nothing made an item."""

from __future__ import annotations

from html import escape
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from gradioscope.window import theme
from gradioscope.window.parts.preview import one_line

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
Role = Qt.ItemDataRole

SHOWN = 300
"""Characters of a cell that are laid out."""
TOLD = 3000
"""Characters in a tooltip."""
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class GridModel(QAbstractTableModel):
    """Headers over rows. A row that is too short shows nothing in its last columns."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.headers: list[Any] = []
        self.rows: list[list[Any]] = []
        self._slanted = QFont()
        self._slanted.setItalic(True)

    def show(self, headers: list[Any], rows: list[list[Any]]) -> None:
        """Other rows in place of these. Those that are the same objects stay selected, and where they were."""
        if len(headers) != len(self.headers):
            self.beginResetModel()
            self.headers, self.rows = headers, rows
            self.endResetModel()
            return
        if headers != self.headers:
            self.headers = headers
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(headers) - 1)
        start, after, stop = _changed(self.rows, rows)
        shared = min(after, stop)
        if after > shared:
            self.beginRemoveRows(_ROOT, shared, after - 1)
            self.rows = rows
            self.endRemoveRows()
        elif stop > shared:
            self.beginInsertRows(_ROOT, shared, stop - 1)
            self.rows = rows
            self.endInsertRows()
        else:
            self.rows = rows
        if start < shared and headers:
            self.dataChanged.emit(self.index(start, 0), self.index(shared - 1, len(headers) - 1))

    def cell(self, row: int, column: int) -> Any:
        cells = self.rows[row]
        return cells[column] if column < len(cells) else None

    # -- Qt

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.headers)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        value = self.cell(index.row(), index.column())
        if role == Role.DisplayRole:
            return shown(value)
        if role == Role.TextAlignmentRole:
            right = type(value) in (int, float) or (value is None and self.is_numbers(index.column()))
            return RIGHT if right else LEFT
        if role == Role.ForegroundRole:
            return theme.tokens().text_muted if value is None else None
        if role == Role.FontRole:
            return self._slanted if value is None else None
        if role == Role.ToolTipRole:
            return tip(value)
        if role == Role.AccessibleTextRole:
            return shown(value) or "empty"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return section + 1 if role == Role.DisplayRole else None
        if not 0 <= section < len(self.headers):
            return None
        if role == Role.DisplayRole:
            return shown(self.headers[section])
        if role == Role.ToolTipRole:
            return tip(self.headers[section])
        if role == Role.TextAlignmentRole:
            return RIGHT if self.is_numbers(section) else LEFT
        return None

    def is_numbers(self, column: int) -> bool:
        """Whether the first cells of a column say that it holds numbers."""
        first = next((row[column] for row in self.rows[:20] if column < len(row) and row[column] is not None), None)
        return type(first) in (int, float)


def shown(value: Any) -> str:
    """A cell on one bounded line: texts as they are, the rest as JSON."""
    text = value[: SHOWN + 1] if isinstance(value, str) else one_line(value, SHOWN)
    if len(text) > SHOWN:
        text = text[:SHOWN] + "…"
    return text if text.isprintable() else " ".join(text.split())


def tip(value: Any) -> str | None:
    """The whole of a cell that may not fit, as a text that is never read as markup; None for a short one."""
    if not isinstance(value, str | list | dict) or (isinstance(value, str) and len(value) < 12):
        return None
    text = value[:TOLD] + ("…" if len(value) > TOLD else "") if isinstance(value, str) else one_line(value, TOLD)
    return f'<span style="white-space: pre-wrap">{escape(text)}</span>'


def _changed(old: list[Any], new: list[Any]) -> tuple[int, int, int]:
    """The rows that differ: from `start` to `after` in the old, to `stop` in the new."""
    if old is new:
        return len(old), len(old), len(old)
    least = min(len(old), len(new))
    start = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a is not b), least)
    ends = zip(reversed(old), reversed(new), strict=False)
    tail = min(next((n for n, (a, b) in enumerate(ends) if a is not b), least), least - start)
    return start, len(old) - tail, len(new) - tail
