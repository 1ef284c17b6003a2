"""A table's way to and from spreadsheets: the clipboard, and CSV files."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from .conftest import MakeRow
from .tables import HEADERS, PEOPLE, Held, Key, data, go, people, table, told


def test_a_selection_is_copied_and_pasted(qtbot: QtBot, make_row: MakeRow) -> None:
    shown = people(make_row)
    go(shown, 0, 0, rows=2, columns=2)
    qtbot.keyClick(shown.grid, Key.Key_C, Held.ControlModifier)
    assert QGuiApplication.clipboard().text() == "ann\t31\nbob\t"
    go(shown, 2, 1)
    with qtbot.waitSignal(shown.changed):
        qtbot.keyClick(shown.grid, Key.Key_V, Held.ControlModifier)
    assert data(shown) == [*PEOPLE[:2], ["eve", "ann", "31"], ["", "bob", None]]
    assert shown.problem() == 'Row 3, column “age” of People takes a number; "ann" is none.'


def test_a_paste_makes_room(make_row: MakeRow) -> None:
    shown = people(make_row, default=table([]))
    QGuiApplication.clipboard().setText('ann\t31\ttrue\t"two\nlines"\r\nbob\t\t\t\r\n')
    shown.paste()
    assert shown.value() == table([["ann", 31, True, "two\nlines"], ["bob", None, None, ""]], [*HEADERS, "4"])


def test_one_cell_is_pasted_into_all_that_are_selected(make_row: MakeRow) -> None:
    shown = people(make_row)
    QGuiApplication.clipboard().setText("9")
    go(shown, 0, 1, rows=3)
    shown.paste()
    assert [row[1] for row in data(shown)] == [9, 9, 9]


def test_cut_clear_and_fill(qtbot: QtBot, make_row: MakeRow) -> None:
    shown = people(make_row)
    go(shown, 0, 0, rows=1, columns=3)
    qtbot.keyClick(shown.grid, Key.Key_X, Held.ControlModifier)
    assert QGuiApplication.clipboard().text() == "ann\t31\ttrue"
    assert data(shown)[0] == ["", None, False]
    go(shown, 1, 0, rows=2)
    qtbot.keyClick(shown.grid, Key.Key_D, Held.ControlModifier | Held.ShiftModifier)
    assert data(shown)[2][0] == "bob"


def test_a_large_paste_is_taken_apart_in_a_thread(qtbot: QtBot, make_row: MakeRow) -> None:
    shown = people(make_row, default=table([]))
    QGuiApplication.clipboard().setText("\n".join(f"person {n}\t{n}\ttrue" for n in range(5000)))
    with qtbot.waitSignal(shown.changed):
        shown.paste()
        assert "Pasting…" in told(shown)
    assert data(shown)[-1] == ["person 4999", 4999, True]


def test_a_file_is_loaded_and_saved(qtbot: QtBot, make_row: MakeRow, tmp_path: Path) -> None:
    shown = people(make_row)
    path = tmp_path / "people.csv"
    path.write_text("name;age;ok\nzoë;5;false\n", encoding="utf-8")
    with qtbot.waitSignal(shown.changed):
        shown.load_file(str(path))
    assert shown.value() == table([["zoë", 5, False]])
    shown.save_file(str(tmp_path / "saved.csv"))
    qtbot.waitUntil(lambda: "Saved as saved.csv." in told(shown))
    assert (tmp_path / "saved.csv").read_bytes() == "name,age,ok\r\nzoë,5,false\r\n".encode()


def test_a_file_that_is_none_is_told(qtbot: QtBot, make_row: MakeRow, tmp_path: Path) -> None:
    shown = people(make_row)
    shown.load_file(str(tmp_path / "gone.csv"))
    qtbot.waitUntil(lambda: "gone.csv cannot be read: No such file or directory." in told(shown))
    assert shown.value() is shown.field.initial
