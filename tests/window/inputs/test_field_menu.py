"""The menu of a field."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QMenu
from pytestqt.qtbot import QtBot

from gradioscope.window.inputs.base import NULL
from gradioscope.window.inputs.field_menu import field_menu, paste_json
from gradioscope.window.inputs.row import FieldRow
from gradioscope.window.parts import IconButton

from .conftest import MakeRow


def action(row: FieldRow, text: str) -> QAction:
    (found,) = [action for action in field_menu(row).actions() if action.text() == text]
    return found


def test_null_is_sent_where_it_is_taken(make_row: MakeRow) -> None:
    row = make_row("number", default=3)
    action(row, "Send null").trigger()
    assert (row.input.value(), row.input.is_set()) == (None, True)


def shown_texts(row: FieldRow) -> list[str]:
    return [label.text() for label in row.findChildren(QLabel) if label.isVisible()]


def test_a_chosen_null_is_said_in_the_row_until_one_types(make_row: MakeRow, qtbot: QtBot) -> None:
    row = make_row("text", default="a")
    action(row, "Send null").trigger()
    assert NULL in shown_texts(row)
    assert NULL.rstrip(".") in row.input.focus_target().accessibleDescription()
    qtbot.keyClicks(row.input.focus_target(), "b")
    assert NULL not in shown_texts(row)
    assert NULL.rstrip(".") not in row.input.focus_target().accessibleDescription()
    assert row.input.value() == "b"


def test_a_null_that_is_refused_is_said_at_the_field(make_row: MakeRow) -> None:
    row = make_row("slider", default=3)
    action(row, "Send null").trigger()
    assert row.input.error() == row.field.check(None)
    assert row.input.error() in shown_texts(row)
    assert NULL not in shown_texts(row)


def open_menus() -> list[QMenu]:
    return [menu for menu in QApplication.topLevelWidgets() if isinstance(menu, QMenu) and menu.isVisible()]


def test_shift_f10_in_a_text_opens_the_menu_with_the_texts_own_actions(make_row: MakeRow, qtbot: QtBot) -> None:
    for kind, value in (("text", "a"), ("text", "a\nb"), ("number", 1), ("json", {})):
        row = make_row(kind, default=value)
        control = row.input.focus_target()
        control.setFocus()
        qtbot.waitUntil(control.hasFocus)
        qtbot.keyClick(control, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
        (menu,) = open_menus()
        texts = [action.text().partition("\t")[0] for action in menu.actions()]
        assert {"&Paste", "Select All", "Send null", "Copy as JSON"} <= set(texts)
        menu.close()
        qtbot.waitUntil(lambda: not open_menus())


def test_the_menu_of_a_click_in_a_text_is_the_same(make_row: MakeRow, qtbot: QtBot) -> None:
    choices = [[f"choice {n}", n] for n in range(12)]
    for kind, value, props in (("text", "a", {}), ("choice", 1, {"choices": choices})):
        row = make_row(kind, default=value, **props)
        control = row.input.focus_target()
        middle = control.rect().center()
        asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, middle, control.mapToGlobal(middle))
        QApplication.sendEvent(control, asked)
        (menu,) = open_menus()
        texts = [action.text().partition("\t")[0] for action in menu.actions()]
        assert {"&Paste", "Send null"} <= set(texts)
        menu.close()
        qtbot.waitUntil(lambda: not open_menus())


def test_the_button_of_the_menu_is_there_while_it_may_be_wanted(make_row: MakeRow) -> None:
    row = make_row("text", default="a")

    def buttons() -> list[IconButton]:
        return [b for b in row.findChildren(IconButton) if b.accessibleName() == "More for Label" and b.isVisible()]

    row.leaveEvent(QEvent(QEvent.Type.Leave))
    assert buttons() == []
    row.set_current(True)
    (button,) = buttons()
    button.click()
    (menu,) = open_menus()
    row.set_current(False)
    assert buttons() == [button], "not taken away from under its menu"
    menu.close()
    assert buttons() == []


def test_a_value_is_copied_and_pasted(make_row: MakeRow) -> None:
    row, other = make_row("json", default={"a": [1]}), make_row("json", default=None)
    action(row, "Copy as JSON").trigger()
    told: list[object] = []
    other.changed.connect(told.append)
    action(other, "Paste JSON").trigger()
    assert other.input.value() == {"a": [1]}
    assert told == [{"a": [1]}]


def test_what_is_no_json_changes_nothing(make_row: MakeRow) -> None:
    row = make_row("number", default=3)
    paste_json(row, "three")
    assert row.input.value() == 3
    assert row.input.error() == "Not pasted: the clipboard holds no JSON."


def test_a_pasted_value_is_checked(make_row: MakeRow) -> None:
    row = make_row("number", default=3)
    paste_json(row, '"three"')
    assert row.input.error() is not None


def test_reset_has_nothing_to_do_at_the_default(make_row: MakeRow) -> None:
    row = make_row("text", default="a")
    assert not action(row, "Reset to default").isEnabled()
    row.load("b")
    action(row, "Reset to default").trigger()
    assert row.input.value() == "a"
    assert QGuiApplication.clipboard() is not None
