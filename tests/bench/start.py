"""Process start to the first painted window, beside a bare PySide6 QMainWindow; memory at that point.

Both sides print one line at their first paint, with their resident memory; the clock is this process's.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time

from tests.bench.timing import Row, alternate

INSTALLED = "from gradioscope.__main__ import main; main()"
"""What the installed `gradioscope` command does; `-m` would add Python's search for the module."""

BARE = """
import sys
from PySide6.QtWidgets import QApplication, QMainWindow

class Window(QMainWindow):
    painted = False

    def paintEvent(self, event):
        super().paintEvent(event)
        self.painted = True

app = QApplication(sys.argv)
window = Window()
window.resize(1280, 800)
window.show()
while not window.painted:
    app.processEvents()
resident = int(open("/proc/self/statm").read().split()[1]) * 4096
print(f"painted rss={resident}", flush=True)
"""


def _first_paint(command: list[str]) -> tuple[float, float]:
    """(milliseconds to the line of the first paint, resident MB then)."""
    with tempfile.TemporaryDirectory() as home:
        settings = os.environ | {"GRADIOSCOPE_BENCH_START": "1", "PYTHONUNBUFFERED": "1", "HOME": home}
        settings.setdefault("QT_QPA_PLATFORM", "offscreen")
        settings.pop("PYTHONDONTWRITEBYTECODE", None)  # or each start would compile what was edited since
        began = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, *command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=settings, text=True
        )
        assert process.stdout is not None
        line = process.stdout.readline()
        took = (time.perf_counter() - began) * 1000
        process.kill()
        _, errors = process.communicate()
    assert line.startswith("painted rss="), (line, errors)
    return took, int(line.partition("=")[2]) / 2**20


def measure(count: int = 9) -> list[Row]:
    memory: dict[str, list[float]] = {"ours": [], "bare": []}

    def side(name: str, command: list[str]) -> float:
        took, resident = _first_paint(command)
        memory[name].append(resident)
        return took

    ours, bare = alternate(count, lambda: side("ours", ["-m", "gradioscope"]), lambda: side("bare", ["-c", BARE]))
    middle = {name: sorted(figures)[len(figures) // 2] for name, figures in memory.items()}
    return [
        Row("start to first painted window", ours, "bare PySide6 QMainWindow", bare, 1.6),
        Row("memory at that point", middle["ours"], "bare PySide6 QMainWindow", middle["bare"], 1.6, "MB"),
    ]
