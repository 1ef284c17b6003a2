from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from .conftest import MakeRow

NUMBERS = st.one_of(st.integers(), st.floats(allow_nan=False, allow_infinity=False))
ANY_ROW = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@ANY_ROW
@given(value=NUMBERS)
def test_no_number_is_harmed_by_being_shown(make_row: MakeRow, value: float) -> None:
    entry = make_row("number").input
    entry.load(value)
    assert (entry.value(), type(entry.value())) == (value, type(value))


@ANY_ROW
@given(value=NUMBERS)
def test_a_number_typed_as_it_is_shown_is_the_same_number(make_row: MakeRow, value: float) -> None:
    entry = make_row("number").input
    entry.load(value)
    line = entry.focus_target()
    assert isinstance(line, QLineEdit)
    shown = line.text()
    line.setText("0")
    line.setText(shown)
    assert (entry.value(), type(entry.value())) == (value, type(value))


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("7", 7),
        ("-3", -3),
        ("12345678901234567890", 12345678901234567890),
        ("0.1", 0.1),
        ("1.0", 1.0),
        (".5", 0.5),
        ("1e3", 1000.0),
        (" 8 ", 8),
        ("", None),
    ],
)
def test_what_is_typed_is_the_number(make_row: MakeRow, qtbot: QtBot, typed: str, value: object) -> None:
    entry = make_row("number", default=5).input
    line = entry.focus_target()
    assert isinstance(line, QLineEdit)
    line.selectAll()
    qtbot.keyClick(line, Qt.Key.Key_Delete)
    qtbot.keyClicks(line, typed)
    assert (entry.value(), type(entry.value())) == (value, type(value))


@pytest.mark.parametrize("typed", ["abc", "1_000", "nan", "inf", "1e999", "0x10", "--1"])
def test_what_is_no_number_is_said_at_the_field(make_row: MakeRow, qtbot: QtBot, typed: str) -> None:
    entry = make_row("number").input
    qtbot.keyClicks(entry.focus_target(), typed)
    assert entry.problem() == "Label takes a number."
    qtbot.waitUntil(lambda: entry.error() == "Label takes a number.")
    assert entry.focus_target().accessibleDescription().startswith("Error: Label takes a number.")


def test_digits_of_another_script_are_no_number(make_row: MakeRow) -> None:
    entry = make_row("number").input
    line = entry.focus_target()
    assert isinstance(line, QLineEdit)
    line.insert("١٢")
    assert entry.problem() == "Label takes a number."


def test_a_comma_is_explained(make_row: MakeRow, qtbot: QtBot) -> None:
    entry = make_row("number").input
    qtbot.keyClicks(entry.focus_target(), "1,5")
    assert entry.problem() == "Label takes a number. Write a point before the decimals."


def test_an_error_goes_as_soon_as_it_is_mended(make_row: MakeRow, qtbot: QtBot) -> None:
    entry = make_row("number", maximum=10).input
    qtbot.keyClicks(entry.focus_target(), "12")
    assert not entry.check()
    qtbot.keyClick(entry.focus_target(), Qt.Key.Key_Backspace)
    assert entry.error() is None


@pytest.mark.parametrize(
    ("props", "start", "key", "value"),
    [
        ({}, 1, Qt.Key.Key_Up, 2),
        ({"step": 0.1}, 0.2, Qt.Key.Key_Up, 0.3),
        ({"step": 5}, 10, Qt.Key.Key_Down, 5),
        ({"maximum": 10}, 10, Qt.Key.Key_Up, 10),
        ({}, 2**70, Qt.Key.Key_Up, 2**70 + 1),
        ({}, None, Qt.Key.Key_Up, 0),
        ({"minimum": 3}, None, Qt.Key.Key_Up, 3),
    ],
)
def test_arrow_keys_step(
    make_row: MakeRow, qtbot: QtBot, props: dict[str, float], start: object, key: Qt.Key, value: object
) -> None:
    entry = make_row("number", **props).input
    entry.load(start)
    qtbot.keyClick(entry.focus_target(), key)
    assert (entry.value(), type(entry.value())) == (value, type(value))


def turn(control: QWidget) -> None:
    event = QWheelEvent(
        QPointF(5, 5), QPointF(control.mapToGlobal(QPoint(5, 5))), QPoint(), QPoint(0, 120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(control, event)


def test_the_wheel_steps_only_with_the_focus(make_row: MakeRow, qtbot: QtBot) -> None:
    entry = make_row("number", default=1).input
    entry.focus_target().clearFocus()
    turn(entry.focus_target())
    assert entry.value() == 1
    entry.setFocus()
    qtbot.waitUntil(entry.focus_target().hasFocus)
    turn(entry.focus_target())
    assert entry.value() == 2
