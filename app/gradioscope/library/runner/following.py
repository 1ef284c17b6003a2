"""One draft on its way to the app and back, which can be stopped at any moment."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from gradioscope.gradio.errors import TimedOut
from gradioscope.gradio.events import Cancelled, Complete, Event, Failed, Uploading

if TYPE_CHECKING:
    from gradioscope.gradio.call import Call
    from gradioscope.gradio.connection import Connection
    from gradioscope.gradio.legacy import LegacyCall
    from gradioscope.request.draft import Draft

Listen = Callable[[Event | Uploading], None]
LAST_WORDS = 2.0
"""Seconds the stream may take to end after it was cancelled."""


class Following:
    """One run. `event` is its last one; `seconds` are from sending to the end, `sent` whether anything was."""

    def __init__(self, connection: Connection, draft: Draft, stop: asyncio.Event, listen: Listen) -> None:
        self._connection = connection
        self._draft = draft
        self._stop = stop
        self._listen = listen
        self._call: Call | LegacyCall | None = None
        self._began = 0.0

    @property
    def sent(self) -> bool:
        return self._call is not None

    @property
    def session(self) -> str:
        return getattr(self._call, "session_hash", None) or ""

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self._began if self._began else 0.0

    async def outcome(self, timeout: float | None, oauth_token: str | None) -> Complete | Failed | Cancelled:
        """The last event. When `stop` is set the app is told, and that is a Cancelled. Raises what `run.start` and
        `Call.events` raise."""
        # a task of its own: it keeps reading while the call is being cancelled
        reading = asyncio.create_task(self._read(timeout, oauth_token))
        stopped = asyncio.create_task(self._stop.wait())
        try:
            await asyncio.wait({reading, stopped}, return_when=asyncio.FIRST_COMPLETED)
            if not reading.done():
                return await self._cancel(reading)
            return reading.result()
        except TimedOut:
            if self._call is not None:
                await self._call.cancel()
            raise
        finally:
            reading.cancel()
            stopped.cancel()
            await asyncio.wait({reading, stopped})
            if not reading.cancelled():
                reading.exception()  # it is raised, or of no more interest after the cancelling

    async def _read(self, timeout: float | None, oauth_token: str | None) -> Complete | Failed | Cancelled:
        from gradioscope.request.run import start

        call = await start(self._connection, self._draft, self._listen, idle_timeout=timeout, oauth_token=oauth_token)
        self._began = time.perf_counter()
        self._call = call
        async for event in call.events():
            if isinstance(event, Complete | Failed | Cancelled):
                return event
            self._listen(event)
        raise AssertionError("the events of a call end with its outcome")

    async def _cancel(self, reading: asyncio.Task[Complete | Failed | Cancelled]) -> Complete | Failed | Cancelled:
        if self._call is None:
            return Cancelled(0.0, "Nothing was sent.")
        cancelled = await self._call.cancel()
        await asyncio.wait({reading}, timeout=LAST_WORDS)
        if reading.done() and not reading.cancelled() and reading.exception() is None:
            return reading.result()  # it may have come to its end just before
        return cancelled
