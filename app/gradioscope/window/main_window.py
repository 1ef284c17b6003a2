"""The window: sidebar, tabs and status line, and what passes between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QMenu, QVBoxLayout, QWidget

from gradioscope.window import theme
from gradioscope.window.arrangement import SIDEBAR, Arrangement
from gradioscope.window.icons import app_icon
from gradioscope.window.look import Look
from gradioscope.window.open_requests import OpenRequests
from gradioscope.window.parts import Hairline, Splitter
from gradioscope.window.request_tab.status import Status
from gradioscope.window.request_tab.tab import RequestTab
from gradioscope.window.sidebar.sidebar import Sidebar
from gradioscope.window.status_line import StatusLine
from gradioscope.window.surroundings import Surroundings
from gradioscope.window.tabs import Tabs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gradioscope.gradio.model import Json
    from gradioscope.window.actions import Actions
    from gradioscope.window.closing import Closing
    from gradioscope.window.dialogs.reports import Reports
    from gradioscope.window.exchange_files import ExchangeFiles
    from gradioscope.window.file_text.texts import Texts
    from gradioscope.window.open_collections.wiring import OpenCollections
    from gradioscope.window.open_environments import OpenEnvironments
    from gradioscope.window.past_runs import PastRuns
    from gradioscope.window.recovery import Recovery
    from gradioscope.window.running_folders import RunningFolders
    from gradioscope.window.saving import Saving

SMALLEST = (760, 480)


class MainWindow(QMainWindow):
    """Signals: `closed(None)` when the person closed it."""

    closed = Signal(object)

    def __init__(self, surroundings: Surroundings, *, whole: bool = True) -> None:
        """`whole` False leaves what is not needed for the first paint to `complete`."""
        super().__init__()
        self.surroundings = surroundings
        surroundings.setParent(self)
        self.setWindowTitle("Gradioscope")
        self.setMinimumSize(*SMALLEST)
        self.look = Look(surroundings.settings, self)
        self.tabs = Tabs()
        self.sidebar = Sidebar()
        self.status_line = StatusLine()
        self.requests = OpenRequests(self.tabs, surroundings, self)
        self.actions_: Actions
        self.past_runs: PastRuns
        self.saving: Saving
        self.recovery: Recovery
        self.closing: Closing
        self.texts: Texts
        self.collections: OpenCollections
        self.running: RunningFolders
        self.exchange: ExchangeFiles
        self.environments: OpenEnvironments
        self._complete = False
        self.split = Splitter()
        self.split.addWidget(self.sidebar)
        self.split.addWidget(self.tabs)
        self.split.setStretchFactor(0, 0)
        self.split.setStretchFactor(1, 1)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.split, 1)
        column.addWidget(Hairline())
        column.addWidget(self.status_line)
        self.setCentralWidget(content)
        self._wire()
        self.arrangement = Arrangement(self)
        self.arrangement.restore()
        self.requests.new(whole=whole)
        if whole:
            self.complete()

    def complete(self) -> None:
        """The commands with their shortcuts, the sidebar's lists, and the first tab's page."""
        from gradioscope.window.actions import Actions
        from gradioscope.window.closing import Closing
        from gradioscope.window.commands import install
        from gradioscope.window.exchange_files import ExchangeFiles
        from gradioscope.window.file_text.texts import Texts
        from gradioscope.window.open_collections.wiring import OpenCollections
        from gradioscope.window.open_environments import OpenEnvironments
        from gradioscope.window.open_files import OpenFiles
        from gradioscope.window.past_runs import PastRuns
        from gradioscope.window.recovery import Recovery
        from gradioscope.window.running_folders import RunningFolders
        from gradioscope.window.saving import Saving

        self.actions_ = Actions(self, self.surroundings.settings)
        self.setWindowIcon(app_icon())
        install(self)
        self._complete = True
        self.sidebar.fill()
        self.past_runs = PastRuns(self)
        self.saving = Saving(self.requests, self.surroundings, self)
        self.past_runs.saveAsked.connect(self.saving.save_as)
        self.texts = Texts(self)
        self.arrangement.complete()
        self.collections = OpenCollections(self)
        self.running = RunningFolders(self)
        self.exchange = ExchangeFiles(self)
        self.saving.unreadable.connect(self.collections.show_unreadable)
        self.environments = OpenEnvironments(self)
        OpenFiles(self.requests, self).changed.connect(self.saving.look_again)
        self._show_recent()
        for tab in self.requests.all():
            tab.show_welcome()
        self.closing = Closing(self)
        self.recovery = Recovery(self.requests, self.surroundings, self, self._as_it_stands, self._stand_again)
        self.arrangement.changed.connect(self.recovery.touch)
        self.texts.edited.connect(self.recovery.touch)
        self.tabs.moved.connect(self.recovery.touch)
        self.surroundings.tasks.start("recovery", self.recovery.begin())
        self._show_status(self.requests.current().status)

    def _wire(self) -> None:
        self.requests.statusChanged.connect(self._show_status)
        self.requests.tokenAsked.connect(self.show_tokens)
        self.requests.demoAsked.connect(self.open_demo)
        self.requests.noticed.connect(self.notice)
        self.sidebar.addressPicked.connect(self.requests.connect_to)
        self.sidebar.recentCleared.connect(self._forget_recent)
        self.surroundings.recentChanged.connect(self._show_recent)
        self.surroundings.noticed.connect(self.notice)
        self.tabs.menuAsked.connect(self._show_menu)
        self.status_line.sidebarAsked.connect(self.toggle_sidebar)
        self.status_line.layoutAsked.connect(self.toggle_layout)
        self.status_line.settingsAsked.connect(self.show_settings)
        self.look.layoutChanged.connect(self._arrange)
        self.look.changed.connect(self._rescale)
        self._arrange()

    # -- what commands do

    def toggle_sidebar(self, _: object = None) -> None:
        self.sidebar.setVisible(not self.sidebar.isVisible())

    def show_history(self) -> None:
        self.sidebar.show()
        self.sidebar.history.unfold()
        self.sidebar.history.list.setFocus()

    def toggle_layout(self, _: object = None) -> None:
        self.look.set_response("right" if self.look.response == "below" else "below")

    def show_palette(self) -> None:
        from functools import partial

        from gradioscope.window.dialogs.entries import entries, of_text
        from gradioscope.window.dialogs.palette import Palette

        found = self.findChild(Palette) or Palette(self)
        found.open_with(entries(self), self.collections.quick_open.find, partial(of_text, self))

    def show_shortcuts(self) -> None:
        from gradioscope.window.dialogs.shortcuts import ShortcutCard

        found = self.findChild(ShortcutCard) or ShortcutCard(self, self.actions_)
        found.open_card()

    def show_settings(self, _: object = None) -> None:
        from gradioscope.window.settings.page import SettingsPage

        for page in self.tabs.all():
            if isinstance(page, SettingsPage):
                self.tabs.show_page(page)
                return
        around = self.surroundings
        self.tabs.add(
            SettingsPage(around.settings, self.look, self.actions_, around.history, around.scopes), "Settings"
        )

    def show_tokens(self, tab: RequestTab | None = None) -> None:
        """Open the tokens' panel at the address of a tab."""
        from gradioscope.window.request_tab.token_popover import open_tokens

        open_tokens(tab or self.requests.current(), self.surroundings)

    def open_demo(self, tab: RequestTab | None = None) -> None:
        from gradioscope.window.request_tab.demo_start import DemoStart

        found = self.findChild(DemoStart) or DemoStart(self.surroundings, self)
        found.open_in(tab or self.requests.current())

    # -- telling

    def notice(self, text: str) -> None:
        """A sentence in passing."""
        self.reports.notice(text)

    def report(self, error: BaseException, what: str = "") -> None:
        """An error nobody expected; the one place for all of them."""
        self.reports.error(error, what)

    @property
    def reports(self) -> Reports:
        if self._reports is None:
            from gradioscope.window.dialogs.reports import Reports

            self._reports = Reports(self, self.surroundings.masked)
        return self._reports

    _reports: Reports | None = None

    # -- inside

    def _show_status(self, status: Status) -> None:
        self.status_line.show_status(status)
        if not self._complete:
            return
        running = self.requests.current().running
        self.actions_.set_enabled("cancel", status.busy)
        self.actions_.set_enabled("run", not running)

    def _arrange(self, _: object = None) -> None:
        self.status_line.show_layout(below=self.look.response == "below")
        for tab in self.requests.all():
            if tab.work is not None:
                tab.work.bench.arrange()

    def _show_recent(self, _: object = None) -> None:
        self.sidebar.set_recent(self.surroundings.recent.addresses())

    def _forget_recent(self, _: object) -> None:
        self.surroundings.recent.clear()
        self.surroundings.recentChanged.emit(None)

    def _show_menu(self, _: object) -> None:
        menu = QMenu(self)
        self.actions_.fill_menu(menu)
        button = self.tabs.menu_button
        corner = button.mapToGlobal(QPoint(button.width() - menu.sizeHint().width(), button.height() + theme.S1))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(corner)

    def _rescale(self, _: object) -> None:
        self.arrangement.give_sidebar(theme.px(SIDEBAR))

    def focusNextPrevChild(self, forward: bool) -> bool:
        from gradioscope.window.focus_order import go_on

        page = self.tabs.current()
        picker = (self.environments.picker,) if self._complete else ()
        header = (self.tabs.bar, self.tabs.new_button, *picker, self.tabs.menu_button)
        inner = page.focus_parts() if isinstance(page, RequestTab) else [page] if page is not None else []
        parts = [*header, *inner, self.status_line, self.sidebar]
        return go_on(parts, forward) or super().focusNextPrevChild(forward)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._shown:  # only now the window has its width
            self._shown = True
            self.arrangement.restore_sidebar()

    _shown = False

    def leave(self) -> None:
        """Close without a question, as the system wants it: what is not saved is open again at the next start."""
        if self._complete:
            self.closing.leave()
        else:
            self.close()

    def _as_it_stands(self) -> dict[str, Json]:
        """What is kept for the next start, besides the requests."""
        return {**self.arrangement.now(), "texts": self.texts.kept()}

    def _stand_again(self, left: Mapping[str, Json]) -> None:
        self.arrangement.lay_out(left)
        self.texts.restore(left.get("texts"))

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._complete:
            if not self.closing.may_close_window():
                event.ignore()
                return
            self.arrangement.remember()
            self.recovery.finish()
        self.requests.close_down()
        super().closeEvent(event)
        self.closed.emit(None)
