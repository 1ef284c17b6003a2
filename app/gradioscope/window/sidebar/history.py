"""The list `History`: one row a run, newest first, by days; more of them come as one scrolls."""

from __future__ import annotations

import time
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from gradioscope.window.parts import IconButton
from gradioscope.window.request_tab.status import ENDS, seconds_text
from gradioscope.window.sidebar.rows import Row
from gradioscope.window.sidebar.section import Section

if TYPE_CHECKING:
    from gradioscope.library.history.record import RunSummary

EMPTY = "Each run appears here, to be opened again with its values."
PRIVATE = "Private mode: runs are not kept. What was kept before stays until you clear it."
MOST = 800
"""Runs that are listed; the page has the older ones. Rows of two heights are laid out all at once, 10,000 in 50 ms."""
NEAR = 20
"""Rows before the end at which more are asked for."""
MENU = (
    ("open", "Open", "run"),
    ("open-apart", "Open in new tab", "plus"),
    ("compare", "Compare with…", "exchange"),
    ("curl", "Copy as curl", "copy"),
    ("save", "Save to a collection…", "save"),
    ("delete", "Delete", "trash"),
)
"""What can be asked for a run: the word of the signal, the text, the icon."""


class HistorySection(Section):
    """Signals: `asked(str, RunSummary)` something of MENU for a run; `moreAsked(RunSummary)` when the end is near,
    with the last that is there; `pageAsked(None)`; those of Section, its `picked(RunSummary)` a click or Enter."""

    asked = Signal(object, object)
    moreAsked = Signal(object)
    pageAsked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("History", EMPTY, "Clear history", parent)
        self._whole = True
        self._waits = False
        self._today = ""
        self.page_button = IconButton("expand", "Open history")
        self.page_button.clicked.connect(self._ask_page)
        self.heading.insertWidget(1, self.page_button)
        # the name of a day makes a row taller
        self.list.setUniformItemSizes(False)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self.show_menu)
        self.list.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.list.installEventFilter(self)

    # -- rows

    def runs(self) -> list[RunSummary]:
        rows = self.list.rows
        return [row.subject for n in range(rows.rowCount()) if (row := rows.row(rows.index(n, 0))) is not None]

    def show_runs(self, runs: list[RunSummary], *, whole: bool) -> None:
        """These in place of all; `whole` where there are no more. The current one stays it, and so does the place."""
        current = self.current()
        place = self.list.verticalScrollBar().value()
        self._today = _day(time.time())
        self._whole, self._waits = whole, False
        self.list.rows.set_rows([_row(run) for run in runs])
        for number, run in enumerate(runs):
            if current is not None and run.id == current.id:
                self.list.setCurrentIndex(self.list.rows.index(number, 0))
        self.list.verticalScrollBar().setValue(place)
        self.update_empty()

    def append(self, runs: list[RunSummary], *, whole: bool) -> None:
        """The next ones, as asked for."""
        self._whole, self._waits = whole, False
        self.list.rows.append([_row(run) for run in runs])

    def put_first(self, run: RunSummary) -> bool:
        """A new run. False where the list has to be read again instead, as another day has begun."""
        if self._today != _day(time.time()):
            return False
        self.list.rows.put_first(_row(run))
        self.list.scheduleDelayedItemsLayout()  # the row below may have lost the day's name
        self.update_empty()
        return True

    def current(self) -> RunSummary | None:
        row = self.list.rows.row(self.list.currentIndex())
        return row.subject if row is not None else None

    def set_private(self, private: bool) -> None:
        """Say in place of the list, or beside it, that runs are not kept."""
        self.empty.setText(PRIVATE if private else EMPTY)
        self.title.setText("History · private" if private else "History")
        self.update_empty()

    # -- what is asked

    def show_menu(self, place: QPoint) -> None:
        index = self.list.indexAt(place)
        run = self._run_at(index.row()) if index.isValid() else self.current()
        if run is None:
            return
        menu = QMenu(self)
        for word, text, _icon in MENU:
            if word == "delete":
                menu.addSeparator()
            menu.addAction(text).triggered.connect(partial(self._ask, word, run))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.list.viewport().mapToGlobal(place))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.list
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.matches(QKeySequence.StandardKey.Delete)
        ):
            run = self.current()
            if run is not None:
                self.asked.emit("delete", run)
            return True
        return super().eventFilter(watched, event)

    def _ask(self, word: str, run: RunSummary, _checked: bool = False) -> None:
        self.asked.emit(word, run)

    def _ask_page(self) -> None:
        self.pageAsked.emit(None)

    def _run_at(self, number: int) -> RunSummary | None:
        row = self.list.rows.row(self.list.rows.index(number, 0))
        return row.subject if row is not None else None

    def _scrolled(self, _value: int) -> None:
        # once the list has its new layout
        QTimer.singleShot(0, self, self._look_ahead)

    def _look_ahead(self) -> None:
        count = self.list.rows.rowCount()
        if self._whole or self._waits or not 0 < count < MOST:
            return
        lowest = self.list.indexAt(QPoint(4, self.list.viewport().height() - 2))
        last = self._run_at(count - 1)
        if last is not None and (not lowest.isValid() or lowest.row() > count - NEAR):
            self._waits = True
            self.moreAsked.emit(last)


def _row(run: RunSummary) -> Row:
    icon, token, state = ENDS[run.state]
    when = time.localtime(run.began)
    clock = time.strftime("%H:%M", when)
    duration = seconds_text(run.duration)
    name = run.title or run.url
    return Row(
        run.endpoint,
        run,
        muted=name,
        right=f"{clock} · {duration}",
        icon=icon,
        token=token,
        spoken=f"{run.endpoint}, {name}, {state}, {clock}, {duration}",
        tip=_tip(run, state, time.strftime("%Y-%m-%d %H:%M:%S", when), duration),
        group=_day(run.began),
    )


def _tip(run: RunSummary, state: str, when: str, duration: str) -> str:
    lines = [f"{state} in {duration}, {when}", run.title, f"{run.url}{run.endpoint}", run.error]
    return "\n".join(line for line in lines if line)


def _day(seconds: float) -> str:
    """`Today`, `Yesterday`, or the date."""
    day, today = date.fromtimestamp(seconds), date.today()
    if day == today:
        return "Today"
    if day == today - timedelta(days=1):
        return "Yesterday"
    year = "" if day.year == today.year else f" {day.year}"
    return f"{day:%A}, {day.day} {day:%B}{year}"
