"""A call that runs meanwhile, its lines read as they come, and the server's side of it."""

from __future__ import annotations

import json
import os
import selectors
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

PATIENCE = 30.0
"""Seconds until something that should happen counts as not happening."""


def ask(url: str, endpoint: str, *data: Any) -> Any:
    """What an endpoint returns, by two plain requests: the server's side of a test."""
    with urllib.request.urlopen(f"{url}/config") as answer:
        api = url + json.load(answer).get("api_prefix", "")
    body = json.dumps({"data": data}).encode()
    request = urllib.request.Request(f"{api}/call/{endpoint}", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request) as answer:
        event_id = json.load(answer)["event_id"]
    with urllib.request.urlopen(f"{api}/call/{endpoint}/{event_id}") as answer:
        lines = answer.read().decode().splitlines()
    assert "event: complete" in lines
    return json.loads([line for line in lines if line.startswith("data: ")][-1].removeprefix("data: "))[0]


def wait_for(condition: Callable[[], bool]) -> None:
    limit = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < limit, "it did not happen"


class Running:
    """A call that runs, its lines read as they come."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self._pending = b""
        assert process.stdout is not None
        os.set_blocking(process.stdout.fileno(), False)
        self._selector = selectors.DefaultSelector()
        self._selector.register(process.stdout, selectors.EVENT_READ)

    def line(self) -> dict[str, Any]:
        """The next line; fails where none comes."""
        assert self.process.stdout is not None
        limit = time.monotonic() + PATIENCE
        while b"\n" not in self._pending:
            assert time.monotonic() < limit, "no line came"
            if self._selector.select(1):
                chunk = os.read(self.process.stdout.fileno(), 65536)
                assert chunk, "the output ended"
                self._pending += chunk
        line, self._pending = self._pending.split(b"\n", 1)
        found = json.loads(line)
        assert isinstance(found, dict)
        return found

    def until(self, event: str) -> dict[str, Any]:
        while (found := self.line())["event"] != event:
            continue
        return found

    def end(self) -> tuple[int, list[dict[str, Any]], str]:
        """The exit code, the lines not read yet, and standard error."""
        os.set_blocking(self.process.stdout.fileno(), True)  # type: ignore[union-attr]
        output, said = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, [json.loads(x) for x in (self._pending + output).splitlines()], said.decode()


@contextmanager
def running(*arguments: str) -> Iterator[Running]:
    process = subprocess.Popen(
        [sys.executable, "-m", "gradioscope", "call", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        yield Running(process)
    finally:
        process.kill()
        process.communicate()
