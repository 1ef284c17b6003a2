"""Rows of short texts: lines of a dialogue, labels with confidences, parameters."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from gradioscope.window import theme
from gradioscope.window.parts import Button, IconButton


class RowTable(QWidget):
    """A table that grows by a button, with the selected row moved and removed by buttons and keys.

    Signals: `changed()`, after a person's edit.
    """

    changed = Signal()

    def __init__(self, label: str, columns: tuple[str, ...], wide: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._showing = False
        self.table = _Table(0, len(columns), self)
        self.table.setHorizontalHeaderLabels(list(columns))
        self.table.setAccessibleName(label)
        self.table.horizontalHeader().setSectionResizeMode(wide, QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.verticalHeader().setVisible(False)
        self.table.itemChanged.connect(self._item_changed)
        self.add_button = Button("Add row", "quiet", "plus", self, compact=True, flush=True)
        self.add_button.clicked.connect(self.add_row)
        bar = QHBoxLayout()
        bar.setSpacing(theme.px(theme.S1))
        bar.addWidget(self.add_button)
        bar.addStretch(1)
        for icon, does, slot in (
            ("chevron-up", "Move row up", self._up),
            ("chevron-down", "Move row down", self._down),
            ("trash", "Remove row", self.remove_row),
        ):
            button = IconButton(icon, does, self)
            button.clicked.connect(slot)
            bar.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(theme.S1))
        column.addWidget(self.table)
        column.addLayout(bar)

    def show_rows(self, rows: list[tuple[str, ...]]) -> None:
        """Shows rows; no edit."""
        self._showing = True
        self.table.setRowCount(len(rows))
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                self.table.setItem(number, column, QTableWidgetItem(text))
        self._showing = False
        self.table.updateGeometry()

    def rows(self) -> list[tuple[str, ...]]:
        return [
            tuple(
                item.text() if isinstance(item := self.table.item(row, column), QTableWidgetItem) else ""
                for column in range(self.table.columnCount())
            )
            for row in range(self.table.rowCount())
        ]

    def add_row(self) -> None:
        """A new row after the present one, ready to be written."""
        self.put(self.rows(), ("",) * self.table.columnCount())

    def put(self, rows: list[tuple[str, ...]], new: tuple[str, ...]) -> None:
        at = self.table.currentRow() + 1 or len(rows)
        rows.insert(at, new)
        self.show_rows(rows)
        first = new.index("") if "" in new else 0
        self.table.setCurrentCell(at, first)
        self.table.setFocus()
        self.changed.emit()

    def remove_row(self) -> None:
        at = self.table.currentRow()
        if at >= 0:
            self.table.removeRow(at)
            self.table.updateGeometry()
            self.changed.emit()

    def _up(self) -> None:
        self._move(-1)

    def _down(self) -> None:
        self._move(1)

    def _move(self, by: int) -> None:
        rows, at = self.rows(), self.table.currentRow()
        if at >= 0 and 0 <= at + by < len(rows):
            rows.insert(at + by, rows.pop(at))
            self.show_rows(rows)
            self.table.setCurrentCell(at + by, max(0, self.table.currentColumn()))
            self.changed.emit()

    def _item_changed(self, _item: object) -> None:
        if not self._showing:
            self.changed.emit()


class _Table(QTableWidget):
    """As high as its rows, up to ten. Tab leaves it; arrows go from cell to cell."""

    def __init__(self, rows: int, columns: int, owner: RowTable) -> None:
        super().__init__(rows, columns, owner)
        self._owner = owner
        self.setTabKeyNavigation(False)

    def sizeHint(self) -> QSize:
        rows = min(max(self.rowCount(), 1), 10)
        high = rows * self.verticalHeader().defaultSectionSize() + self.horizontalHeader().sizeHint().height()
        return QSize(240, high + 2 * self.frameWidth())

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape or (event.key() == Qt.Key.Key_Return and control):
            event.ignore()
        elif event.key() == Qt.Key.Key_Delete and control:
            self._owner.remove_row()
        else:
            super().keyPressEvent(event)
