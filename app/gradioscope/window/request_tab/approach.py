"""A tab's way to an app: the attempt, and the page that shows how it goes and asks what it needs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from gradioscope.gradio.errors import GradioscopeError, LoginNeeded, TokenNeeded
from gradioscope.window.request_tab.connect_page import ConnectPage
from gradioscope.window.request_tab.connecting import Connecting
from gradioscope.window.request_tab.status import Status
from gradioscope.window.scopes import Needed
from gradioscope.window.surroundings import Surroundings

if TYPE_CHECKING:
    from gradioscope.gradio.discovery import Step
    from gradioscope.gradio.model import App


class Approach(QObject):
    """Signals: `shown(None)` when the page has something to say, `connected(App)`, `stopped(None)`,
    `statusChanged(Status)`, `actionAsked(str, str)` an Explanation's action and target, `needed(Needed)` what the
    person has to answer before the address can be used."""

    shown = Signal(object)
    connected = Signal(object)
    stopped = Signal(object)
    statusChanged = Signal(object)
    actionAsked = Signal(object, object)
    needed = Signal(object)

    def __init__(self, surroundings: Surroundings, hear_exchange: Callable[[Any], None], parent: QObject) -> None:
        super().__init__(parent)
        self._surroundings = surroundings
        self.page = ConnectPage()
        self.connecting = Connecting(surroundings, hear_exchange, self)
        self.wished_user: Callable[[], str] = str
        """The user name that the request says, for the app's login."""
        self.token_target = ""
        """Address of the app that last asked for a token; empty where the Hub did, or nobody."""
        self.page.actionAsked.connect(self.actionAsked.emit)
        self.page.loginAsked.connect(self.connecting.login)
        self.page.insecureAsked.connect(self._accept_certificate)
        self.connecting.started.connect(self._started)
        self.connecting.stepped.connect(self._stepped)
        self.connecting.connected.connect(self._connected)
        self.connecting.failed.connect(self._failed)
        self.connecting.stopped.connect(self.stopped.emit)

    @property
    def busy(self) -> bool:
        return self.connecting.busy

    def ask_login(self, url: str) -> None:
        """Show the login of the app at this address, as when a session has ended."""
        self._show_error(LoginNeeded(url=url))
        self.shown.emit(None)

    def _started(self, address: str) -> None:
        self.page.begin(address)
        self.shown.emit(None)
        self.statusChanged.emit(Status("Connecting", f"to {address}"))

    def _stepped(self, step: Step) -> None:
        self.page.show_step(step)
        if step.state == "running" and step.name == "wake":
            self.statusChanged.emit(Status("Connecting", step.detail))

    def _connected(self, app: App) -> None:
        self.page.login.forget()
        self.token_target = ""
        self.connected.emit(app)

    def _failed(self, error: GradioscopeError) -> None:
        self.token_target = error.explanation.target if isinstance(error, TokenNeeded) else ""
        self._show_error(error)
        self.shown.emit(None)
        if isinstance(error, LoginNeeded):
            self.statusChanged.emit(Status("Not connected", "· the app asks for a login"))
        else:
            self.statusChanged.emit(Status("Failed", f"· {error.explanation.what}"))
        if isinstance(error, Needed):
            self.needed.emit(error)

    def _show_error(self, error: GradioscopeError) -> None:
        self.page.show_error(error)
        user = self.wished_user()
        if isinstance(error, LoginNeeded) and user and not self.page.login.user.text():
            self.page.login.user.setText(user)
            self.page.login.password.setFocus()

    def _accept_certificate(self, _: object) -> None:
        from gradioscope.gradio.address import parse

        url = parse(self.connecting.resolved).url
        if url is not None:
            self._surroundings.allow_insecure(url)
        self.connecting.connect_to(self.connecting.address)
