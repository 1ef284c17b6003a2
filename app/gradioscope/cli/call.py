"""`gradioscope call`: run an endpoint, show its result or its events, cancel it with Ctrl+C."""

from __future__ import annotations

import argparse
import asyncio
import signal
from pathlib import Path
from typing import TYPE_CHECKING

from gradioscope.cli import CANCELLED, access, output, streams, values
from gradioscope.cli.endpoint import draft_of
from gradioscope.cli.result import readable
from gradioscope.cli.status import Status
from gradioscope.gradio.errors import AccessNeeded, Explanation, GradioscopeError
from gradioscope.gradio.events import Cancelled, Complete, Event, Failed
from gradioscope.gradio.model import Json, files_in

if TYPE_CHECKING:
    from gradioscope.gradio.call import Call
    from gradioscope.gradio.connection import Connection
    from gradioscope.gradio.legacy import LegacyCall
    from gradioscope.request.draft import Draft

_WITHDRAWN = "The request was withdrawn before the app took it."
_TICK = 0.25
"""Seconds between two looks at the clock, for the line that tells how long it runs."""
_LAST_WORDS = 2.0
"""Seconds the stream may take to end after it was cancelled."""


def call(arguments: argparse.Namespace) -> int:
    given = values.read(arguments.values, arguments.data)
    secrets = access.read_secrets(arguments)
    run = _Run(arguments)
    with asyncio.Runner() as runner:
        # Ctrl+C cancels the task once; pressed again, it ends everything at once
        return runner.run(run.guarded(given, secrets))


class _Run:
    """One run of the command."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self._arguments = arguments
        self._lines = arguments.json or arguments.events
        self._status = Status()
        self._call: Call | LegacyCall | None = None
        self._saved: dict[str, str] = {}
        self._told = False

    async def guarded(self, given: list[values.Given], secrets: access.Secrets) -> int:
        """The exit code. Whatever interrupts it leads to a `cancelled`, whatever fails to an error."""
        task = asyncio.current_task()
        assert task is not None
        _on_terminate(task)
        with self._status:
            try:
                async with access.connected(self._arguments, secrets, self._status.step) as (connection, app):
                    how = access.access_of(self._arguments, connection, app)
                    draft = draft_of(app, self._arguments, given, how)
                    return await self._send(connection, draft, secrets)
            except asyncio.CancelledError:
                task.uncancel()
                self._tell_end(Cancelled(0.0, _WITHDRAWN))
                return CANCELLED

    async def _send(self, connection: Connection, draft: Draft, secrets: access.Secrets) -> int:
        from gradioscope.request.run import start

        token = (secrets.token or secrets.hf_token) if draft.access.token else None
        self._call = await start(
            connection,
            draft,
            self._status.uploading,
            idle_timeout=self._arguments.timeout,
            oauth_token=token,
        )
        # a task of its own: it keeps reading while the call is being cancelled
        reader = asyncio.create_task(self._read(self._call, connection, draft))
        try:
            await self._wait(reader)
        except asyncio.CancelledError:
            _uncancel()
            return await self._cancel(self._call, reader)
        try:
            return reader.result()
        except BrokenPipeError:
            streams.abandon()  # nobody reads the events any more
            await self._call.cancel()
            return CANCELLED
        except GradioscopeError as error:
            self._status.clear()
            if self._lines and not isinstance(error, AccessNeeded):
                output.write_json_line(Failed(0.0, error.explanation).as_json())
            if error.exit_code == 5:
                await self._call.cancel()
            raise

    async def _wait(self, reader: asyncio.Task[int]) -> None:
        while not reader.done():
            await asyncio.wait({reader}, timeout=_TICK if self._status.on else None)
            self._status.renew()

    async def _read(self, call: Call | LegacyCall, connection: Connection, draft: Draft) -> int:
        async for event in call.events():
            if isinstance(event, Complete):
                return await self._complete(event, connection, draft)
            if isinstance(event, Cancelled):
                self._tell_end(event)
                return CANCELLED
            if isinstance(event, Failed):
                return self._fail(event)
            self._status.event(event)
            if self._arguments.events:
                output.write_json_line(event.as_json())
        raise AssertionError("the events of a call end with its outcome")

    async def _complete(self, event: Complete, connection: Connection, draft: Draft) -> int:
        problem: Explanation | None = None
        code = 0
        if self._arguments.download is not None:
            try:
                await self._download(event.data, connection, draft, self._arguments.download)
            except GradioscopeError as error:
                problem, code = error.explanation, error.exit_code
            except OSError as error:
                why = f"{error.strerror or error}."
                folder = self._arguments.download
                problem = Explanation(f"Nothing can be saved in {folder}.", why, "Choose another folder.")
                code = GradioscopeError.exit_code
        self._status.clear()
        if self._lines:
            line = event.as_json()
            if self._arguments.download is not None:
                line["saved"] = list(self._saved.values())
            output.write_json_line(line)
        else:
            output.write(readable(draft.app, draft.endpoint, event.data, self._saved))
        streams.flush()
        if problem:
            output.message(problem)
        return code

    async def _download(self, data: Json, connection: Connection, draft: Draft, folder: Path) -> None:
        from gradioscope.gradio.files import download, file_name

        for file in files_in(data):
            if file["path"] not in self._saved:
                self._status.show(f"Saving {file_name(file)}")
                self._saved[file["path"]] = str(await download(connection, draft.app, file, folder))

    def _fail(self, event: Failed) -> int:
        self._status.clear()
        if self._lines:
            output.write_json_line(event.as_json())
        output.message(event.explanation)
        return 1

    async def _cancel(self, call: Call | LegacyCall, reader: asyncio.Task[int]) -> int:
        """Tell the app, and say what it will still do. The reader ends with the stream, or is ended."""
        self._status.show("Cancelling…")
        cancelled = await call.cancel()
        await asyncio.wait({reader}, timeout=_LAST_WORDS)
        if not reader.done():
            reader.cancel()
            await asyncio.wait({reader})
        if not reader.cancelled():
            if reader.exception() is None:
                return reader.result()  # it may have come to its end just before
            if isinstance(reader.exception(), BrokenPipeError):
                streams.abandon()
                return CANCELLED
        self._tell_end(cancelled)
        return CANCELLED

    def _tell_end(self, event: Event) -> None:
        """Say once that it was cancelled: the reader and whoever cancelled both come by here."""
        if self._told or not isinstance(event, Cancelled):
            return
        self._told = True
        self._status.clear()
        if self._lines:
            output.write_json_line(event.as_json())
        output.say(f"gradioscope: Cancelled. {event.note}".rstrip())


def _uncancel() -> None:
    task = asyncio.current_task()
    if task is not None:
        task.uncancel()


def _on_terminate(task: asyncio.Task[int]) -> None:
    """A polite `kill` cancels on the server too, like Ctrl+C. Not on Windows, whose loop has no signals."""
    try:
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    except (NotImplementedError, RuntimeError, ValueError):  # RuntimeError: not in the main thread
        return
