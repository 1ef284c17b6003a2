"""`gradioscope run --check`: saved requests held against their apps as they are now. Nothing is run.

Exit codes: 0 all of them fit, 1 an app has changed in a way that breaks a request or gives it another outcome; else
the code of what kept them from being compared (3 no connection, 4 a login is needed, 2 a file cannot be read), or 1
where several different things did. Changes that are harmless are told, and count as none.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from gradioscope.cli import CANCELLED, output, streams
from gradioscope.cli.run import Command
from gradioscope.cli.way import ask_passwords
from gradioscope.gradio.errors import Explanation
from gradioscope.gradio.model import Json
from gradioscope.library.runner.checking import Checked, check_request
from gradioscope.library.runner.folder import FolderRun, Planned, planned
from gradioscope.library.runner.ran import Ran
from gradioscope.library.runner.running import Runner
from gradioscope.request.drift import Change, Give, Move, Step, UseEndpoint
from gradioscope.request.outcome import Outcome
from gradioscope.request.saving import value_as_json

if TYPE_CHECKING:
    from gradioscope.gradio import discovery

_MARGIN = 11
"""Columns before what is said of a request."""


def check(arguments: argparse.Namespace) -> int:
    command = _Check(arguments, planned(arguments.place))
    with asyncio.Runner() as runner:
        logins = runner.run(command.outlook())
        command.passwords = ask_passwords(logins)
        return runner.run(command.guarded())


class _Check(Command):
    """A check of a file or a folder."""

    def __init__(self, arguments: argparse.Namespace, requests: Sequence[Planned]) -> None:
        super().__init__(arguments, requests)
        self._done: list[tuple[Planned, Checked]] = []
        self._began = time.monotonic()

    async def _follow(self, runner: Runner) -> int:
        folder = FolderRun(None, self.requests, self.places, self.vault, self.settings)
        try:
            for number, item in enumerate(self.requests, 1):
                if runner.stopped:
                    return CANCELLED
                self.status.prefix = f"{number}/{len(self.requests)} {item.name} · "
                self.status.show("Reading")
                checking = asyncio.create_task(check_request(item, folder, runner.apps, self._step))
                stopped = asyncio.create_task(runner.pause(float("inf")))
                try:
                    await asyncio.wait({checking, stopped}, return_when=asyncio.FIRST_COMPLETED)
                    if not checking.done():
                        return CANCELLED
                finally:
                    for task in (checking, stopped):
                        task.cancel()
                    await asyncio.gather(checking, stopped, return_exceptions=True)
                self._done.append((item, checking.result()))
                self._tell(item, checking.result(), runner)
                if self.arguments.bail and checking.result().exit_code:
                    break
        except BrokenPipeError:
            streams.abandon()
            return CANCELLED
        self.status.clear()
        code = self._code()
        self._summary(code)
        if self.arguments.junit is not None:
            from gradioscope.cli.junit import write

            done = [(item, _as_ran(checked)) for item, checked in self._done]
            write(self.arguments.junit, self.arguments.place, self.requests, done, runner.apps.masked)
        return code

    def _step(self, step: discovery.Step) -> None:
        self.status.step(step)

    # -- telling

    def _tell(self, item: Planned, checked: Checked, runner: Runner) -> None:
        self.status.clear()
        masked = runner.apps.masked
        if self.arguments.json:
            output.write_json_line(masked(_as_json(item, checked)))
            streams.flush()
            return
        style = output.Style()
        line = f"{checked.word:<{_MARGIN}}{output.visible(item.name)}"
        output.write(style.bold(line) if checked.exit_code else line)
        if checked.explanation is not None:
            why = checked.explanation
            for text in (why.what, why.why, why.do):
                if text:
                    output.write(f"{'':<{_MARGIN}}{output.visible(' '.join(masked(text).split()))}")
        for change in checked.drift.changes:
            output.write(f"{'':<{_MARGIN}}{change.severity:<9} {output.visible(masked(_sentence(change)))}")
        for note in checked.notes:
            output.say(f"  {item.name}: {note}")
        streams.flush()

    def _summary(self, code: int) -> None:
        counts = dict.fromkeys(("ok", "drift", "failed"), 0)
        for _, checked in self._done:
            counts[checked.word] += 1
        counts["not checked"] = len(self.requests) - len(self._done)
        self.summarize(counts, "checked", time.monotonic() - self._began, code)

    def _code(self) -> int:
        if any(checked.word == "drift" for _, checked in self._done):
            return 1
        codes = {checked.exit_code for _, checked in self._done if checked.exit_code}
        return 0 if not codes else codes.pop() if len(codes) == 1 else 1


def _sentence(change: Change) -> str:
    """A change on one line, with what is proposed."""
    sides = f" ({change.then or 'nothing'} → {change.now or 'nothing'})" if change.severity != "harmless" else ""
    return f"{change.text.removesuffix('.')}{sides}."


def _as_json(item: Planned, checked: Checked) -> dict[str, Json]:
    why = checked.explanation or Explanation("")
    endpoint = checked.drift.endpoint
    return {
        "request": item.name,
        "status": checked.word,
        "ok": not checked.exit_code,
        "changes": [_change_as_json(change) for change in checked.drift.changes],
        "error": why.what or None,
        "why": why.why or None,
        "do": why.do or None,
        "notes": list(checked.notes),
        "address": checked.request.address if checked.request else None,
        "endpoint": endpoint.name if endpoint else None,
        "version": checked.app.version if checked.app else None,
    }


def _change_as_json(change: Change) -> dict[str, Json]:
    return {
        "kind": change.kind,
        "severity": change.severity,
        "label": change.label,
        "parameter": change.parameter or None,
        "text": change.text,
        "then": change.then or None,
        "now": change.now or None,
        "proposal": _step_as_json(change.step),
    }


def _step_as_json(step: Step | None) -> Json:
    match step:
        case UseEndpoint(name):
            return {"endpoint": name}
        case Move(old, new):
            return {"move": old, "to": new}
        case Give(name, value):
            return {"parameter": name, "value": value_as_json(value)}
    return None


def _as_ran(checked: Checked) -> Ran:
    """For the report in JUnit's form: drift is a failure, what could not be compared an error."""
    if checked.explanation is not None:
        outcome = Outcome("failed", (), checked.explanation.what)
        return Ran(outcome, (), checked.explanation, checked.exit_code, checked.notes)
    lines = [_sentence(change) for change in checked.drift.notable]
    count = "1 change" if len(lines) == 1 else f"{len(lines)} changes"
    why = Explanation(f"{count} since the request was saved. {lines[0]}", "\n".join(lines)) if lines else None
    return Ran(Outcome("complete"), (), why, checked.exit_code, checked.notes)
