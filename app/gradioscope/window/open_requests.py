"""Opening, duplicating, closing and reopening request tabs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from gradioscope.window.request_tab.status import Status
from gradioscope.window.request_tab.tab import RequestTab
from gradioscope.window.surroundings import Surroundings
from gradioscope.window.tabs import Tabs

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gradioscope.gradio.model import App
    from gradioscope.library.history.record import RunRecord
    from gradioscope.window.request_tab.record import Snapshot

REOPENABLE = 20


class OpenRequests(QObject):
    """The request tabs among the window's tabs; there is always one.

    Signals: `statusChanged(Status)` of the current one, `ran(Run)`, `tokenAsked(RequestTab)`,
    `demoAsked(RequestTab)`, `noticed(str)`, `currentChanged(None)`, `edited(RequestTab)`, `saveAsked(RequestTab)`,
    `rowsAsked(RequestTab)`,
    `appConnected(RequestTab)`, `closed(RequestTab)`, `moved(RequestTab)` when it was scrolled, or another panel of it
    came to the front.
    """

    statusChanged = Signal(object)
    ran = Signal(object)
    tokenAsked = Signal(object)
    demoAsked = Signal(object)
    noticed = Signal(object)
    currentChanged = Signal(object)
    edited = Signal(object)
    saveAsked = Signal(object)
    rowsAsked = Signal(object)
    appConnected = Signal(object)
    closed = Signal(object)
    moved = Signal(object)

    def __init__(self, tabs: Tabs, surroundings: Surroundings, parent: QObject) -> None:
        super().__init__(parent)
        self._tabs = tabs
        self._surroundings = surroundings
        self._closed: list[Snapshot] = []
        self.may_close: Callable[[QWidget], bool] | None = None
        """Asked before a tab is closed; where it says no, it closes the tab itself when the person has answered."""
        self._last: RequestTab | None = None
        tabs.currentChanged.connect(self._current_changed)
        tabs.closeAsked.connect(self.ask_close)
        tabs.newAsked.connect(self.new)

    def all(self) -> list[RequestTab]:
        return [page for page in self._tabs.all() if isinstance(page, RequestTab)]

    def current(self) -> RequestTab:
        """The tab in front; where a page such as the settings is, the request before it."""
        page = self._tabs.current()
        if isinstance(page, RequestTab):
            return page
        return self._last if self._last is not None else self.all()[0]

    def new(self, _: object = None, *, whole: bool = True) -> RequestTab:
        """An empty request in front; not `whole` without its welcome page, which costs a first paint."""
        tab = self._made()
        if whole:
            tab.show_welcome()
        self._tabs.add(tab, tab.title)
        tab.address_bar.take_focus()
        return tab

    def _made(self) -> RequestTab:
        tab = RequestTab(self._surroundings)
        tab.statusChanged.connect(self._status_changed)
        tab.titleChanged.connect(self._title_changed)
        tab.ran.connect(self.ran.emit)
        tab.noticed.connect(self.noticed.emit)
        tab.tokenAsked.connect(self.tokenAsked.emit)
        tab.demoAsked.connect(self.demoAsked.emit)
        tab.edited.connect(self.edited.emit)
        tab.saveAsked.connect(self.saveAsked.emit)
        tab.rowsAsked.connect(self.rowsAsked.emit)
        tab.appConnected.connect(self.appConnected.emit)
        tab.moved.connect(self.moved.emit)
        return tab

    def connect_to(self, address: str) -> None:
        """In the current tab if it has no app yet, otherwise in a new one."""
        tab = self.current()
        if tab.app is not None or tab.busy:
            tab = self.new()
        self._tabs.show_page(tab)
        tab.connect_to(address)

    def duplicate(self) -> None:
        """The same request without its file, which stays that of the one it was made from."""
        snapshot = self.current().snapshot()
        self.restore(replace(snapshot, path=None, base=None))

    def show_run(self, past: RunRecord, app: App, *, apart: bool = False) -> None:
        """A run of the history, in a tab of its own unless the current one is still empty and it is not to be `apart`.

        `app` has its endpoint, as it was then.
        """
        tab = self.current()
        if apart or tab.app is not None or tab.busy:
            tab = self.new()
        self._tabs.show_page(tab)
        tab.show_run(past, app)

    def show(self, tab: RequestTab) -> None:
        """Bring a tab to the front."""
        self._tabs.show_page(tab)

    def restore(self, snapshot: Snapshot) -> RequestTab:
        """A request as it was, in a tab of its own."""
        tab = self.new()
        tab.restore(snapshot)
        return tab

    def restore_behind(self, snapshot: Snapshot) -> RequestTab:
        """The same behind the other tabs; its form is made when it is looked at."""
        tab = self._made()
        self._tabs.add(tab, tab.title, front=False)
        tab.restore(snapshot, when_shown=True)
        return tab

    def open_saved(self, snapshot: Snapshot) -> RequestTab:
        """A saved request, in the current tab if that is still empty, otherwise in one of its own."""
        tab = self.current()
        if not tab.untouched:
            return self.restore(snapshot)
        self._tabs.show_page(tab)
        tab.restore(snapshot)
        return tab

    def changed(self) -> list[RequestTab]:
        """Those whose file says something else, or is gone."""
        return [tab for tab in self.all() if tab.unsaved]

    def of_file(self, path: Path) -> RequestTab | None:
        """The tab that stands for a file."""
        return next((tab for tab in self.all() if tab.document.path == path), None)

    def follow_files(self, where: Callable[[Path], Path | None]) -> None:
        """Files were moved, renamed or deleted (None): tabs that stand for them, or have them as values, go along.

        So do closed ones, for the day they are opened again.
        """
        for tab in self.all():
            before = tab.snapshot()
            after = _pointing(before, where)
            if after is not before:
                tab.reload(after)
            path, base = tab.document.path, tab.document.base
            if path is None or (now := where(path)) == path:
                continue
            if now is None or base is None:
                tab.document.path = now or path
                tab.lose_file()
            else:
                tab.saved_as(now, base)
        self._closed = [
            replace(each, path=where(each.path) or each.path) if each.path is not None else each
            for each in (_pointing(closed, where) for closed in self._closed)
        ]

    def close(self, page: QWidget, *, remember: bool = True) -> None:
        """Close a tab; a run in it is cancelled. The last request is followed by an empty one."""
        if isinstance(page, RequestTab):
            if remember and not page.untouched:
                self._closed.append(page.snapshot())
                del self._closed[:-REOPENABLE]
            page.close_down()
            if page is self._last:
                self._last = None
            if self.all() == [page]:
                self.new()
        self._tabs.remove(page)
        page.hide()
        page.deleteLater()
        if isinstance(page, RequestTab):
            self.closed.emit(page)

    def ask_close(self, page: QWidget) -> None:
        """Close a tab, if nothing is lost by it or the person says so."""
        if self.may_close is None or self.may_close(page):
            self.close(page)

    def close_current(self) -> None:
        page = self._tabs.current()
        if page is not None:
            self.ask_close(page)

    def reopen(self) -> None:
        """The tab closed last, with its values."""
        if self._closed:
            self.restore(self._closed.pop())

    def close_down(self) -> None:
        """The window goes."""
        for tab in self.all():
            tab.close_down()

    def _current_changed(self, page: QWidget) -> None:
        if isinstance(page, RequestTab):
            self._last = page
            self.statusChanged.emit(page.status)
        self.currentChanged.emit(None)

    def _status_changed(self, status: Status) -> None:
        tab = self.sender()
        if isinstance(tab, RequestTab) and tab in self._tabs.all():
            self._tabs.set_state(tab, status.state)
            if tab is self.current():
                self.statusChanged.emit(status)

    def _title_changed(self, title: str) -> None:
        tab = self.sender()
        if isinstance(tab, RequestTab) and tab in self._tabs.all():
            self._tabs.set_title(tab, title)


def _pointing(snapshot: Snapshot, where: Callable[[Path], Path | None]) -> Snapshot:
    """A request whose local files are where they are now; the same object where none has moved."""
    from gradioscope.library.collection.references import followed

    values, base = followed(snapshot.values, where), snapshot.base
    if base is not None and (saved := followed(base.values, where)) is not base.values:
        base = replace(base, values=saved)
    if values is snapshot.values and base is snapshot.base:
        return snapshot
    return replace(snapshot, values=values, base=base)
