"""Plots of strangers: whatever comes, the viewer stands."""

from __future__ import annotations

import math
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from gradioscope.gradio.model import Return
from gradioscope.window.outputs.plot import PlotViewer
from gradioscope.window.outputs.plot_data import NotDrawn, is_native
from gradioscope.window.outputs.plot_scale import ready

JUNK: list[Any] = [None, True, -1, 10**400, 1e308, math.nan, math.inf, "", "x" * 10_000, [], [[]], {}, {"x": [{}]}]
GOOD: dict[str, Any] = {"columns": ["x", "y"], "data": [[1, 2]], "datatypes": {"x": "quantitative"}, "mark": "bar"}
PROPS: dict[str, Any] = {"x": "x", "y": "y"}
NAMES = ["x", "y", "color", "title", "x_bin", "y_aggregate", "sort", "x_lim", "y_lim"]
NAMES += ["color_map", "caption", "colors_in_legend", "x_title"]


@pytest.mark.parametrize("key", GOOD)
def test_junk_in_a_value_is_refused_or_drawn(qtbot: QtBot, key: str) -> None:
    viewer = PlotViewer(Return("P", "barplot", "plot", 0, props=PROPS))
    qtbot.addWidget(viewer)
    viewer.resize(400, 300)
    viewer.show()
    for junk in JUNK:
        value = GOOD | {key: junk}
        viewer.load(value)
        if viewer.accepts(value):
            try:
                made = ready(value, PROPS)
            except NotDrawn:
                continue
            viewer.chart.show_chart(made)
            viewer.chart.picture()


@pytest.mark.parametrize("mark", ["bar", "line", "point"])
@pytest.mark.parametrize("kind", ["quantitative", "temporal", "nominal"])
def test_junk_in_cells_and_props_is_drawn_or_left_out(qtbot: QtBot, mark: str, kind: str) -> None:
    viewer = PlotViewer(Return("P", "barplot", "plot", 0, props=PROPS))
    qtbot.addWidget(viewer)
    viewer.resize(400, 300)
    rows = [[a, b] for a in JUNK for b in JUNK]
    value = GOOD | {"data": rows, "mark": mark, "datatypes": {"x": kind}}
    assert is_native(value)
    for name in NAMES:
        for junk in [*JUNK, [1, 2], [-1e299, 1e299], 1e-9, "1s", "0d", "9" * 5000 + "d"]:
            try:
                made = ready(value, PROPS | {name: junk})
            except NotDrawn:
                continue
            viewer.chart.show_chart(made)
            viewer.chart.picture()
