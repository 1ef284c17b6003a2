"""A form of 100 mixed parameters, built and shown, beside 100 bare Qt rows in a QFormLayout; and beside its limit.

Processor time of the UI thread, as a busy machine would be measured otherwise. Both sides share a process of their
own and take turns, and count until the last row is there and painted.
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

COUNT = 100
LIMIT = 100.0
"""Milliseconds that such a form may take."""
TURNS = 9
CHOICES = ["first", "second", "third"]


def _measure() -> dict[str, float]:
    from PySide6.QtWidgets import (
        QApplication,
        QCheckBox,
        QComboBox,
        QFormLayout,
        QLabel,
        QLineEdit,
        QScrollArea,
        QSpinBox,
        QWidget,
    )

    from gradioscope.gradio.model import Endpoint, FieldKind, Parameter
    from gradioscope.window import theme
    from gradioscope.window.request_tab.form import Form

    application = QApplication([])
    theme.apply(application, "light")
    mixed: list[tuple[FieldKind, str, object, dict[str, object]]] = [
        ("text", "textbox", "a text", {}),
        ("number", "number", 3, {}),
        ("checkbox", "checkbox", True, {}),
        ("choice", "dropdown", "first", {"choices": [[label, label] for label in CHOICES]}),
        ("slider", "slider", 3, {"minimum": 0, "maximum": 10, "step": 1}),
    ]

    def parameter(n: int) -> Parameter:
        kind, component, default, props = mixed[n % len(mixed)]
        return Parameter(f"p{n}", f"Parameter {n}", component, kind, n, default=default, props=props)

    endpoint = Endpoint("/x", "", tuple(map(parameter, range(COUNT))), ())

    def ours(form: Form) -> None:
        form.set_endpoint(endpoint)
        for _ in range(COUNT):  # it builds a slice, then lets events have their turn
            application.processEvents()
        assert form.isVisible()

    def bare(area: QScrollArea) -> None:
        content = QWidget()
        rows = QFormLayout(content)
        for n in range(COUNT):
            control: QWidget
            match mixed[n % len(mixed)][0]:
                case "text":
                    control = QLineEdit("a text")
                case "checkbox":
                    control = tick = QCheckBox()
                    tick.setChecked(True)
                case "choice":
                    control = combo = QComboBox()
                    combo.addItems(CHOICES)
                case _:
                    control = box = QSpinBox()
                    box.setValue(3)
            rows.addRow(QLabel(f"Parameter {n}"), control)
        area.setWidget(content)
        for _ in range(COUNT):
            application.processEvents()

    def side(make: Callable[[], Any], build: Callable[[Any], None]) -> float:
        made = make()
        made.resize(700, 600)
        made.show()
        application.processEvents()
        began = time.thread_time()
        build(made)
        took = (time.thread_time() - began) * 1000
        made.deleteLater()
        application.processEvents()
        return took

    def bare_area() -> QScrollArea:
        area = QScrollArea()
        area.setWidgetResizable(True)
        return area

    form, floor = alternate(TURNS, lambda: side(Form, ours), lambda: side(bare_area, bare))
    return {"form": form, "bare": floor}


def measure() -> list[Row]:
    settings = os.environ | {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.form"],
        capture_output=True,
        text=True,
        check=False,
        env=settings,
        cwd=Path(__file__).resolve().parents[2],
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return [
        Row(f"a form of {COUNT} parameters, built and shown", found["form"], "bare Qt rows", found["bare"], 2.2),
        Row("the same, time of the UI thread", found["form"], "the limit set", LIMIT, 1.0),
    ]


if __name__ == "__main__":
    print(json.dumps(_measure()))
