"""Background work of the window: the one place where coroutines are started.

A task has a slot, a name within its owner; starting another under the same name replaces it. The
owner keeps the reference, so that no task is collected while it runs, and ends its tasks when the
widget they work for is destroyed. Everything here runs on the window's own thread and loop.

The window is painted before asyncio is imported; what is started until then waits for `loop_runs()`.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from asyncio import Task

    from PySide6.QtCore import QObject

Work = Coroutine[Any, Any, Any]
OnError = Callable[[BaseException], None]

_early: list[Callable[[], None]] = []


def loop_runs() -> None:
    """Start what was asked for before there was a loop. Called on the loop, once it runs."""
    waiting, _early[:] = list(_early), []
    for begin in waiting:
        begin()


class Tasks:
    """The tasks of one widget, by slot.

    An error goes to `on_error` where one is given, otherwise to the loop's exception handler, which the
    application shows. A cancelled task is no error.
    """

    def __init__(self, owner: QObject) -> None:
        self._running: dict[str, Task[Any]] = {}
        self._waiting: dict[str, Work] = {}
        # a partial over the dicts, not a method: `destroyed` never reaches a method of what it destroys
        owner.destroyed.connect(partial(_end_all, self._running, self._waiting))

    def start(self, slot: str, work: Work, on_error: OnError | None = None) -> None:
        """Run a coroutine under a name; whatever ran under it is cancelled."""
        self.cancel(slot)
        import asyncio

        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self._waiting[slot] = work
            _early.append(partial(self._begin_waiting, slot, work, on_error))
            return
        task = loop.create_task(work, name=slot)
        self._running[slot] = task
        task.add_done_callback(partial(_ended, self._running, slot, on_error))

    def cancel(self, slot: str) -> bool:
        """End the task of that name. Whether there was one."""
        waiting = self._waiting.pop(slot, None)
        if waiting is not None:
            waiting.close()
            return True
        task = self._running.pop(slot, None)
        if task is None:
            return False
        task.cancel()
        return True

    def cancel_all(self) -> None:
        _end_all(self._running, self._waiting)

    @property
    def busy(self) -> bool:
        """Whether anything runs."""
        return bool(self._running or self._waiting)

    def is_running(self, slot: str) -> bool:
        return slot in self._running or slot in self._waiting

    def _begin_waiting(self, slot: str, work: Work, on_error: OnError | None) -> None:
        if self._waiting.get(slot) is work:
            del self._waiting[slot]
            self.start(slot, work, on_error)


def _end_all(running: dict[str, Task[Any]], waiting: dict[str, Work], *_: object) -> None:
    for work in waiting.values():
        work.close()
    waiting.clear()
    tasks = list(running.values())
    running.clear()
    for task in tasks:
        task.cancel()


def _ended(running: dict[str, Task[Any]], slot: str, on_error: OnError | None, task: Task[Any]) -> None:
    if running.get(slot) is task:
        del running[slot]
    if task.cancelled():
        return
    error = task.exception()
    if error is None:
        return
    if on_error is not None:
        on_error(error)
        return
    task.get_loop().call_exception_handler(
        {"message": f"The background work “{slot}” failed", "exception": error, "task": task}
    )
