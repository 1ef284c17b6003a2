"""The search in the sidebar: what is shown of what was found, and how the keyboard goes through it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from tests.window.sidebar.collections.test_model import seen, write

from gradioscope.library.collection.search import Hit
from gradioscope.window.open_collections.searching import marks, row_of
from gradioscope.window.sidebar.collections.found import Found
from gradioscope.window.sidebar.collections.section import CollectionsSection


@pytest.fixture
def section(qtbot: QtBot, tmp_path: Path) -> CollectionsSection:
    write(tmp_path, "a", "b")
    section = CollectionsSection()
    qtbot.addWidget(section)
    section.resize(260, 500)
    section.show()
    qtbot.waitExposed(section)
    section.activateWindow()
    section.show_collections([seen(tmp_path)])
    return section


def test_what_is_typed_is_searched_and_escape_brings_the_tree_back(section: CollectionsSection, qtbot: QtBot) -> None:
    section.start_search()
    assert section.search.hasFocus()
    with qtbot.waitSignal(section.searched) as told:
        QTest.keyClicks(section.search, " cat ")
    assert told.args == ["cat"]
    assert section.found.isVisible()
    assert not section.tree.isVisible()
    QTest.keyClick(section.search, Qt.Key.Key_Escape)
    assert section.tree.isVisible()
    assert not section.found.isVisible()
    QTest.keyClick(section.search, Qt.Key.Key_Escape)
    assert section.tree.hasFocus()


def test_the_keyboard_goes_from_the_search_through_what_was_found(
    section: CollectionsSection, qtbot: QtBot, tmp_path: Path
) -> None:
    asked: list[tuple[str, tuple[Path, ...]]] = []
    section.asked.connect(lambda word, paths: asked.append((word, paths)))
    section.start_search()
    with qtbot.waitSignal(section.searched):
        QTest.keyClicks(section.search, "x")
    rows = [Found(tmp_path / name, name, (), "prompt", f"x {name}", ((0, 1),)) for name in ("one", "two")]
    section.found.show_found(rows, "x", 2)
    QTest.keyClick(section.search, Qt.Key.Key_Return)
    assert asked == [("open", (tmp_path / "one",))]
    QTest.keyClick(section.search, Qt.Key.Key_Down)
    assert section.found.hasFocus()
    QTest.keyClick(section.found, Qt.Key.Key_Down)
    section.found.show_found([rows[1], rows[0]], "x", 2)  # found anew: the same one stays chosen
    QTest.keyClick(section.found, Qt.Key.Key_Return)
    assert asked[1:] == [("open", (tmp_path / "two",))]
    QTest.keyClick(section.found, Qt.Key.Key_Escape)
    assert section.tree.hasFocus()
    assert section.search.text() == ""


def test_each_row_says_where_it_matched(section: CollectionsSection, tmp_path: Path) -> None:
    rows = section.found.rows
    section.found.show_found([Found(tmp_path / "a", "cat", (), "prompt", "a <b>black</b> cat")], "cat", 1)
    assert rows.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "cat, prompt: a <b>black</b> cat"
    section.found.show_found([], "cat", 0)
    assert rows.rowCount() == 1
    assert "cat" in str(rows.index(0, 0).data())
    assert rows.index(0, 0).flags() == Qt.ItemFlag.NoItemFlags
    section.found.show_found([Found(tmp_path / "a", "cat")], "cat", 1234)
    assert str(rows.index(1, 0).data()).startswith("1,233 more")
    section.grab()  # painted without an error


def test_a_hit_is_told_by_what_matched() -> None:
    folder = Path("/c")
    hit = Hit(folder / "a.gradio.yaml", folder, "a", "in/ner", "x", "/p", "value", "prompt: a black cat", "prompt")
    row = row_of(hit, "cat", {folder: "Mine"})
    assert (row.where, row.below, row.below_marks) == ("prompt", "a black cat", ((8, 3),))
    hit = Hit(folder / "a.gradio.yaml", folder, "cats", "in/ner", "x", "/p", "name", "")
    row = row_of(hit, "CAT", {folder: "Mine"})
    assert (row.marks, row.where, row.below) == (((0, 3),), "", "Mine / in/ner")


@pytest.mark.parametrize(
    ("text", "wanted", "found"),
    [
        ("abc abc", "B", ((1, 1), (5, 1))),
        ("abcd", "abc bcd", ((0, 4),)),
        ("Straße", "STRASSE", ((0, 6),)),
        ("😀 cat", "cat", ((2, 3),)),
        ("aaa", "aa", ((0, 2),)),
        ("abc", "x", ()),
    ],
)
def test_what_matched_is_marked(text: str, wanted: str, found: tuple[tuple[int, int], ...]) -> None:
    assert marks(text, wanted.split()) == found
