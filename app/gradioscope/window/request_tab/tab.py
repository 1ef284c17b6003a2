"""One request tab: the address above, and below it the welcome page, the way to an app, or request and response."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from gradioscope.gradio.errors import GradioscopeError, LoginNeeded, TokenNeeded
from gradioscope.gradio.events import Event
from gradioscope.gradio.model import App, Json
from gradioscope.request.draft import Draft
from gradioscope.window import theme
from gradioscope.window.parts import ProgressLine
from gradioscope.window.request_tab.address_bar import AddressBar
from gradioscope.window.request_tab.connect_page import ConnectPage
from gradioscope.window.request_tab.connecting import Connecting
from gradioscope.window.request_tab.record import Run, Snapshot
from gradioscope.window.request_tab.running import Running
from gradioscope.window.request_tab.status import Status
from gradioscope.window.request_tab.welcome import Welcome
from gradioscope.window.surroundings import Surroundings

if TYPE_CHECKING:
    from gradioscope.window.request_tab.work import Work


class RequestTab(QWidget):
    """Signals: `statusChanged(Status)`, `titleChanged(str)`, `ran(Run)` after each run,
    `tokenAsked(RequestTab)`, `demoAsked(RequestTab)`, `noticed(str)` something to tell in passing."""

    statusChanged = Signal(object)
    titleChanged = Signal(object)
    ran = Signal(object)
    tokenAsked = Signal(object)
    demoAsked = Signal(object)
    noticed = Signal(object)

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._surroundings = surroundings
        self.status = Status()
        self.title = "New request"
        self._app: App | None = None
        self._pending = Snapshot()
        self._began = 0.0
        self.token_target = ""
        """Address of the app that last asked for a token, where it said so."""
        self.address_bar = AddressBar()
        self.progress = ProgressLine()
        self.welcome = Welcome()
        self.connect_page = ConnectPage()
        self.work: Work | None = None
        self.pages = QStackedWidget()
        self.pages.addWidget(self.welcome)
        self.pages.addWidget(self.connect_page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        top = QVBoxLayout()
        top.setContentsMargins(theme.S4, theme.S3, theme.S4, theme.S2)
        top.addWidget(self.address_bar)
        column.addLayout(top)
        column.addWidget(self.progress)
        column.addWidget(self.pages, 1)
        self.connecting = Connecting(surroundings, self._hear_exchange, self)
        self.running = Running(surroundings, self._hear_exchange, self)
        self._exchanges: list[Any] = []
        self._wire()
        self._show_recent()

    def _wire(self) -> None:
        self.address_bar.connectAsked.connect(self.connect_to)
        self.address_bar.tokenAsked.connect(self._ask_token)
        self.welcome.addressPicked.connect(self.connect_to)
        self.welcome.demoAsked.connect(self._ask_demo)
        self.connect_page.actionAsked.connect(self.act)
        self.connect_page.loginAsked.connect(self.connecting.login)
        self.connect_page.insecureAsked.connect(self._accept_certificate)
        self.connecting.started.connect(self._connecting)
        self.connecting.stepped.connect(self._stepped)
        self.connecting.connected.connect(self._connected)
        self.connecting.failed.connect(self._not_connected)
        self.connecting.stopped.connect(self._connecting_stopped)
        self.running.began.connect(self._run_began)
        self.running.statusChanged.connect(self._set_status)
        self.running.eventCame.connect(self._event_came)
        self.running.ended.connect(self._run_ended)
        self._surroundings.recentChanged.connect(self._show_recent)

    # -- connecting

    @property
    def app(self) -> App | None:
        return self._app

    def connect_to(self, address: str) -> None:
        """Find the app at an address; what is filled in is kept where the same app answers."""
        self.address_bar.set_address(address)
        if self.running.busy:
            self.running.cancel()
        self.connecting.connect_to(address)

    def show_doctor(self) -> None:
        """Try the way to the app again, step by step."""
        self.connect_to(self.address_bar.address())

    def _connecting(self, address: str) -> None:
        self.connect_page.begin(address)
        self.pages.setCurrentWidget(self.connect_page)
        self._set_status(Status("Connecting", f"to {address}"))

    def _stepped(self, step: Any) -> None:
        self.connect_page.show_step(step)
        if step.state == "running" and step.name == "wake":
            self._set_status(Status("Connecting", step.detail))

    def _connected(self, app: App) -> None:
        self.connect_page.login.forget()
        self._app = app
        self.address_bar.set_connected(app)
        if self.work is None:
            from gradioscope.window.request_tab.work import Work  # forms and viewers: not before the first paint

            self.work = Work(self._surroundings, self._hear_exchange, self)
            self.pages.addWidget(self.work)
            self.work.runAsked.connect(self.run)
            self.work.cancelAsked.connect(self.cancel)
            self.work.actionAsked.connect(self.act)
            self.work.titleChanged.connect(self._set_title)
            self.work.noticed.connect(self.noticed.emit)
            for exchange in self._exchanges:
                self.work.show_exchange(exchange)
            self._exchanges.clear()
        self.work.set_app(app, self._pending)
        self._pending = Snapshot()
        self.pages.setCurrentWidget(self.work)
        self._set_status(Status("Ready", _counted(len(app.endpoints), "endpoint")))
        if self.address_bar.field.hasFocus():
            self.work.take_focus()

    def _not_connected(self, error: GradioscopeError) -> None:
        if isinstance(error, TokenNeeded):
            self.token_target = error.explanation.target
        self.connect_page.show_error(error)
        self.pages.setCurrentWidget(self.connect_page)
        if isinstance(error, LoginNeeded):
            self._set_status(Status("Not connected", "· the app asks for a login"))
        else:
            self._set_status(Status("Failed", f"· {error.explanation.what}"))

    def _connecting_stopped(self, _: object) -> None:
        if self._app is not None and self.work is not None:
            self.pages.setCurrentWidget(self.work)
            self._set_status(Status("Ready"))
        else:
            self.pages.setCurrentWidget(self.welcome)
            self._set_status(Status())

    def _accept_certificate(self, _: object) -> None:
        from gradioscope.gradio.address import parse

        url = parse(self.connecting.address).url
        if url is not None:
            self._surroundings.allow_insecure(url)
        self.connect_to(self.connecting.address)

    # -- running

    def draft(self) -> Draft | None:
        return self.work.draft() if self.work is not None else None

    def run(self, _: object = None) -> None:
        """Send what is in the form, or show at its fields what is wrong with it."""
        if self.work is None or self._app is None or self.running.busy or self.connecting.busy:
            return
        draft = self.work.checked_draft()
        if draft is None:
            count = len(self.work.problems)
            fields = "A field needs" if count == 1 else f"{count} fields need"
            self._set_status(Status("Ready", f"· {fields} attention; nothing was sent"))
            return
        self.running.start(draft)

    def cancel(self, _: object = None) -> None:
        if self.running.busy:
            self.running.cancel()
            if self.work is not None:
                self.work.set_running(False)
        elif self.connecting.busy:
            self.connecting.cancel()

    @property
    def busy(self) -> bool:
        return self.running.busy or self.connecting.busy

    def _run_began(self, _draft: Draft) -> None:
        self._began = time.time()
        if self.work is not None:
            self.work.begin()

    def _event_came(self, event: Event) -> None:
        if self.work is not None:
            self.work.hear(event)

    def _run_ended(self, draft: Draft, outcome: Event, data: list[Json] | None) -> None:
        if self.work is None:
            return
        self.work.set_running(False)
        self.work.show_outcome(outcome, data)
        values = dict(draft.values)
        address = self.address_bar.address()
        self.ran.emit(
            Run(
                address,
                draft.app,
                draft.endpoint,
                values,
                draft.session_hash,
                draft.stream,
                self._began,
                outcome,
                data,
            )
        )

    # -- what a button beside a message does

    def act(self, action: str, target: str = "") -> None:
        """Do what an Explanation offers."""
        if action == "connect_to" and target:
            self.connect_to(target)
        elif action == "token":
            self._ask_token(None)
        elif action == "login":
            self.connect_page.show_error(LoginNeeded(url=target or (self._app.url if self._app else "")))
            self.pages.setCurrentWidget(self.connect_page)
        elif action == "demo":
            self._ask_demo(None)
        elif action == "edit":
            if self.pages.currentWidget() is self.work and self.work is not None:
                self.work.focus_first_problem()
            else:
                self.address_bar.take_focus()
        elif action == "retry" and self.pages.currentWidget() is self.work:
            self.run()
        elif action in ("retry", "reconnect", "reload"):
            self.connect_to(self.address_bar.address() or (self._app.url if self._app else ""))

    def _ask_token(self, _: object) -> None:
        self.tokenAsked.emit(self)

    def token_changed(self, _origin: str) -> None:
        """Another token goes out from now on: try again where one was missing."""
        if self._app is None and self.connecting.address:
            self.connect_to(self.connecting.address)
        elif self.work is not None:
            self.work.snippets.touch()

    def _ask_demo(self, _: object) -> None:
        self.demoAsked.emit(self)

    def show_demo(self, text: str, *, busy: bool = False, problem: bool = False) -> None:
        """How the demo app is getting on; told where the person looks."""
        self.welcome.show_demo(text, busy=busy, problem=problem)
        if self.pages.currentWidget() is not self.welcome:
            self.noticed.emit(text)
        if busy:
            self._set_status(Status("Connecting", "to the demo app"))
        elif self.status.state == "Connecting" and not self.connecting.busy:
            self._set_status(Status())

    # -- copying a tab

    def snapshot(self) -> Snapshot:
        if self.work is None or self._app is None:
            return Snapshot(address=self.address_bar.address())
        return self.work.snapshot(self.address_bar.address(), self._app)

    def restore(self, snapshot: Snapshot) -> None:
        """Become what the snapshot was; an app that was connected is not asked again."""
        self.address_bar.set_address(snapshot.address)
        self._pending = snapshot
        if snapshot.app is not None:
            self.connecting.address = snapshot.address
            self._connected(snapshot.app)

    def show_run(self, run: Run) -> None:
        """A run of the history as a request: its values, and what came of it."""
        self.restore(
            Snapshot(
                run.address,
                run.app,
                run.endpoint.name,
                {run.endpoint.name: run.values},
                run.session_hash,
                run.stream,
            )
        )
        if self.work is not None:
            self.work.show_outcome(run.outcome, run.data)
            self._set_status(_outcome_status(run.outcome))

    def close_down(self) -> None:
        """The tab goes: whatever runs is cancelled, in the app too."""
        self.connecting.cancel()
        self.running.cancel()
        if self.work is not None:
            self.work.remember()

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

    def _set_title(self, title: str) -> None:
        self.title = title
        self.titleChanged.emit(title)

    def _show_recent(self, _: object = None) -> None:
        addresses = self._surroundings.recent.addresses()
        self.address_bar.set_recent(addresses)
        self.welcome.set_recent(addresses)

    def _hear_exchange(self, exchange: Any) -> None:
        if self.work is not None:
            self.work.show_exchange(exchange)
        else:
            self._exchanges.append(exchange)


def _counted(count: int, thing: str) -> str:
    return f"· {count} {thing}" + ("" if count == 1 else "s")


def _outcome_status(outcome: Event) -> Status:
    from gradioscope.window.request_tab.status import RunStatus

    status = RunStatus()
    status.hear(outcome)
    return status.at(outcome.at)
