"""Looking at the disk in threads that nobody waits for when the window goes.

A thread of the loop's own pool would be waited for: for seconds where somebody opened a whole disk, and for good where
a network drive does not answer. Only for what reads.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import TypeVar

_T = TypeVar("_T")


async def aside(work: Callable[[], _T]) -> _T:
    """What the work gives; its errors."""
    import asyncio

    answer: Future[_T] = Future()
    answer.set_running_or_notify_cancel()
    Thread(target=_run, args=(work, answer), name="collections", daemon=True).start()
    return await asyncio.wrap_future(answer)


def _run(work: Callable[[], _T], answer: Future[_T]) -> None:
    try:
        found = work()
    except Exception as error:  # the one who waits gets it
        answer.set_exception(error)
    else:
        answer.set_result(found)
