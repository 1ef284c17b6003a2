from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from gradioscope.window.parts.preview import LINE

from .conftest import MakeRow

ANY_ROW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize("lines", [1, 4])
@ANY_ROW
@given(text=st.text(max_size=200))
def test_no_text_is_harmed_by_being_shown(make_row: MakeRow, lines: int, text: str) -> None:
    entry = make_row("text", lines=lines).input
    entry.load(text)
    assert entry.value() == text


@ANY_ROW
@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc", "Zp"]), max_size=100))
def test_what_is_typed_after_a_text_leaves_the_rest_as_it_was(make_row: MakeRow, text: str) -> None:
    entry = make_row("text", lines=4).input
    entry.load(text)
    box = entry.focus_target()
    assert isinstance(box, QPlainTextEdit)
    box.moveCursor(box.textCursor().MoveOperation.End)
    box.insertPlainText("!")
    assert entry.value() == text + "!"


def test_typing_sets_the_value_and_tells(make_row: MakeRow, qtbot: QtBot) -> None:
    row = make_row("text", required=True)
    assert not row.input.is_set()
    heard: list[object] = []
    row.changed.connect(heard.append)
    qtbot.keyClicks(row.input.focus_target(), "hello")
    assert row.input.value() == "hello"
    assert row.input.is_set()
    assert heard[-1] == "hello"


def test_loading_is_no_edit(make_row: MakeRow) -> None:
    row = make_row("text", default="")
    heard: list[object] = []
    row.changed.connect(heard.append)
    row.load("new")
    assert heard == []
    assert row.input.value() == "new"


def test_the_control_has_the_label_as_its_name_and_info_and_type_as_description(make_row: MakeRow) -> None:
    control = make_row("text", label="R&D", info="What to do.", required=True).input.focus_target()
    assert control.accessibleName() == "R&D"
    assert control.accessibleDescription() == "What to do. text. required"


def test_shift_enter_breaks_a_line_where_the_cursor_is(make_row: MakeRow, qtbot: QtBot) -> None:
    entry = make_row("text").input
    line = entry.focus_target()
    assert isinstance(line, QLineEdit)
    qtbot.keyClicks(line, "onetwo")
    line.setCursorPosition(3)
    qtbot.keyClick(line, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    box = entry.focus_target()
    assert isinstance(box, QPlainTextEdit)
    assert box.accessibleName() == "Label"
    qtbot.keyClicks(box, "and ")
    assert entry.value() == "one\nand two"


def test_enter_in_a_single_line_adds_nothing(make_row: MakeRow, qtbot: QtBot) -> None:
    entry = make_row("text").input
    qtbot.keyClicks(entry.focus_target(), "a")
    qtbot.keyClick(entry.focus_target(), Qt.Key.Key_Return)
    assert entry.value() == "a"


def test_shift_enter_in_a_box_is_a_plain_line_break(make_row: MakeRow, qtbot: QtBot) -> None:
    entry = make_row("text", lines=3).input
    qtbot.keyClicks(entry.focus_target(), "a")
    qtbot.keyClick(entry.focus_target(), Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(entry.focus_target(), "b")
    assert entry.value() == "a\nb"


def test_a_pasted_text_of_several_lines_keeps_them(make_row: MakeRow, qtbot: QtBot) -> None:
    entry = make_row("text").input
    qtbot.keyClicks(entry.focus_target(), "<>")
    line = entry.focus_target()
    assert isinstance(line, QLineEdit)
    line.setCursorPosition(1)
    QGuiApplication.clipboard().setText("one\ntwo")
    qtbot.keySequence(line, QKeySequence.StandardKey.Paste)
    assert entry.value() == "<one\ntwo>"


def test_where_the_app_wants_one_line_there_is_one(make_row: MakeRow, qtbot: QtBot) -> None:
    entry = make_row("text", max_lines=1).input
    qtbot.keyClick(entry.focus_target(), Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert isinstance(entry.focus_target(), QLineEdit)


@pytest.mark.parametrize("lines", [1, 3])
def test_a_megabyte_in_one_line_is_kept_whole_and_shown_in_part(make_row: MakeRow, lines: int) -> None:
    text = "x" * 1_000_000
    entry = make_row("text", lines=lines).input
    entry.load(text)
    assert entry.value() == text
    box = entry.focus_target()
    assert isinstance(box, QPlainTextEdit)
    assert box.isReadOnly()
    assert len(box.toPlainText()) < 2 * LINE
    entry.load("short again")
    assert not box.isReadOnly()


def test_a_megabyte_pasted_into_the_middle_is_kept_whole(make_row: MakeRow, qtbot: QtBot) -> None:
    entry = make_row("text", lines=3).input
    qtbot.keyClicks(entry.focus_target(), "<>")
    box = entry.focus_target()
    assert isinstance(box, QPlainTextEdit)
    qtbot.keyClick(box, Qt.Key.Key_Left)
    QGuiApplication.clipboard().setText("y" * 1_000_000)
    box.paste()
    assert entry.value() == "<" + "y" * 1_000_000 + ">"


def test_a_box_grows_with_its_text_up_to_the_apps_limit(make_row: MakeRow) -> None:
    entry = make_row("text", lines=2, max_lines=5).input
    box = entry.focus_target()
    heights = []
    for count in (1, 2, 4, 5, 40):
        entry.load("\n".join("line" for _ in range(count)))
        heights.append(box.sizeHint().height())
    assert heights[0] == heights[1] < heights[2] < heights[3]
    assert heights[4] <= heights[3]


def test_more_than_the_app_takes_is_counted_and_said(make_row: MakeRow, qtbot: QtBot) -> None:
    entry = make_row("text", max_length=3).input
    qtbot.keyClicks(entry.focus_target(), "four")
    assert entry.value() == "four"
    qtbot.waitUntil(lambda: entry.error() is not None)
    assert entry.error() == "Label takes 3 characters at most; this has 4."


def test_a_password_is_hidden_until_it_is_asked_for(make_row: MakeRow, qtbot: QtBot) -> None:
    entry = make_row("text", type="password").input
    line = entry.focus_target()
    assert isinstance(line, QLineEdit)
    qtbot.keyClicks(line, "secret")
    assert line.displayText() != "secret"
    reveal = next(b for b in entry.children() if getattr(b, "accessibleName", str)() == "Show Label")
    reveal.click()  # type: ignore[attr-defined]
    assert line.displayText() == "secret"


def test_text_from_right_to_left_stands_at_the_right(make_row: MakeRow) -> None:
    entry = make_row("text", lines=2).input
    box = entry.focus_target()
    assert isinstance(box, QPlainTextEdit)
    entry.load("مرحبا")
    assert box.document().defaultTextOption().alignment() == Qt.AlignmentFlag.AlignRight
    entry.load("hello")
    assert box.document().defaultTextOption().alignment() == Qt.AlignmentFlag.AlignLeft
