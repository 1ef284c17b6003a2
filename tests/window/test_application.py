"""The process: what it imports before it paints, and how it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from gradioscope.window.application import has_display

Serve = Callable[..., str]

RUN = """
import sys
from pathlib import Path
from gradioscope.library.places import Places
from gradioscope.window.application import run
sys.exit(run({address!r}, places=Places(Path({home!r}))))
"""

SLOW_START = """
import sys
from pathlib import Path
from gradioscope.library.places import Places
from gradioscope.window import application
application.os._exit = lambda code: print(sorted(set({late!r}) & set(sys.modules))) or sys.exit(code)
application.run(places=Places(Path({home!r})))
"""
LATE = ["httpx", "asyncio", "qasync", "keyring", "pygments", "sqlite3", "gradioscope.gradio.connection"]

RUNNING = """
import sys
from pathlib import Path
from gradioscope.library.places import Places
from gradioscope.window import application, open_requests

class Telling(open_requests.RequestTab):
    def _set_status(self, status):
        super()._set_status(status)
        print(status.text, flush=True)
        if status.state == "Ready":
            self.work.request.picker.choose("/stepped")
            self.work.request.form.load({{"gate": "ends with the window", "steps": 5}})
            self.run()

open_requests.RequestTab = Telling
sys.exit(application.run({address!r}, places=Places(Path({home!r}))))
"""


def start(code: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", code],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | environment,
    )


def test_the_first_paint_needs_neither_network_nor_loop(tmp_path: Path) -> None:
    process = start(SLOW_START.format(late=LATE, home=str(tmp_path)), GRADIOSCOPE_BENCH_START="1")
    out, err = process.communicate(timeout=60)
    painted, late = out.splitlines()
    assert painted.startswith("painted rss="), err
    assert int(painted.partition("=")[2]) > 1_000_000
    assert late == "[]"


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_window_and_the_run_in_it(serve: Serve, tmp_path: Path, how: signal.Signals) -> None:
    process = start(RUNNING.format(address=serve("behaviour"), home=str(tmp_path)))
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("Status: Running"):
            break
    began = time.monotonic()
    process.send_signal(how)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 0, err
    assert "Traceback" not in err
    assert "Status: Cancelled" in out
    assert time.monotonic() - began < 20


def test_an_address_given_at_the_start_is_connected_to(serve: Serve, tmp_path: Path) -> None:
    process = start(RUN.format(address=serve("echo"), home=str(tmp_path)))
    recent = tmp_path / "state" / "recent.json"
    limit = time.monotonic() + 60
    while not recent.exists():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < limit
    process.send_signal(signal.SIGTERM)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 0, err
    assert "Traceback" not in err


def test_without_a_display_it_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert not has_display()
    process = start(RUN.format(address=None, home=str(tmp_path)))
    _, err = process.communicate(timeout=30)
    assert process.returncode == 2
    assert "no display" in err
