"""A returned table: sorted by a click, filtered by a word, copied as a spreadsheet takes it."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from gradioscope.request.delimited import write_clipboard, write_csv
from gradioscope.request.fields.cells import cell_text
from gradioscope.request.fields.table import MOST_COLUMNS, is_table
from gradioscope.window import icons, theme
from gradioscope.window.outputs.base import Viewer
from gradioscope.window.outputs.table_model import ShownRows
from gradioscope.window.outputs.table_order import Order, positions
from gradioscope.window.parts import Label, Popover, SearchField
from gradioscope.window.parts.background import Background
from gradioscope.window.parts.data_text import DataText
from gradioscope.window.parts.grid import Grid

Ticket = list[bool]
"""Whether the work it belongs to has to go on; emptied where nobody waits for it any more."""


class TableViewer(Viewer):
    """A table that may grow while it is shown. Ctrl+F filters, Enter shows a cell whole.

    What is sorted or filtered is put in order in a thread; rows that come meanwhile wait for the next turn.
    """

    suffix = ".csv"

    def make_content(self) -> QWidget:
        self._rows: list[list[Any]] = []
        self._order = Order()
        self._ticket: Ticket = []
        self._again = False
        self._sorter = Background(self)
        self._sorter.done.connect(self._in_order)
        content = QWidget(self)
        self._model = ShownRows()
        self._model.setParent(content)
        self.grid = _ViewGrid(self._model, self.ret.label, content)
        self.grid.customContextMenuRequested.connect(self._menu)
        self.grid.activated.connect(self._peek)
        header = self.grid.horizontalHeader()
        header.setSectionsClickable(True)
        header.sectionClicked.connect(self._clicked)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._header_menu)
        self.search = SearchField(f"Filter {self.ret.label}", "Rows that contain…", content)
        self.search.searched.connect(self._searched)
        self._count = Label("", "meta", "muted", content)
        self._filter_row = QWidget(content)
        line = QHBoxLayout(self._filter_row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.px(theme.S2))
        line.addWidget(self.search, 1)
        line.addWidget(self._count)
        self._filter_row.hide()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(theme.S1))
        column.addWidget(self._filter_row)
        column.addWidget(self.grid, 1)
        return content

    def extra_actions(self) -> list[QWidget]:
        self._filter = self.action("filter", "Filter", checkable=True)
        self._filter.set_shortcut_hint("Ctrl+F")
        self._filter.toggled.connect(self.show_filter)
        return [self._filter]

    def accepts(self, value: Any) -> bool:
        return is_table(value) and len(value["headers"]) <= MOST_COLUMNS

    def show_value(self, value: Any) -> None:
        self._rows = value["data"]
        headers = value["headers"]
        if self._order.column is not None and self._order.column >= len(headers):
            self._order = Order(self._order.needle)
        if self._order.plain:
            self._model.show_some(headers, self._rows, None)
            self._settle()
        else:
            if headers != self._model.headers:
                self._model.show_some(headers, [], [])
            self._put_in_order(at_once=False)
        self._note("" if self._rows else "no rows")

    # what is shown of it

    def sort(self, column: int | None, descending: bool = False) -> None:
        """By a column's values; None for the order in which the rows came."""
        self._order = Order(self._order.needle, column, descending)
        header = self.grid.horizontalHeader()
        header.setSortIndicatorShown(column is not None)
        direction = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        header.setSortIndicator(-1 if column is None else column, direction)
        self.grid.clearSelection()
        self._put_in_order()

    def show_filter(self, shown: bool = True) -> None:
        self._filter.setChecked(shown)
        self._filter_row.setVisible(shown)
        if shown:
            self.search.setFocus()
            self.search.selectAll()
        else:
            self.search.clear()
            self.grid.setFocus()

    def _clicked(self, column: int) -> None:
        """Ascending, descending, as it came."""
        if self._order.column != column:
            self.sort(column)
        elif self._order.descending:
            self.sort(None)
        else:
            self.sort(column, descending=True)

    def _searched(self, text: str) -> None:
        self._order = Order(text, self._order.column, self._order.descending)
        self._put_in_order()

    def _put_in_order(self, at_once: bool = True) -> None:
        if self._ticket and not at_once:
            self._again = True
            return
        self._ticket.clear()
        self._again = False
        if self._order.plain:
            self._sorter.forget()
            self._model.show_some(self._model.headers, self._rows, None)
            self._settle()
            return
        ticket = self._ticket = [True]
        self._sorter.start(partial(_ordered, self._rows, self._order, ticket))

    def _in_order(self, answer: tuple[list[list[Any]], list[int]] | None) -> None:
        self._ticket.clear()
        if answer is not None:
            rows, numbers = answer
            self._model.show_some(self._model.headers, rows, numbers)
            self._settle()
        if self._again:
            self._put_in_order()

    def _settle(self) -> None:
        self.grid.fit_columns()
        self.grid.updateGeometry()
        shown, there = self._model.rowCount(), len(self._rows)
        self._count.setText(f"{shown:,} of {there:,} rows" if shown != there else f"{there:,} rows")
        self.grid.setAccessibleDescription(f"{self._count.text()}, {self._model.columnCount():,} columns")

    # what is done with it

    def _with_text(self, target: str) -> None:
        if self._raw_shown() or not self.accepts(self.shown):
            super()._with_text(target)
            return
        self._target = target
        self._background.start(partial(_text, self.shown, bool(target)))

    def _suffix(self) -> str:
        return self.suffix if not self._raw_shown() and self.accepts(self.shown) else ".json"

    def _peek(self, index: QModelIndex) -> None:
        """The whole of a cell in a panel below it."""
        value = self._model.cell(index.row(), index.column())
        name = f"{self._model.headerData(index.column(), Qt.Orientation.Horizontal)}, row {index.row() + 1}"
        text = DataText(name)
        text.setFixedSize(QSize(theme.px(420), theme.px(220)))
        if isinstance(value, str):
            text.show_text(value)
        else:
            text.show_value(value)
        anchor = QWidget(self.grid.viewport())
        anchor.setGeometry(self.grid.visualRect(index))
        panel = Popover(text, self)
        panel.closed.connect(anchor.deleteLater)
        panel.closed.connect(panel.deleteLater)
        panel.open_at(anchor)

    def _header_menu(self, at: QPoint) -> None:
        header = self.grid.horizontalHeader()
        column = header.logicalIndexAt(at)
        if column >= 0:
            here = self.grid.currentIndex()
            self.grid.setCurrentIndex(self._model.index(max(0, here.row()), column))
        self._menu(self.grid.viewport().mapFromGlobal(header.viewport().mapToGlobal(at)))

    def _menu(self, at: QPoint) -> None:
        self.menu().popup(self.grid.viewport().mapToGlobal(at))

    def menu(self) -> QMenu:
        """What can be done with the selection, and with the column of the current cell."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        here = self.grid.currentIndex()
        copy = menu.addAction(icons.icon("copy"), "Copy\tCtrl+C")
        copy.triggered.connect(self._copy_selection)
        menu.addAction("Copy with headers").triggered.connect(self._copy_with_headers)
        whole = menu.addAction("Show whole cell\tEnter")
        whole.triggered.connect(self._peek_current)
        menu.addSeparator()
        up = menu.addAction("Sort ascending")
        up.triggered.connect(self._sort_up)
        down = menu.addAction("Sort descending")
        down.triggered.connect(self._sort_down)
        none = menu.addAction("Order as it came")
        none.triggered.connect(self._unsort)
        none.setEnabled(self._order.column is not None)
        for action in (copy, whole, up, down):
            action.setEnabled(here.isValid())
        return menu

    def _copy_selection(self) -> None:
        self.grid.copy()

    def _copy_with_headers(self) -> None:
        if not self.grid.selectionModel().hasSelection():
            self.grid.selectAll()
        self.grid.copy(headers=True)

    def _peek_current(self) -> None:
        self._peek(self.grid.currentIndex())

    def _sort_up(self) -> None:
        self.sort(self.grid.currentIndex().column())

    def _sort_down(self) -> None:
        self.sort(self.grid.currentIndex().column(), descending=True)

    def _unsort(self) -> None:
        self.sort(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Find):
            self.show_filter()
        elif event.key() == Qt.Key.Key_Escape and self._filter.isChecked():
            self._filter.setChecked(False)
        else:
            super().keyPressEvent(event)


class _ViewGrid(Grid):
    """Tab leaves it; the arrows go through its cells."""

    least_rows = 2
    most_rows = 12

    def __init__(self, model: ShownRows, name: str, parent: QWidget) -> None:
        super().__init__(model, name, parent)
        self.setEditTriggers(Grid.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)


def _ordered(rows: list[list[Any]], order: Order, ticket: Ticket) -> tuple[list[list[Any]], list[int]] | None:
    numbers = positions(rows, order, lambda: not ticket)
    return None if numbers is None else ([rows[number] for number in numbers], numbers)


def _text(value: dict[str, Any], csv: bool) -> tuple[str, bool]:
    """All of a table with its headers, for a file or for the clipboard."""
    rows = [[*map(cell_text, row)] for row in (value["headers"], *value["data"])]
    return (write_csv if csv else write_clipboard)(rows), True
