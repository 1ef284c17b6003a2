from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QCompleter, QLineEdit
from pytestqt.qtbot import QtBot

from gradioscope.request.equality import Places
from gradioscope.request.fields import choices as choice_fields
from gradioscope.window.inputs import FieldRow
from gradioscope.window.inputs import choice as choice_inputs

from .conftest import MakeRow

TYPED = [["One", 1], ["Text one", "1"], ["Yes", True]]
MANY = [[f"Choice number {n}", n] for n in range(1000)]


def boxes(row: FieldRow) -> list[QCheckBox]:
    return row.findChildren(QCheckBox)


def test_checked_choices_are_sent_in_the_order_of_checking(make_row: MakeRow, qtbot: QtBot) -> None:
    row = make_row("choices", component="checkboxgroup", choices=TYPED, default=[])
    for index in (2, 0):
        boxes(row)[index].setFocus()
        qtbot.keyClick(boxes(row)[index], Qt.Key.Key_Space)
    assert repr(row.input.value()) == "[True, 1]"
    boxes(row)[2].click()
    assert row.input.value() == [1]


def test_nothing_checked_is_an_empty_list(make_row: MakeRow) -> None:
    row = make_row("choices", component="checkboxgroup", choices=TYPED, required=True)
    assert row.input.value() == []
    boxes(row)[0].click()
    boxes(row)[0].click()
    assert row.input.value() == []
    assert row.input.is_set()


def test_what_the_app_no_longer_has_survives_another_click(make_row: MakeRow) -> None:
    row = make_row("choices", component="checkboxgroup", choices=TYPED, default=[])
    row.load(["gone"])
    boxes(row)[0].click()
    assert row.input.value() == ["gone", 1]
    assert row.input.problem() == "'gone' is not one of the choices of Label."


def test_hundreds_of_checkboxes_are_filtered(make_row: MakeRow, qtbot: QtBot) -> None:
    row = make_row("choices", component="checkboxgroup", choices=MANY[:300], default=[5])
    row.input.setFocus()
    search = row.findChild(QLineEdit)
    assert isinstance(search, QLineEdit)
    assert search.hasFocus()
    assert search.accessibleName() == "Filter Label"
    qtbot.keyClicks(search, "number 29")
    shown = lambda: [box.text() for box in boxes(row) if not box.isHidden()]  # noqa: E731
    qtbot.waitUntil(lambda: len(shown()) == 13)
    assert shown()[:2] == ["Choice number 29", "Choice number 129"]
    texts = [button.text() for button in row.findChildren(QAbstractButton) if not isinstance(button, QCheckBox)]
    assert "Those shown" in texts
    next(button for button in row.findChildren(QAbstractButton) if button.text() == "Those shown").click()
    assert row.input.value()[:3] == [5, 29, 129], "what is not seen stays chosen"
    next(button for button in row.findChildren(QAbstractButton) if button.text() == "None").click()
    assert row.input.value() == [5]
    qtbot.keyClick(search, Qt.Key.Key_Escape)
    assert len(shown()) == 300


def test_a_few_checkboxes_have_no_filter(make_row: MakeRow) -> None:
    row = make_row("choices", component="checkboxgroup", choices=TYPED, default=[])
    assert row.findChild(QLineEdit) is None


def finder(row: FieldRow) -> QLineEdit:
    found = row.input.focus_target()
    assert isinstance(found, QLineEdit)
    return found


def test_typing_finds_a_choice_and_enter_takes_it(make_row: MakeRow, qtbot: QtBot) -> None:
    row = make_row("choices", choices=MANY, default=[])
    qtbot.keyClicks(finder(row), "number 999")
    qtbot.keyClick(finder(row), Qt.Key.Key_Return)
    assert row.input.value() == [999]
    assert finder(row).text() == ""


def test_the_list_offers_what_is_not_chosen_yet(make_row: MakeRow, qtbot: QtBot) -> None:
    row = make_row("choices", choices=TYPED, default=[1])
    qtbot.keyClick(finder(row), Qt.Key.Key_Down)
    completer = row.input.findChild(QCompleter)
    assert completer is not None
    popup = completer.popup()
    assert popup is not None
    qtbot.waitUntil(popup.isVisible)
    model = completer.completionModel()
    assert [model.index(i, 0).data() for i in range(model.rowCount())] == ["Text one", "Yes"]
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert repr(row.input.value()) == "[1, True]"


def test_backspace_and_the_chips_button_take_out(make_row: MakeRow, qtbot: QtBot) -> None:
    row = make_row("choices", choices=MANY, default=[])
    row.load([1, 2, 3])
    qtbot.keyClick(finder(row), Qt.Key.Key_Backspace)
    assert row.input.value() == [1, 2]
    remove = next(
        b for b in row.findChildren(QAbstractButton) if b.accessibleName() == "Remove Choice number 1" and b.isVisible()
    )
    remove.click()
    assert row.input.value() == [2]


def test_chosen_values_are_told_to_a_screen_reader(make_row: MakeRow) -> None:
    row = make_row("choices", choices=TYPED, default=[])
    row.load([1, True])
    assert finder(row).accessibleDescription().startswith("Chosen: One, Yes.")


def test_free_text_becomes_a_chip(make_row: MakeRow, qtbot: QtBot) -> None:
    row = make_row("choices", choices=TYPED, allow_custom_value=True, default=[])
    qtbot.keyClicks(finder(row), "own")
    qtbot.keyClick(finder(row), Qt.Key.Key_Return)
    qtbot.keyClicks(finder(row), "one")
    qtbot.keyClick(finder(row), Qt.Key.Key_Return)
    assert row.input.value() == ["own", 1]


def test_what_is_no_choice_is_said_and_not_added(make_row: MakeRow, qtbot: QtBot) -> None:
    row = make_row("choices", choices=TYPED, default=[])
    qtbot.keyClicks(finder(row), "zzz")
    qtbot.keyClick(finder(row), Qt.Key.Key_Return)
    assert row.input.value() == []
    assert row.input.error() == "“zzz” is not one of the choices."


def test_too_many_are_said(make_row: MakeRow) -> None:
    row = make_row("choices", choices=TYPED, max_choices=1, default=[])
    row.load([1, True])
    assert row.input.problem() == "Label takes 1 choices at most; 2 are chosen."


def test_many_of_many_are_not_looked_for_one_by_one(make_row: MakeRow, monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[int] = []

    def counted(a: object, b: object) -> bool:
        compared.append(1)
        return type(a) is type(b) and a == b

    monkeypatch.setattr(choice_fields, "_same", counted)
    monkeypatch.setattr(choice_inputs, "same", counted)
    row = make_row("choices", choices=[[f"Choice {n}", n] for n in range(10_000)], default=[])
    row.load(list(range(9_800, 10_000)))
    assert row.input.problem() is None
    tokens = row.findChildren(QAbstractButton)
    next(button for button in tokens if button.accessibleName() == "Remove Choice 9900").click()
    assert row.input.value() == [n for n in range(9_800, 10_000) if n != 9_900]
    assert len(compared) < 10_000
    kept = [b for b in row.findChildren(QAbstractButton) if b.accessibleName() == "Remove Choice 9999"]
    assert kept[0] in tokens, "the other chips are left alone"


def test_a_value_is_found_by_its_type_too() -> None:
    places = Places([1, "1", True, None, 1.0, [1], {"a": 1}, "1"])
    found = [places.find(value) for value in (1, "1", True, None, 1.0, [1], {"a": 1}, [True], "2", 2)]
    assert found == [0, 1, 2, 3, 4, 5, 6, -1, -1, -1]
