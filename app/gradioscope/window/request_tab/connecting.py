"""A tab's way to an app: discovery, the login in between, and what to say when it does not work."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from gradioscope.gradio.errors import GradioscopeError
from gradioscope.window.request_tab.resolving import Target
from gradioscope.window.surroundings import Surroundings
from gradioscope.window.tasks import Tasks

if TYPE_CHECKING:
    from gradioscope.gradio.connection import Connection
    from gradioscope.gradio.discovery import Step


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

        self.resolve: Callable[[str], Awaitable[Target]] = _as_written
        """Puts variables into an address, and adds the request's own headers, which go to the app."""
        self.resolved = ""
        """The address that was connected to, or is."""
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
            target = await self.resolve(address)
            self.resolved = target.address
            connection = await self._surroundings.connection_for(self._hear_exchange, target.headers)
            choice = await self._space_choice(connection)
            app = await discovery.connect(connection, target.address, self._step, choice)
        except GradioscopeError as error:
            self._fail(error)
            return
        if not target.secret:
            self._surroundings.remember(target.address, app)
        self.busy = False
        self.connected.emit(app)

    def _step(self, step: Step) -> None:
        self.stepped.emit(replace(step, detail=self._surroundings.masked(step.detail)))

    def _fail(self, error: GradioscopeError) -> None:
        self.busy = False
        error.explanation = self._surroundings.masked_explanation(error.explanation)
        self.failed.emit(error)

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
            target = await self.resolve(self.address)
            connection = await self._surroundings.connection_for(self._hear_exchange, target.headers)
            await login.login(connection, url, user, password)
        except GradioscopeError as error:
            self._fail(error)
            return
        self._surroundings.logged_in(url, user)
        await self._connect(self.address or url)


async def _as_written(address: str) -> Target:
    return Target(address)
