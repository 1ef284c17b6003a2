"""The menu of a field."""

from __future__ import annotations

from PySide6.QtGui import QAction, QGuiApplication

from gradioscope.window.inputs.field_menu import field_menu, paste_json
from gradioscope.window.inputs.row import FieldRow

from .conftest import MakeRow


def action(row: FieldRow, text: str) -> QAction:
    (found,) = [action for action in field_menu(row).actions() if action.text() == text]
    return found


def test_null_is_sent_where_it_is_taken(make_row: MakeRow) -> None:
    row = make_row("number", default=3)
    action(row, "Send null").trigger()
    assert (row.input.value(), row.input.is_set()) == (None, True)
    assert not action(make_row("slider", default=3), "Send null").isEnabled()


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
