from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gradioscope.gradio.model import Json
from gradioscope.window.inputs.shown_line import ColorInput, DateTimeInput

from .conftest import MakeRow


@pytest.mark.parametrize("value", ["#ff8800", " Red ", "", None, 7])
def test_a_value_is_given_back_as_it_came(make_row: MakeRow, value: Json) -> None:
    for kind in ("color", "datetime"):
        entry = make_row(kind).input
        entry.load(value)
        assert entry.value() == value


def test_the_colour_is_seen_as_it_is_written(make_row: MakeRow, qtbot: QtBot) -> None:
    entry = make_row("color").input
    assert isinstance(entry, ColorInput)
    entry.line.clear()
    qtbot.keyClicks(entry.line, "#f80")
    assert entry.swatch.colour is not None
    assert entry.swatch.colour.name() == "#ff8800"
    assert entry.value() == "#f80"
    entry.line.clear()
    assert entry.value() is None


@pytest.mark.parametrize("include_time", [True, False])
def test_now_is_a_time_the_app_takes(make_row: MakeRow, qtbot: QtBot, include_time: bool) -> None:
    entry = make_row("datetime", include_time=include_time).input
    assert isinstance(entry, DateTimeInput)
    qtbot.mouseClick(entry.now, Qt.MouseButton.LeftButton)
    assert isinstance(entry.value(), str)
    assert entry.check()
