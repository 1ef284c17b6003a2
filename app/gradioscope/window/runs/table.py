"""The table of a run's rows, which follows the newest unless the person scrolls away."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from gradioscope.window import theme
from gradioscope.window.runs.model import COLUMNS, RunModel, RunRow

NAMES = 0.4
"""The names' share of the width, until a person gives them another."""


class RunRowsTable(QTableView):
    """Signals: `chosen(RunRow or None)`, `opened(RunRow)` by Enter or a double click."""

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, what: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.run_rows = RunModel(what, self)
        self._follows = True
        self._shared = True
        self._sharing = False
        self.setModel(self.run_rows)
        self.setAccessibleName(f"{what}s of the run")
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setIconSize(QSize(theme.px(14), theme.px(14)))
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        columns = self.horizontalHeader()
        columns.setHighlightSections(False)
        columns.setSectionsClickable(False)
        columns.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        columns.setSectionResizeMode(COLUMNS.index("Outcome"), QHeaderView.ResizeMode.Stretch)
        columns.sectionResized.connect(self._resized)
        self.selectionModel().currentRowChanged.connect(self._choose)
        self.doubleClicked.connect(self._open)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        theme.notifier().changed.connect(self._restyle)
        self._restyle()

    @property
    def current(self) -> RunRow | None:
        index = self.currentIndex()
        return self.run_rows.row(index.row()) if index.isValid() else None

    def begin(self) -> None:
        """A run begins: follow it."""
        self._follows = True

    def take(self, new: list[RunRow], changed: list[RunRow]) -> None:
        """As of the model; the end stays in view where it was."""
        follows = self._follows
        self.run_rows.take(new, changed)
        if follows:
            if new:
                self.scrollToBottom()
            elif changed:
                place = self.run_rows.place_of(changed[-1])
                if place >= 0:
                    self.scrollTo(self.run_rows.index(place, 0))
            self._follows = True

    def choose(self, row: RunRow) -> None:
        place = self.run_rows.place_of(row)
        if place >= 0:
            how = QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(self.run_rows.index(place, 0), how.ClearAndSelect | how.Rows)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._shared:
            self._sharing = True
            self.horizontalHeader().resizeSection(COLUMNS.index("Name"), round(self.viewport().width() * NAMES))
            self._sharing = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._open(self.currentIndex())
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()  # the window's
        else:
            super().keyPressEvent(event)

    # -- inside

    def _resized(self, column: int, _old: int, _new: int) -> None:
        if column == COLUMNS.index("Name") and not self._sharing:
            self._shared = False

    def _choose(self, index: QModelIndex, _before: QModelIndex) -> None:
        self._follows = self._follows and not self.hasFocus()
        self.chosen.emit(self.run_rows.row(index.row()) if index.isValid() else None)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(self.run_rows.row(index.row()))

    def _scrolled(self, value: int) -> None:
        self._follows = value >= self.verticalScrollBar().maximum()

    def _restyle(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme.px(theme.COMPACT))
        metrics, columns = self.fontMetrics(), self.horizontalHeader()
        columns.setMinimumSectionSize(theme.px(28))
        columns.resizeSection(COLUMNS.index("State"), theme.px(36))
        columns.resizeSection(COLUMNS.index("Duration"), metrics.horizontalAdvance("59 min 59 s") + theme.px(20))
