"""One request over the rows of a table: several at once, patient with a busy app, each result kept as it comes."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gradioscope.gradio.call import new_session
from gradioscope.gradio.errors import AccessNeeded, Explanation, GradioscopeError, WrongUse
from gradioscope.gradio.model import App, Endpoint, Json, LocalFile
from gradioscope.library.environment.scope import Variables
from gradioscope.library.runner.columns import Columns, cells, check_rows, columns_for, fitting
from gradioscope.library.runner.pace import ATTEMPTS, ATTEMPTS_UNREACHED, Pace, busy, unreached
from gradioscope.library.runner.results_file import About, Record, ResultsFile
from gradioscope.library.runner.rows import Row, Rows
from gradioscope.library.runner.running import Ran, Runner, Stopped
from gradioscope.library.runner.saving import save_files, with_saved
from gradioscope.request.fields import Field, field_for
from gradioscope.request.outcome import Outcome
from gradioscope.request.saved import KEPT_SESSION, SavedRequest
from gradioscope.request.saving import as_json, value_as_json
from gradioscope.request.template import Verbatim, names, used

if TYPE_CHECKING:
    from gradioscope.request.draft import Draft

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


@dataclass(frozen=True)
class Plan:
    """Everything about a run that can be known before anything is sent."""

    saved: SavedRequest
    variables: Variables
    folder: Path
    rows: Rows
    app: App
    endpoint: Endpoint
    columns: Columns
    count: int
    """Rows there are."""
    concurrency: int
    notes: tuple[str, ...] = ()

    @property
    def fields(self) -> dict[str, Field]:
        return {item.name: field_for(item) for item in self.endpoint.parameters}

    def about(self) -> About:
        """What it is, to go on with it later."""
        said = {key: value for key, value in as_json(self.saved).items() if key not in ("notes", "made_for")}
        given = {name: value_as_json(value) for name, value in self.variables.given.items()}
        parts = [said, given, self._constants(), dict(self.columns.parameters), list(self.columns.variables)]
        text = json.dumps(parts, sort_keys=True, default=str)
        return About(
            hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
            self.rows.fingerprint,
            self.rows.columns,
            tuple(item.label for item in self.endpoint.returns),
        )

    def _constants(self) -> dict[str, Json]:
        """What the request's variables stand for in every row, secrets left out."""
        found: dict[str, Json] = {}
        for name in used(self.saved, self.variables.lookup):
            if not name.startswith("$") and name not in self.rows.columns and not self.variables.is_secret(name):
                try:
                    value = self.variables.lookup(name)
                except KeyError:  # a part of what a row says
                    continue
                found[name] = value_as_json(value.value if isinstance(value, Verbatim) else value)
        return found


async def plan(
    runner: Runner,
    saved: SavedRequest,
    variables: Variables,
    folder: Path,
    rows: Rows,
    *,
    chosen: Mapping[str, str] | None = None,
    only: bool = False,
    concurrency: int = 2,
    listen: Callable[[Any], None] = lambda _: None,
) -> Plan:
    """Ask the app, map the columns, and look at every row. WrongUse (RowsWrong among it) where something is wrong:
    nothing was sent then but the question for the app's description. `chosen` and `only` as of `columns_for`.

    `variables` have the secrets fetched. `listen` hears the steps of the discovery.
    """
    first = (await asyncio.to_thread(rows.first, 1) or [Row(1, {})])[0]
    whole = whole_variables(saved, rows)
    if whole:
        chosen = {**whole, **(chosen or {})}
        saved = replace(saved, values={name: value for name, value in saved.values.items() if name not in whole})
    trial = replace(variables, given={**variables.given, **first.values})
    # with the first row's values its parameters may be wrong still; the app and the endpoint are known
    draft = await runner.draft(saved, trial, folder, listen=listen)
    columns = columns_for(rows, used(saved, trial.lookup), draft.endpoint, chosen, only=only)
    limit = draft.app.max_file_size
    fields = {item.name: field_for(item) for item in draft.endpoint.parameters}
    rows, left_out = fitting(rows, columns, fields)
    if left_out:
        first = (await asyncio.to_thread(rows.first, 1))[0]
        trial = replace(variables, given={**variables.given, **first.values})
    count = await asyncio.to_thread(check_rows, rows, columns, draft.endpoint, limit)
    values = cells(first, rows, columns, fields, limit).values
    await _check(await runner.draft(saved, trial, folder, values=values), first)
    notes = []
    if saved.session and concurrency > 1:
        concurrency = 1
        notes.append("One row after the other: they share a session, in which an app takes one request at a time.")
    if left_out:
        noun = "1 file is" if left_out == 1 else f"{left_out} files are"
        notes.append(f"{noun} of another type than the parameter takes, and left out.")
    if columns.unused and rows.form != "folder":
        listed = ", ".join(columns.unused[:5]) + (", …" if len(columns.unused) > 5 else "")
        notes.append(f"Columns that are not used: {listed}.")
    return Plan(saved, variables, folder, rows, draft.app, draft.endpoint, columns, count, concurrency, tuple(notes))


def whole_variables(saved: SavedRequest, rows: Rows) -> dict[str, str]:
    """Parameters whose value is nothing but a column of texts: to that column, whose cells get the parameter's type."""
    if not rows.texts:
        return {}
    found = {}
    for name, value in saved.values.items():
        asked = names(value) if isinstance(value, str) else ()
        if len(asked) == 1 and asked[0] in rows.columns and value == f"{{{{{asked[0]}}}}}":
            found[name] = asked[0]
    return found


async def _check(draft: Draft, first: Row) -> None:
    problems = await asyncio.to_thread(draft.problems)
    if problems:
        raise WrongUse(
            f"The rows cannot be sent: {next(iter(problems.values()))}",
            f"Row {first.number} ({first.place}) was tried with the request's own values for what has no column.",
            "Correct the request, or give it a column.",
            parameter=next(iter(problems)),
        )


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
                plan.saved, variables, plan.folder, values=found.values, session_hash=self._session, hand_on=False
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
