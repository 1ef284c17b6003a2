"""The exchanges, newest at the end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol
from urllib.parse import urlsplit

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from gradioscope.window import theme
from gradioscope.window.parts.preview import duration, size

Index = QModelIndex | QPersistentModelIndex

COLUMNS = ("Method", "Status", "Path", "Time", "Duration", "Size")
MOST = 500
"""Exchanges that are kept; the oldest go."""

_ROOT = QModelIndex()


class Exchange(Protocol):
    """What `gradio.connection` reports: once when the answer's head is there, again when its body ended."""

    @property
    def number(self) -> int: ...
    @property
    def method(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def request_headers(self) -> Sequence[tuple[str, str]]: ...
    @property
    def request_body(self) -> str: ...
    @property
    def status(self) -> int | None: ...
    @property
    def response_headers(self) -> Sequence[tuple[str, str]]: ...
    @property
    def response_body(self) -> str: ...
    @property
    def started(self) -> float: ...
    @property
    def seconds(self) -> float: ...
    @property
    def size(self) -> int: ...
    @property
    def finished(self) -> bool: ...
    @property
    def error(self) -> str: ...


class ExchangeModel(QAbstractTableModel):
    """One row an exchange. A later report of the same number replaces the earlier."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Exchange] = []

    def add(self, exchange: Exchange) -> None:
        for row in range(len(self._rows) - 1, max(-1, len(self._rows) - 50), -1):
            if self._rows[row].number == exchange.number:
                self._rows[row] = exchange
                self.dataChanged.emit(self.index(row, 0), self.index(row, len(COLUMNS) - 1))
                return
        if len(self._rows) >= MOST:
            self.beginRemoveRows(_ROOT, 0, 0)
            del self._rows[0]
            self.endRemoveRows()
        self.beginInsertRows(_ROOT, len(self._rows), len(self._rows))
        self._rows.append(exchange)
        self.endInsertRows()

    def clear(self) -> None:
        self.beginResetModel()
        self._rows = []
        self.endResetModel()

    def exchange(self, row: int) -> Exchange:
        return self._rows[row]

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section >= 3:
            return _RIGHT
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        exchange = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell(exchange, index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() >= 3:
            return _RIGHT
        if role == Qt.ItemDataRole.ForegroundRole:
            colours = theme.tokens()
            if index.column() == 1:
                return colours.success if succeeded(exchange) else colours.danger
            return colours.text if index.column() == 2 else colours.text_muted
        return None


_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def succeeded(exchange: Exchange) -> bool:
    return exchange.status is not None and exchange.status < 400 and not exchange.error


def cell(exchange: Exchange, column: int) -> str:
    """The text of one column."""
    match column:
        case 0:
            return exchange.method
        case 1:
            return "no answer" if exchange.status is None else str(exchange.status)
        case 2:
            parts = urlsplit(exchange.url)
            return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        case 3:
            return clock(exchange.started)
        case 4:
            return duration(exchange.seconds) if exchange.finished or exchange.error else "…"
        case _:
            return size(exchange.size) if exchange.status is not None else ""


def clock(started: float) -> str:
    """Seconds since the epoch as the time of day here."""
    import time

    return time.strftime("%H:%M:%S", time.localtime(started))
