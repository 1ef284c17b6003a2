"""A connected app, and calls of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gradioscope.gradio.call import Call
from gradioscope.gradio.connection import Connection
from gradioscope.gradio.events import Event
from gradioscope.gradio.model import App


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
