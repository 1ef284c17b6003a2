"""How long an app may be silent while its stream is read."""

from __future__ import annotations

import asyncio
from typing import Any

_EARLY = 0.01
"""Seconds that a loop's timer may come before its time."""


class Watch:
    """Cancels a task that has waited `seconds` for one thing. `fired` tells that it was this watch.

    One timer for a whole stream: an asyncio.timeout for every chunk costs more than reading the chunk.
    Close it at the end.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.fired = False
        self._loop = asyncio.get_running_loop()
        self._task: asyncio.Task[Any] | None = None
        self._since = 0.0
        self._timer = self._loop.call_later(seconds, self._look)

    def begin(self, task: asyncio.Task[Any]) -> None:
        """The task waits from now on."""
        self._task = task
        self._since = self._loop.time()

    def end(self) -> None:
        """The task got what it waited for."""
        self._task = None

    def close(self) -> None:
        self._timer.cancel()

    def _look(self) -> None:
        waited = self._loop.time() - self._since if self._task is not None else 0.0
        if self._task is not None and waited >= self.seconds - _EARLY:
            self.fired = True
            self._task.cancel()
        else:
            self._timer = self._loop.call_later(self.seconds - waited, self._look)
