"""The answer's side of a tab: Result, Events, Snippet and Exchange."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from gradioscope.window import theme
from gradioscope.window.event_log import EventLog
from gradioscope.window.exchange_panel import ExchangePanel
from gradioscope.window.outputs.panel import ResultPanel
from gradioscope.window.parts import Hairline, TabStrip
from gradioscope.window.request_tab.panels import PANELS
from gradioscope.window.snippet_panel import SnippetPanel


class Response(QWidget):
    """Holds the four panels. Signals: `tabChanged(int)`."""

    tabChanged = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.result = ResultPanel()
        self.events = EventLog()
        self.snippet = SnippetPanel()
        self.exchange = ExchangePanel()
        self.tabs = TabStrip("Response")
        for name in PANELS:
            self.tabs.add(name)
        header = QHBoxLayout()
        header.setContentsMargins(theme.S2, 0, theme.S4, 0)
        header.setSpacing(theme.S2)
        header.addWidget(self.tabs)
        header.addStretch(1)
        self._stack = QStackedWidget()
        for panel in (self.result, self.events, self.snippet, self.exchange):
            self._stack.addWidget(panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(header)
        column.addWidget(Hairline())
        column.addWidget(self._stack, 1)
        self.tabs.selected.connect(self._changed)
        self.events.count_changed.connect(self._count)

    def show_panel(self, index: int) -> None:
        self.tabs.setCurrentIndex(index)
        self._stack.setCurrentIndex(index)

    def current_panel(self) -> int:
        return self._stack.currentIndex()

    def find_in_panel(self) -> bool:
        """Put the focus into the search of the panel in front. Whether it has one."""
        search = getattr(self._stack.currentWidget(), "focus_search", None)
        if search is None:
            return False
        search()
        return True

    def count_exchange(self, count: int) -> None:
        self.tabs.set_count(PANELS.index("Exchange"), count)

    def _count(self, count: int) -> None:
        self.tabs.set_count(PANELS.index("Events"), count)

    def _changed(self, index: int) -> None:
        self._stack.setCurrentIndex(index)
        self.tabChanged.emit(index)
