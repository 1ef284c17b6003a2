"""The live log of a run."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelection, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from gradioscope.gradio.events import Event
from gradioscope.window import icons, theme
from gradioscope.window.event_log.model import EventModel
from gradioscope.window.event_log.rows import KINDS
from gradioscope.window.event_log.table import LOOKS, EventTable
from gradioscope.window.event_log.timeline import Timeline
from gradioscope.window.parts import EmptyState, Hairline, IconButton, Label, SearchField, Splitter
from gradioscope.window.parts.data_text import DataText

STEP_MS = 33
"""Events reach the screen at most this often, however fast they come."""
MOST = 1500
"""Events taken in one step: about 4 ms, and as much again to paint. A burst of 30,000 is there in 0.7 s."""


class EventLog(QWidget):
    """Events as they come, newest at the end; one of them whole below.

    Signals: `count_changed(int)` with the number of rows, at most 30 times a second.
    """

    count_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._waiting: list[Event] = []
        self._step = QTimer(self)
        self._step.setSingleShot(True)
        self._step.setInterval(STEP_MS)
        self._step.timeout.connect(self._take)
        self.model = EventModel(self)
        self.model.filtered.connect(self._tell_found)
        self.table = EventTable(self.model)
        self.table.selectionModel().selectionChanged.connect(self._chosen)
        self.timeline = Timeline()
        self.detail = DataText("Event")
        self._detail_head = Label(size="meta", tone="muted")
        self._copy = IconButton("copy", "Copy event", shortcut="Ctrl+C")
        self._copy.clicked.connect(self.table.copy_rows)
        self._close = IconButton("close", "Close event")
        self._close.clicked.connect(self.table.clearSelection)
        self._detail_box = self._make_detail()
        self._detail_box.hide()
        self._empty = EmptyState("list", "Run the request; every event of the app appears here as it comes.")
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty)
        self._split = Splitter(Qt.Orientation.Vertical)
        self._split.addWidget(self.table)
        self._split.addWidget(self._detail_box)
        self._split.setStretchFactor(0, 3)
        self._split.setStretchFactor(1, 2)
        self._pages.addWidget(self._split)
        self._bar = self._make_bar()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addWidget(Hairline())
        column.addWidget(self._pages, 1)
        self._bar.setEnabled(False)

    # -- the owner's side

    def add(self, event: Event) -> None:
        """Note an event. Costs a list's append; it is shown within 33 ms."""
        self._waiting.append(event)
        if not self._step.isActive():
            self._step.start()

    def clear(self) -> None:
        """Forget all events, as for a new run. The filter stays."""
        self._step.stop()
        self._waiting = []
        self.model.clear()
        self.timeline.clear()
        self._detail_box.hide()
        self._show_rows()
        self.count_changed.emit(0)

    def flush(self) -> None:
        """Show now what waits, as when the run has ended."""
        while self._waiting:
            self._take()

    def focus_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def copy_rows(self) -> None:
        """The chosen rows as lines of JSON on the clipboard."""
        self.table.copy_rows()

    # -- inside

    def _take(self) -> None:
        events, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
        course = self.timeline.course
        for event in events:
            course.add(event)
        self.timeline.tell()
        before = self.model.rowCount()
        first = not self.model.total
        self.model.append(events)
        if first:
            self._show_rows()
        self.table.came(self.model.rowCount() - before)
        self.count_changed.emit(self.model.total)
        if self._waiting:
            self._step.start()

    def _show_rows(self) -> None:
        some = bool(self.model.total)
        self._pages.setCurrentWidget(self._split if some else self._empty)
        self._bar.setEnabled(some)

    def _chosen(self, *_: QItemSelection) -> None:
        rows = self.table.selectionModel().selectedRows()
        self._detail_box.setVisible(bool(rows))
        if not rows:
            return
        if len(rows) > 1:
            self._detail_head.setText(f"{len(rows)} events chosen")
            return
        row = self.model.row(rows[0].row())
        self._detail_head.setText(f"{row.kind} at {row.time} s")
        self.detail.show_value(row.as_json())

    def _narrow(self, *_: object) -> None:
        kind = self.kinds.currentData()
        self.model.narrow(frozenset([kind]) if kind else frozenset(), self.search.text())

    def _tell_found(self) -> None:
        self.found.setText(f"{self.model.rowCount():,} of {self.model.total:,}" if self.model.narrowed else "")
        self.table.came(0)

    def _make_bar(self) -> QWidget:
        bar = QWidget()
        self.kinds = QComboBox()
        self.kinds.addItem("All events", "")
        for kind in KINDS:
            self.kinds.addItem(icons.icon(*LOOKS[kind]), kind, kind)
        label = QLabel("Kind of events")
        label.setBuddy(self.kinds)
        label.setMaximumWidth(0)
        self.kinds.currentIndexChanged.connect(self._narrow)
        self.search = SearchField("Search events", "Search")
        self.search.searched.connect(self._narrow)
        self.found = Label(size="meta", tone="muted")
        clear = IconButton("trash", "Clear events")
        clear.clicked.connect(self.clear)
        row = QHBoxLayout(bar)
        row.setContentsMargins(theme.px(theme.S3), theme.px(theme.S1), theme.px(theme.S3), theme.px(theme.S1))
        row.setSpacing(theme.px(theme.S2))
        row.addWidget(self.timeline, 3)
        row.addWidget(label)
        row.addWidget(self.found)
        row.addWidget(self.kinds)
        row.addWidget(self.search, 2)
        row.addWidget(clear)
        return bar

    def _make_detail(self) -> QWidget:
        box = QWidget()
        head = QHBoxLayout()
        head.setContentsMargins(theme.px(theme.S3), theme.px(theme.S1), theme.px(theme.S3), 0)
        head.addWidget(self._detail_head, 1)
        head.addWidget(self._copy)
        head.addWidget(self._close)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.detail, 1)
        return box

    def event(self, event: QEvent) -> bool:
        # an own claim on Ctrl+F, which elsewhere finds elsewhere: it wins over the window's shortcut
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Find)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Find):
            self.focus_search()
            return
        super().keyPressEvent(event)
