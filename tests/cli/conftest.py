"""The command line as people run it: a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.gradio.web import Reply, Request, Web, start

COMMAND = (sys.executable, "-W", "error", "-m", "gradioscope")


@pytest.fixture
def gradioscope(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs the command to its end. Keyword arguments are environment variables; no traceback, ever."""

    def run(*arguments: str | Path, stdin: str | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [*COMMAND, *arguments],
            input=stdin,
            stdin=subprocess.DEVNULL if stdin is None else None,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="surrogateescape",  # a test may ask for another encoding
            timeout=60,
            env={**os.environ, **environment},
            cwd=tmp_path,
            # no terminal to ask on, wherever the tests are run from
            start_new_session=True,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done

    return run


@pytest.fixture
def web() -> Iterator[Callable[[Callable[[Request], Reply]], Web]]:
    """`web(answer)`: a web server on the loopback that answers so, and remembers what it was sent."""
    started: list[Web] = []

    def run(answer: Callable[[Request], Reply]) -> Web:
        started.append(start(answer, "127.0.0.1", None, 0))
        return started[-1]

    yield run
    for server in started:
        server.stop()
