"""The tree by mouse, keyboard, and drag and drop: what it asks for, and what stays in view."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QDragMoveEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QMenu
from pytestqt.qtbot import QtBot
from tests.window.sidebar.collections.test_model import seen, write

from gradioscope.window.sidebar.collections import dragging
from gradioscope.window.sidebar.collections.editor import NameEdit
from gradioscope.window.sidebar.collections.node import PAGE, Node, Shown
from gradioscope.window.sidebar.collections.section import CollectionsSection
from gradioscope.window.sidebar.collections.tree import CollectionsTree

NONE, CONTROL, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


class Heard:
    """What the tree asked for."""

    def __init__(self, tree: CollectionsTree) -> None:
        self.asked: list[tuple[str, tuple[Path, ...]]] = []
        self.renamed: list[tuple[Path, str]] = []
        self.dropped: list[tuple[list[Path], Path | None, str]] = []
        self.order: list[list[Path]] = []
        tree.asked.connect(lambda word, paths: self.asked.append((word, paths)))
        tree.renameAsked.connect(lambda path, name: self.renamed.append((path, name)))
        tree.dropped.connect(lambda paths, folder, how: self.dropped.append((list(paths), folder, how)))
        tree.reordered.connect(lambda order: self.order.append(list(order)))


@pytest.fixture
def section(qtbot: QtBot) -> CollectionsSection:
    section = CollectionsSection()
    qtbot.addWidget(section)
    section.resize(260, 500)
    section.show()
    qtbot.waitExposed(section)
    section.activateWindow()
    return section


@pytest.fixture
def tree(section: CollectionsSection, tmp_path: Path) -> CollectionsTree:
    """One collection `one` with `folder/inner` and `a`, `b`, unfolded; and `two` with `c`."""
    write(tmp_path / "one", "a", "b", "folder/inner")
    write(tmp_path / "two", "c")
    section.tree.unfolded |= {str(tmp_path / "one"), str(tmp_path / "two")}
    section.show_collections([seen(tmp_path / "one"), seen(tmp_path / "two")])
    section.tree.setFocus()
    return section.tree


def row(tree: CollectionsTree, name: str) -> Node:
    def below(nodes: Iterable[Node]) -> Iterable[Node]:
        for node in nodes:
            yield node
            yield from below(tree.rows.rows(node))

    return next(node for node in below(tree.rows.collections()) if node.name == name)


def place(tree: CollectionsTree, name: str) -> QPoint:
    rect = tree.visualRect(tree.rows.index_of_node(row(tree, name)))
    return QPoint(rect.left() + 60, rect.center().y())


def click(tree: CollectionsTree, name: str, modifiers: Qt.KeyboardModifier = NONE) -> None:
    # a click soon after another one would be a double click
    QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, modifiers, place(tree, name))
    QTest.mouseMove(tree.viewport(), QPoint(1, 1))


def chosen(tree: CollectionsTree) -> list[str]:
    return [node.name for node in tree.chosen()]


def test_a_click_shows_a_request_and_unfolds_a_folder(tree: CollectionsTree) -> None:
    heard = Heard(tree)
    click(tree, "a")
    assert heard.asked == [("show", (Path(row(tree, "a").path),))]
    index = tree.rows.index_of_node(row(tree, "folder"))
    click(tree, "folder")
    assert tree.isExpanded(index)
    assert row(tree, "folder").path in tree.unfolded


def test_choosing_several_opens_nothing(tree: CollectionsTree) -> None:
    heard = Heard(tree)
    click(tree, "a", CONTROL)
    click(tree, "b", CONTROL)
    click(tree, "c", CONTROL)
    assert chosen(tree) == ["a", "b", "c"]
    click(tree, "folder", SHIFT)
    assert heard.asked == []
    QTest.keyClick(tree, Qt.Key.Key_Delete)
    assert heard.asked[0][0] == "delete"
    # what lies in a chosen folder goes with it
    tree.unfold(Path(row(tree, "folder").path))
    tree.selectAll()
    assert chosen(tree) == ["one", "two"]


@pytest.mark.parametrize(
    ("key", "modifiers", "word"),
    [
        (Qt.Key.Key_Return, NONE, "open"),
        (Qt.Key.Key_Delete, NONE, "delete"),
        (Qt.Key.Key_D, CONTROL, "duplicate"),
        (Qt.Key.Key_C, CONTROL, "copy"),
        (Qt.Key.Key_X, CONTROL, "cut"),
        (Qt.Key.Key_V, CONTROL, "paste"),
        (Qt.Key.Key_Z, CONTROL, "undo"),
        (Qt.Key.Key_Z, CONTROL | SHIFT, "redo"),
    ],
)
def test_the_keyboard_asks(tree: CollectionsTree, key: Qt.Key, modifiers: Qt.KeyboardModifier, word: str) -> None:
    heard = Heard(tree)
    tree.choose([Path(row(tree, "a").path)])
    QTest.keyClick(tree, key, modifiers)
    assert heard.asked == [(word, (Path(row(tree, "a").path),))]


def test_a_collection_is_never_deleted(tree: CollectionsTree) -> None:
    heard = Heard(tree)
    tree.choose([Path(row(tree, "one").path)])
    QTest.keyClick(tree, Qt.Key.Key_Delete)
    assert heard.asked == []


def test_enter_and_the_arrows_fold_folders(tree: CollectionsTree) -> None:
    index = tree.rows.index_of_node(row(tree, "folder"))
    tree.choose([Path(row(tree, "folder").path)])
    for key, after in (
        (Qt.Key.Key_Return, True),
        (Qt.Key.Key_Left, False),
        (Qt.Key.Key_Right, True),
        (Qt.Key.Key_Return, False),
    ):
        QTest.keyClick(tree, key)
        assert tree.isExpanded(index) is after


def test_letters_go_to_the_name_that_begins_with_them(tree: CollectionsTree) -> None:
    tree.choose([Path(row(tree, "one").path)])
    QTest.keyClicks(tree, "b")
    assert chosen(tree) == ["b"]


def test_a_name_is_written_over_in_place(tree: CollectionsTree, qtbot: QtBot) -> None:
    heard = Heard(tree)
    tree.choose([Path(row(tree, "a").path)])
    QTest.keyClick(tree, Qt.Key.Key_F2)
    editor = tree.findChild(NameEdit)
    assert editor is not None
    assert (editor.text(), editor.accessibleName()) == ("a", "Name of a")
    editor.selectAll()
    for wrong in ("b", "B", "x/y", " "):
        editor.selectAll()
        QTest.keyClicks(editor, wrong)
        assert editor.problem, wrong
        QTest.keyClick(editor, Qt.Key.Key_Return)
        assert heard.renamed == []
        assert tree.state() == QAbstractItemView.State.EditingState
    editor.selectAll()
    QTest.keyClicks(editor, "new name")
    assert editor.problem == ""
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(heard.renamed))
    assert heard.renamed == [(Path(row(tree, "a").path), "new name")]
    assert row(tree, "a").name == "a"  # until the disk says otherwise


def test_escape_leaves_a_name_as_it_was(tree: CollectionsTree, qtbot: QtBot) -> None:
    heard = Heard(tree)
    tree.rename(Path(row(tree, "a").path))
    editor = tree.findChild(NameEdit)
    assert editor is not None
    QTest.keyClicks(editor, "other")
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: tree.state() == QAbstractItemView.State.NoState)
    assert heard.renamed == []


def offered(tree: CollectionsTree) -> list[str]:
    menu = tree.findChild(QMenu)
    assert menu is not None
    found = [action.text().split("\t")[0] for action in menu.actions() if action.text()]
    menu.close()
    QApplication.sendPostedEvents(menu, 0)
    return found


def test_the_menu_offers_what_makes_sense_by_mouse_and_by_keyboard(tree: CollectionsTree, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().clear()
    tree.choose([Path(row(tree, "a").path)])
    QTest.keyClick(tree, Qt.Key.Key_F10, SHIFT)
    request = offered(tree)
    assert request == [
        "Open",
        "Open as text",
        "Cut",
        "Copy",
        "Duplicate",
        "Rename",
        "Reveal in file manager",
        "Copy path",
        "Move to the trash",
    ]
    qtbot.waitUntil(lambda: tree.findChild(QMenu) is None)
    tree.offered |= {"run", "environments"}
    tree.choose([Path(row(tree, "one").path)])
    QTest.keyClick(tree, Qt.Key.Key_Menu)
    collection = offered(tree)
    assert {"New request here", "New folder", "Run folder…", "Environments…", "Close collection"} <= set(collection)
    assert not {"Move to the trash", "Export…", "Cut"} & set(collection)
    qtbot.waitUntil(lambda: tree.findChild(QMenu) is None)
    tree.show_menu([], QPoint(0, 0))
    assert offered(tree) == ["New collection…", "Open folder as collection…"]


def test_what_is_chosen_in_the_menu_is_asked_for(tree: CollectionsTree, qtbot: QtBot) -> None:
    heard = Heard(tree)
    tree.choose([Path(row(tree, "a").path), Path(row(tree, "b").path)])
    QTest.keyClick(tree, Qt.Key.Key_Menu)
    menu = tree.findChild(QMenu)
    assert menu is not None
    next(action for action in menu.actions() if action.text().startswith("Duplicate")).trigger()
    qtbot.waitUntil(lambda: bool(heard.asked))
    assert heard.asked == [("duplicate", (Path(row(tree, "a").path), Path(row(tree, "b").path)))]
    menu.close()


# -- drag and drop


def drag(tree: CollectionsTree, data: QMimeData, onto: str | None, modifiers: Qt.KeyboardModifier = NONE) -> bool:
    """Move something over a row, or over the empty ground, and let it go; whether it was taken."""
    at = place(tree, onto) if onto is not None else QPoint(40, tree.viewport().height() - 4)
    both = Qt.DropAction.MoveAction | Qt.DropAction.CopyAction
    over = QDragMoveEvent(at, both, data, Qt.MouseButton.LeftButton, modifiers)
    tree.dragMoveEvent(over)
    if not over.isAccepted():
        return False
    drop = QDropEvent(QPointF(at), both, data, Qt.MouseButton.LeftButton, modifiers)
    tree.dropEvent(drop)
    return drop.isAccepted()


def rows_data(tree: CollectionsTree, *names: str) -> QMimeData:
    return dragging.mime(row(tree, name).path for name in names)


def test_rows_are_dragged_into_a_folder_and_onto_another_collection(tree: CollectionsTree, tmp_path: Path) -> None:
    heard = Heard(tree)
    a, b = Path(row(tree, "a").path), Path(row(tree, "b").path)
    assert drag(tree, rows_data(tree, "a", "b"), "folder")
    assert drag(tree, rows_data(tree, "a"), "c")  # a request stands for its folder
    assert drag(tree, rows_data(tree, "a"), "two", CONTROL)
    assert heard.dropped == [
        ([a, b], tmp_path / "one" / "folder", "move"),
        ([a], tmp_path / "two", "move"),
        ([a], tmp_path / "two", "copy"),
    ]


def test_nothing_is_dragged_into_itself_or_to_where_it_is(tree: CollectionsTree) -> None:
    heard = Heard(tree)
    assert not drag(tree, rows_data(tree, "folder"), "folder")
    assert not drag(tree, rows_data(tree, "a"), "b")
    assert not drag(tree, rows_data(tree, "a"), None)
    assert not drag(tree, QMimeData(), "folder")
    assert heard.dropped == []


def test_collections_are_put_into_another_order(tree: CollectionsTree, tmp_path: Path) -> None:
    heard = Heard(tree)
    assert drag(tree, rows_data(tree, "one"), None)
    assert heard.order == [[tmp_path / "two", tmp_path / "one"]]
    assert drag(tree, rows_data(tree, "two"), "two")
    assert len(heard.order) == 1  # it is there already


def test_files_of_other_programs_are_brought(tree: CollectionsTree, tmp_path: Path) -> None:
    heard = Heard(tree)
    write(tmp_path / "elsewhere", "new")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "elsewhere" / "new.gradio.yaml"))])
    assert drag(tree, data, "folder")
    assert drag(tree, data, None)
    path = tmp_path / "elsewhere" / "new.gradio.yaml"
    assert heard.dropped == [([path], tmp_path / "one" / "folder", "bring"), ([path], None, "bring")]


# -- what stays


def test_a_change_outside_keeps_what_is_open_chosen_and_in_view(
    section: CollectionsSection, tmp_path: Path, qtbot: QtBot
) -> None:
    tree = section.tree
    write(tmp_path, *(f"r{number}" for number in range(100)), "deep/er/x")
    tree.unfolded |= {str(tmp_path), str(tmp_path / "deep"), str(tmp_path / "deep" / "er")}
    section.show_collections([seen(tmp_path)])
    tree.choose([tmp_path / "r60.gradio.yaml"])
    bar = tree.verticalScrollBar()
    bar.setValue(bar.value() + 40)
    before = tree.visualRect(tree.currentIndex()).top()
    write(tmp_path, "r0a", "r1a", "deep/y", "new/z")
    section.show_collections([seen(tmp_path)])
    assert chosen(tree) == ["r60"]
    assert tree.visualRect(tree.currentIndex()).top() == before
    assert tree.isExpanded(tree.rows.index_of_node(row(tree, "er")))
    assert not tree.isExpanded(tree.rows.index_of_node(row(tree, "new")))


def test_what_is_unfolded_goes_along_with_its_folder(section: CollectionsSection, tmp_path: Path) -> None:
    tree = section.tree
    write(tmp_path, "deep/er/x")
    tree.unfolded |= {str(tmp_path), str(tmp_path / "deep"), str(tmp_path / "deep" / "er")}
    section.show_collections([seen(tmp_path)])
    (tmp_path / "deep").rename(tmp_path / "deeper")

    def where(path: Path) -> Path:
        old = tmp_path / "deep"
        return tmp_path / "deeper" / path.relative_to(old) if path == old or old in path.parents else path

    tree.follow(where)
    section.show_collections([seen(tmp_path)])
    assert tree.isExpanded(tree.rows.index_of_node(row(tree, "er")))


def test_more_of_a_large_folder_is_shown_as_one_scrolls(
    section: CollectionsSection, tmp_path: Path, qtbot: QtBot
) -> None:
    tree = section.tree
    write(tmp_path, *(f"r{number}" for number in range(PAGE + 50)))
    tree.unfolded.add(str(tmp_path))
    section.show_collections([seen(tmp_path)])
    collection = tree.rows.collections()[0]
    assert not collection.whole
    bar = tree.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: collection.whole)


def test_the_requests_in_view_are_told(section: CollectionsSection, tmp_path: Path, qtbot: QtBot) -> None:
    write(tmp_path, *(f"r{number}" for number in range(200)))
    section.tree.unfolded.add(str(tmp_path))
    with qtbot.waitSignal(
        section.tree.looked, check_params_cb=lambda paths: str(tmp_path / "r0.gradio.yaml") in paths
    ) as told:
        section.show_collections([seen(tmp_path)])
    assert told.args is not None
    assert len(told.args[0]) < 40


def test_an_empty_tree_says_what_to_do(section: CollectionsSection, tmp_path: Path) -> None:
    asked: list[str] = []
    section.asked.connect(lambda word, _: asked.append(word))
    assert section.nothing.isVisible()
    assert section.tree.accessibleName() == "Collections"
    assert section.empty.text() == "Save a request, or open a folder of requests."
    section.open_button.click()
    assert asked == ["open-collection"]
    section.show_collections([seen(tmp_path)])
    assert not section.nothing.isVisible()


def test_a_collection_that_is_gone_is_looked_for_again(section: CollectionsSection, tmp_path: Path) -> None:
    asked: list[tuple[str, tuple[Path, ...]]] = []
    section.asked.connect(lambda word, paths: asked.append((word, paths)))
    section.show_collections([Shown(tmp_path / "gone", "gone", problem="This folder is not there.")])
    click(section.tree, "gone")
    assert asked == [("retry", (tmp_path / "gone",))]


def test_the_buttons_of_the_row_under_the_pointer(tree: CollectionsTree) -> None:
    heard = Heard(tree)
    QTest.mouseMove(tree.viewport(), place(tree, "folder"))
    assert tree.actions_.isVisible()
    tree.actions_.first_button.click()
    assert heard.asked == [("new-request", (Path(row(tree, "folder").path),))]
    QTest.mouseMove(tree.viewport(), place(tree, "a"))
    assert not tree.actions_.first_button.isVisible()
    tree.actions_.more_button.click()
    assert chosen(tree) == ["a"]
    assert "Open" in offered(tree)


def test_assistive_technology_meets_a_tree_of_named_rows(tree: CollectionsTree) -> None:
    found = QAccessible.queryAccessibleInterface(tree)
    assert (found.role(), found.text(QAccessible.Text.Name)) == (QAccessible.Role.Tree, "Collections")
    rows = [found.child(number) for number in range(found.childCount())]
    names = [row.text(QAccessible.Text.Name) for row in rows if row.role() == QAccessible.Role.TreeItem]
    assert names == ["one, collection", "folder, folder", "a, request", "b, request", "two, collection", "c, request"]


def test_collections_are_moved_by_the_menu_too(tree: CollectionsTree, qtbot: QtBot) -> None:
    heard = Heard(tree)
    tree.choose([Path(row(tree, "two").path)])
    QTest.keyClick(tree, Qt.Key.Key_Menu)
    menu = tree.findChild(QMenu)
    assert menu is not None
    assert "Move down" not in [action.text() for action in menu.actions()]
    next(action for action in menu.actions() if action.text() == "Move up").trigger()
    qtbot.waitUntil(lambda: bool(heard.asked))
    assert heard.asked == [("up", (Path(row(tree, "two").path),))]
    menu.close()


def test_what_is_in_front_comes_into_view_unless_its_folder_is_closed(
    section: CollectionsSection, tmp_path: Path
) -> None:
    tree = section.tree
    write(tmp_path, *(f"r{number}" for number in range(100)), "closed/x")
    tree.unfolded.add(str(tmp_path))
    section.show_collections([seen(tmp_path)])
    tree.mark(current=str(tmp_path / "r90.gradio.yaml"), unsaved=[], problems={})
    assert tree.viewport().rect().contains(place(tree, "r90"))
    tree.mark(current=str(tmp_path / "closed" / "x.gradio.yaml"), unsaved=[], problems={})
    assert not tree.isExpanded(tree.rows.index_of_node(row(tree, "closed")))


def test_folding_a_part_away_keeps_the_keyboard_at_its_heading(
    tree: CollectionsTree, section: CollectionsSection
) -> None:
    section.set_folded(True)
    assert section.title.hasFocus()
    section.start_search()
    assert section.search.hasFocus()


def test_a_name_that_is_being_written_outlives_a_change_outside(
    tree: CollectionsTree, section: CollectionsSection, tmp_path: Path
) -> None:
    tree.rename(Path(row(tree, "b").path))
    editor = tree.findChild(NameEdit)
    assert editor is not None
    QTest.keyClicks(editor, "half a na")
    write(tmp_path / "one", "aa", "another/x")
    section.show_collections([seen(tmp_path / "one"), seen(tmp_path / "two")])
    tree.executeDelayedItemsLayout()
    assert tree.state() == QAbstractItemView.State.EditingState
    assert editor.text() == "half a na"
    assert editor.geometry().center().y() == tree.visualRect(tree.rows.index_of_node(row(tree, "b"))).center().y()
