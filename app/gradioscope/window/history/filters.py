"""What narrows the history: words, an app, an endpoint, an end, a time."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from gradioscope.library.history.record import KnownApp, Wanted
from gradioscope.window import theme
from gradioscope.window.parts import SearchField, Select
from gradioscope.window.request_tab.status import ENDS

TIMES: tuple[tuple[str, int | None, int | None], ...] = (
    ("Any time", None, None),
    ("Today", 0, None),
    ("Last 7 days", 6, None),
    ("Last 30 days", 29, None),
    ("Older than 30 days", None, 29),
    ("Older than a year", None, 364),
)
"""What is called so; days before today's midnight since and until then."""


class Filters(QWidget):
    """Signals: `changed(None)` after a choice, 120 ms after the last key."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = SearchField("Search history", "Search endpoints, apps, values and errors")
        self.app, self.endpoint, self.state, self.time = Select(), Select(), Select(), Select()
        self.app.addItem("All apps", "")
        self.endpoint.addItem("All endpoints", "")
        self.state.addItem("All states", "")
        for state, (_, _, word) in ENDS.items():
            self.state.addItem(word, state)
        for number, (text, _, _) in enumerate(TIMES):
            self.time.addItem(text, number)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.S4, theme.S2, theme.S4, theme.S2)
        row.setSpacing(theme.S2)
        row.addWidget(self.search, 3)
        boxes = {"App": self.app, "Endpoint of runs": self.endpoint, "State": self.state, "Time": self.time}
        for name, box in boxes.items():
            label = QLabel(name)  # on Linux Qt takes a combo box's name from its label alone
            label.setBuddy(box)
            label.setMaximumWidth(0)
            box.setAccessibleName(name)
            row.addWidget(label)
            row.addWidget(box, 1)
        self.search.searched.connect(self._tell)
        self.app.activated.connect(self._app_chosen)
        self.endpoint.activated.connect(self._tell)
        self.state.activated.connect(self._tell)
        self.time.activated.connect(self._tell)

    def wanted(self) -> Wanted:
        _, since, until = TIMES[self.time.currentIndex()]
        return Wanted(
            text=self.search.text(),
            url=self.app.currentData() or "",
            endpoint=self.endpoint.currentData() or "",
            state=self.state.currentData() or "",
            since=_days_ago(since),
            until=_days_ago(until),
        )

    def offer(self, apps: list[KnownApp], endpoints: list[str]) -> None:
        """What there is to choose from; what is chosen stays so."""
        titles = [app.title for app in apps]
        named = [
            (f"{app.title} · {_short(app.url)}" if not app.title or titles.count(app.title) > 1 else app.title, app.url)
            for app in apps
        ]
        _fill(self.app, [("All apps", ""), *named])
        _fill(self.endpoint, [("All endpoints", ""), *((name, name) for name in endpoints)])

    def _app_chosen(self, _index: int) -> None:
        self.endpoint.setCurrentIndex(0)  # another app has other endpoints
        self._tell()

    def _tell(self, *_: object) -> None:
        self.changed.emit(None)


def _fill(box: Select, choices: list[tuple[str, str]]) -> None:
    if [(box.itemText(n), box.itemData(n)) for n in range(box.count())] == choices:
        return
    chosen = box.currentData()
    box.blockSignals(True)
    box.clear()
    for text, data in choices:
        box.addItem(text, data)
    kept = box.findData(chosen)
    if kept < 0 and chosen:  # it has no runs any more, and is still what is asked for
        box.addItem(chosen, chosen)
        kept = box.count() - 1
    box.setCurrentIndex(max(kept, 0))
    box.blockSignals(False)


def _days_ago(days: int | None) -> float | None:
    """The midnight so many days before today's, in seconds since the epoch."""
    if days is None:
        return None
    return datetime.combine(date.today() - timedelta(days=days), datetime.min.time()).timestamp()


def _short(url: str) -> str:
    return url.split("://", 1)[-1]
