"""The table of runs: read page by page, one row a run, newest first."""

from __future__ import annotations

import time
from html import escape
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from gradioscope.library.history.record import RunSummary
from gradioscope.window import icons, theme
from gradioscope.window.request_tab.status import ENDS, seconds_text

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

COLUMNS = ("State", "Time", "Endpoint", "App", "Duration")
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
NARROW = 420
"""Width below which the app's name gives way."""
NEAR = 30
"""Rows before the end at which more are asked for."""
_ROOT = QModelIndex()


class RunModel(QAbstractTableModel):
    """The runs that were read so far."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.runs: list[RunSummary] = []

    def show(self, runs: list[RunSummary]) -> None:
        self.beginResetModel()
        self.runs = list(runs)
        self.endResetModel()

    def append(self, runs: list[RunSummary]) -> None:
        if runs:
            self.beginInsertRows(_ROOT, len(self.runs), len(self.runs) + len(runs) - 1)
            self.runs.extend(runs)
            self.endInsertRows()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.runs)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.runs):
            return None
        run = self.runs[index.row()]
        column = COLUMNS[index.column()]
        icon, token, word = ENDS[run.state]
        if role == Role.DisplayRole and column == "State":
            return None  # the sign alone; its word is spoken, and in the tooltip
        if role in (Role.DisplayRole, Role.AccessibleTextRole):
            return {
                "Time": when(run.began)[:-3],
                "Endpoint": run.endpoint,
                "App": run.title or run.url,
                "State": word,
                "Duration": seconds_text(run.duration),
            }[column]
        if role == Role.DecorationRole and column == "State":
            return icons.icon(icon, token)
        if role == Role.ToolTipRole:
            return plain_tip(f"{word}, {when(run.began)}\n{run.title}\n{run.url}{run.endpoint}\n{run.error}".strip())
        if role == Role.TextAlignmentRole and column == "Duration":
            return RIGHT
        if role == Role.ForegroundRole and column in ("Time", "App"):
            return theme.tokens().text_muted
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and 0 <= section < len(COLUMNS):
            if role == Role.DisplayRole:
                return "" if COLUMNS[section] == "State" else COLUMNS[section]
            if role == Role.AccessibleTextRole:
                return COLUMNS[section]
            if role == Role.TextAlignmentRole:
                return RIGHT if COLUMNS[section] == "Duration" else LEFT
        return None


class RunTable(QTableView):
    """Several rows can be chosen; two of them can be compared.

    Signals: `chosen(list of RunSummary)` whenever that changes, `opened(RunSummary)` by Enter or a double click,
    `deleteAsked(list of RunSummary)`, `moreAsked(RunSummary)` near the end, with the last row.
    """

    chosen = Signal(object)
    opened = Signal(object)
    deleteAsked = Signal(object)
    moreAsked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.runs = RunModel(self)
        self._whole = True
        self._waits = False
        self.setModel(self.runs)
        self.setAccessibleName("Runs")
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setIconSize(QSize(theme.px(14), theme.px(14)))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        columns = self.horizontalHeader()
        columns.setHighlightSections(False)
        columns.setSectionsClickable(False)
        columns.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        columns.setSectionResizeMode(COLUMNS.index("Endpoint"), QHeaderView.ResizeMode.Stretch)
        columns.setSectionResizeMode(COLUMNS.index("App"), QHeaderView.ResizeMode.Stretch)
        self.selectionModel().selectionChanged.connect(self._choose)
        self.doubleClicked.connect(self._open)
        self.verticalScrollBar().valueChanged.connect(self._look_ahead)
        theme.notifier().changed.connect(self._restyle)
        self._restyle()

    def show_runs(self, runs: list[RunSummary], *, whole: bool) -> None:
        """These in place of all; those that were chosen stay so."""
        chosen = {run.id for run in self.chosen_runs()}
        place = self.verticalScrollBar().value()
        self._whole, self._waits = whole, False
        self.runs.show(runs)
        self._select([number for number, run in enumerate(runs) if run.id in chosen])
        self.verticalScrollBar().setValue(place)
        if chosen:
            self._choose()

    def append(self, runs: list[RunSummary], *, whole: bool) -> None:
        self._whole, self._waits = whole, False
        self.runs.append(runs)

    def chosen_runs(self) -> list[RunSummary]:
        """From the top."""
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
        return [self.runs.runs[row] for row in rows if row < len(self.runs.runs)]

    def choose(self, runs: set[int]) -> bool:
        """Select runs by their ids; whether any of them is listed."""
        rows = [number for number, run in enumerate(self.runs.runs) if run.id in runs]
        self._select(rows)
        if rows:
            self.scrollTo(self.runs.index(rows[0], 0))
        return bool(rows)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # where there is little room the endpoint has it; the app is in the tooltip and the details
        self.setColumnHidden(COLUMNS.index("App"), self.viewport().width() < theme.px(NARROW))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._open(self.currentIndex())
        elif event.matches(QKeySequence.StandardKey.Delete):
            if runs := self.chosen_runs():
                self.deleteAsked.emit(runs)
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()  # the window's
        else:
            super().keyPressEvent(event)

    # -- inside

    def _select(self, rows: list[int]) -> None:
        wanted = QItemSelection()
        for row in rows:
            wanted.select(self.runs.index(row, 0), self.runs.index(row, len(COLUMNS) - 1))
        how = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(wanted, how.ClearAndSelect | how.Rows)
        if rows:
            self.selectionModel().setCurrentIndex(self.runs.index(rows[0], 0), how.NoUpdate)

    def _choose(self, *_: object) -> None:
        self.chosen.emit(self.chosen_runs())

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(self.runs.runs[index.row()])

    def _look_ahead(self, *_: object) -> None:
        if self._whole or self._waits or not self.runs.runs:
            return
        lowest = self.rowAt(self.viewport().height() - 1)
        if lowest < 0 or lowest > len(self.runs.runs) - NEAR:
            self._waits = True
            self.moreAsked.emit(self.runs.runs[-1])

    def _restyle(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme.px(theme.COMPACT))
        metrics, columns = self.fontMetrics(), self.horizontalHeader()
        columns.setMinimumSectionSize(theme.px(28))
        columns.resizeSection(COLUMNS.index("State"), theme.px(36))
        for name, widest in (("Time", "2026-12-30 23:59"), ("Duration", "59 min 59 s")):
            columns.resizeSection(COLUMNS.index(name), metrics.horizontalAdvance(widest) + theme.px(20))


def plain_tip(text: str) -> str:
    """A tooltip that shows a text as it is: what an app says would be read as markup otherwise."""
    return f'<span style="white-space: pre-wrap">{escape(text)}</span>'


def when(seconds: float) -> str:
    """A moment on this computer's clock."""
    return time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(seconds))
