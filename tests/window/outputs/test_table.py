"""The viewer of tables."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from gradioscope.window.outputs.json_tree import JsonViewer
from gradioscope.window.outputs.table import TableViewer
from gradioscope.window.outputs.table_order import STEP, Order, positions
from gradioscope.window.parts.data_text import DataText

from .conftest import Make

ROWS = [["bob", 4.5, True], ["Ann", 31, None], ["eve", None, False], ["cy", 7, True]]


def table(rows: list[Any]) -> dict[str, Any]:
    return {"headers": ["name", "age", "ok"], "data": rows, "metadata": None}


@pytest.fixture
def viewer(make: Make) -> TableViewer:
    made = make("table")
    assert isinstance(made, TableViewer)
    made.load(table(ROWS))
    return made


def column(viewer: TableViewer, number: int) -> list[str]:
    model = viewer.grid.model()
    return [model.index(row, number).data() for row in range(model.rowCount())]


def numbers(viewer: TableViewer) -> list[int]:
    model = viewer.grid.model()
    return [model.headerData(row, Qt.Orientation.Vertical) for row in range(model.rowCount())]


def test_cells_are_shown_by_their_type(viewer: TableViewer) -> None:
    model = viewer.grid.model()
    assert column(viewer, 1) == ["4.5", "31", "null", "7"]
    assert column(viewer, 2) == ["true", "null", "false", "true"]
    assert model.index(0, 1).data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
    assert model.index(0, 0).data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignLeft
    assert model.index(2, 1).data(Qt.ItemDataRole.FontRole).italic()


def test_a_header_sorts_up_then_down_then_not(qtbot: QtBot, viewer: TableViewer) -> None:
    header = viewer.grid.horizontalHeader()
    for expected in (["4.5", "7", "31", "null"], ["31", "7", "4.5", "null"], ["4.5", "31", "null", "7"]):
        header.sectionClicked.emit(1)
        qtbot.waitUntil(lambda expected=expected: column(viewer, 1) == expected)  # type: ignore[misc]
    header.sectionClicked.emit(0)
    qtbot.waitUntil(lambda: column(viewer, 0) == ["Ann", "bob", "cy", "eve"])
    assert numbers(viewer) == [2, 1, 4, 3], "rows keep their own number"


def test_a_filter_leaves_the_rows_that_hold_a_text(qtbot: QtBot, viewer: TableViewer) -> None:
    qtbot.keyClick(viewer.grid, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert viewer.search.isVisible()
    qtbot.keyClicks(viewer.search, "AN")
    qtbot.waitUntil(lambda: column(viewer, 0) == ["Ann"])
    assert "1 of 4 rows" in viewer.grid.accessibleDescription()
    qtbot.keyClick(viewer.search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(column(viewer, 0)) == 4)
    qtbot.keyClick(viewer.search, Qt.Key.Key_Escape)
    assert not viewer.search.isVisible()


def test_a_growing_table_leaves_one_where_one_was(qtbot: QtBot, viewer: TableViewer) -> None:
    rows = [[f"person {n}", n, True] for n in range(200)]
    viewer.load(table(rows))
    bar = viewer.grid.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 100)
    here = viewer.grid.model().index(20, 1)
    viewer.grid.selectionModel().setCurrentIndex(here, QItemSelectionModel.SelectionFlag.ClearAndSelect)
    bar.setValue(100)
    viewer.load(table([list(row) for row in rows] + [["new", -1, None]]))
    assert len(column(viewer, 0)) == 201
    assert bar.value() == 100
    assert viewer.grid.chosen() == (range(20, 21), range(1, 2))


def test_a_growing_table_stays_sorted_and_filtered(qtbot: QtBot, viewer: TableViewer) -> None:
    viewer.sort(1, descending=True)
    viewer.search.setText("e")
    qtbot.waitUntil(lambda: column(viewer, 0) == ["cy", "bob", "eve"])
    for count in range(1, 8):
        viewer.load(table([*ROWS, *[["zoe", 40 + n, True] for n in range(count)]]))
    qtbot.waitUntil(lambda: column(viewer, 1) == ["46", "45", "44", "43", "42", "41", "40", "7", "4.5", "null"])


def test_a_selection_is_copied_with_or_without_headers(qtbot: QtBot, viewer: TableViewer) -> None:
    viewer.grid.choose(range(1, 3), range(2))
    qtbot.keyClick(viewer.grid, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Ann\t31\neve\t"
    viewer.grid.copy(headers=True)
    assert QGuiApplication.clipboard().text() == "name\tage\nAnn\t31\neve\t"


def test_a_large_selection_is_copied(qtbot: QtBot, viewer: TableViewer) -> None:
    viewer.load(table([[f"{n}", n, None] for n in range(20_000)]))
    viewer.grid.selectAll()
    viewer.grid.copy()
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text().endswith("19999\t19999\t"))


def test_copy_takes_all_as_a_spreadsheet_does(qtbot: QtBot, viewer: TableViewer) -> None:
    viewer.copy()
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text().startswith("name\tage\tok\nbob\t4.5\ttrue\n"))


def test_save_writes_csv(qtbot: QtBot, viewer: TableViewer, tmp_path: Path) -> None:
    viewer.save()
    dialog = viewer.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit(str(tmp_path / "people.csv"))
    dialog.close()
    saved = tmp_path / "people.csv"
    qtbot.waitUntil(saved.exists)
    qtbot.waitUntil(lambda: saved.read_bytes().endswith(b"cy,7,true\r\n"))


def test_a_cell_is_shown_whole(qtbot: QtBot, viewer: TableViewer) -> None:
    long = "<b>word</b> " * 500
    viewer.load(table([[long, 1, True]]))
    shown = viewer.grid.model().index(0, 0).data()
    assert len(shown) == 301
    viewer.grid.setCurrentIndex(viewer.grid.model().index(0, 0))
    qtbot.keyClick(viewer.grid, Qt.Key.Key_Return)
    whole = viewer.findChild(DataText, options=Qt.FindChildOption.FindChildrenRecursively)
    assert whole is not None
    assert whole.text.toPlainText() == long
    qtbot.keyClick(whole.text, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: viewer.findChild(DataText) is None)


def test_uneven_rows_and_no_rows_are_shown(viewer: TableViewer) -> None:
    viewer.load(table([["short"], ["a", 1, True, "too", "long"], []]))
    assert column(viewer, 2) == ["null", "true", "null"]
    viewer.load(table([]))
    assert column(viewer, 0) == []
    viewer.load(table(ROWS))
    assert len(column(viewer, 0)) == 4


@pytest.mark.parametrize("value", [5, [], {"headers": ["a"]}, {"headers": ["a"], "data": ["b"]}])
def test_what_is_no_table_is_a_tree(viewer: TableViewer, value: Any) -> None:
    viewer.load(value)
    tree = viewer.findChild(JsonViewer)
    assert tree is not None
    assert tree.isVisible()


def test_it_is_read_by_row_and_column(viewer: TableViewer) -> None:
    face = QAccessible.queryAccessibleInterface(viewer.grid)
    assert face.text(QAccessible.Text.Name) == "Answer"
    assert face.text(QAccessible.Text.Description) == "4 rows, 3 columns"
    names = [face.child(number).text(QAccessible.Text.Name) for number in range(face.childCount())]
    at = names.index("bob")
    assert names[at : at + 3] == ["bob", "4.5", "true"]


def test_numbers_come_before_texts_and_nothing_comes_last() -> None:
    cells = ["b", 2, None, "", 1.5, True, "A", [1], math.nan, 10]
    rows = [[cell] for cell in cells]
    up = positions(rows, Order("", 0), lambda: False)
    assert up == [5, 4, 1, 9, 6, 0, 7, 2, 3, 8]
    assert positions(rows, Order("", 0, True), lambda: False) == [7, 0, 6, 9, 1, 4, 5, 2, 3, 8]


def test_a_long_column_is_sorted_as_python_sorts() -> None:
    cells = [(n * 7919) % 1000 for n in range(3 * STEP + 5)]
    rows = [[cell] for cell in cells]
    for descending in (False, True):
        wanted = sorted(range(len(cells)), key=cells.__getitem__, reverse=descending)
        assert positions(rows, Order("", 0, descending), lambda: False) == wanted


def test_what_nobody_waits_for_stops() -> None:
    assert positions([["a"]] * 10, Order("a", 0), lambda: True) is None
