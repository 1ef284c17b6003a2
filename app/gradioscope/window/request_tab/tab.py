"""One request tab: the address above, and below it the welcome page, the way to an app, or request and response."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from gradioscope.window import theme
from gradioscope.window.parts import ProgressLine
from gradioscope.window.request_tab.address_bar import AddressBar
from gradioscope.window.request_tab.app_changes import AppChanges
from gradioscope.window.request_tab.document import SUFFIX, Document, snapshot_of
from gradioscope.window.request_tab.resolving import Resolving
from gradioscope.window.request_tab.status import Status, title_of
from gradioscope.window.surroundings import Surroundings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gradioscope.gradio.model import App
    from gradioscope.library.environment.scope import Variables
    from gradioscope.library.history.record import RunRecord
    from gradioscope.request.draft import Draft
    from gradioscope.request.saved import SavedRequest
    from gradioscope.snippets.paste import Pasted
    from gradioscope.window.request_tab.approach import Approach
    from gradioscope.window.request_tab.connecting import Connecting
    from gradioscope.window.request_tab.drifting import Drifting
    from gradioscope.window.request_tab.needs_panel import NeedsPanel
    from gradioscope.window.request_tab.record import Run, Snapshot
    from gradioscope.window.request_tab.welcome import Welcome
    from gradioscope.window.request_tab.work import Work
    from gradioscope.window.scopes import Needed
    from gradioscope.window.tasks import Tasks


AS_KNOWN = "· as the app was when it was last asked; Run connects"
UNKNOWN = "· connect to see the form"


class RequestTab(QWidget):
    """The pages beyond the first are made when they are needed: forms and viewers cost as much as the window.

    Signals: `statusChanged(Status)`, `titleChanged(str)`, `ran(Run)` after each run, `tokenAsked(RequestTab)`,
    `demoAsked(RequestTab)`, `noticed(str)` something to tell in passing, `saveAsked(RequestTab)`,
    `rowsAsked(RequestTab)` to run it over rows of a table,
    `edited(RequestTab)` when something that is kept of it changed, `appConnected(RequestTab)`,
    `moved(RequestTab)` when it was scrolled, or another panel came to the front.
    """

    statusChanged = Signal(object)
    titleChanged = Signal(object)
    ran = Signal(object)
    tokenAsked = Signal(object)
    demoAsked = Signal(object)
    noticed = Signal(object)
    saveAsked = Signal(object)
    rowsAsked = Signal(object)
    edited = Signal(object)
    appConnected = Signal(object)
    moved = Signal(object)

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._surroundings = surroundings
        self.status = Status()
        self.title = "New request"
        self._app: App | None = None
        self._pending: Snapshot | None = None
        self._pasted: Pasted | None = None
        self._reading: Tasks | None = None
        self._exchanges: list[Any] = []
        self.document = Document()
        self.resolving = Resolving(surroundings, self.document, self)
        self.resolving.changed.connect(self._variables_changed)
        self.changes = AppChanges(self)
        self._needs: NeedsPanel | None = None
        self._after_needs: Callable[[], None] | None = None
        self.offline = False
        """Whether the form is that of an app as it was known, which has not been asked since."""
        self._run_then = False
        self._later = False
        """Whether what is pending is made into a form as soon as the tab is shown."""
        self.address_bar = AddressBar()
        theme.notifier().changed.connect(self.address_bar.field.mark)
        self.progress = ProgressLine()
        self._welcome: Welcome | None = None
        self._approach: Approach | None = None
        self.work: Work | None = None
        """Request and response; None until an app was connected."""
        self.pages = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        top = QVBoxLayout()
        top.setContentsMargins(theme.S4, theme.S3, theme.S4, theme.S2)
        top.addWidget(self.address_bar)
        column.addLayout(top)
        column.addWidget(self.progress)
        column.addWidget(self.pages, 1)
        self._column = column
        self.address_bar.connectAsked.connect(self.connect_to)
        self.address_bar.field.requestPasted.connect(self.take_request)
        self.address_bar.tokenAsked.connect(self._ask_token)
        self.address_bar.saveAsked.connect(self._ask_save)
        self.address_bar.field.textChanged.connect(self._edited)
        surroundings.recentChanged.connect(self._show_recent)
        self._show_recent()

    @property
    def welcome(self) -> Welcome:
        if self._welcome is None:
            from gradioscope.window.request_tab.welcome import Welcome

            self._welcome = Welcome()
            self._welcome.set_recent(self._surroundings.recent.addresses())
            self._welcome.addressPicked.connect(self.connect_to)
            self._welcome.demoAsked.connect(self._ask_demo)
            self.pages.addWidget(self._welcome)
        return self._welcome

    def show_welcome(self) -> None:
        """The page of a tab without an app."""
        if self.work is None and not self.busy:
            self.pages.setCurrentWidget(self.welcome)

    # -- connecting

    @property
    def app(self) -> App | None:
        return self._app

    @property
    def approach(self) -> Approach:
        if self._approach is None:
            from gradioscope.window.request_tab.approach import Approach

            self._approach = Approach(self._surroundings, self._hear_exchange, self)
            self.pages.addWidget(self._approach.page)
            self._approach.shown.connect(self._show_approach)
            self._approach.connected.connect(self._connected)
            self._approach.stopped.connect(self._connecting_stopped)
            self._approach.statusChanged.connect(self._set_status)
            self._approach.actionAsked.connect(self.act)
            self._approach.needed.connect(self._ask_to_connect)
            self._approach.connecting.resolve = self.resolving.target
            self._approach.wished_user = lambda: self.document.rest.login or ""
        return self._approach

    @property
    def connecting(self) -> Connecting:
        return self.approach.connecting

    def connect_to(self, address: str) -> None:
        """Find the app at an address; what is filled in is kept where the same app answers."""
        if self._pasted is not None and self._pasted.address != address:
            self._pasted = None
        self.address_bar.set_address(address)
        if self.work is not None:
            self.work.running.cancel()
        self.connecting.connect_to(address)

    def take_request(self, text: str) -> None:
        """Fill in a request that somebody copied, once its app is connected. Nothing is run."""
        if self._reading is None:
            from gradioscope.window.tasks import Tasks

            self._reading = Tasks(self)
        self._reading.start("paste", self._read_pasted(text))

    async def _read_pasted(self, text: str) -> None:
        """In a thread: a long text takes seconds."""
        import asyncio

        from gradioscope.gradio.errors import WrongUse
        from gradioscope.request.template import escape
        from gradioscope.snippets.paste import read
        from gradioscope.window.request_tab.pasting import proposed

        try:
            pasted = await asyncio.to_thread(read, text)
        except WrongUse as error:
            self.noticed.emit(str(error))
            return
        if pasted.address:
            # what somebody copied has no business with the person's variables
            self._pasted = replace(pasted, address=escape(pasted.address))
            self.set_rest(proposed(pasted, self.document.rest))
            self.connect_to(self._pasted.address)
        elif self._app is not None:
            self._pasted = pasted
            self._fill_pasted(self._app)
        else:
            self.noticed.emit("The text does not say where its app is: connect to it first, then paste again.")

    def _fill_pasted(self, app: App) -> None:
        pasted, self._pasted = self._pasted, None
        if pasted is None or self.work is None:
            return
        from gradioscope.window.request_tab.pasting import fill_in

        self.noticed.emit(fill_in(pasted, app, self.work))

    def show_doctor(self) -> None:
        """Try the way to the app again, step by step."""
        self.connect_to(self.address_bar.address())

    def _show_approach(self, _: object) -> None:
        self.pages.setCurrentWidget(self.approach.page)

    def _connected(self, app: App) -> None:
        work = self._show_app(app)
        self.offline = False
        self.address_bar.set_connected(app, self._surroundings.masked(app.url))
        count = len(app.endpoints)
        some = f", {len(app.left_out)} left out" if app.left_out else ""
        self._set_status(Status("Ready", f"· {count} endpoint" + ("" if count == 1 else "s") + some))
        if app.left_out:
            names = ", ".join(app.left_out[:3]) + ("…" if len(app.left_out) > 3 else "")
            self.noticed.emit(f"{names[:120]}: left out, as the app does not tell what is to be sent.")
        work.take_focus()
        self._fill_pasted(app)
        self.appConnected.emit(self)
        if self._run_then:
            self._run_then = False
            self.run()

    def _show_app(self, app: App) -> Work:
        asked = self.changes.asked(app, self._pending)
        self._app = app
        self._later = False
        if self.work is None:
            self.work = self._make_work()
        self.work.rest = self.document.rest
        self.work.set_app(app, self._pending)
        self._pending = None
        self.pages.setCurrentWidget(self.work)
        self.address_bar.show_form()
        self.changes.look(asked, app)
        return self.work

    # -- what has changed in the app

    @property
    def drifting(self) -> Drifting | None:
        return self.changes.drifting

    @property
    def unsettled(self) -> bool:
        """Whether the app has changed, and the person has not said yet what that means for the request."""
        return self.changes.unsettled

    def show_changes(self) -> None:
        """Go to what has changed in the app, or say that nothing has."""
        if not self.changes.take_focus():
            self.noticed.emit("Nothing has changed in the app since the request was made.")

    def drift_settled(self, _: object = None) -> None:
        """A change of the app was settled, or that was taken back."""
        if not self.unsettled and not self.busy:
            self._set_status(Status("Not connected", AS_KNOWN) if self.offline else Status("Ready"))
        self._edited()

    def add_band(self, panel: QWidget) -> None:
        """Put something to be answered under the address."""
        self._column.insertWidget(2, panel)

    def _make_work(self) -> Work:
        from gradioscope.window.request_tab.work import Work

        work = Work(self._surroundings, self._hear_exchange, self.resolving, self)
        self.pages.addWidget(work)
        work.request.written = self.document.written
        work.actionAsked.connect(self.act)
        work.titleChanged.connect(self._named)
        work.noticed.connect(self.noticed.emit)
        work.statusChanged.connect(self._set_status)
        work.ran.connect(self._ran)
        work.edited.connect(self._edited)
        work.restChanged.connect(self._rest_edited)
        work.moved.connect(lambda _: self.moved.emit(self))
        work.needed.connect(self._ask_to_run)
        for exchange in self._exchanges:
            work.show_exchange(exchange)
        self._exchanges.clear()
        return work

    def _connecting_stopped(self, _: object) -> None:
        self._run_then = False
        if self.work is not None:
            self.pages.setCurrentWidget(self.work)
            self._set_status(Status("Not connected", AS_KNOWN) if self.offline else Status("Ready"))
        else:
            self.pages.setCurrentWidget(self.welcome)
            self._set_status(Status())

    # -- running

    def draft(self) -> Draft | None:
        return self.work.draft() if self.work is not None else None

    @property
    def running(self) -> bool:
        return self.work is not None and (self.work.running.busy or self.work.preparing)

    @property
    def busy(self) -> bool:
        return self.running or (self._approach is not None and self._approach.busy)

    def run(self, _: object = None) -> None:
        """Send what is in the form, or show at its fields what is wrong with it."""
        if self.work is None or self.busy:
            return
        if self.unsettled:
            self._set_status(Status(self.status.state, "· The app has changed; nothing was sent"))
            self.changes.take_focus()
        elif self.offline:
            self._run_then = True
            self.connect_to(self.address_bar.address())
        else:
            self.work.run(self.address_bar.address())

    def cancel(self, _: object = None) -> None:
        if self.work is not None and self.running:
            self.work.cancel()
        elif self._approach is not None:
            self._approach.connecting.cancel()

    # -- variables

    def variables_here(self) -> Variables | None:
        """What can be written between double braces in this tab, secrets as dots; None while it is not known."""
        return self.resolving.shown()

    def template(self) -> SavedRequest:
        """The request with its variables, and all that is at no default: not to be kept, as secrets may be in it."""
        from gradioscope.request.resolving import template_of

        address, draft, rest = self.address_bar.address(), self.draft(), self.document.rest
        return template_of(draft, address, rest.login) if draft is not None else self.request()

    def is_variable(self, name: str) -> bool | None:
        """Whether a name between double braces in the address is known."""
        from gradioscope.window.request_tab.field_variables import is_known

        variables = self.resolving.shown()
        return variables is None or is_known(variables, name)

    def show_needs(self) -> None:
        """Go to what has to be answered before the request can be sent."""
        if self._needs is not None and self._needs.asking:
            self._needs.show()
            self._needs.take_focus()
        elif self._after_needs is not None:
            self._after_needs()

    def tell_needed(self, needed: Needed) -> None:
        """What will be needed, in passing: nothing waits for it, and the focus stays."""
        if self._needs is None or not self._needs.asking:
            self._needs_panel().ask(needed, self.resolving.path)

    def _ask_to_run(self, needed: Needed) -> None:
        self._ask_needed(needed, self.run)

    def _ask_to_connect(self, needed: Needed) -> None:
        self._ask_needed(needed, self.show_doctor)

    def _ask_needed(self, needed: Needed, then: Callable[[], None]) -> None:
        self._after_needs = then
        panel = self._needs_panel()
        panel.ask(needed, self.resolving.path)
        panel.take_focus()

    def _needs_panel(self) -> NeedsPanel:
        if self._needs is None:
            from gradioscope.window.request_tab.needs_panel import NeedsPanel

            self._needs = NeedsPanel(self._surroundings, self)
            self._column.insertWidget(2, self._needs)
            self._needs.answered.connect(self._needs_answered)
        return self._needs

    def _variables_changed(self, _: object) -> None:
        self.address_bar.field.mark()

    def _needs_answered(self, _: object) -> None:
        then, self._after_needs = self._after_needs, None
        if then is not None:
            then()

    # -- what a button beside a message does

    def act(self, action: str, target: str = "") -> None:
        """Do what an Explanation offers."""
        at_work = self.work is not None and self.pages.currentWidget() is self.work
        if action == "connect_to" and target:
            from gradioscope.request.template import escape

            self.connect_to(escape(target))
        elif action == "variables":
            self.show_needs()
        elif action == "token":
            self._ask_token(None)
        elif action == "login":
            self.approach.ask_login(target or (self._app.url if self._app else ""))
        elif action == "run":
            self.run()
        elif action == "rows":
            self.rowsAsked.emit(self)
        elif action == "demo":
            self._ask_demo(None)
        elif action == "edit" and at_work and self.work is not None:
            self.work.focus_first_problem()
        elif action == "edit":
            self.address_bar.take_focus()
        elif action == "retry" and at_work:
            self.run()
        elif action in ("retry", "reconnect", "reload"):
            self.connect_to(self.address_bar.address() or (self._app.url if self._app else ""))

    @property
    def token_target(self) -> str:
        """Address of the app that last asked for a token, where it was an app."""
        return self._approach.token_target if self._approach is not None else ""

    def token_changed(self, _origin: str) -> None:
        """Another token goes out from now on: try again where one was missing."""
        if self._app is None and self._approach is not None and self.connecting.address:
            self.connect_to(self.connecting.address)
        elif self.work is not None:
            self.work.snippets.touch()
            self.work.show_token()

    def show_demo(self, text: str, *, busy: bool = False, problem: bool = False) -> None:
        """How the demo app is getting on; told where the person looks."""
        self.welcome.show_demo(text, busy=busy, problem=problem)
        if self.pages.currentWidget() is not self.welcome:
            self.noticed.emit(text)
        if busy:
            self._set_status(Status("Connecting", "to the demo app"))
        elif self.status.state == "Connecting" and not self.busy:
            self._set_status(Status())

    def _ask_token(self, _: object) -> None:
        self.tokenAsked.emit(self)

    def _ask_demo(self, _: object) -> None:
        self.demoAsked.emit(self)

    # -- copying a tab

    def snapshot(self) -> Snapshot:
        from gradioscope.window.request_tab.record import Snapshot

        address = self.address_bar.address()
        if self.work is None or self._app is None:
            found = replace(self._pending or Snapshot(), address=address)
        else:
            found = replace(self.work.snapshot(address, self._app), offline=self.offline)
        document = self.document
        return replace(found, rest=document.rest, path=document.path, base=document.base, origin=document.place)

    def restore(self, snapshot: Snapshot, *, when_shown: bool = False) -> None:
        """Become what the snapshot was. Nobody is asked: an app that is only known is asked by the next run.

        Its form is made at once, or when the tab is shown first.
        """
        self.document.take(snapshot)
        self.address_bar.set_address(snapshot.address)
        self._pending = snapshot
        self._later = when_shown
        if snapshot.app is not None and not snapshot.offline:
            self._connected(snapshot.app)
        elif snapshot.address or snapshot.app is not None:
            self.offline = snapshot.app is not None
            self._set_status(Status("Not connected", AS_KNOWN if self.offline else UNKNOWN))
            if when_shown:
                self._named(title_of(snapshot.endpoint or "", snapshot.app))
            elif snapshot.app is not None:
                self._show_app(snapshot.app)
        self._retitle()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._later:
            self._later = False
            if self._pending is not None and self._pending.app is not None:
                self._show_app(self._pending.app)
            elif self.work is None:
                self.show_welcome()

    # -- keeping it

    @property
    def untouched(self) -> bool:
        """Whether there is nothing in it yet."""
        if self._app is not None or self.busy or self.status.busy:  # also while the demo app starts for it
            return False
        return not self.address_bar.address() and self.document.path is None

    def request(self) -> SavedRequest:
        """All that is filled in, as it would be saved."""
        written = self.changes.written
        if written is not None:  # its endpoint is gone, and no other one was chosen for it
            return replace(written, address=self.address_bar.address())
        return self.document.request(self.address_bar.address(), self.work, self._pending)

    @property
    def unsaved(self) -> bool:
        """Whether its file says something else, or is gone. A request without a file is kept until it is closed."""
        if self.document.path is None:
            return False
        return self.document.unsaved(self.request()) or self.changes.settled

    def saved_as(self, path: Path, request: SavedRequest) -> None:
        """It was written to that file, as this."""
        self.document.saved_as(path, request)
        self.changes.remembered()
        self._retitle()
        self.edited.emit(self)

    def lose_file(self) -> None:
        """The file is gone; what it said is kept here alone."""
        self.document.base = None
        self._edited()

    def reload(self, snapshot: Snapshot) -> None:
        """Show what the file says now. The app stays as it is, and so does the focus."""
        self.document.take(snapshot)
        self.address_bar.set_address(snapshot.address)
        if self.work is not None and self._app is not None:
            self.work.rest = self.document.rest
            self.work.reload(self._app, snapshot)
            self.changes.look_again(self._app, snapshot)
        else:
            self._pending = replace(snapshot, app=self._pending.app if self._pending is not None else None)
        self._edited()

    def revert(self) -> None:
        """Back to what its file said when it was read or saved last."""
        if self.document.base is not None:
            self.reload(snapshot_of(self.document.base, self.document.path))

    def set_rest(self, rest: SavedRequest) -> None:
        """Other headers, login, notes …; addresses and values in it mean nothing."""
        self.document.rest = rest
        if self.work is not None:
            self.work.rest = rest
            self.work.snippets.touch()
        self._edited()

    def _rest_edited(self, beside: SavedRequest) -> None:
        now = self.document.rest
        self.set_rest(replace(beside, made_for=now.made_for))

    def _edited(self, *_: object) -> None:
        self._retitle()
        self.edited.emit(self)

    def _ask_save(self, _: object) -> None:
        self.saveAsked.emit(self)

    def _retitle(self) -> None:
        path = self.document.path
        if path is not None:
            name = path.name.removesuffix(SUFFIX)
            self._set_title(f"• {name}" if self.unsaved else name)

    def _ran(self, run: Run) -> None:
        self.ran.emit(replace(run, path=self.document.path))

    def show_run(self, past: RunRecord, app: App) -> None:
        """A run of the history as a request: its values, and what came of it. Nobody is asked."""
        from pathlib import Path

        from gradioscope.library.history.recording import usable_values
        from gradioscope.request.template import escaped
        from gradioscope.window.request_tab.record import Snapshot

        name = past.endpoint.name
        # as they were sent: what looks like a variable in them is none
        values = {name: {**escaped(usable_values(past.values)), **past.written}}
        origin = Path(past.path) if past.path else None
        self.restore(Snapshot(past.address, app, name, values, past.session, past.stream, origin=origin, offline=True))
        if self.work is not None:
            self.work.show_past(past)

    def close_down(self) -> None:
        """The tab goes: whatever runs is cancelled, in the app too."""
        if self._approach is not None:
            self._approach.connecting.cancel()
        if self.work is not None:
            self.work.running.leave()
            self.work.remember()

    def focus_parts(self) -> list[QWidget]:
        """What the keyboard goes through, in this order; a splitter keeps its panes in another."""
        page = self.pages.currentWidget()
        bands = [self._needs, self.changes.panel]
        top: list[QWidget] = [self.address_bar, *(band for band in bands if band is not None)]
        if self.work is not None and page is self.work:
            return [*top, self.work.request, self.work.response]
        return [*top, page] if page is not None else top

    # -- small things

    def _set_status(self, status: Status) -> None:
        self.status = status
        if status.fraction is not None and status.running:
            self.progress.set_fraction(status.fraction)
        elif status.busy:
            self.progress.set_busy()
        else:
            self.progress.set_idle()
        self.statusChanged.emit(status)

    def _named(self, title: str) -> None:
        if self.document.path is None:
            self._set_title(title)

    def _set_title(self, title: str) -> None:
        if title == self.title:
            return
        self.title = title
        self.titleChanged.emit(title)

    def _show_recent(self, _: object = None) -> None:
        addresses = self._surroundings.recent.addresses()
        self.address_bar.set_recent(addresses)
        if self._welcome is not None:
            self._welcome.set_recent(addresses)

    def _hear_exchange(self, exchange: Any) -> None:
        if not isValid(self):
            return  # what was on its way when the tab was closed
        if self.work is not None:
            self.work.show_exchange(exchange)
        else:
            self._exchanges.append(exchange)
