from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QDate, Qt
from pytestqt.qtbot import QtBot

from gradioscope.gradio.model import Json
from gradioscope.window.inputs.shown_line import ColorInput, DateTimeInput
from gradioscope.window.parts import Button
from gradioscope.window.parts.colour_picker import ColourPicker, ColourSlider
from gradioscope.window.parts.moment_picker import MomentPicker

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


def test_a_colour_is_picked_with_its_alpha(make_row: MakeRow, qtbot: QtBot) -> None:
    row = make_row("color", default="#ff0000")
    entry = row.input
    assert isinstance(entry, ColorInput)
    entry.open_picker()
    (picker,) = entry.findChildren(ColourPicker)
    assert picker.colour().name() == "#ff0000"
    sliders = {slider.accessibleName(): slider for slider in picker.findChildren(ColourSlider)}
    sliders["Hue"].setValue(120)
    assert entry.value() == "#00ff00"
    sliders["Alpha"].setValue(128)
    assert entry.value() == "#00ff0080"
    assert entry.problem() is None
    qtbot.keyClick(picker.window(), Qt.Key.Key_Escape)
    assert not picker.isVisible()


def test_a_time_is_picked_in_a_calendar_or_told_from_now(make_row: MakeRow, qtbot: QtBot) -> None:
    entry = make_row("datetime", default="2024-05-06 07:08:09").input
    assert isinstance(entry, DateTimeInput)
    entry.open_picker()
    (picker,) = entry.findChildren(MomentPicker)
    picker.calendar.setSelectedDate(QDate(2025, 12, 31))
    assert entry.value() == "2025-12-31 07:08:09"
    next(b for b in picker.findChildren(Button) if b.text() == "now - 1h").click()
    assert entry.value() == "now - 1h"
    assert entry.problem() is None


def test_now_is_told_in_the_app_s_time_zone(make_row: MakeRow) -> None:
    entry = make_row("datetime", timezone="Asia/Tokyo").input
    assert isinstance(entry, DateTimeInput)
    entry.now.click()
    told = datetime.strptime(str(entry.value()), "%Y-%m-%d %H:%M:%S").replace(tzinfo=ZoneInfo("Asia/Tokyo"))
    assert abs((datetime.now(ZoneInfo("UTC")) - told).total_seconds()) < 60
    assert entry.zone.isVisible()
    assert entry.zone.text() == "Asia/Tokyo"


@pytest.mark.parametrize("zone", ["Nowhere/Here", "../../etc/passwd", "America", "x" * 5000])
def test_a_time_zone_that_is_not_known_here_is_said_to_be(make_row: MakeRow, zone: str) -> None:
    entry = make_row("datetime", timezone=zone).input
    assert isinstance(entry, DateTimeInput)
    before = datetime.now().replace(microsecond=0)
    entry.now.click()
    assert entry.problem() is None
    assert before <= datetime.strptime(str(entry.value()), "%Y-%m-%d %H:%M:%S") <= datetime.now()
    assert "by this computer's clock" in entry.now.toolTip()
    assert "is not known on this computer" in entry.now.toolTip()
    assert entry.zone.text().endswith(", unknown here")
    assert len(entry.zone.text()) < 70


def test_without_a_time_zone_nothing_is_said_of_one(make_row: MakeRow) -> None:
    entry = make_row("datetime").input
    assert isinstance(entry, DateTimeInput)
    assert not entry.zone.isVisible()
    assert entry.now.toolTip().startswith("By this computer's clock")


def test_a_huge_default_is_shown_cut_and_sent_whole(make_row: MakeRow) -> None:
    entry = make_row("color", default="x" * 5_000_000).input
    assert isinstance(entry, ColorInput)
    assert len(entry.line.text()) == 1000
    assert len(entry.value()) == 5_000_000
