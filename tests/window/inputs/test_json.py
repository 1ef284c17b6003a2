from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from gradioscope.gradio.model import LocalFile
from gradioscope.window.inputs import FieldRow
from gradioscope.window.inputs.json import text_of, value_of

from .conftest import MakeRow
from .test_file import button

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
ANY_ROW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def editor(row: FieldRow) -> QPlainTextEdit:
    found = row.input.focus_target()
    assert isinstance(found, QPlainTextEdit)
    return found


@ANY_ROW
@given(value=VALUES)
def test_no_value_is_harmed_by_being_shown(make_row: MakeRow, value: object) -> None:
    entry = make_row("json").input
    entry.load(value)
    assert entry.value() == value


@ANY_ROW
@given(value=VALUES)
def test_what_is_shown_reads_back_as_the_value(make_row: MakeRow, value: object) -> None:
    row = make_row("json")
    editor(row).setPlainText(text_of(value))
    assert row.input.value() == value or (value is None)
    assert row.input.problem() is None


def test_what_qt_takes_for_the_end_of_a_line_is_shown_as_its_escape(make_row: MakeRow) -> None:
    value = {"\u2028": ["\u2029", "\ufdd0\ufdd1"]}
    row = make_row("json")
    editor(row).setPlainText(text_of(value))
    assert row.input.value() == value


def test_a_lone_surrogate_is_shown_as_its_escape() -> None:
    assert text_of("\ud800") == '"\\ud800"'


def test_a_local_file_is_written_as_on_the_command_line() -> None:
    value = {"files": [LocalFile("/a/b.png")], "n": 1}
    assert value_of(text_of(value)) == value
    assert '"$file": "/a/b.png"' in text_of(value)


def test_an_error_tells_line_and_column_while_one_types(make_row: MakeRow, qtbot: QtBot) -> None:
    row = make_row("json")
    qtbot.keyClicks(editor(row), "[1,")
    qtbot.keyClick(editor(row), Qt.Key.Key_Return)
    qtbot.keyClicks(editor(row), " oops]")
    qtbot.waitUntil(lambda: row.input.error() == "Not JSON: expected value at line 2, column 2.")
    editor(row).setPlainText("[1]")
    assert row.input.error() is None
    assert row.input.value() == [1]


def test_nan_is_refused(make_row: MakeRow, qtbot: QtBot) -> None:
    row = make_row("json")
    qtbot.keyClicks(editor(row), "[NaN]")
    assert row.input.problem() == "NaN is not JSON."


def test_nothing_written_is_null(make_row: MakeRow, qtbot: QtBot) -> None:
    row = make_row("json", default=1)
    editor(row).clear()
    assert row.input.value() is None


def test_format_can_be_undone(make_row: MakeRow) -> None:
    row = make_row("json")
    editor(row).setPlainText('{"a":[1,2]}')
    button(row, "Format Label").click()
    assert editor(row).toPlainText() == '{\n  "a": [\n    1,\n    2\n  ]\n}'
    editor(row).undo()
    assert editor(row).toPlainText() == '{"a":[1,2]}'


def test_the_example_is_put_in_only_when_asked_for(make_row: MakeRow) -> None:
    row = make_row("json", example={"foo": "bar"}, required=True)
    assert not row.input.is_set()
    assert editor(row).toPlainText() == ""
    button(row, "Insert example for Label").click()
    assert row.input.value() == {"foo": "bar"}
    assert row.input.is_set()


def test_a_megabyte_pasted_is_kept_whole(make_row: MakeRow) -> None:
    row = make_row("json")
    QGuiApplication.clipboard().setText('"' + "x" * 1_000_000 + '"')
    editor(row).paste()
    assert row.input.value() == "x" * 1_000_000
    assert editor(row).isReadOnly()


def test_tab_leaves_the_editor(make_row: MakeRow, qtbot: QtBot) -> None:
    row = make_row("json")
    editor(row).setFocus()
    qtbot.keyClick(editor(row), Qt.Key.Key_Tab)
    assert editor(row).toPlainText() in ("", "null")
    assert not editor(row).hasFocus()
