"""The apps of a run: each is asked once to describe itself, and logged in to where it wants that."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from gradioscope.gradio.address import parse
from gradioscope.gradio.errors import LoginNeeded
from gradioscope.gradio.masking import Masker
from gradioscope.gradio.model import App, Json

if TYPE_CHECKING:
    from gradioscope.gradio.connection import Connection
    from gradioscope.gradio.discovery import Step
    from gradioscope.library.runner.way import Way

Headers = Sequence[tuple[str, str]]


class Apps:
    """Of one loop. An app that did not answer is not asked again: a folder of its requests would take minutes."""

    def __init__(self, way: Way) -> None:
        self._way = way
        self._found: dict[tuple[str, str | None, tuple[tuple[str, str], ...]], asyncio.Task[App]] = {}
        self._masker = Masker()
        self._maskers: dict[int, Masker] = {}
        self._secrets: set[str] = set()

    async def find(
        self, address: str, user: str | None, headers: Headers, on_step: Callable[[Step], None] | None = None
    ) -> tuple[Connection, App]:
        """The app and the connection to it, which the calling task's requests have these headers on. Raises what
        `discovery.connect` and `login` raise."""
        connection = await self._way.connection(user, headers)
        if id(connection) not in self._maskers:
            self._maskers[id(connection)] = connection.masker
            connection.masker.learn(*self._secrets)
        key = (address, user, tuple(headers))
        task = self._found.get(key)
        if task is None:
            task = self._found[key] = asyncio.create_task(self._ask(connection, address, user, on_step))
        try:
            return connection, await asyncio.shield(task)
        except asyncio.CancelledError:
            if not task.done():  # nobody else may be waiting for it
                task.cancel()
                self._found.pop(key, None)
            raise

    def learn(self, secrets: set[str]) -> None:
        """Secrets of variables, to be masked wherever anything is shown."""
        new = secrets - self._secrets
        if new:
            self._secrets |= new
            for masker in (self._masker, *self._maskers.values()):
                masker.learn(*new)

    def masked(self, value: Json) -> Json:
        """A value without any secret that was used."""
        for masker in (self._masker, *self._maskers.values()):
            value = masker.value(value)
        return value

    async def _ask(
        self, connection: Connection, address: str, user: str | None, on_step: Callable[[Step], None] | None
    ) -> App:
        from gradioscope.gradio.discovery import connect

        def choose(url: str) -> None:
            self._way.choose(connection, url)

        parsed = parse(address)
        if parsed.url:  # only where the person's own words lead first: no token goes to http:// as https:// failed
            choose(parsed.url)
        try:
            return await connect(connection, address, on_step, choose)
        except LoginNeeded as needed:
            password = await self._way.password(user, needed.url) if user else None
            if user is None or password is None:
                raise
            from gradioscope.gradio.login import login

            await login(connection, needed.url, user, password)
            return await connect(connection, address, on_step, choose)
