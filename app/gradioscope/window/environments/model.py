"""The variables of one environment as rows: name, value, type, whether it is secret; the last row is for a new one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from gradioscope.gradio.masking import MASK
from gradioscope.gradio.model import Json
from gradioscope.library.environment.scope import Environment, SecretName
from gradioscope.window import theme
from gradioscope.window.environments.written import read, type_of, written

Index = QModelIndex | QPersistentModelIndex
NAME, VALUE, TYPE, SECRET = range(4)
HEADERS = ("Name", "Value", "Type", "Secret")
MISSING = "not given on this computer"
NEW = "new variable"
_LONGEST = 400
_ROOT = QModelIndex()
Role = Qt.ItemDataRole


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    value: Json = ""
    secret: bool = False
    given: bool = True
    """Whether a secret has a value on this computer."""


class VariablesModel(QAbstractTableModel):
    """Says what the person asks for; what comes of it is shown once it is done.

    Signals: `added(str)` a name, `renamed(str, str)`, `valued(str, Json)`, `given(str, str)` a secret's value,
    `secretChosen(str, bool)`.
    """

    added = Signal(object)
    renamed = Signal(object, object)
    valued = Signal(object, object)
    given = Signal(object, object)
    secretChosen = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []
        self.writable = True
        """Whether anything can be changed."""

    def show(self, environment: Environment, stored: frozenset[SecretName]) -> None:
        secrets = [
            Row(name, None, True, SecretName(environment.name, name) in stored) for name in environment.secret_names
        ]
        rows = [Row(name, value) for name, value in environment.variables.items()] + secrets
        if rows == self._rows:
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row_of(self, name: str) -> int:
        """-1 where there is none of that name."""
        return next((number for number, row in enumerate(self._rows) if row.name == name), -1)

    def row(self, number: int) -> Row | None:
        """None for the row of the new variable."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows) + 1

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(HEADERS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Role.DisplayRole:
            return HEADERS[section]
        if orientation == Qt.Orientation.Horizontal and role == Role.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        found = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        if not self.writable:
            return found
        column, new = index.column(), self.row(index.row()) is None
        if column == NAME or (column == VALUE and not new):
            found |= Qt.ItemFlag.ItemIsEditable
        if column == SECRET and not new:
            found |= Qt.ItemFlag.ItemIsUserCheckable
        return found

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        row, column = self.row(index.row()), index.column()
        if row is None:
            return self._new(column, role)
        if role == Role.DisplayRole:
            return self._text(row, column)[:_LONGEST]
        if role == Role.EditRole:
            return "" if row.secret and column == VALUE else self._text(row, column)
        if role == Role.CheckStateRole and column == SECRET:
            return Qt.CheckState.Checked if row.secret else Qt.CheckState.Unchecked
        if role == Role.ForegroundRole:
            t = theme.tokens()
            missing = column == VALUE and row.secret and not row.given
            return t.danger if missing else t.text_muted if column == TYPE else None
        if role == Role.FontRole and column in (NAME, VALUE) and not (row.secret and column == VALUE):
            return theme.mono_font()
        if role == Role.ToolTipRole and column == VALUE and not row.secret:
            return _plain(self._text(row, column)[:2000])
        if role == Role.AccessibleTextRole:
            if column == SECRET:
                return f"{row.name} is {'a secret' if row.secret else 'no secret'}"
            return self._text(row, column)[:_LONGEST]
        return None

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        row, column = self.row(index.row()), index.column()
        if role == Role.CheckStateRole and row is not None and column == SECRET:
            self.secretChosen.emit(row.name, not row.secret)
        elif role != Role.EditRole:
            return False
        elif row is None:
            if str(value).strip():
                self.added.emit(str(value).strip())
        elif column == NAME:
            if str(value).strip() and str(value).strip() != row.name:
                self.renamed.emit(row.name, str(value).strip())
        elif row.secret:
            if value:
                self.given.emit(row.name, str(value))
        elif str(value) != self._text(row, VALUE):
            self.valued.emit(row.name, read(str(value)))
        return False  # it shows what is on disk, which comes later

    def is_secret(self, index: Index) -> bool:
        """Whether what is written there is a secret."""
        row = self.row(index.row())
        return row is not None and row.secret and index.column() == VALUE

    def _text(self, row: Row, column: int) -> str:
        if column == NAME:
            return row.name
        if column == VALUE:
            return (MASK if row.given else MISSING) if row.secret else written(row.value)
        if column == TYPE:
            return "secret" if row.secret else type_of(row.value)
        return ""

    def _new(self, column: int, role: int) -> Any:
        if column == NAME and role in (Role.DisplayRole, Role.AccessibleTextRole):
            return NEW if self.writable else ""
        if column == NAME and role == Role.ForegroundRole:
            return theme.tokens().text_muted
        return "" if role == Role.EditRole else None


def _plain(text: str) -> str:
    """A tooltip would take a text with a tag in it for rich text."""
    return "<span>" + text.replace("&", "&amp;").replace("<", "&lt;") + "</span>" if "<" in text else text
