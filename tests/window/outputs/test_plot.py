"""Plots as a person meets them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot
from tests.window.outputs.conftest import Make

from gradioscope.gradio.model import Return
from gradioscope.window.outputs.plot import PlotViewer
from gradioscope.window.parts import Button

NATIVE: dict[str, Any] = {
    "columns": ["x", "y", "g"],
    "data": [[1, 4.0, "a"], [2, 5.0, "b"], [3, 6.5, "a"]],
    "datatypes": {"x": "quantitative", "y": "quantitative", "g": "nominal"},
    "mark": "line",
}
PNG = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
    "+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture
def viewer(qtbot: QtBot) -> PlotViewer:
    made = PlotViewer(Return("Sales", "lineplot", "plot", 0, props={"x": "x", "y": "y", "color": "g"}))
    qtbot.addWidget(made)
    made.resize(500, 400)
    made.show()
    qtbot.waitExposed(made)
    return made


def drawn(qtbot: QtBot, viewer: PlotViewer, value: Any = None) -> None:
    viewer.load(NATIVE if value is None else value)
    qtbot.waitUntil(lambda: viewer.chart.ready is not None)


def test_a_native_plot_is_drawn_and_told(qtbot: QtBot, viewer: PlotViewer) -> None:
    drawn(qtbot, viewer)
    assert "y: 4 to 6.5" in viewer.chart.accessibleDescription()
    picture = viewer.chart.picture()
    assert len({picture.pixel(x, y) for x in range(0, 900, 7) for y in range(0, 500, 5)}) > 3


def test_arrow_keys_walk_the_values(qtbot: QtBot, viewer: PlotViewer) -> None:
    drawn(qtbot, viewer)
    qtbot.keyClick(viewer.chart, Qt.Key.Key_Right)
    assert viewer.chart.current() == "a, 1: 4"
    qtbot.keyClick(viewer.chart, Qt.Key.Key_Right)
    assert viewer.chart.current() == "a, 3: 6.5"
    qtbot.keyClick(viewer.chart, Qt.Key.Key_Down)
    assert viewer.chart.current() == "b, 2: 5"


def test_a_zoom_stays_while_the_data_grow_and_goes_with_0(qtbot: QtBot, viewer: PlotViewer) -> None:
    drawn(qtbot, viewer)
    first = viewer.chart.ready
    viewer.chart.zoom(1.5, 2.5)
    viewer.load(NATIVE | {"data": [*NATIVE["data"], [4, 1.0, "b"]]})
    qtbot.waitUntil(lambda: viewer.chart.ready is not first)
    span = viewer.chart.shown_span
    assert span is not None
    assert (span.low, span.high) == (1.5, 2.5)
    qtbot.keyClicks(viewer.chart, "0")
    assert viewer.chart.ready is not None
    assert viewer.chart.shown_span == viewer.chart.ready.x


def test_a_picture_of_matplotlib_is_shown(qtbot: QtBot, viewer: PlotViewer) -> None:
    viewer.load({"type": "matplotlib", "plot": PNG})
    qtbot.waitUntil(lambda: viewer.picture.picture is not None)
    assert viewer.picture.isVisible()


@pytest.mark.parametrize("suffix", [".png", ".svg", ".csv", ".json"])
def test_a_plot_is_saved_as_its_name_says(qtbot: QtBot, viewer: PlotViewer, tmp_path: Path, suffix: str) -> None:
    drawn(qtbot, viewer)
    target = tmp_path / f"plot{suffix}"
    viewer._save_to(str(target))
    qtbot.waitUntil(lambda: target.is_file() and target.stat().st_size > 0)


def test_a_plot_of_plotly_is_opened_in_the_browser_on_request_alone(
    make: Make, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    viewer = make("plot")
    viewer.load({"type": "plotly", "plot": '{"data": [{"type": "bar", "y": [1, 2]}]}'})
    assert opened == []
    button = next(b for b in viewer.findChildren(Button) if b.text() == "Open in browser")
    button.click()
    qtbot.waitUntil(lambda: bool(opened))
    assert "plotly" in Path(opened[0]).read_text()
