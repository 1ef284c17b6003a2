"""`gradioscope run`: saved requests, one after the other or over the rows of a table."""

from __future__ import annotations

import argparse
import asyncio
import signal
import time
from collections.abc import Coroutine, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gradioscope.cli import CANCELLED, access, output, streams
from gradioscope.cli.status import Status
from gradioscope.cli.way import CommandWay, ask_passwords
from gradioscope.gradio.errors import Explanation, GradioscopeError, WrongUse
from gradioscope.gradio.events import Event, Uploading
from gradioscope.gradio.model import Json
from gradioscope.library.places import Places
from gradioscope.library.runner.folder import FolderRun, Planned, Settings, planned
from gradioscope.library.runner.ran import Ran
from gradioscope.library.runner.running import Runner
from gradioscope.library.runner.telling import line_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_TICK = 0.25
SHOWN = 200
"""Characters of a result, or of what went wrong, in a line of the table."""
_NAME = 40
"""Columns of a request's name, at most, before what comes after it moves to the right."""


def run(arguments: argparse.Namespace) -> int:
    if arguments.check:
        from gradioscope.cli.check import check

        return check(arguments)
    if arguments.data is not None:
        from gradioscope.cli.run_data import run_data

        return run_data(arguments)
    if arguments.junit is not None and not arguments.junit.absolute().parent.is_dir():
        raise WrongUse(
            f"The report {arguments.junit} cannot be written.", "There is no such folder.", "Make the folder first."
        )
    command = _Run(arguments, planned(arguments.place))
    with asyncio.Runner() as runner:
        logins = runner.run(command.outlook())
        command.passwords = ask_passwords(logins)
        return runner.run(command.guarded())


def settings_of(arguments: argparse.Namespace) -> Settings:
    """What the options say of variables. WrongUse for a `--set` that is none."""
    from gradioscope.cli.values import read

    allow = arguments.allow_env
    return Settings(
        environment=arguments.env,
        given={item.name: item.value for item in read(arguments.set)},
        allow=None if "*" in allow else frozenset(allow),
        bail=arguments.bail,
    )


class Command:
    """What both kinds of runs share: secrets, passwords, Ctrl+C."""

    def __init__(self, arguments: argparse.Namespace, requests: Sequence[Planned]) -> None:
        from gradioscope.vault import Vault

        self.arguments = arguments
        self.requests = requests
        self.settings = settings_of(arguments)
        self.places = Places(arguments.home)
        self.vault = Vault(self.places)
        self.secrets = access.read_secrets(arguments)
        self.passwords: dict[str, str] = {}
        self.addresses: set[str] = set()
        self.status = Status()

    async def outlook(self) -> dict[str, str]:
        """The users of apps' own logins to ask passwords for, with the addresses; notes where the requests lead."""
        from gradioscope.library.runner.folder import FolderRun

        run = FolderRun(None, self.requests, self.places, self.vault, self.settings)
        found = await run.outlook()
        self.addresses = {item.address for item in found}
        return {} if self.arguments.login else {item.login: item.address for item in found if item.login}

    async def guarded(self) -> int:
        """The exit code of what the command does, its connection and its runner closed at the end."""
        way = CommandWay(self.arguments, self.secrets, self.passwords, self.addresses)
        runner = Runner(way, timeout=self.arguments.timeout)
        try:
            with self.status:
                return await self.stoppable(self._follow(runner), runner)
        finally:
            await asyncio.to_thread(runner.close)
            await way.aclose()

    async def _follow(self, runner: Runner) -> int:
        raise NotImplementedError

    async def stoppable(self, work: Coroutine[Any, Any, int], runner: Runner) -> int:
        """Let the work end by itself when Ctrl+C or a polite `kill` comes, so that the apps are told; the second
        Ctrl+C ends it at once."""
        task = asyncio.current_task()
        assert task is not None
        working = asyncio.create_task(work)
        with _terminating(task):
            while not working.done():
                try:
                    await asyncio.wait({working}, timeout=_TICK if self.status.on else None)
                    self.status.renew()
                except asyncio.CancelledError:
                    if runner.stopped:
                        working.cancel()
                        raise
                    task.uncancel()
                    self.status.show("Cancelling…")
                    runner.stop()
        return working.result()

    def summarize(self, counts: Mapping[str, int], done: str, seconds: float, code: int) -> None:
        """The last line: how many of the requests came to what, by its word; `done` says what was done with them."""
        if self.arguments.json:
            found = {name.replace(" ", "_"): count for name, count in counts.items()}
            total = {"requests": len(self.requests), **found, "seconds": round(seconds, 3), "exit_code": code}
            output.write_json_line({"summary": total})
            return
        parts = [f"{count} {name}" for name, count in counts.items() if count]
        noun = "request" if len(self.requests) == 1 else "requests"
        what = f"{len(self.requests)} {noun} {done}".rstrip()
        output.write(f"{what} in {seconds:.1f} s: {', '.join(parts)}")


