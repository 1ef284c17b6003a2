"""2,000 generating events of a real generator, into the visible log of the real window, beside plain httpx
reading the same stream; and the longest time the window's event loop was blocked meanwhile.

The two sides take turns in processes of their own, as they need different event loops. The generator's own
time is the larger part on both sides: what is compared is what a person waits for.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.bench.timing import Row, alternate

COUNT = 2000
BEAT = 1
"""Milliseconds between two beats of the watch: a gap of more than that is time the loop was blocked."""


async def _plain(url: str) -> float:
    """Milliseconds from the POST to the end of the stream, every message parsed and kept."""
    import httpx

    async with httpx.AsyncClient(timeout=None) as client:
        api = f"{url}/gradio_api"
        await client.get(f"{url}/config")
        began = time.perf_counter()
        await client.post(f"{api}/call/many", json={"data": [COUNT], "session_hash": "bench"})
        messages: list[Any] = []
        async with client.stream("GET", f"{api}/queue/data?session_hash=bench") as stream:
            async for line in stream.aiter_lines():
                if line.startswith("data:"):
                    messages.append(json.loads(line[5:]))
        took = (time.perf_counter() - began) * 1000
    assert sum(message["msg"] == "process_generating" for message in messages) == COUNT, len(messages)
    return took


def _window(url: str) -> tuple[float, float]:
    """(milliseconds from Run to the last row of the visible log, longest block of the loop in milliseconds)."""
    from PySide6.QtCore import Qt, QTimer
    from PySide6.QtWidgets import QApplication

    from gradioscope.library.places import Places
    from gradioscope.window import tasks
    from gradioscope.window.look import apply_stored
    from gradioscope.window.loop import new_loop
    from gradioscope.window.main_window import MainWindow
    from gradioscope.window.surroundings import Surroundings

    application = QApplication([])
    application.setQuitOnLastWindowClosed(False)
    figures: list[float] = []

    async def measure() -> None:
        tasks.loop_runs()
        tab = window.requests.current()
        ready = asyncio.Event()
        tab.statusChanged.connect(lambda status: ready.set() if status.state == "Ready" else None)
        tab.connect_to(url)
        await ready.wait()
        assert tab.work is not None
        tab.work.request.picker.choose("/many")
        tab.work.request.form.load({"events": COUNT})
        tab.work.response.show_panel(1)
        await asyncio.sleep(0.3)
        watch = QTimer(window)
        watch.setTimerType(Qt.TimerType.PreciseTimer)
        beat = [time.perf_counter(), 0.0]

        def mark() -> None:
            now = time.perf_counter()
            beat[:] = [now, max(beat[1], now - beat[0])]

        watch.timeout.connect(mark)
        ended, shown = asyncio.Event(), asyncio.Event()
        tab.ran.connect(lambda _run: ended.set())
        tab.work.response.events.count_changed.connect(lambda count: shown.set() if count >= COUNT else None)
        mark()
        beat[1] = 0.0
        watch.start(BEAT)
        began = time.perf_counter()
        tab.run()
        await ended.wait()
        await shown.wait()
        took = time.perf_counter() - began
        await asyncio.sleep(0.2)
        watch.stop()
        figures[:] = [took * 1000, beat[1] * 1000]
        window.close()
        await surroundings.aclose()

    with tempfile.TemporaryDirectory() as home, asyncio.Runner(loop_factory=lambda: new_loop(application)) as runner:
        surroundings = Surroundings(Places(Path(home)))
        apply_stored(application, surroundings.settings)
        window = MainWindow(surroundings)
        window.show()
        runner.run(measure())
    return figures[0], figures[1]


def _side(kind: str, url: str) -> list[float]:
    settings = os.environ | {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.events", kind, url],
        capture_output=True,
        text=True,
        check=False,
        env=settings,
        cwd=Path(__file__).resolve().parents[2],
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    figures: list[float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def measure(url: str, count: int = 5) -> list[Row]:
    blocked: list[float] = []

    def ours() -> float:
        took, longest = _side("window", url)
        blocked.append(longest)
        return took

    window, plain = alternate(count, ours, lambda: _side("plain", url)[0])
    longest = sorted(blocked)[len(blocked) // 2]
    return [
        Row(f"{COUNT:,} events into the visible log", window, "plain httpx reading the same", plain, 1.2),
        Row("longest block of the window's loop meanwhile", longest, "the limit set", 50.0, 1.0),
    ]


if __name__ == "__main__":
    kind, address = sys.argv[1:]
    print(json.dumps(list(_window(address)) if kind == "window" else [asyncio.run(_plain(address))]))
