"""What the tabs of a window share: settings, recent addresses, one connection, the vault, the demo app."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from gradioscope.library.places import Places
from gradioscope.library.recent import Recent
from gradioscope.library.settings import Settings
from gradioscope.window.tasks import Tasks
from gradioscope.window.tokens import TokenChoices

if TYPE_CHECKING:
    from asyncio import Lock

    from gradioscope.demo import Demo
    from gradioscope.gradio.connection import Connection, Exchange
    from gradioscope.gradio.errors import Explanation
    from gradioscope.gradio.events import Event
    from gradioscope.gradio.masking import Masker
    from gradioscope.gradio.model import App, Json
    from gradioscope.library.file_cache import FileCache
    from gradioscope.library.known_apps import KnownApps
    from gradioscope.request.draft import Access
    from gradioscope.vault import Vault
    from gradioscope.window.keeping import Keeping
    from gradioscope.window.scopes import Scopes

HearExchange = Callable[[Any], None]

_listener: ContextVar[HearExchange | None] = ContextVar("gradioscope_exchange_listener", default=None)
"""Which tab the running task works for: the one connection's exchanges go to that tab alone."""


class Surroundings(QObject):
    """Made once a window, before the loop runs; what needs httpx or the keyring is made when asked for.

    Signals: `recentChanged(None)`; `noticed(str)` when something kept on disk went wrong.
    """

    recentChanged = Signal(object)
    noticed = Signal(object)

    def __init__(self, places: Places, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.places = places
        self.settings = Settings(places)
        self.recent = Recent(places)
        self.tokens = TokenChoices(self.settings)
        self.tasks = Tasks(self)
        self._connection: Connection | None = None
        self._opening: Lock | None = None
        self._vault: Vault | None = None
        self._demo: Demo | None = None
        self._files: FileCache | None = None
        self._history: Keeping | None = None
        self._scopes: Scopes | None = None
        self._learned: set[str] = set()
        self._logins: dict[str, str] = {}
        self._insecure: set[str] = set()

    # -- the network

    async def connection_for(self, hear_exchange: HearExchange, headers: Sequence[tuple[str, str]] = ()) -> Connection:
        """The connection, its exchanges going to this listener for as long as the calling task lives.

        The `headers` are those of the calling task's requests to apps. WrongUse for what cannot be one.
        """
        _listener.set(hear_exchange)
        import asyncio

        if self._opening is None:
            self._opening = asyncio.Lock()
        async with self._opening:  # a second tab waits until the tokens are in place
            if self._connection is None:
                from gradioscope.gradio.connection import Connection

                connection = Connection()
                connection.watch(_hear)
                connection.masker.learn(*self._learned)
                await self.tokens.apply(connection, self.vault)
                self._connection = connection
        self._connection.use_headers(headers)
        return self._connection

    @property
    def vault(self) -> Vault:
        if self._vault is None:
            from gradioscope.vault import Vault

            self._vault = Vault(self.places)
        return self._vault

    @property
    def scopes(self) -> Scopes:
        """What the variables of requests stand for."""
        if self._scopes is None:
            from gradioscope.window.scopes import Scopes

            self._scopes = Scopes(self.places, self.vault, self)
        return self._scopes

    def learn(self, *secrets: str) -> None:
        """Secrets that must never be shown or kept, before they go anywhere."""
        self._learned.update(secrets)
        if self._connection is not None:
            self._connection.masker.learn(*secrets)

    async def token_for(self, url: str) -> str | None:
        """The secret of the token chosen for an address's origin, for endpoints that want it in the request."""
        from gradioscope.gradio.address import origin_of

        name = self.tokens.chosen(origin_of(url))
        return await self.tokens.secret(self.vault, name) if name else None

    @property
    def demo(self) -> Demo:
        if self._demo is None:
            from gradioscope.demo import Demo

            self._demo = Demo()
        return self._demo

    def stop_demo(self) -> None:
        """End the demo app's process, if this window started one. May wait for it: not on the loop."""
        if self._demo is not None:
            self._demo.stop()

    @property
    def files(self) -> FileCache:
        """Where this session keeps the files that viewers show; gone when the window closes."""
        from gradioscope.library.file_cache import SETTING, FileCache, limit_from

        if self._files is None:
            self._files = FileCache(self.places.cache)
        self._files.limit = limit_from(self.settings.get(SETTING))
        return self._files

    @property
    def history(self) -> Keeping:
        """The runs that are kept, from one start to the next."""
        if self._history is None:
            from gradioscope.window.keeping import Keeping

            self._history = Keeping(self.places, self.settings, self)
            self._history.noticed.connect(self.noticed.emit)
        return self._history

    # -- what is known of apps

    def remember(self, address: str, app: App) -> None:
        """An address that worked is offered again."""
        if self._demo is not None and self._demo.url and app.url.startswith(self._demo.url.rstrip("/")):
            return  # its port is another one next time
        self.tasks.start("known app", self._keep(address, app))
        self.recent.add(address)
        self.recentChanged.emit(None)
        if self.recent.notice:
            self.noticed.emit(self.recent.notice)

    async def _keep(self, address: str, app: App) -> None:
        import asyncio

        await asyncio.to_thread(self.known_apps.remember, address, app)

    @property
    def known_apps(self) -> KnownApps:
        """What apps told of themselves, from one start to the next."""
        from gradioscope.library.known_apps import KnownApps

        return KnownApps(self.places)

    def logged_in(self, url: str, user: str) -> None:
        from gradioscope.gradio.address import origin_of

        self._logins[origin_of(url)] = user

    def allow_insecure(self, url: str) -> None:
        """The person accepts this origin's certificate as it is, for this session."""
        from gradioscope.gradio.address import origin_of

        self._insecure.add(origin_of(url))
        if self._connection is not None:
            self._connection.allow_insecure(url)

    def access(self, app: App) -> Access:
        """How the person gets at the app, for a draft."""
        from gradioscope.gradio.address import origin_of
        from gradioscope.request.draft import Access

        origin = origin_of(app.url)
        return Access(
            login_user=self._logins.get(origin) or app.username,
            token=bool(self.tokens.chosen(origin)),
            insecure=origin in self._insecure,
        )

    def masked(self, text: str) -> str:
        """A text without the secrets that were used, fit for a log."""
        masker = self._masker()
        return masker.text(text) if masker is not None else text

    def masked_explanation(self, explanation: Explanation) -> Explanation:
        """What went wrong without the secrets that were used. Its target stays, as it is where to go."""
        from dataclasses import replace

        what, why, do, details = map(
            self.masked, (explanation.what, explanation.why, explanation.do, explanation.details)
        )
        return replace(explanation, what=what, why=why, do=do, details=details)

    def masked_event(self, event: Event) -> Event:
        """An event without the secrets that were used, fit for the log."""
        masker = self._masker()
        return masker.event(event) if masker is not None else event

    def masked_value(self, value: Json) -> Json:
        """A value without the secrets that were used, fit for the history."""
        masker = self._masker()
        return masker.value(value) if masker is not None else value

    def _masker(self) -> Masker | None:
        if self._connection is not None:
            return self._connection.masker
        if not self._learned:
            return None
        from gradioscope.gradio.masking import Masker

        found = Masker()
        found.learn(*self._learned)
        return found

    async def aclose(self) -> None:
        """Close the connection and end the demo app; the window goes."""
        import asyncio

        self.tasks.cancel_all()
        if self._connection is not None:
            await self._connection.aclose()
        if self._demo is not None:
            await asyncio.to_thread(self._demo.stop)
        if self._files is not None:
            await asyncio.to_thread(self._files.close)
        if self._history is not None:
            await asyncio.to_thread(self._history.close)


def _hear(exchange: Exchange) -> None:
    listener = _listener.get()
    if listener is not None:
        listener(exchange)
