"""How fast a busy app is asked again: later each time, never at once with everybody else, and for all rows alike."""

from __future__ import annotations

import random
import time
from collections.abc import Awaitable, Callable

from gradioscope.gradio.errors import CallRefused, ConnectionRefused, GradioscopeError, HostNotFound

FIRST = 1.0
LONGEST = 60.0
"""Seconds of the first wait at most, and of the longest."""
LONGEST_WISHED = 600.0
"""Seconds that an app may wish for at most."""
ATTEMPTS = 12
"""After that many a row counts as refused: ten minutes later."""
ATTEMPTS_UNREACHED = 6
"""After that many the app counts as gone: half a minute later."""


def delay(attempt: int, wished: float | None = None, share: float = 1.0) -> float:
    """Seconds before the attempt after this one (from 1); `share`, from 0 to 1, of its second half is chance."""
    longest: float = min(FIRST * 2.0 ** min(attempt - 1, 20), LONGEST)
    return max(longest * (0.5 + 0.5 * share), min(wished or 0.0, LONGEST_WISHED))


def busy(error: GradioscopeError | None) -> bool:
    """Whether an app took nothing and will take it later: its queue is full, it limits requests, it restarts."""
    if isinstance(error, CallRefused):
        return error.status == 429 or (error.status == 503 and "Queue is stopped" not in error.explanation.what)
    return unreached(error)


def unreached(error: GradioscopeError | None) -> bool:
    """Whether nothing was there to take anything. What may have arrived all the same is not sent twice."""
    return isinstance(error, ConnectionRefused | HostNotFound)


class Pace:
    """One app's. All rows wait together: the app is as busy for one as for the other."""

    def __init__(
        self, pause: Callable[[float], Awaitable[bool]], tell: Callable[[float, GradioscopeError], None]
    ) -> None:
        """`pause` waits, and says whether nothing ended that; `tell` hears how long the waiting will be, and why."""
        self._pause = pause
        self._tell = tell
        self._until = 0.0
        self._seconds = 0.0

    async def clear(self) -> bool:
        """Wait until the app may be asked. Whether that was not ended by a stop."""
        while (left := self._until - time.monotonic()) > 0:
            # not all at the same moment
            if not await self._pause(left + random.random() * self._seconds / 4):  # noqa: S311 - no secret
                return False
        return True

    def refused(self, attempt: int, error: GradioscopeError) -> None:
        """The app refused a row for the `attempt`th time."""
        seconds = delay(attempt, getattr(error, "retry_after", None), random.random())  # noqa: S311 - no secret
        until = time.monotonic() + seconds
        if until > self._until:
            self._until, self._seconds = until, seconds
            self._tell(seconds, error)
