"""What is chosen where the app has it: samples by their texts, files in the server's tree."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTreeWidgetItem
from pytestqt.qtbot import QtBot

from gradioscope.gradio.server_tree import Entry
from gradioscope.window.inputs.sample import SampleInput
from gradioscope.window.inputs.server_files import ServerFilesInput

from .conftest import MakeRow

TOP = [Entry("sub", True, False), Entry("one.txt", False, True), Entry("two.txt", False, True)]


def samples(make_row: MakeRow, **props: object) -> SampleInput:
    made = make_row("sample", component="dataset", **props).input
    assert isinstance(made, SampleInput)
    return made


def files(make_row: MakeRow, **props: object) -> tuple[ServerFilesInput, list[list[str]]]:
    made = make_row("server_files", component="fileexplorer", default=[], **props).input
    assert isinstance(made, ServerFilesInput)
    asked: list[list[str]] = []
    made.listingRequested.connect(asked.append)
    return made, asked


def item(made: ServerFilesInput, *places: int) -> QTreeWidgetItem:
    found = made.tree.invisibleRootItem()
    for place in places:
        child = found.child(place)
        assert child is not None
        found = child
    return found


def test_a_chosen_row_is_its_number(make_row: MakeRow) -> None:
    made = samples(make_row, samples=[["one", 1], ["two", 2]], headers=["word", "n"])
    assert made.grid is not None
    assert made.value() is None
    made.grid.selectRow(1)
    assert made.value() == 1
    made.load(0)
    assert [index.row() for index in made.grid.selectionModel().selectedRows()] == [0]


@pytest.mark.parametrize("value", [7, "x", None, True])
def test_a_foreign_number_comes_back(make_row: MakeRow, value: object) -> None:
    made = samples(make_row, samples=[["one"]])
    made.load(value)
    assert made.value() == value


def test_without_samples_the_number_is_written(make_row: MakeRow, qtbot: QtBot) -> None:
    made = samples(make_row)
    assert made.line is not None
    qtbot.keyClicks(made.line, "12")
    assert made.value() == 12


def test_ticking_a_file_writes_its_path(make_row: MakeRow) -> None:
    made, asked = files(make_row)
    made.show_listing([], TOP)
    item(made, 0).setExpanded(True)
    assert asked == [["sub"]]
    made.show_listing(["sub"], [Entry("two.txt", False, True)])
    item(made, 0, 0).setCheckState(0, Qt.CheckState.Checked)
    item(made, 1).setCheckState(0, Qt.CheckState.Checked)
    assert made.value() == [["sub", "two.txt"], ["one.txt"]]
    item(made, 0, 0).setCheckState(0, Qt.CheckState.Unchecked)
    assert made.value() == [["one.txt"]]


def test_one_file_takes_the_place_of_another(make_row: MakeRow) -> None:
    made, _ = files(make_row, file_count="single")
    made.show_listing([], TOP)
    for number in (1, 2):
        item(made, number).setCheckState(0, Qt.CheckState.Checked)
    assert made.value() == [["two.txt"]]
    assert item(made, 1).checkState(0) == Qt.CheckState.Unchecked


def test_a_path_can_be_written_when_listing_fails(make_row: MakeRow, qtbot: QtBot) -> None:
    made, asked = files(make_row)
    made.listing_failed([], "The app does not list its files.")
    qtbot.keyClicks(made.paths, "sub/two.txt")
    assert made.value() == [["sub", "two.txt"]]
    made._again.click()
    assert asked == [[]]


def test_a_loaded_value_is_ticked_when_its_folder_comes(make_row: MakeRow) -> None:
    made, _ = files(make_row)
    made.load([["one.txt"]])
    made.show_listing([], TOP)
    assert item(made, 1).checkState(0) == Qt.CheckState.Checked
    assert made.value() == [["one.txt"]]


def test_the_pattern_of_the_files_is_said(make_row: MakeRow) -> None:
    made, _ = files(make_row, glob="**/*.txt")
    assert made.pattern is not None
    assert made.pattern.text() == 'Files that match "**/*.txt"'
    for everything in ("**/*", None, 7, ""):
        assert files(make_row, glob=everything)[0].pattern is None
    long = files(make_row, glob="*" * 100_000)[0]
    assert long.pattern is not None
    assert len(long.pattern.text()) < 200
