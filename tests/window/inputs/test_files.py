from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from gradioscope.gradio.model import LocalFile, file_data
from gradioscope.window.inputs import FieldRow

from .conftest import MakeRow
from .test_file import button, drop, urls


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "a.txt", "sub/c.txt", ".hidden/d.txt"):
        path = tmp_path / "files" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return tmp_path / "files"


def names(row: FieldRow) -> list[str]:
    return [value.name for value in row.input.value()]


def test_dropped_files_are_added_each_once(make_row: MakeRow, folder: Path) -> None:
    row = make_row("files", required=True)
    drop(row, urls(folder / "b.txt"))
    drop(row, urls(folder / "a.txt", folder / "b.txt"))
    assert names(row) == ["b.txt", "a.txt"]


def test_a_dropped_folder_is_its_files(make_row: MakeRow, folder: Path) -> None:
    row = make_row("files", file_count="directory")
    drop(row, urls(folder))
    assert names(row) == ["a.txt", "b.txt", "c.txt"]
    assert row.input.problem() is None


def test_enter_adds_what_is_written(make_row: MakeRow, qtbot: QtBot, folder: Path) -> None:
    row = make_row("files")
    line = row.input.focus_target()
    assert isinstance(line, QLineEdit)
    qtbot.keyClicks(line, "https://example.org/x.csv")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert row.input.value() == [file_data("https://example.org/x.csv", "x.csv")]
    assert line.text() == ""


def test_one_is_taken_out(make_row: MakeRow, folder: Path) -> None:
    row = make_row("files")
    row.load([LocalFile(str(folder / "a.txt")), LocalFile(str(folder / "b.txt"))])
    button(row, "Remove a.txt").click()
    assert names(row) == ["b.txt"]


def test_each_is_checked(make_row: MakeRow, folder: Path) -> None:
    row = make_row("files", file_types=[".md"])
    row.load([file_data("https://example.org/x"), LocalFile(str(folder / "a.txt"))])
    assert row.input.problem() == "“a.txt” is not of a type this takes: .md."


def test_nothing_is_an_empty_list(make_row: MakeRow) -> None:
    assert make_row("files", required=True).input.value() == []


def test_thousands_are_listed_in_part_and_kept_whole(make_row: MakeRow) -> None:
    row = make_row("files")
    many = [file_data(f"https://example.org/{n}") for n in range(3000)]
    row.load(many)
    assert row.input.value() == many
    assert row.input.focus_target().accessibleDescription().startswith("3000 files: 0, 1, 2")