class _Run(Command):
    """A run of a file or a folder."""

    def __init__(self, arguments: argparse.Namespace, requests: Sequence[Planned]) -> None:
        super().__init__(arguments, requests)
        self._done: list[tuple[Planned, Ran]] = []
        self._saved: dict[str, list[str]] = {}
        self._began = time.monotonic()
        self._width = min(max((len(output.visible(item.name)) for item in requests), default=0), _NAME)

    async def _follow(self, runner: Runner) -> int:
        folder = FolderRun(runner, self.requests, self.places, self.vault, self.settings)
        number = 0
        try:
            async for item, ran in folder.results(self._heard):
                if ran is None:
                    number += 1
                    self.status.begin(f"{number}/{len(self.requests)} {item.name} · ")
                    self.status.show("Reading")
                    continue
                ran = await self._with_files(item, ran)
                self._done.append((item, ran))
                self._tell(item, ran, runner)
        except BrokenPipeError:
            streams.abandon()
            runner.stop()
            return CANCELLED
        self.status.clear()
        code = self._code(runner)
        self._summary(code)
        if self.arguments.junit is not None:
            from gradioscope.cli.junit import write

            write(self.arguments.junit, self.arguments.place, self.requests, self._done, runner.apps.masked)
        return code

    def _heard(self, happening: Any) -> None:
        if isinstance(happening, Uploading):
            self.status.uploading(happening)
        elif isinstance(happening, Event):
            self.status.event(happening)
        else:
            self.status.step(happening)

    async def _with_files(self, item: Planned, ran: Ran) -> Ran:
        """The run, its files saved; not well where they could not be."""
        self._saved[item.name] = []
        if self.arguments.download is None or ran.outcome.status != "complete":
            return ran
        from gradioscope.library.runner.saving import save_files

        self.status.show("Saving files")
        folder: Path = self.arguments.download / item.name
        try:
            self._saved[item.name] = [str(path) for path in (await save_files(ran, folder)).values()]
        except GradioscopeError as error:
            return replace(ran, explanation=error.explanation, exit_code=error.exit_code)
        except OSError as error:
            why = Explanation(
                f"Nothing can be saved in {folder}.", f"{error.strerror or error}.", "Choose another folder."
            )
            return replace(ran, explanation=why, exit_code=GradioscopeError.exit_code)
        return ran

    # -- telling

    def _tell(self, item: Planned, ran: Ran, runner: Runner) -> None:
        self.status.clear()
        line = f"{ran.word:<10} {output.visible(item.name):<{self._width}} {ran.outcome.seconds:>7.2f} s"
        why = output.visible(line_of(ran, runner.apps.masked, SHOWN))
        if self.arguments.json:
            output.write_json_line(runner.apps.masked(self._as_json(item, ran)))
            output.say(f"{line}  {why}".rstrip())
        else:
            style = output.Style()
            output.write(f"{style.bold(line) if not ran.well else line}  {why}".rstrip())
        streams.flush()
        for note in ran.notes:
            output.say(f"  {item.name}: {note}")
        if ran.explanation is not None and not ran.well and not self.arguments.json:
            for text in (ran.explanation.why, ran.explanation.do):
                if text:
                    output.write(f"{'':<10} {output.visible(' '.join(text.split()))}")

    def _as_json(self, item: Planned, ran: Ran) -> dict[str, Json]:
        why = ran.explanation or Explanation("")
        line: dict[str, Json] = {
            "request": item.name,
            "event": ran.outcome.status,
            "ok": ran.well,
            "data": list(ran.outcome.data),
            "seconds": round(ran.outcome.seconds, 3),
            "error": ran.sentence or None,
            "why": why.why or None,
            "do": why.do or None,
            "expectations": [
                {**check.expectation.as_written(), "met": check.met, "sentence": check.sentence} for check in ran.checks
            ],
            "notes": list(ran.notes),
            "address": ran.address,
            "endpoint": ran.endpoint.name if ran.endpoint else None,
        }
        if self.arguments.download is not None:
            line["saved"] = self._saved[item.name]
        return line

    def _summary(self, code: int) -> None:
        counts = dict.fromkeys(("complete", "unexpected", "error", "failed", "cancelled"), 0)
        for _, ran in self._done:
            counts[ran.word] += 1
        counts["not run"] = len(self.requests) - len(self._done)
        self.summarize(counts, "", time.monotonic() - self._began, code)

    def _code(self, runner: Runner) -> int:
        if runner.stopped:
            return CANCELLED
        codes = {ran.exit_code for _, ran in self._done if not ran.well}
        if not codes:
            return 0
        # 2 says that nothing was sent
        if codes == {2} and not any(ran.sent for _, ran in self._done):
            return 2
        return codes.pop() if len(codes) == 1 and codes != {2} else 1


@contextmanager
def _terminating(task: asyncio.Task[Any]) -> Iterator[None]:
    """A polite `kill` cancels like Ctrl+C. Not on Windows, whose loop has no signals."""
    loop = asyncio.get_running_loop()
    try:
        loop.add_signal_handler(signal.SIGTERM, task.cancel)
    except (NotImplementedError, RuntimeError, ValueError):  # RuntimeError: not in the main thread
        yield
        return
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGTERM)
