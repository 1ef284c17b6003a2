"""What narrows the history: words, an app, an endpoint, an end."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from gradioscope.library.history.record import KnownApp, Wanted
from gradioscope.window import theme
from gradioscope.window.parts import SearchField, Select
from gradioscope.window.request_tab.status import ENDS


class Filters(QWidget):
    """Signals: `changed(None)` after a choice, 120 ms after the last key."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = SearchField("Search history", "Search endpoints, apps, values and errors")
        self.app, self.endpoint, self.state = Select(), Select(), Select()
        self.app.addItem("All apps", "")
        self.endpoint.addItem("All endpoints", "")
        self.state.addItem("All states", "")
        for state, (_, _, word) in ENDS.items():
            self.state.addItem(word, state)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.S4, theme.S2, theme.S4, theme.S2)
        row.setSpacing(theme.S2)
        row.addWidget(self.search, 3)
        for name, box in (("App", self.app), ("Endpoint of runs", self.endpoint), ("State", self.state)):
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

    def wanted(self) -> Wanted:
        return Wanted(
            text=self.search.text(),
            url=self.app.currentData() or "",
            endpoint=self.endpoint.currentData() or "",
            state=self.state.currentData() or "",
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


def _short(url: str) -> str:
    return url.split("://", 1)[-1]
