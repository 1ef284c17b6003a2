"""The rows of a returned table, some or all of them, numbered as they came."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt

from gradioscope.window.parts.grid_model import GridModel, Role


class ShownRows(GridModel):
    """`show_some` numbers rows by their place in the whole table."""

    def __init__(self) -> None:
        super().__init__()
        self._numbers: Sequence[int] | None = None

    def show_some(self, headers: list[Any], rows: list[list[Any]], numbers: Sequence[int] | None) -> None:
        """The rows, and where each is in the table; None where all are shown as they came."""
        other = numbers is not None or self._numbers is not None
        self._numbers = numbers
        self.show(headers, rows)
        if other and rows:
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, len(rows) - 1)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical and role == Role.DisplayRole and self._numbers is not None:
            return self._numbers[section] + 1 if section < len(self._numbers) else None
        return super().headerData(section, orientation, role)
