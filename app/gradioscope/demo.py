"""The built-in demo app as a child process: a real Gradio server on a free port of the loopback address.

The app itself is `gradioscope_resources.demo.app`. It holds the other end of a pipe of ours and ends when that
closes, so no demo outlives Gradioscope, also when Gradioscope is killed. It sends nothing to anybody: Gradio's
analytics and version check are off, and it sees none of the tokens and passwords of our environment.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterable, Mapping
from typing import IO, TYPE_CHECKING, ClassVar

from gradioscope.gradio.errors import Action, GradioscopeError

if TYPE_CHECKING:
    import subprocess

MODULE = "gradioscope_resources.demo.app"
PATIENCE = 120.0
"""Seconds until a demo that has not answered counts as failed; the first import of Gradio may take 20."""
FAREWELL = 3.0
"""Seconds a demo has to end by itself before it is killed."""
PRIVATE = ("GRADIO_", "GRADIOSCOPE_", "HF_", "HUGGING_FACE_")
"""Names of settings and secrets that begin so stay with us."""


class DemoFailed(GradioscopeError):
    """The demo app cannot be started here."""

    action: ClassVar[Action] = "retry"


class DemoMissing(DemoFailed):
    """Gradio is not installed."""

    action = ""

    def __init__(self) -> None:
        super().__init__(
            "The demo app needs Gradio, which is not installed here.",
            "It is an extra, because Gradioscope itself works without it.",
            'Install it with: pip install "gradioscope[demo]"',
        )


def available() -> bool:
    """Whether Gradio is installed. Looks for it without importing it (that takes seconds)."""
    from importlib.util import find_spec

    spec = find_spec("gradio")
    # A mere folder of that name (Gradio's own /tmp/gradio, seen from /tmp) is a package without an origin.
    return spec is not None and spec.origin is not None


def child_environment(ours: Mapping[str, str]) -> dict[str, str]:
    """The demo's environment: ours without secrets and Gradio settings, and nothing that calls home."""
    kept = {name: value for name, value in ours.items() if not name.upper().startswith(PRIVATE)}
    return kept | {
        "GRADIO_ANALYTICS_ENABLED": "False",
        "HF_HUB_OFFLINE": "1",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "DO_NOT_TRACK": "1",
        # Gradio asks its own server whether it is up; a proxy must not get that question.
        "NO_PROXY": "127.0.0.1,localhost",
        "no_proxy": "127.0.0.1,localhost",
        "PYTHONUNBUFFERED": "1",
        "PYTHONIOENCODING": "utf-8",
        "PYTHONWARNINGS": "ignore",
    }


class Demo:
    """One demo app. `start` blocks for seconds and belongs into a thread; `stop` may be called from any other."""

    def __init__(self) -> None:
        self.url = ""
        """Its base address while it runs, without a slash at the end; else empty."""
        self._starting = threading.Lock()
        self._stopped = False
        self._process: subprocess.Popen[str] | None = None

    @property
    def running(self) -> bool:
        return bool(self.url) and self._process is not None and self._process.poll() is None

    def start(self, on_progress: Callable[[str], None] | None = None) -> str:
        """The base URL of the running demo, started where it does not run yet.

        `on_progress` gets a few words on what happens, from the calling thread. Raises DemoMissing without
        Gradio, DemoFailed (the app's own words in its details) when it ends or does not answer in time.
        """
        with self._starting:
            if self.running:
                return self.url
            if not available():
                raise DemoMissing
            self._stopped = False
            if on_progress:
                on_progress("Starting the demo app")
            self.url = self._launch(on_progress)
            return self.url

    def _launch(self, on_progress: Callable[[str], None] | None) -> str:
        import subprocess
        import tempfile

        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
            process = self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", MODULE],  # -P: nothing that lies in the current folder
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=said,
                env=child_environment(os.environ),
                text=True,
                encoding="utf-8",
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
            assert process.stdout is not None
            limit = threading.Timer(PATIENCE, process.kill)
            limit.start()
            try:
                url = _read_url(process.stdout, on_progress)
            finally:
                limit.cancel()
            if url and not self._stopped:
                threading.Thread(target=_drain, args=(process.stdout,), name="demo output", daemon=True).start()
                return url
            self._end(process)
            process.stdout.close()
            said.seek(0)
            details = said.read()[-4000:].strip()
            reason = "It was stopped while it started." if self._stopped else "It ended before it was ready."
            raise DemoFailed("The demo app did not start.", reason, "Try it again.", details=details)

    def stop(self) -> None:
        """End the demo and wait for it, at most a few seconds. Does nothing where none runs."""
        self._stopped = True
        process, self._process, self.url = self._process, None, ""
        if process is not None:
            self._end(process)

    @staticmethod
    def _end(process: subprocess.Popen[str]) -> None:
        import contextlib
        import subprocess

        with contextlib.suppress(OSError):  # the pipe of a process that is gone
            if process.stdin:
                process.stdin.close()  # which tells it to clean up and end
        try:
            process.wait(FAREWELL)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _read_url(lines: Iterable[str], on_progress: Callable[[str], None] | None) -> str:
    """Read what the app says until it names its address; empty when it ends before."""
    for line in lines:
        kind, _, text = line.strip().partition(" ")
        if kind == "url":
            return text
        if kind == "progress" and on_progress:
            on_progress(text)
    return ""


def _drain(output: IO[str]) -> None:
    """Read on to the end: a full pipe would stop the app in the middle of a print."""
    with output:
        for _ in output:
            pass
