"""The window's way to the history: every question goes through one thread of its own."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from gradioscope.library.places import Places
from gradioscope.library.settings import Settings
from gradioscope.window.tasks import Tasks

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

    from gradioscope.library.history.record import RunRecord
    from gradioscope.library.history.store import History

PRIVATE = "history.private"
"""Setting: whether runs are not kept."""
LIMIT = "history.limit_mb"
"""Setting: megabytes that runs may take."""
FILES_LIMIT = "history.files_limit_mb"
"""Setting: megabytes that copies of returned files may take."""
DAYS = "history.days"
"""Setting: days that runs are kept; without it as long as there is room."""
HOUR = 3600.0
"""Seconds between two looks for runs that have become too old."""

_T = TypeVar("_T")


class Keeping(QObject):
    """Signals: `added(int)` the id of a run that was kept, `changed(None)` when lists have to be read again,
    `privacyChanged(bool)`, `noticed(str)` what went wrong with the file.
    """

    added = Signal(object)
    changed = Signal(object)
    privacyChanged = Signal(object)
    noticed = Signal(object)

    def __init__(self, places: Places, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._places = places
        self._settings = settings
        self._tasks = Tasks(self)
        self._numbers = itertools.count()
        self._history: History | None = None
        self._thread: ThreadPoolExecutor | None = None
        self._closed = False
        self._notice = ""
        self._looked = -HOUR
        self._expired = 0

    # -- what the person chose

    @property
    def private(self) -> bool:
        return self._settings.get(PRIVATE, False) is True

    def set_private(self, private: bool) -> None:
        """Whether runs from now on leave nothing behind. What is kept already stays."""
        if private != self.private:
            self._settings.set(PRIVATE, private or None)
            self.privacyChanged.emit(private)

    def limit(self, setting: str) -> int:
        """Megabytes, of LIMIT or FILES_LIMIT."""
        found = self._settings.get(setting)
        return found if isinstance(found, int) and not isinstance(found, bool) and found > 0 else 500

    def set_limit(self, setting: str, megabytes: int) -> None:
        """Holds from the next run on."""
        self._settings.set(setting, megabytes)

    @property
    def days(self) -> int | None:
        """For how many days runs are kept; None for as long as there is room."""
        found = self._settings.get(DAYS)
        return found if isinstance(found, int) and not isinstance(found, bool) and found > 0 else None

    def set_days(self, days: int | None) -> None:
        """Older runs are deleted, at once and from then on."""
        self._settings.set(DAYS, days)
        self._looked = -HOUR
        self._tasks.start("expire", self.ask(lambda history: history.age_limit))

    # -- asking

    async def ask(self, question: Callable[[History], _T]) -> _T:
        """Do something with the history in its thread; its answer."""
        import asyncio

        if self._closed:
            raise asyncio.CancelledError
        # shielded, as what was begun is to be kept although nobody waits for it any more
        found = await asyncio.shield(asyncio.wrap_future(self._submit(question)))
        self._tell()
        return found

    def keep(self, make: Callable[[], RunRecord], then: Callable[[int], None] | None = None) -> None:
        """Keep a run, whose record is made in the thread; `then` with its id. Not in private mode."""
        if self.private or self._closed:
            return

        def add(history: History) -> int | None:
            return history.add(make())

        waiting = self._submit(add)  # now: the window may be about to close
        self._tasks.start(f"keep {next(self._numbers)}", self._kept(waiting, then))

    async def _kept(self, waiting: Future[int | None], then: Callable[[int], None] | None) -> None:
        import asyncio

        run = await asyncio.shield(asyncio.wrap_future(waiting))
        self._tell()
        if run is not None:
            self.added.emit(run)
            if then is not None:
                then(run)

    def close(self) -> None:
        """The window goes; waits for what is being written. Not on the UI thread."""
        self._closed = True
        if self._thread is not None:
            if self._history is not None:
                self._thread.submit(self._history.close)
            self._thread.shutdown(wait=True)
            self._thread = None

    def _submit(self, question: Callable[[History], _T]) -> Future[_T]:
        from concurrent.futures import ThreadPoolExecutor

        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, "history")
        return self._thread.submit(self._answer, question, self.limit(LIMIT), self.limit(FILES_LIMIT), self.days)

    def _answer(self, question: Callable[[History], _T], limit: int, files_limit: int, days: int | None) -> _T:
        """In the thread."""
        from gradioscope.library.history.store import MEGABYTE, History

        if self._history is None:
            self._history = History(self._places.data / "history.sqlite")
        self._history.limit = limit * MEGABYTE
        self._history.files_limit = files_limit * MEGABYTE
        self._history.age_limit = None if days is None else days * 24 * HOUR
        try:
            return question(self._history)
        finally:
            if days is not None and time.monotonic() - self._looked > HOUR:
                self._looked = time.monotonic()
                self._expired += self._history.expire()
            self._notice = self._history.take_notice() or self._notice

    def _tell(self) -> None:
        notice, self._notice = self._notice, ""
        if notice:
            self.noticed.emit(notice)
        expired, self._expired = self._expired, 0
        if expired:
            self.changed.emit(None)
