"""One request over the rows of a table: several at once, patient with a busy app, each result kept as it comes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from gradioscope.gradio.call import new_session
from gradioscope.gradio.errors import AccessNeeded, Explanation, GradioscopeError
from gradioscope.gradio.model import Json, LocalFile
from gradioscope.library.runner.columns import cells
from gradioscope.library.runner.pace import ATTEMPTS, ATTEMPTS_UNREACHED, Pace, busy, unreached
from gradioscope.library.runner.plan import Plan
from gradioscope.library.runner.ran import Ran
from gradioscope.library.runner.results_file import Record, ResultsFile
from gradioscope.library.runner.rows import Row
from gradioscope.library.runner.running import Runner, Stopped
from gradioscope.library.runner.saving import save_files, with_saved
from gradioscope.request.outcome import Outcome
from gradioscope.request.saved import KEPT_SESSION

if TYPE_CHECKING:
    pass

_CHUNK = 64
"""Rows read at a time, in a thread."""
HOPELESS = 10
"""Rows in succession whose answer never came, after which the others are not tried."""


@dataclass(frozen=True, slots=True)
class Began:
    """A row is on its way."""

    row: Row


@dataclass(frozen=True, slots=True)
class Waiting:
    """The app took no more; all rows wait. `why` is what it said."""

    seconds: float
    why: str


@dataclass(frozen=True, slots=True)
class RowRan:
    """A row came to its end. `files` are the saved ones, by their paths on the server."""

    row: Row
    ran: Ran
    files: Mapping[str, Path] = field(default_factory=dict)
    size: int = 0
    """Bytes of its line in the results."""


Happening = Began | Waiting | RowRan


class Batch:
    """One run. Iterate `happenings()` once; `runner.stop()` ends it, and what is kept can be gone on with."""

    def __init__(self, runner: Runner, plan: Plan, results: ResultsFile | None = None, bail: bool = False) -> None:
        self.plan = plan
        self.problem: Explanation | None = None
        """Why it ended before its end, where it did so by itself."""
        self._runner = runner
        self._results = results
        self._bail = bail
        self._pace = Pace(runner.pause, self._waits)
        self._fields = plan.fields
        self._session = new_session() if plan.saved.session == KEPT_SESSION else None
        self._happened: asyncio.Queue[Happening | None] = asyncio.Queue(maxsize=256)
        self._rows = iter(plan.rows)
        self._chunk: list[Row] = []
        self._reading = asyncio.Lock()
        self._writing = asyncio.Lock()
        self._unanswered = 0

    @property
    def skipped(self) -> int:
        """Rows that were done before."""
        return len(self._results.done) if self._results is not None else 0

    async def happenings(self) -> AsyncIterator[Happening]:
        """What happens, as it does. Raises OSError where a result cannot be written, WrongUse where the rows changed
        meanwhile and cannot be read any more; what runs then is cancelled first."""
        workers = [asyncio.create_task(self._worker()) for _ in range(self.plan.concurrency)]
        ending = asyncio.create_task(self._end(workers))
        try:
            while (happening := await self._happened.get()) is not None:
                yield happening
            for worker in workers:
                worker.result()
        finally:
            for task in (*workers, ending):
                task.cancel()
            await asyncio.wait((*workers, ending))

    async def _end(self, workers: list[asyncio.Task[None]]) -> None:
        await asyncio.wait(workers)
        await self._happened.put(None)

    async def _worker(self) -> None:
        try:
            await self._work()
        except Exception:
            self._runner.stop()
            raise

    async def _work(self) -> None:
        while not self._runner.stopped and (row := await self._next()) is not None:
            await self._happened.put(Began(row))
            ran = await self._run(row)
            if ran.outcome.status == "cancelled":
                await self._happened.put(RowRan(row, ran))
                return
            done = await self._kept(row, ran)
            await self._happened.put(done)
            ran = done.ran
            self._consider(ran)

    async def _next(self) -> Row | None:
        """The next row that is to be run."""
        async with self._reading:
            done = self._results.done if self._results is not None else ()
            while True:
                if not self._chunk:
                    self._chunk = await asyncio.to_thread(lambda: list(islice(self._rows, _CHUNK)))
                    if not self._chunk:
                        return None
                row = self._chunk.pop(0)
                if row.number not in done:
                    return row

    async def _run(self, row: Row) -> Ran:
        plan = self.plan
        try:
            found = cells(row, plan.rows, plan.columns, self._fields, plan.app.max_file_size)
        except ValueError as error:  # a file that is gone since they were looked at
            return Ran(Outcome("failed", (), str(error)), exit_code=2, explanation=Explanation(str(error)))
        variables = replace(plan.variables, given={**plan.variables.given, **found.given})
        for attempt in range(1, ATTEMPTS + 1):
            if not await self._pace.clear():
                break
            ran = await self._runner.run(
                plan.saved, variables, plan.folder, values=found.values, session_hash=self._session, of_rows=True
            )
            most = ATTEMPTS_UNREACHED if unreached(ran.error) else ATTEMPTS
            if ran.error is None or not busy(ran.error) or attempt >= most:
                return ran
            self._pace.refused(attempt, ran.error)
        return Ran(Outcome("cancelled", (), Stopped().explanation.what), exit_code=130)

    async def _kept(self, row: Row, ran: Ran) -> RowRan:
        """The result in the file, its own files beside it; not well where those cannot be fetched."""
        if self._results is None:
            return RowRan(row, ran)
        files: dict[str, Path] = {}
        if ran.outcome.status == "complete":
            place = await asyncio.to_thread(self._results.place, row.number)
            try:
                files = await save_files(ran, place)
            except GradioscopeError as error:
                ran = replace(ran, explanation=error.explanation, exit_code=error.exit_code, error=error)
        base = self._results.path.parent
        relative = {name: path.relative_to(base).as_posix() for name, path in files.items()}
        masked = self._runner.apps.masked
        record = Record(
            row.number,
            {name: _written(value, base) for name, value in row.values.items()},
            ran.word,
            masked(with_saved(list(ran.outcome.data), relative)),
            masked(ran.sentence),
            ran.outcome.seconds,
        )
        # what was complete is not run again because something else was expected of it
        done = ran.well or (ran.outcome.status == "complete" and ran.error is None)
        async with self._writing:
            size = await asyncio.to_thread(self._results.add, record, done)
        return RowRan(row, ran, files, size)

    def _consider(self, ran: Ran) -> None:
        """Whether it makes sense to go on."""
        self._unanswered = self._unanswered + 1 if ran.exit_code in (3, 5) else 0
        if self.problem is not None or ran.well:
            return
        if isinstance(ran.error, AccessNeeded):
            self.problem = ran.error.explanation
        elif unreached(ran.error) or self._unanswered >= HOPELESS:
            self.problem = Explanation(
                "The app cannot be reached any more, so the other rows were not tried.",
                ran.sentence,
                "Resume when it answers again.",
            )
        elif self._bail:
            self.problem = Explanation("It ended at the first row that is not well.", ran.sentence, "")
        if self.problem is not None:
            self._runner.stop()

    def _waits(self, seconds: float, error: GradioscopeError) -> None:
        happening = Waiting(seconds, self._runner.apps.masked(error.explanation.what))
        if not self._happened.full():  # who listens is behind anyway
            self._happened.put_nowait(happening)


def _written(value: Json, base: Path) -> Json:
    """An input as it is kept: its files by their paths, from the results' folder where they are below it."""
    if isinstance(value, LocalFile):
        path = Path(value.path)
        return {"$file": path.relative_to(base).as_posix() if path.is_relative_to(base) else str(path)}
    if isinstance(value, dict):
        return {name: _written(item, base) for name, item in value.items()}
    if isinstance(value, list):
        return [_written(item, base) for item in value]
    return value
