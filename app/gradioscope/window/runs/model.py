"""The rows of a run as a table: appended and changed many at a time, and only those that are not well, if wished."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from gradioscope.library.runner.ran import Ran
from gradioscope.window import theme
from gradioscope.window.icons import icon
from gradioscope.window.request_tab.status import seconds_text

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
_ROOT = QModelIndex()
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
COLUMNS = ("State", "Name", "Outcome", "Duration")

STATES = {
    "": ("clock", "text_muted", "Not run yet"),
    "running": ("running", "info", "Running"),
    "complete": ("check", "success", "Complete"),
    "unexpected": ("warning", "warning", "Not as expected"),
    "error": ("error", "danger", "Error of the app"),
    "failed": ("error", "danger", "Failed"),
    "cancelled": ("cancel", "warning", "Cancelled"),
}
"""Icon, colour and word of each state of a row."""
NOT_WELL = frozenset({"unexpected", "error", "failed"})


@dataclass(slots=True)
class RunRow:
    """One request, or one row of the input. `source` is what it was: a Planned, or a Row."""

    name: str
    source: Any
    state: str = ""
    text: str = ""
    """The result or what went wrong, on one line and shortened."""
    seconds: float | None = None
    ran: Ran | None = None
    """None also where there are too many to keep them all."""
    place: int = -1
    """Among all rows."""


class RunModel(QAbstractTableModel):
    """All of it is in `rows`; what is shown of that is asked for by place."""

    def __init__(self, what: str, parent: QObject | None = None) -> None:
        """`what` heads the names: `Request`, or `Row`."""
        super().__init__(parent)
        self.rows: list[RunRow] = []
        self._what = what
        self._shown: list[RunRow] | None = None
        """None for all."""

    @property
    def only_not_well(self) -> bool:
        return self._shown is not None

    def row(self, number: int) -> RunRow:
        return (self.rows if self._shown is None else self._shown)[number]

    def place_of(self, row: RunRow) -> int:
        """Where a row is shown; -1 where it is not."""
        if self._shown is None:
            return row.place
        return next((number for number, shown in enumerate(self._shown) if shown is row), -1)

    def clear(self) -> None:
        self.beginResetModel()
        self.rows = []
        self._shown = None if self._shown is None else []
        self.endResetModel()

    def show_only_not_well(self, only: bool) -> None:
        self.beginResetModel()
        self._shown = [row for row in self.rows if row.state in NOT_WELL] if only else None
        self.endResetModel()

    def take(self, new: list[RunRow], changed: Iterable[RunRow]) -> None:
        """Rows that came, and others that are not what they were: what has gathered since the last time."""
        for place, row in enumerate(new, len(self.rows)):
            row.place = place
        if self._shown is not None:
            self.rows.extend(new)
            known = {id(row) for row in self._shown}
            bad = [row for row in (*new, *changed) if row.state in NOT_WELL and id(row) not in known]
            bad = list({id(row): row for row in bad}.values())
            if bad:
                self.beginInsertRows(_ROOT, len(self._shown), len(self._shown) + len(bad) - 1)
                self._shown.extend(bad)
                self.endInsertRows()
            return
        before = len(self.rows)
        places = [row.place for row in changed if 0 <= row.place < before]
        if new:
            self.beginInsertRows(_ROOT, before, before + len(new) - 1)
            self.rows.extend(new)
            self.endInsertRows()
        if places:
            self.dataChanged.emit(self.index(min(places), 0), self.index(max(places), len(COLUMNS) - 1))

    # -- what Qt asks

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows if self._shown is None else self._shown)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= self.rowCount():
            return None
        row, column = self.row(index.row()), COLUMNS[index.column()]
        sign, token, word = STATES[row.state]
        if column == "State":
            if role == Role.DecorationRole:
                return icon(sign, token)
            return word if role in (Role.AccessibleTextRole, Role.ToolTipRole) else None
        if role in (Role.DisplayRole, Role.AccessibleTextRole):
            if column == "Duration":
                return "" if row.seconds is None else seconds_text(row.seconds)
            return row.name if column == "Name" else row.text
        if role == Role.ToolTipRole and column != "Duration":
            return plain_tip(row.name if column == "Name" else row.text)
        if role == Role.TextAlignmentRole:
            return RIGHT if column == "Duration" else LEFT
        if role == Role.ForegroundRole:
            if column == "Duration" or (column == "Name" and row.state == ""):
                return theme.tokens().text_muted
            if column == "Outcome" and row.state in NOT_WELL:
                return getattr(theme.tokens(), token)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and 0 <= section < len(COLUMNS):
            name = self._what if COLUMNS[section] == "Name" else COLUMNS[section]
            if role == Role.DisplayRole:
                return "" if name == "State" else name
            if role == Role.AccessibleTextRole:
                return name
            if role == Role.TextAlignmentRole:
                return RIGHT if name == "Duration" else LEFT
        return None


def plain_tip(text: str) -> str:
    """A tooltip that shows a text as it is: what an app says would be read as markup otherwise."""
    from html import escape

    return f'<span style="white-space: pre-wrap">{escape(text)}</span>' if text else ""
