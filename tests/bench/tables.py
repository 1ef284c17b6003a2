"""A table of 100,000 rows and five columns: shown in the input beside a bare QTableView with a QStandardItemModel,
and what an edit, a paste, a scroll and a check of it cost beside one frame of the screen.

A process for each turn, as Qt has one application; the two sides share the process and take turns.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.bench.timing import Row, alternate

COUNT = 100_000
HEADERS = ["name", "age", "score", "member", "note"]
TYPES = ["str", "number", "number", "bool", "str"]
FRAME = 16.0
"""Milliseconds of a frame at 60 Hz."""
TURNS = 5


def rows(start: int = 0, count: int = COUNT) -> list[list[Any]]:
    return [[f"person {n}", n % 90, n / 7, n % 3 == 0, "a note"] for n in range(start, start + count)]


def timed(does: Callable[[], object]) -> float:
    began = time.perf_counter()
    does()
    return (time.perf_counter() - began) * 1000


def _measure() -> dict[str, float]:
    from PySide6.QtGui import QGuiApplication, QStandardItem, QStandardItemModel
    from PySide6.QtWidgets import QApplication, QTableView

    from gradioscope.gradio.model import Endpoint, Parameter
    from gradioscope.window import theme
    from gradioscope.window.inputs.table import TableInput
    from gradioscope.window.request_tab.form import Form

    application = QApplication([])
    theme.apply(application, "light")
    empty = {"headers": HEADERS, "data": [], "metadata": None}
    parameter = Parameter("x", "People", "dataframe", "table", 0, default=empty, props={"datatype": TYPES})
    form = Form()
    form.set_endpoint(Endpoint("/x", "", (parameter,), ()))
    form.resize(700, 600)
    form.show()
    row = form.row("x")
    assert row is not None
    shown = row.input
    assert isinstance(shown, TableInput)
    bare = QTableView()
    bare.resize(700, 600)
    bare.show()
    application.processEvents()
    data = rows()

    def load() -> None:
        shown.load(empty | {"data": data})
        shown.repaint()

    def load_bare() -> None:
        model = QStandardItemModel(0, len(HEADERS), bare)
        model.setHorizontalHeaderLabels(HEADERS)
        for cells in data:
            model.appendRow([QStandardItem(str(cell)) for cell in cells])
        bare.setModel(model)
        bare.repaint()

    def in_form(does: Callable[[], object]) -> None:
        """A person's edit, and all that the form does after it."""
        does()
        form.can_undo()
        form.values()
        shown.repaint()

    def edit() -> None:
        model = shown.grid.model()
        model.setData(model.index(COUNT // 2, 0), f"someone {time.perf_counter()}")

    def scroll() -> None:
        bar = shown.grid.verticalScrollBar()
        bar.setValue((bar.value() + bar.maximum() // 3) % bar.maximum())
        shown.grid.viewport().repaint()

    def paste() -> None:
        shown.grid.choose(range(1000, 1001), range(1))
        shown.paste()

    QGuiApplication.clipboard().setText("\n".join(f"pasted {n}\t{n}\t1.5\ttrue\tx" for n in range(200)))
    loaded, peer = alternate(TURNS, lambda: timed(load), lambda: timed(load_bare))
    edited, scrolled, pasted, checked = alternate(
        TURNS,
        lambda: timed(lambda: in_form(edit)),
        lambda: timed(scroll),
        lambda: timed(lambda: in_form(paste)),
        lambda: timed(lambda: shown.field.check(shown.value())),
    )
    return {
        "load": loaded,
        "bare": peer,
        "edit": edited,
        "scroll": scrolled,
        "paste": pasted,
        "check": checked,
    }


def measure() -> list[Row]:
    settings = os.environ | {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.tables"],
        capture_output=True,
        text=True,
        check=False,
        env=settings,
        cwd=Path(__file__).resolve().parents[2],
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    frame = "a frame at 60 Hz"
    return [
        Row(f"a table of {COUNT:,} × 5 shown", found["load"], "QTableView, QStandardItemModel", found["bare"], 0.1),
        Row("one cell of it edited, the form's history with it", found["edit"], frame, FRAME, 2.0),
        Row("200 rows pasted into it", found["paste"], frame, FRAME, 3.0),
        Row("a third of it scrolled", found["scroll"], frame, FRAME, 1.0),
        Row("all its cells checked", found["check"], "two frames", 2 * FRAME, 2.0),
    ]


if __name__ == "__main__":
    print(json.dumps(_measure()))
