"""The table's input: edited as a spreadsheet is, sent as the field says."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QDateEdit, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from gradioscope.gradio.model import Endpoint, Json, Parameter
from gradioscope.window.inputs.table import TableInput
from gradioscope.window.parts.grid_model import GridModel
from gradioscope.window.request_tab.form import Form

from .conftest import MakeRow
from .tables import HEADERS, PEOPLE, TYPES, Held, Key, data, editor, go, people, table, told, write


def test_a_value_is_given_back_as_it_came(make_row: MakeRow) -> None:
    shown = people(make_row)
    odd = {"headers": ["a", 2], "data": [[1], [{"deep": [1]}, None]], "metadata": {"styling": None}}
    for value in (table(PEOPLE), odd, None, "no table", {"data": 5}):
        shown.load(value)
        assert shown.value() is value


@pytest.mark.parametrize(
    ("column", "text", "cell"), [(0, "zoe", "zoe"), (1, "12", 12), (1, "1.50", 1.5), (1, "old", "old"), (1, "", None)]
)
def test_a_cell_is_written(qtbot: QtBot, make_row: MakeRow, column: int, text: str, cell: Json) -> None:
    shown = people(make_row)
    go(shown, 0, column)
    with qtbot.waitSignal(shown.changed):
        write(qtbot, shown, text) if text else qtbot.keyClick(shown.grid, Key.Key_Delete)
    assert (type(data(shown)[0][column]), data(shown)[0][column]) == (type(cell), cell)
    assert data(shown)[1] is PEOPLE[1], "rows that stay are shared"
    assert PEOPLE[0] == ["ann", 31, True], "what was loaded is never changed"


def test_a_cell_that_is_left_as_it_was_is_no_edit(qtbot: QtBot, make_row: MakeRow) -> None:
    shown = people(make_row)
    go(shown, 2, 1)
    with qtbot.assertNotEmitted(shown.changed):
        qtbot.keyClick(shown.grid, Key.Key_F2)
        qtbot.keyClick(editor(shown), Key.Key_Return)
    assert shown.value() is shown.field.initial


def test_typing_begins_an_edit_and_enter_goes_on_below(qtbot: QtBot, make_row: MakeRow) -> None:
    shown = people(make_row)
    go(shown, 0, 0)
    qtbot.keyClick(shown.grid, Key.Key_X)
    qtbot.keyClick(editor(shown), Key.Key_Return)
    qtbot.waitUntil(lambda: shown.grid.currentIndex().row() == 1)
    assert data(shown)[0][0] == "x"


def test_what_is_being_written_is_in_the_value(qtbot: QtBot, make_row: MakeRow) -> None:
    shown = people(make_row, required=True)
    shown.edits.add_row()
    shown.reset()
    shown.load(table([["", None, False]]))
    go(shown, 0, 0)
    qtbot.keyClicks(shown.grid, "z")
    qtbot.keyClicks(editor(shown), "oe")
    assert data(shown) == [["zoe", None, False]]
    assert editor(shown).text() == "zoe", "the editor stays open"


def test_a_bool_is_a_checkbox(qtbot: QtBot, make_row: MakeRow) -> None:
    shown = people(make_row)
    go(shown, 0, 2)
    qtbot.keyClick(shown.grid, Key.Key_Space)
    assert data(shown)[0][2] is False
    go(shown, 2, 2)
    qtbot.keyClick(shown.grid, Key.Key_Return)
    assert data(shown)[2][2] is True


def test_a_date_has_a_calendar(qtbot: QtBot, make_row: MakeRow) -> None:
    shown = people(make_row, datatype=["date", "str", "str"], default=table([["2026-01-31", "", "x"]]))
    go(shown, 0, 0)
    qtbot.keyClick(shown.grid, Key.Key_F2)
    box = editor(shown)
    assert isinstance(box, QDateEdit)
    qtbot.keyClick(box, Key.Key_Up)
    qtbot.keyClick(box, Key.Key_Return)
    assert data(shown)[0][0] == "2027-01-31"


def test_a_text_of_several_lines_keeps_them(qtbot: QtBot, make_row: MakeRow) -> None:
    shown = people(make_row, default=table([["one\ntwo", 1, True]]))
    go(shown, 0, 0)
    qtbot.keyClick(shown.grid, Key.Key_F2)
    box = editor(shown)
    assert isinstance(box, QPlainTextEdit)
    box.moveCursor(box.textCursor().MoveOperation.End)
    qtbot.keyClick(box, Key.Key_Return)
    qtbot.keyClicks(box, "three")
    qtbot.keyClick(box, Key.Key_Tab)
    assert data(shown)[0][0] == "one\ntwo\nthree"


def test_rows_are_added_moved_and_removed(qtbot: QtBot, make_row: MakeRow) -> None:
    shown = people(make_row)
    go(shown, 0, 0)
    shown.edits.add_row()
    assert data(shown)[1] == ["", None, False]
    qtbot.keyClick(shown.grid, Key.Key_Up, Held.AltModifier)
    assert data(shown)[0] == ["", None, False]
    go(shown, 0, 0, rows=2)
    shown.edits.remove_rows()
    assert data(shown) == PEOPLE[1:]


def test_the_buttons_do_what_they_say(qtbot: QtBot, make_row: MakeRow) -> None:
    shown = people(make_row)
    go(shown, 0, 0)
    named = {w.accessibleName(): w for w in shown.bar.findChildren(QWidget) if w.accessibleName()}
    qtbot.mouseClick(named["Add row: People"], Qt.MouseButton.LeftButton)
    assert data(shown)[1] == ["", None, False], "below the chosen one"
    qtbot.mouseClick(named["Remove selected rows: People"], Qt.MouseButton.LeftButton)
    assert data(shown) == PEOPLE
    qtbot.mouseClick(named["Add column: People"], Qt.MouseButton.LeftButton)
    assert shown.value()["headers"] == ["name", "4", "age", "ok"]


def test_columns_are_added_moved_renamed_and_removed(qtbot: QtBot, make_row: MakeRow) -> None:
    shown = people(make_row)
    go(shown, 1, 2)
    shown.edits.add_column()
    assert (shown.value()["headers"], data(shown)[0]) == ([*HEADERS, "4"], ["ann", 31, True, ""])
    qtbot.keyClick(shown.grid, Key.Key_Left, Held.AltModifier)
    assert (shown.value()["headers"], data(shown)[0]) == (["name", "age", "4", "ok"], ["ann", 31, "", True])
    shown.grid.rename(2)
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    assert line.accessibleName() == "Name of column 3"
    qtbot.keyClicks(line, "town")
    qtbot.keyClick(line, Key.Key_Return)
    assert shown.value()["headers"] == ["name", "age", "town", "ok"]
    assert shown.grid.hasFocus()
    go(shown, 0, 2)
    shown.edits.remove_columns()
    assert shown.value()["headers"] == HEADERS
    assert data(shown) == PEOPLE


def test_moved_columns_keep_their_types(qtbot: QtBot, make_row: MakeRow) -> None:
    shown = people(make_row, static_columns=[])
    go(shown, 0, 1)
    qtbot.keyClick(shown.grid, Key.Key_Left, Held.AltModifier)
    shown.edits.add_column()
    assert shown.problem() is None
    go(shown, 1, 0)
    write(qtbot, shown, "40")
    assert data(shown)[1] == [40, "", "bob", False]


def test_headers_are_dragged_to_another_place(make_row: MakeRow) -> None:
    shown = people(make_row)
    shown.grid.horizontalHeader().moveSection(0, 2)
    assert shown.value()["headers"] == ["age", "ok", "name"]
    assert [shown.grid.horizontalHeader().visualIndex(n) for n in range(3)] == [0, 1, 2]
    shown.grid.verticalHeader().moveSection(2, 0)
    assert data(shown)[0] == [7.5, None, "eve"]


def test_what_the_app_fixed_stays(qtbot: QtBot, make_row: MakeRow) -> None:
    shown = people(make_row, row_count=[3, "fixed"], col_count=[3, "fixed"], static_columns=[0])
    assert not any(
        (
            shown.edits.can_add_rows(),
            shown.edits.can_remove_rows(),
            shown.edits.can_add_columns(),
            shown.edits.can_remove_columns(),
        )
    )
    go(shown, 1, 0)
    for does in (
        shown.edits.add_row,
        shown.edits.remove_rows,
        shown.edits.add_column,
        shown.edits.remove_columns,
        shown.edits.clear_cells,
    ):
        does()
    qtbot.keyClick(shown.grid, Key.Key_Right, Held.AltModifier)
    assert shown.value() is shown.field.initial
    QGuiApplication.clipboard().setText("x\t1\ny\t2\nz\t3")
    shown.paste()
    assert [row[:2] for row in data(shown)] == [["ann", 31], ["bob", 1], ["eve", 2]]
    assert "1 row did not fit: the app fixed their number." in told(shown)


def test_missing_rows_of_a_fixed_number_are_there_to_be_written(qtbot: QtBot, make_row: MakeRow) -> None:
    shown = people(make_row, default=table([]), row_count=[2, "fixed"])
    assert shown.value() == table([])
    go(shown, 0, 0)
    write(qtbot, shown, "ann")
    assert data(shown) == [["ann", None, False], ["", None, False]]


def test_tab_goes_through_the_cells_and_out_at_the_end(qtbot: QtBot, make_row: MakeRow) -> None:
    shown = people(make_row)
    go(shown, 2, 1)
    qtbot.keyClick(shown.grid, Key.Key_Tab)
    assert shown.grid.currentIndex().column() == 2
    qtbot.keyClick(shown.grid, Key.Key_Tab)
    assert not shown.grid.hasFocus()


def test_the_focus_is_seen_at_a_cell(qtbot: QtBot, make_row: MakeRow) -> None:
    shown = people(make_row)
    shown.grid.clearFocus()
    shown.grid.clearSelection()
    shown.grid.setFocus(Qt.FocusReason.TabFocusReason)
    assert [(index.row(), index.column()) for index in shown.grid.selectedIndexes()] == [(0, 0)]


def test_esc_then_tab_leaves_at_any_cell(qtbot: QtBot, make_row: MakeRow) -> None:
    shown = people(make_row)
    go(shown, 0, 0)
    qtbot.keyClick(shown.grid, Key.Key_Escape)
    qtbot.keyClick(shown.grid, Key.Key_Tab)
    assert not shown.grid.hasFocus()
    assert "Esc, then Tab leaves the table." in shown.grid.accessibleDescription()


def test_tab_after_the_last_written_cell_adds_a_row(qtbot: QtBot, make_row: MakeRow) -> None:
    shown = people(make_row, datatype="str")
    go(shown, 2, 2)
    write(qtbot, shown, "x", Key.Key_Tab)
    assert len(data(shown)) == 4
    assert (shown.grid.currentIndex().row(), shown.grid.currentIndex().column()) == (3, 0)


def test_the_form_takes_each_edit_back(qtbot: QtBot, make_row: MakeRow) -> None:
    people(make_row)  # the program's theme
    props = {"datatype": TYPES, "headers": HEADERS}
    parameter = Parameter("x", "People", "dataframe", "table", 0, default=table(PEOPLE), props=props)
    form = Form()
    qtbot.addWidget(form)
    form.set_endpoint(Endpoint("/x", "", (parameter,), ()))
    form.resize(600, 400)
    form.show()
    row = form.row("x")
    assert row is not None
    shown = row.input
    assert isinstance(shown, TableInput)
    states = [shown.value()]
    for does in (lambda: write(qtbot, shown, "zoe"), shown.edits.add_row, shown.edits.clear_cells):
        go(shown, 1, 0)
        with qtbot.waitSignal(form.changed):
            does()
        states.append(shown.value())
    for state in reversed(states[:-1]):
        shown.grid.setFocus()
        qtbot.keyClick(shown.grid, Key.Key_Z, Held.ControlModifier)
        assert shown.value() == state
    assert shown.grid.currentIndex().row() == 1, "an undo leaves one where one was"
    form.redo()
    assert shown.value() == states[1]


def test_ctrl_enter_is_the_windows(make_row: MakeRow) -> None:
    shown = people(make_row)
    go(shown, 0, 0)
    event = QKeyEvent(QEvent.Type.KeyPress, Key.Key_Return, Held.ControlModifier)
    shown.grid.keyPressEvent(event)
    assert not event.isAccepted()


def test_a_check_is_not_done_twice_for_one_value(make_row: MakeRow, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = people(make_row)
    shown.edits.add_row()
    shown.problem()
    monkeypatch.setattr(type(shown.field), "check", lambda *_: pytest.fail("checked again"))
    assert shown.problem() is None


def test_it_is_read_by_row_and_column(make_row: MakeRow) -> None:
    shown = people(make_row)
    face = QAccessible.queryAccessibleInterface(shown.grid)
    assert face.text(QAccessible.Text.Name) == "People"
    assert "3 rows, 3 columns" in face.text(QAccessible.Text.Description)
    faces = [face.child(number) for number in range(face.childCount())]
    names = [child.text(QAccessible.Text.Name) for child in faces]
    assert [name for name in names if name in {"name", "age", "ok"}] == HEADERS
    for row in (["ann", "31", "true"], ["bob", "null", "false"], ["eve", "7.5", "null"]):
        at = names.index(row[0])
        assert names[at : at + 3] == row


def test_text_of_an_app_is_never_markup(make_row: MakeRow) -> None:
    shown = people(make_row, default=table([["<img src='http://x/y.png'>" * 3, 1, True]]))
    tip = shown.grid.model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "<img" not in tip
    assert "&lt;img" in tip


def test_the_menu_has_all_there_is_to_do(make_row: MakeRow) -> None:
    shown = people(make_row)
    menu = shown.bar.menu()
    texts = [action.text().partition("\t")[0] for action in menu.actions() if action.text()]
    assert {"Paste", "Add row", "Remove selected columns", "Load CSV…", "Save as CSV…"} <= set(texts)
    by_text = {action.text().partition("\t")[0]: action for action in menu.actions()}
    by_text["Add row"].trigger()
    assert len(data(shown)) == 4
    menu.deleteLater()


def test_other_rows_leave_the_selection_where_it_was(qtbot: QtBot) -> None:
    model = GridModel()
    rows = [[n] for n in range(6)]
    model.show(["a"], rows)
    for after in (rows[:2] + rows[3:], [*rows[:1], [9], *rows[1:]], rows[::-1], [], rows, [*rows[:3], [7], *rows[4:]]):
        model.show(["a"], after)
        assert [model.index(n, 0).data() for n in range(model.rowCount())] == [str(row[0]) for row in after]
