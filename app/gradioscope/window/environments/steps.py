"""Changes of a collection's environments, one after the other."""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable

from gradioscope.gradio.errors import GradioscopeError
from gradioscope.window.environments.notes import Notes
from gradioscope.window.tasks import Tasks

Act = Callable[[], Awaitable[object]]
Then = Callable[[object], None]


class Steps:
    """The next step begins once the last is on disk and read again; what goes wrong is told in the notes."""

    def __init__(self, tasks: Tasks, notes: Notes, read_again: Callable[[], Awaitable[None]]) -> None:
        self._tasks = tasks
        self._notes = notes
        self._read_again = read_again
        self._waiting: deque[tuple[Act, Then | None]] = deque()
        self.busy = False
        """Whether a step is on its way to the disk."""

    def do(self, act: Act, then: Then | None = None) -> None:
        """Once the steps before are done; `then` gets what it came to, before everything is read again."""
        self._waiting.append((act, then))
        if not self.busy:
            self.busy = True
            self._tasks.start("steps", self._work_off())

    async def _work_off(self) -> None:
        try:
            while self._waiting:
                await self._take(*self._waiting.popleft())
        finally:
            self.busy = False

    async def _take(self, act: Act, then: Then | None) -> None:
        problem = ""
        self._notes.tell("")
        try:
            done = await act()
            if then is not None:
                then(done)
        except GradioscopeError as error:
            problem = str(error.explanation)
        await self._read_again()
        if problem:
            self._notes.problem(problem)
