"""`gradioscope run FILE --data ROWS`: one request over the rows of a table."""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gradioscope.cli import CANCELLED, output, streams
from gradioscope.cli.run import SHOWN, Command
from gradioscope.cli.way import ask_passwords
from gradioscope.gradio.errors import GradioscopeError, WrongUse
from gradioscope.library.collection import read_request
from gradioscope.library.runner.batch import Batch, RowRan, Waiting
from gradioscope.library.runner.folder import FolderRun, Planned, planned
from gradioscope.library.runner.plan import Plan, plan
from gradioscope.library.runner.results_file import ResultsFile
from gradioscope.library.runner.rows import Rows, open_rows
from gradioscope.library.runner.running import Runner
from gradioscope.library.runner.telling import line_of
from gradioscope.request.saving import value_as_json


def run_data(arguments: argparse.Namespace) -> int:
    if arguments.place.is_dir():
        raise WrongUse(
            f"{arguments.place} is a folder.", "Rows are for one request.", "Name a request's file, with --data ROWS."
        )
    rows = open_rows(arguments.data)
    if arguments.out is not None and rows.form == "folder" and arguments.out.resolve().is_relative_to(rows.path):
        raise WrongUse(
            "The results would be among the files that are the rows.", "", "Write them into another folder with --out."
        )
    command = _RunData(arguments, planned(arguments.place), rows)
    with asyncio.Runner() as runner:
        command.passwords = ask_passwords(runner.run(command.outlook()))
        return runner.run(command.guarded())


class _RunData(Command):
    def __init__(self, arguments: argparse.Namespace, requests: tuple[Planned, ...], rows: Rows) -> None:
        super().__init__(arguments, requests)
        self._rows = rows
        self._counts = dict.fromkeys(("complete", "unexpected", "error", "failed", "cancelled"), 0)
        self._codes: set[int] = set()
        self._began = time.monotonic()

    async def _follow(self, runner: Runner) -> int:
        (item,) = self.requests
        saved = await asyncio.to_thread(read_request, item.path)
        variables = await FolderRun(runner, (item,), self.places, self.vault, self.settings).variables(item, saved)
        self.status.show("Looking at the rows")
        made = await plan(
            runner,
            saved,
            variables,
            item.path.parent,
            self._rows,
            chosen=dict(self.arguments.map),
            concurrency=self.arguments.concurrency,
            listen=self.status.step,
        )
        self.status.clear()
        for note in made.notes:
            output.say(note)
        out: Path | None = self.arguments.out
        if out is None:
            return await self._run(runner, made, None)
        results = await asyncio.to_thread(ResultsFile, out, made.about(), self.arguments.resume)
        try:
            if results.done:
                output.say(f"{_rows(len(results.done))} of {made.count} were complete before.")
            return await self._run(runner, made, results)
        except OSError as error:
            raise GradioscopeError(
                f"{out} cannot be written any more.",
                f"{error.strerror or error}.",
                "Make room, and go on with --resume; what is in it stays.",
            ) from error
        finally:
            try:
                await asyncio.to_thread(results.close)
            except OSError:  # the rows that failed are not in it; they will be run again
                pass

    async def _run(self, runner: Runner, made: Plan, results: ResultsFile | None) -> int:
        batch = Batch(runner, made, results, self.arguments.bail)
        total, before = made.count, batch.skipped
        self._show(0, total - before)
        try:
            async for happening in batch.happenings():
                if isinstance(happening, Waiting):
                    self._say_waiting(happening)
                elif isinstance(happening, RowRan):
                    self._counts[happening.ran.word] += 1
                    if not happening.ran.well:
                        self._codes.add(happening.ran.exit_code)
                    self._tell(happening, runner, written=results is not None)
                    self._show(sum(self._counts.values()), total - before)
        except BrokenPipeError:
            streams.abandon()
            runner.stop()
            return CANCELLED
        self.status.clear()
        if batch.problem is not None:
            output.message(batch.problem)
        code = self._code(runner, batch)
        self._summary(made, before, code)
        return code

    # -- telling

    def _show(self, done: int, of: int) -> None:
        seconds = time.monotonic() - self._began
        text = f"{done} of {of} rows"
        if bad := sum(count for word, count in self._counts.items() if word != "complete"):
            text += f" · {bad} failed"
        if done > 2:
            text += f" · about {_duration((of - done) * seconds / done)} left"
        self.status.show(text, timed=True)

    def _say_waiting(self, waiting: Waiting) -> None:
        self.status.clear()
        output.say(f"Waiting {waiting.seconds:.1f} s: {waiting.why}")

    def _tell(self, done: RowRan, runner: Runner, written: bool) -> None:
        ran = done.ran
        if self.arguments.json:
            self.status.clear()
            output.write_json_line(runner.apps.masked(_as_json(done)))
        elif not written or not ran.well:
            self.status.clear()
            line = f"{ran.word:<10} {done.row.number:>7} {ran.outcome.seconds:>7.2f} s  "
            output.write(f"{line}{output.visible(line_of(ran, runner.apps.masked, SHOWN))}".rstrip())
        streams.flush()

    def _summary(self, made: Plan, before: int, code: int) -> None:
        seconds = time.monotonic() - self._began
        not_run = made.count - before - sum(self._counts.values())
        counts: Mapping[str, int] = {**self._counts, "not run": not_run, "complete before": before}
        if self.arguments.json:
            found = {name.replace(" ", "_"): count for name, count in counts.items()}
            total = {"rows": made.count, **found, "seconds": round(seconds, 3), "exit_code": code}
            output.write_json_line({"summary": total})
            return
        parts = [f"{count} {name}" for name, count in counts.items() if count]
        output.write(f"{_rows(made.count)} in {seconds:.1f} s: {', '.join(parts)}")
        if self.arguments.out is not None and (not_run or code) and not self._told_resume(made, before):
            output.say(f"Go on with the same command and --resume; what is in {self.arguments.out} stays.")

    def _told_resume(self, made: Plan, before: int) -> bool:
        return self._counts["complete"] + self._counts["unexpected"] + before == made.count

    def _code(self, runner: Runner, batch: Batch) -> int:
        if runner.stopped and batch.problem is None:
            return CANCELLED
        codes = self._codes - {CANCELLED}
        if not codes:
            return 0
        return codes.pop() if len(codes) == 1 and codes != {2} else 1


def _as_json(done: RowRan) -> dict[str, Any]:
    ran = done.ran
    return {
        "row": done.row.number,
        "input": {name: value_as_json(value) for name, value in done.row.values.items()},
        "event": ran.outcome.status,
        "ok": ran.well,
        "data": list(ran.outcome.data),
        "seconds": round(ran.outcome.seconds, 3),
        "error": ran.sentence or None,
        "why": (ran.explanation.why or None) if ran.explanation else None,
        "do": (ran.explanation.do or None) if ran.explanation else None,
        "notes": list(ran.notes),
        "saved": [str(path) for path in done.files.values()],
    }


def _rows(count: int) -> str:
    return f"{count} {'row' if count == 1 else 'rows'}"


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
