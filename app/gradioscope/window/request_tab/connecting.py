"""A tab's way to an app: discovery, the login in between, and what to say when it does not work."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from gradioscope.gradio.errors import GradioscopeError
from gradioscope.window.surroundings import Surroundings
from gradioscope.window.tasks import Tasks

if TYPE_CHECKING:
    from gradioscope.gradio.connection import Connection


class Connecting(QObject):
    """Connects one tab. Runs on the window's loop.

    Signals: `started(str)` the address; `stepped(Step)`; `connected(App)`; `failed(GradioscopeError)`;
    `stopped(None)` when the person gave up.
    """

    started = Signal(object)
    stepped = Signal(object)
    connected = Signal(object)
    failed = Signal(object)
    stopped = Signal(object)

    def __init__(self, surroundings: Surroundings, hear_exchange: Callable[[Any], None], parent: QObject) -> None:
        super().__init__(parent)
        self._surroundings = surroundings
        self._hear_exchange = hear_exchange
        self._tasks = Tasks(self)
        self.address = ""
        """What was asked for last, as the person wrote it."""

        self.headers: tuple[tuple[str, str], ...] = ()
        """The request's own, which go to the app."""
        self.busy = False
        """Whether an attempt is under way; over by the time its outcome is told."""

    def connect_to(self, address: str) -> None:
        """Start over with an address; an attempt under way is given up."""
        self.address = address.strip()
        self.busy = True
        self.started.emit(self.address)
        self._tasks.start("connect", self._connect(self.address))

    def login(self, url: str, user: str, password: str) -> None:
        """Log in to the app at `url`, then connect again."""
        self.busy = True
        self.started.emit(self.address)
        self._tasks.start("connect", self._login(url, user, password))

    def cancel(self) -> None:
        if self._tasks.cancel("connect"):
            self.busy = False
            self.stopped.emit(None)

    async def _connect(self, address: str) -> None:
        from gradioscope.gradio import discovery

        try:
            connection = await self._surroundings.connection_for(self._hear_exchange, self.headers)
            app = await discovery.connect(connection, address, self.stepped.emit, await self._space_choice(connection))
        except GradioscopeError as error:
            self.busy = False
            self.failed.emit(error)
            return
        self._surroundings.remember(address, app)
        self.busy = False
        self.connected.emit(app)

    async def _space_choice(self, connection: Connection) -> Callable[[str], None] | None:
        """What to do when the Hub told a Space's host: send it the token the person chose for it."""
        tokens = self._surroundings.tokens
        name, tokens.for_next_space = tokens.for_next_space, None
        secret = await tokens.secret(self._surroundings.vault, name) if name else None
        if name is None or secret is None:
            return None

        def choose(url: str) -> None:
            from gradioscope.gradio.address import origin_of

            tokens.choose(origin_of(url), name)
            connection.use_token(url, secret)

        return choose

    async def _login(self, url: str, user: str, password: str) -> None:
        from gradioscope.gradio import login

        try:
            connection = await self._surroundings.connection_for(self._hear_exchange, self.headers)
            await login.login(connection, url, user, password)
        except GradioscopeError as error:
            self.busy = False
            self.failed.emit(error)
            return
        self._surroundings.logged_in(url, user)
        await self._connect(self.address or url)
