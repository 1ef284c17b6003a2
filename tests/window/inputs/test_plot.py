"""A plot as an input: checked, told, loaded from a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from tests.window.inputs.conftest import MakeRow

from gradioscope.window.inputs.plot import PlotInput

NATIVE = {"columns": ["x", "y"], "data": [[1, 2.0]], "datatypes": {"x": "nominal", "y": "quantitative"}, "mark": "bar"}
PICTURE = {"type": "matplotlib", "plot": "data:image/png;base64,aGk="}


@pytest.mark.parametrize(
    ("component", "value", "told"),
    [
        ("barplot", NATIVE, "A bar plot of 1 rows: x, y"),
        ("plot", PICTURE, "A plot of matplotlib, 26 characters"),
        ("plot", None, "No plot; null is sent."),
    ],
)
def test_a_plot_is_told_in_a_line(make_row: MakeRow, component: str, value: object, told: str) -> None:
    row = make_row("plot", component=component)
    row.load(value)
    assert told in [label.text() for label in row.findChildren(QLabel)]
    assert row.input.problem() is None
    assert row.input.value() == value


def test_a_saved_plot_is_loaded_and_what_is_none_is_refused(make_row: MakeRow, tmp_path: Path) -> None:
    row = make_row("plot", component="lineplot")
    assert isinstance(row.input, PlotInput)
    (tmp_path / "plot.json").write_text(json.dumps(NATIVE))
    row.input.load_file(str(tmp_path / "plot.json"))
    assert row.input.value() == NATIVE
    assert row.input.error() is None
    (tmp_path / "other.json").write_text(json.dumps(PICTURE))
    row.input.load_file(str(tmp_path / "other.json"))
    assert "columns are a list of names" in (row.input.error() or "")
    row.input.load_file(str(tmp_path / "gone.json"))
    assert "cannot be read" in (row.input.error() or "")
