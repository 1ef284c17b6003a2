from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QSlider
from pytestqt.qtbot import QtBot

from gradioscope.window.inputs import FieldRow
from gradioscope.window.inputs.slider import Scale

from .conftest import MakeRow


def parts(row: FieldRow) -> tuple[QSlider, QLineEdit]:
    track = row.input.focus_target()
    assert isinstance(track, QSlider)
    box = row.input.findChild(QLineEdit)
    assert box is not None
    return track, box


@pytest.mark.parametrize(
    ("low", "high", "step", "value"),
    [(0, 1, 0.01, 0.37), (1, 100, 1, 30), (0, 100, 5, 35), (-1, 1, 0.1, 0.3), (0.5, 2, 0.25, 1.25), (0, 2**40, 1, 0)],
)
def test_a_place_on_the_track_is_an_exact_value(low: float, high: float, step: float, value: float) -> None:
    scale = Scale(low, high, step)
    found = scale.value(scale.position(value))
    assert (found, type(found)) == (value, type(value))
    assert scale.value(scale.positions[0]) == low
    assert scale.value(scale.positions[1]) == high


def test_keys_move_by_steps_and_the_box_follows(make_row: MakeRow, qtbot: QtBot) -> None:
    row = make_row("slider", minimum=0, maximum=1, step=0.1, default=0.2)
    track, box = parts(row)
    qtbot.keyClick(track, Qt.Key.Key_Right)
    assert row.input.value() == 0.3
    assert box.text() == "0.3"


def test_whole_steps_wider_than_one_are_kept_to(make_row: MakeRow, qtbot: QtBot) -> None:
    row = make_row("slider", minimum=0, maximum=100, step=8, default=0)
    track, _ = parts(row)
    qtbot.keyClick(track, Qt.Key.Key_Right)
    assert row.input.value() == 8
    track.setValue(21)
    assert row.input.value() == 24
    assert track.value() == 24


def test_the_track_follows_the_box_which_may_be_between_steps(make_row: MakeRow, qtbot: QtBot) -> None:
    row = make_row("slider", minimum=0, maximum=100, step=10, default=0)
    track, box = parts(row)
    box.selectAll()
    qtbot.keyClicks(box, "33")
    assert row.input.value() == 33
    assert track.value() == 33


def test_a_value_outside_is_kept_and_said(make_row: MakeRow) -> None:
    row = make_row("slider", minimum=0, maximum=1)
    row.load(1.5)
    assert row.input.value() == 1.5
    assert row.input.problem() == "Label must be at most 1; this is 1.5."


def test_an_empty_box_is_no_number(make_row: MakeRow) -> None:
    row = make_row("slider", minimum=0, maximum=1, default=0)
    parts(row)[1].clear()
    assert row.input.value() is None
    assert row.input.problem() == "Label takes a number."


def test_both_parts_have_names(make_row: MakeRow) -> None:
    track, box = parts(make_row("slider", minimum=0, maximum=1, label="Steps"))
    assert (track.accessibleName(), box.accessibleName()) == ("Steps", "Steps value")
