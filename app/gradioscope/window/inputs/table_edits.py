"""What a person does to the rows and columns that are selected in a table."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from gradioscope.request.fields import TableField
from gradioscope.request.fields.cells import blank_cell
from gradioscope.request.fields.sheet import Sheet, blank_rows, blanks
from gradioscope.window.inputs.table_grid import EditGrid
from gradioscope.window.inputs.table_model import TableModel


class TableEdits(QObject):
    """Adds, removes, moves, clears and fills, as far as the app did not fix the table.

    Signals:
        edited(object): the sheet after one edit. Whoever hears it shows it.
    """

    edited = Signal(object)

    def __init__(self, field: TableField, model: TableModel, grid: EditGrid) -> None:
        super().__init__(grid)
        self._field = field
        self._model = model
        self._grid = grid

    @property
    def sheet(self) -> Sheet:
        return self._model.sheet

    def can_add_rows(self) -> bool:
        return self._field.rows is None or len(self.sheet.rows) < self._field.rows

    def can_remove_rows(self) -> bool:
        there = bool(self.sheet.rows) and bool(self._grid.chosen()[0])
        return there and (self._field.rows is None or len(self.sheet.rows) > self._field.rows)

    def can_add_columns(self) -> bool:
        return self._field.columns is None or self.sheet.width < self._field.columns

    def can_remove_columns(self) -> bool:
        return self.sheet.width > 1 and (self._field.columns is None or self.sheet.width > self._field.columns)

    def add_row(self, below: bool = True) -> None:
        """A blank row below the selection, or above it; at the end without one."""
        if not self.can_add_rows():
            return
        rows, columns = self._grid.chosen()
        at = len(self.sheet.rows) if not rows else rows.stop if below else rows.start
        self.edited.emit(self.sheet.with_rows(at, blank_rows(self._field, self.sheet.headers, 1)))
        self.choose(range(at, at + 1), columns[:1] or range(1))

    def append_row(self) -> None:
        self._grid.clearSelection()
        self._grid.setCurrentIndex(self._model.index(-1, -1))
        self.add_row()

    def remove_rows(self) -> None:
        rows, columns = self._grid.chosen()
        if self._field.rows is not None:  # no fewer than the app wants
            rows = rows[: max(0, len(self.sheet.rows) - self._field.rows)]
        if rows:
            self.edited.emit(self.sheet.without_rows(rows))
            at = min(rows.start, len(self.sheet.rows) - 1)
            self.choose(range(at, at + 1), columns[:1])

    def add_column(self, right: bool = True) -> None:
        if not self.can_add_columns():
            return
        rows, columns = self._grid.chosen()
        at = self.sheet.width if not columns else columns.stop if right else columns.start
        taken = {str(header) for header in self.sheet.headers}
        name = next(str(n) for n in range(self.sheet.width + 1, 2 * self.sheet.width + 3) if str(n) not in taken)
        self.edited.emit(self.sheet.with_columns(at, [name], blanks(self._field, [name])))
        self.choose(rows[:1], range(at, at + 1))

    def remove_columns(self) -> None:
        rows, columns = self._grid.chosen()
        least = self._field.columns or 1
        columns = columns[: max(0, self.sheet.width - least)]
        if columns:
            self.edited.emit(self.sheet.without_columns(columns))
            at = min(columns.start, self.sheet.width - 1)
            self.choose(rows[:1], range(at, at + 1))

    def move_row(self, start: int, to: int) -> None:
        if 0 <= start < len(self.sheet.rows) and 0 <= to < len(self.sheet.rows) and start != to:
            _, columns = self._grid.chosen()
            self.edited.emit(self.sheet.with_row_moved(start, to))
            self.choose(range(to, to + 1), columns)

    def move_column(self, start: int, to: int) -> None:
        if self._field.columns is None and 0 <= start < self.sheet.width and 0 <= to < self.sheet.width and start != to:
            rows, _ = self._grid.chosen()
            self.edited.emit(self.sheet.with_column_moved(start, to))
            self.choose(rows, range(to, to + 1))

    def shift(self, down: int, right: int) -> None:
        """Moves the current row, or column, by one place."""
        here = self._grid.currentIndex()
        if down:
            self.move_row(here.row(), here.row() + down)
        else:
            self.move_column(here.column(), here.column() + right)

    def rename(self, column: int, name: str) -> None:
        if column < self.sheet.width and str(self.sheet.headers[column]) != name:
            self.edited.emit(self.sheet.renamed(column, name))

    def clear_cells(self) -> None:
        rows, columns = self._grid.chosen()
        blank = {column: blank_cell(self._model.datatype(column)) for column in columns if self.takes(column)}
        if rows and blank:
            self.edited.emit(self.sheet.with_area(rows, blank))

    def cut(self) -> None:
        self._grid.copy()
        self.clear_cells()

    def fill_down(self) -> None:
        """The first row of the selection into the others; of a single row, the one above it."""
        rows, columns = self._grid.chosen()
        source = rows.start if len(rows) > 1 else rows.start - 1
        if not rows or source < 0:
            return
        targets = rows[1:] if len(rows) > 1 else rows
        above = self.sheet.rows[source]
        self.edited.emit(self.sheet.with_area(targets, {c: above[c] for c in columns if self.takes(c)}))

    def takes(self, column: int) -> bool:
        return not self._model.is_static(column)

    def choose(self, rows: range, columns: range) -> None:
        self._grid.choose(rows, columns)
        if rows and columns:
            self._grid.scrollTo(self._model.index(rows[0], columns[0]))
