"""One tab's run: upload, call, events, cancel."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from gradioscope.gradio.errors import Explanation, GradioscopeError
from gradioscope.gradio.events import Cancelled, Complete, Event, Failed, Generating, Uploading
from gradioscope.gradio.model import Json
from gradioscope.library.history.course import Course
from gradioscope.request.draft import Draft
from gradioscope.window.request_tab.record import Run
from gradioscope.window.request_tab.run_status import RunStatus
from gradioscope.window.request_tab.status import Status
from gradioscope.window.surroundings import Surroundings
from gradioscope.window.tasks import Tasks

TICK = 100
"""Milliseconds between two times shown."""
PATIENCE = 10.0
"""Seconds the app has to answer a cancel, before it is said that it did not."""


class _Run:
    """What is known of one run while it lasts."""

    def __init__(self, draft: Draft, environment: str, written: Mapping[str, Json]) -> None:
        self.draft = draft
        self.environment = environment
        self.written = written
        self.began = time.perf_counter()
        self.status = RunStatus()
        self.call: Any = None
        self.data: list[Json] | None = None
        self.outcome: Event | None = None
        self.cancelling = False
        self.course = Course()
        self.began_at = time.time()
        self.told = False
        """Whether the history knows of it."""

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self.began


class Running(QObject):
    """Runs drafts of one tab, one at a time. Everything happens on the window's loop.

    Signals: `began(Draft)`; `eventCame(Event)` for each event, at once; `statusChanged(Status)` at the
    screen's pace; `ended(Draft, Event, list of Json or None)` with the outcome and the last values that came;
    `finished(Run)` for each run, also for one whose panels another has taken or whose tab is gone, without address.
    """

    began = Signal(object)
    eventCame = Signal(object)
    statusChanged = Signal(object)
    ended = Signal(object, object, object)
    finished = Signal(object)

    def __init__(self, surroundings: Surroundings, hear_exchange: Callable[[Any], None], parent: QObject) -> None:
        super().__init__(parent)
        self._surroundings = surroundings
        self._hear_exchange = hear_exchange
        self._tasks = Tasks(self)
        self._run: _Run | None = None
        self._shown_state = ""
        self._tick = QTimer(self)
        self._tick.setInterval(TICK)
        self._tick.timeout.connect(self._show_status)

    @property
    def busy(self) -> bool:
        return self._run is not None and self._run.outcome is None and not self._run.cancelling

    @property
    def idle(self) -> bool:
        """Whether nothing runs and no cancel waits for its answer."""
        return self._run is None or self._run.outcome is not None

    def start(self, draft: Draft, environment: str = "", written: Mapping[str, Json] | None = None) -> None:
        """Run a draft without problems, its variables put in; a run under way is cancelled first.

        `environment` is the name of the one that was active, `written` are values as they were before a secret was
        put into them.
        """
        if self.busy:
            self.cancel()
        run = self._run = _Run(draft, environment, written or {})
        self.began.emit(draft)
        self._tick.start()
        self._show_status()
        self._tasks.start("run", self._follow(run))

    def cancel(self) -> None:
        """Cancelled at once for the person; what the server still does is asked in the background."""
        run = self._run
        if run is None or run.outcome is not None or run.cancelling:
            return
        run.cancelling = True
        self._tick.stop()
        self.statusChanged.emit(Status("Cancelled", "· asking the app to stop"))
        # the window's task, not the tab's: closing it must not keep the app from hearing of it
        self._surroundings.tasks.start(f"cancel {id(run)}", self._cancel(run))

    def leave(self) -> None:
        """The tab goes: cancel, and do not wait for what the app says to it."""
        run = self._run
        self.cancel()
        if run is not None and run.outcome is None:
            self._tell(run, Cancelled(run.seconds, "The tab was closed."))

    async def _follow(self, run: _Run) -> None:
        from gradioscope.request.run import start

        try:
            connection = await self._surroundings.connection_for(self._hear_exchange, run.draft.access.headers)

            def uploads(progress: Uploading) -> None:
                run.status.uploads(progress)

            wants_token = bool(run.draft.endpoint.oauth_token)
            token = await self._surroundings.token_for(run.draft.app.url) if wants_token else None
            run.call = await start(connection, run.draft, uploads, oauth_token=token)
            async for event in run.call.events():
                if run.cancelling:
                    continue  # its end is told by `_cancel`, with the note
                self._hear(run, event)
        except GradioscopeError as error:
            if not run.cancelling:
                self._hear(run, Failed(run.seconds, error.explanation))
        except Exception as error:  # a fault of ours: the run ends for the person, and the fault is reported
            self._hear(run, Failed(run.seconds, Explanation("Something went wrong inside Gradioscope.", f"{error}")))
            raise

    async def _cancel(self, run: _Run) -> None:
        import asyncio

        if run.call is None:
            if self._run is run:
                self._tasks.cancel("run")
            self._hear(run, Cancelled(run.seconds, "Nothing was asked of the app yet."))
            return
        connection_note = "The app did not answer the request to cancel; it may still be working."
        try:
            await self._surroundings.connection_for(self._hear_exchange, run.draft.access.headers)
            async with asyncio.timeout(PATIENCE):
                outcome = await run.call.cancel()
        except (GradioscopeError, TimeoutError):
            if self._run is run:
                self._tasks.cancel("run")
            outcome = Cancelled(run.seconds, connection_note)
        self._hear(run, outcome)

    def _hear(self, run: _Run, event: Event) -> None:
        if run.outcome is not None:
            return
        run.status.hear(event)
        run.course.add(event)
        if isinstance(event, Generating | Complete):
            run.data = event.data
        over = isinstance(event, Complete | Failed | Cancelled)
        if over:
            run.outcome = event
            self._tell(run, event)
        if self._run is not run or not isValid(self):  # another run has taken the panels, or the tab is gone
            return
        self.eventCame.emit(event)
        if over:
            self._tick.stop()
            self._show_status()
            self.ended.emit(run.draft, event, run.data)
        elif run.status.at(0).state != self._shown_state:
            self._show_status()

    def _tell(self, run: _Run, outcome: Event) -> None:
        """For the history, once."""
        if not run.told and isValid(self):
            run.told = True
            about: dict[str, Any] = {"environment": run.environment, "written": run.written}
            self.finished.emit(Run(run.draft, "", run.began_at, outcome, run.data, run.course, **about))

    def _show_status(self) -> None:
        if self._run is None:
            return
        status = self._run.status.at(self._run.seconds)
        self._shown_state = status.state
        self.statusChanged.emit(status)
