"""The panel `Result` through a run."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from gradioscope.gradio.errors import Explanation
from gradioscope.gradio.model import Return
from gradioscope.window.outputs.panel import ResultPanel
from gradioscope.window.outputs.text import TextViewer

from .test_viewers import readable

RETURNS = (Return("Text", "textbox", "text", 0), Return("Count", "number", "number", 1))


@pytest.fixture
def panel(qtbot: QtBot) -> ResultPanel:
    panel = ResultPanel()
    qtbot.addWidget(panel)
    panel.set_returns(RETURNS)
    panel.resize(500, 500)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def test_it_is_a_panel_called_result_that_says_what_to_do(panel: ResultPanel) -> None:
    face = QAccessible.queryAccessibleInterface(panel)
    assert face.text(QAccessible.Text.Name) == "Result"
    assert face.role() == QAccessible.Role.Grouping
    assert "Press Run" in readable(panel)


def test_a_result_has_a_viewer_for_each_return(panel: ResultPanel) -> None:
    panel.running()
    assert "Running" in readable(panel)
    panel.complete(["hello", 7], 1.24)
    assert [viewer.accessibleName() for viewer in panel.viewers] == ["Text", "Count"]
    text = readable(panel)
    assert "hello" in text
    assert "7" in text
    assert "Complete" in text
    assert "1.24 s" in text


def test_values_of_a_generator_are_coalesced_and_end_with_the_last(qtbot: QtBot, panel: ResultPanel) -> None:
    panel.running()
    panel.follow(["step 0", 0])
    viewer = panel.viewers[0]
    assert isinstance(viewer, TextViewer)
    shown: list[str] = []
    viewer.text.textChanged.connect(lambda: shown.append(viewer.text.toPlainText()))
    for number in range(1, 500):
        panel.follow([f"step {number}", number])
    qtbot.waitUntil(lambda: viewer.text.toPlainText() == "step 499")
    assert len(shown) < 10
    assert panel.viewers[0] is viewer
    panel.follow(["never shown", 0])
    panel.complete(["the end", 500])
    assert viewer.text.toPlainText() == "the end"
    assert panel.viewers[0] is viewer
    assert not panel._step.isActive()


def test_the_last_result_stays_until_a_value_of_the_new_run_comes(panel: ResultPanel) -> None:
    panel.complete(["old", 1])
    panel.running()
    assert "old" in readable(panel)
    assert "previous result" in readable(panel)
    panel.follow(["new", 2])
    assert "old" not in readable(panel)
    assert "previous result" not in readable(panel)


def test_an_error_stands_in_the_result_s_place_with_its_action(qtbot: QtBot, panel: ResultPanel) -> None:
    why = Explanation("It failed.", "The value is too large.", "Change it.", "edit", "steps")
    panel.running()
    panel.failed(why)
    text = readable(panel)
    assert "It failed." in text
    assert "Failed" in text
    with qtbot.waitSignal(panel.actionTriggered) as acted:
        panel.banner.action_button.click()
    assert acted.args == [why]
    panel.complete(["fine", 1])
    assert "It failed." not in readable(panel)


def test_cancelling_keeps_the_values_that_came(panel: ResultPanel) -> None:
    panel.running()
    panel.follow(["partial", 1])
    panel.cancelled("The server goes on to its next step.")
    text = readable(panel)
    assert "partial" in text
    assert "Cancelled" in text
    assert "The server goes on" in text


def test_cancelling_before_a_value_says_so(panel: ResultPanel) -> None:
    panel.running()
    panel.cancelled("It was removed from the queue.")
    assert "Cancelled before a value came. It was removed from the queue." in readable(panel)


def test_other_returns_start_empty_and_the_same_ones_stay(panel: ResultPanel) -> None:
    panel.complete(["hello", 7])
    panel.set_returns(list(RETURNS))
    assert "hello" in readable(panel)
    panel.set_returns([RETURNS[0]])
    assert "hello" not in readable(panel)
    assert "Press Run" in readable(panel)


@pytest.mark.parametrize(("data", "viewers"), [([], 2), (["only one"], 2), (["a", 1, {"third": True}], 3)])
def test_more_or_fewer_values_than_told_are_no_trouble(panel: ResultPanel, data: list[Any], viewers: int) -> None:
    panel.complete(data)
    assert len(panel.viewers) == viewers


def test_an_endpoint_without_values_says_so(panel: ResultPanel) -> None:
    panel.set_returns([])
    panel.complete([])
    assert "returns no values" in readable(panel)


def test_files_asked_for_by_a_viewer_are_asked_for_by_the_panel(qtbot: QtBot, panel: ResultPanel) -> None:
    panel.set_returns([Return("Picture", "image", "image", 0)])
    file = {"path": "/x/a.png", "meta": {"_type": "gradio.FileData"}}
    with qtbot.waitSignal(panel.fileRequested) as asked:
        panel.complete([file])
    assert asked.args == [file]
    panel.file_failed(file, "The app does not have it any more.")
    assert "The app does not have it any more." in readable(panel)
