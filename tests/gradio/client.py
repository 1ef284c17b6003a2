"""A connected app, and calls of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gradioscope.gradio.call import Call
from gradioscope.gradio.connection import Connection
from gradioscope.gradio.events import Event
from gradioscope.gradio.model import App

PATIENCE = 60.0
"""Seconds until a condition that is waited for counts as missed; it mostly holds within one."""


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110 - what it looks at is no event of this loop
            await asyncio.sleep(0.01)


@dataclass
class Client:
    """A connected app, and calls of it."""

    connection: Connection
    app: App

    def call(self, name: str, *data: Any, **options: Any) -> Call:
        endpoint = self.app.endpoint(name)
        assert endpoint, f"{name} is not among {[e.name for e in self.app.endpoints]}"
        return Call(self.connection, self.app, endpoint, list(data), **options)

    async def run(self, name: str, *data: Any, **options: Any) -> list[Event]:
        """Every event but the heartbeats."""
        return [e async for e in self.call(name, *data, **options).events() if e.kind != "heartbeat"]

    async def result(self, name: str, *data: Any, **options: Any) -> Any:
        """The result's values; its only one where there is but one."""
        last = (await self.run(name, *data, **options))[-1]
        assert last.kind == "complete", last
        values = last.as_json()["data"]
        return values[0] if len(values) == 1 else values

    async def ran(self) -> list[str]:
        """What the functions of the behaviour app wrote down on the server."""
        return list(await self.result("/ran"))

    async def until_waiting(self, count: int) -> None:
        """Until so many calls wait in the app's queue: an app notices with a delay that somebody has gone."""
        async with asyncio.timeout(PATIENCE):
            while True:
                answer = await self.connection.request("GET", f"{self.app.api}/queue/status")
                if answer.json()["queue_size"] == count:
                    return
                await asyncio.sleep(0.02)

    async def until_ran(self, line: str, *, release: str = "") -> None:
        """Until the server's own log has the line. `release` opens that gate meanwhile."""
        async with asyncio.timeout(PATIENCE):
            while line not in await self.ran():
                if release:
                    await self.run("/release", release, 1)
                await asyncio.sleep(0.02)


class Run:
    """A call that is read in a task of its own, as the window does."""

    def __init__(self, call: Call) -> None:
        self.call = call
        self.events: list[Event] = []
        self.task = asyncio.create_task(self._read())

    async def _read(self) -> Event:
        async for event in self.call.events():
            self.events.append(event)
        return self.events[-1]

    def saw(self, kind: type[Event]) -> bool:
        return any(isinstance(event, kind) for event in self.events)
