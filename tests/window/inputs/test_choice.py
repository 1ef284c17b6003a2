from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QRadioButton
from pytestqt.qtbot import QtBot

from gradioscope.window.inputs import FieldRow

from .conftest import MakeRow

TYPED: list[tuple[str, object]] = [("One", 1), ("Text one", "1"), ("Yes", True), ("Nothing", None), ("Half", 0.5)]
MANY = [[f"Choice number {n}", n] for n in range(1000)]


def combo(row: FieldRow) -> QComboBox:
    found = row.input.focus_target()
    assert isinstance(found, QComboBox)
    return found


@pytest.mark.parametrize("value", [1, "1", True, None, 0.5])
def test_a_choice_is_sent_with_its_own_type(make_row: MakeRow, qtbot: QtBot, value: object) -> None:
    row = make_row("choice", choices=TYPED, required=True)
    labels = {repr(item): label for label, item in TYPED}
    control = combo(row)
    control.setFocus()
    qtbot.keyClicks(control, labels[repr(value)])
    assert (row.input.value(), type(row.input.value())) == (value, type(value))
    assert row.input.is_set()


def test_nothing_is_chosen_before_the_person_does(make_row: MakeRow) -> None:
    row = make_row("choice", choices=[["a", "a"]], required=True)
    assert combo(row).currentIndex() == -1
    assert row.input.value() is None
    assert not row.input.is_set()


def test_the_label_is_the_buddy_that_names_the_combo_box(make_row: MakeRow) -> None:
    row = make_row("choice", choices=[["a", "a"]], label="R&D")
    named = QAccessible.queryAccessibleInterface(combo(row))
    labels = [
        other.text(QAccessible.Text.Name)
        for other, relation in named.relations()
        if relation & QAccessible.RelationFlag.Label
    ]
    assert labels == ["R&D"]
    assert any(label.buddy() is combo(row) for label in row.findChildren(QLabel))


def test_typing_finds_among_many(make_row: MakeRow, qtbot: QtBot) -> None:
    row = make_row("choice", choices=MANY, default=0)
    control = combo(row)
    line = control.lineEdit()
    assert line is not None
    line.selectAll()
    qtbot.keyClicks(line, "NUMBER 77")
    completer = control.completer()
    assert completer is not None
    popup = completer.popup()
    assert popup is not None
    qtbot.waitUntil(popup.isVisible)
    assert completer.completionCount() == 11
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert row.input.value() == 77


def test_half_a_label_is_refused_at_the_field(make_row: MakeRow, qtbot: QtBot) -> None:
    row = make_row("choice", choices=MANY, default=0)
    line = combo(row).lineEdit()
    assert line is not None
    line.selectAll()
    qtbot.keyClicks(line, "Choice")
    assert row.input.problem() == "“Choice” is not one of the choices."


def test_a_typed_label_is_its_choice(make_row: MakeRow, qtbot: QtBot) -> None:
    row = make_row("choice", choices=MANY, default=0)
    line = combo(row).lineEdit()
    assert line is not None
    line.selectAll()
    qtbot.keyClicks(line, "choice number 5")
    assert row.input.value() == 5


def test_free_text_is_sent_as_text(make_row: MakeRow, qtbot: QtBot) -> None:
    row = make_row("choice", choices=TYPED, allow_custom_value=True, required=True)
    qtbot.keyClicks(combo(row), "my own")
    assert row.input.value() == "my own"
    assert row.input.problem() is None


def test_a_value_the_app_no_longer_has_is_shown_kept_and_refused(make_row: MakeRow) -> None:
    row = make_row("choice", choices=[["a", "a"]])
    row.load("gone")
    assert combo(row).currentText() == "gone"
    assert row.input.value() == "gone"
    assert row.input.problem() == "“gone” is not one of the choices."
    row.load("a")
    assert combo(row).count() == 1


def test_choices_with_the_same_label_stay_apart(make_row: MakeRow, qtbot: QtBot) -> None:
    row = make_row("choice", choices=[["same", 1], ["same", 2]], default=1)
    qtbot.keyClick(combo(row), Qt.Key.Key_Down)
    assert row.input.value() == 2


def radios(row: FieldRow) -> list[QRadioButton]:
    return row.findChildren(QRadioButton)


def test_a_radio_shows_all_its_choices(make_row: MakeRow, qtbot: QtBot) -> None:
    row = make_row("choice", component="radio", choices=TYPED, default="1", label="Look")
    buttons = radios(row)
    assert [button.text() for button in buttons] == [label for label, _ in TYPED]
    assert buttons[1].isChecked()
    assert row.input.focus_target().accessibleName() == "Look"
    buttons[1].setFocus()
    qtbot.waitUntil(buttons[1].hasFocus)
    qtbot.keyClick(buttons[1], Qt.Key.Key_Right)
    assert row.input.value() is True
    row.reset()
    assert row.input.value() == "1"


def test_a_radio_with_nothing_chosen_has_no_button_down(make_row: MakeRow) -> None:
    row = make_row("choice", component="radio", choices=[["a", "a"], ["b", "b"]], required=True)
    row.load("b")
    row.clear()
    assert not any(button.isChecked() for button in radios(row))
    assert row.input.value() is None


def test_a_radio_with_many_choices_is_a_dropdown(make_row: MakeRow) -> None:
    row = make_row("choice", component="radio", choices=MANY)
    assert radios(row) == []
    assert row.findChild(QLineEdit) is not None
