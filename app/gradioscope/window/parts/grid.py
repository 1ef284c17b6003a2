"""A table view of the window's look: calm lines, columns as wide as a sample of their cells, rows of one height."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QSize, Qt
from PySide6.QtGui import QFocusEvent, QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from gradioscope.request.delimited import write_clipboard
from gradioscope.request.fields.cells import cell_text
from gradioscope.window import theme
from gradioscope.window.parts.background import Background
from gradioscope.window.parts.grid_model import GridModel

SAMPLE = 100
"""Rows whose cells say how wide a column is."""
WIDEST = 260
NARROWEST = 56
COPIED_AT_ONCE = 20_000
"""Cells; more are written out in a thread."""
MOST_SIZED = 200
"""Columns that are measured; the rest has the usual width."""


class Grid(QTableView):
    """Shows a GridModel. Ctrl+C copies the selected cells as a spreadsheet takes them."""

    least_rows = 3
    most_rows = 10
    """Rows that its wished height has room for."""

    def __init__(self, model: GridModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cells = model
        self.setModel(model)
        self.setAccessibleName(name)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        columns, rows = self.horizontalHeader(), self.verticalHeader()
        columns.setHighlightSections(False)
        columns.setMinimumSectionSize(theme.px(32))
        columns.setMaximumSectionSize(theme.px(1200))
        rows.setHighlightSections(False)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        columns.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        columns.setStretchLastSection(True)
        self._sized_for: list[str] | None = None
        self._copier = Background(self)
        self._copier.done.connect(_put_on_clipboard)
        self.restyle()
        theme.notifier().changed.connect(self.restyle)

    def restyle(self) -> None:
        """Heights for the fonts and the zoom that are now."""
        height = theme.px(theme.COMPACT)
        self.verticalHeader().setDefaultSectionSize(height)
        self.verticalHeader().setMinimumSectionSize(height)
        self.updateGeometry()

    def fit_columns(self, always: bool = False) -> None:
        """Columns as wide as their header and what is in their first rows; once for the same headers."""
        model = self.cells
        headers = [
            str(model.headerData(n, Qt.Orientation.Horizontal)) for n in range(min(model.columnCount(), MOST_SIZED))
        ]
        if not always and headers == self._sized_for:
            return
        self._sized_for = headers if model.rows else None
        # numbers that end at the far edge would stand apart from their names
        last = model.columnCount() - 1
        self.horizontalHeader().setStretchLastSection(last < 0 or not model.is_numbers(last))
        metrics = QFontMetrics(self.font())
        for column, header in enumerate(headers):
            texts = (str(model.index(row, column).data() or "")[:80] for row in range(min(SAMPLE, model.rowCount())))
            wide = max(map(metrics.horizontalAdvance, (header[:80], *texts)), default=0) + theme.px(26)
            self.setColumnWidth(column, min(max(wide, theme.px(NARROWEST)), theme.px(WIDEST)))

    def chosen(self) -> tuple[range, range]:
        """The rows and columns of the selection, or of the current cell; empty ranges without one."""
        selection = self.selectionModel().selection()
        if selection.isEmpty():
            here = self.currentIndex()
            if not here.isValid():
                return range(0), range(0)
            return range(here.row(), here.row() + 1), range(here.column(), here.column() + 1)
        area = [selection.at(number) for number in range(selection.count())]
        return (
            range(min(part.top() for part in area), max(part.bottom() for part in area) + 1),
            range(min(part.left() for part in area), max(part.right() for part in area) + 1),
        )

    def choose(self, rows: range, columns: range) -> None:
        """Select a rectangle, its first cell being the current one."""
        model = self.cells
        rows = range(rows.start, min(rows.stop, model.rowCount()))
        columns = range(columns.start, min(columns.stop, model.columnCount()))
        if not rows or not columns:
            return
        first, last = model.index(rows[0], columns[0]), model.index(rows[-1], columns[-1])
        self.selectionModel().setCurrentIndex(first, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.selectionModel().select(QItemSelection(first, last), QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def copy(self, headers: bool = False) -> None:
        """Put the selected cells on the clipboard, with the names of their columns if wished."""
        rows, columns = self.chosen()
        lines = self.cells.rows[rows.start : rows.stop]
        work = partial(_as_text, [self.cells.headers, *lines] if headers else lines, columns)
        if len(lines) * len(columns) > COPIED_AT_ONCE:
            self._copier.start(work)
        elif lines and columns:
            _put_on_clipboard(work())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        # Qt makes the first cell the current one, which is to be seen by its selection alone
        if self.currentIndex().isValid() and not self.selectionModel().hasSelection():
            self.selectionModel().select(self.currentIndex(), QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def sizeHint(self) -> QSize:
        rows = min(max(self.model().rowCount(), self.least_rows), self.most_rows)
        return QSize(240, self._height(rows))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self._height(min(self.least_rows, 2)))

    def _height(self, rows: int) -> int:
        bar = self.horizontalScrollBar()
        wide = bar.sizeHint().height() if bar.maximum() > 0 else 0
        header = self.horizontalHeader().sizeHint().height()
        return header + rows * self.verticalHeader().defaultSectionSize() + wide + 2


def _as_text(rows: list[list[Any]], columns: range) -> str:
    return write_clipboard([cell_text(row[column]) if column < len(row) else "" for column in columns] for row in rows)


def _put_on_clipboard(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
