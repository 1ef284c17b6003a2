"""Collections in a real window: opened, watched, worked on, undone, and remembered."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from tests.disks import mounted
from tests.window.conftest import Go
from tests.window.live import CONTROL, SHIFT, press, until

from gradioscope.gradio.model import LocalFile
from gradioscope.library.collection import read_request, write_request
from gradioscope.request.saved import SavedRequest
from gradioscope.window.dialogs.conflict import Conflict
from gradioscope.window.dialogs.palette import Palette
from gradioscope.window.dialogs.question import Question
from gradioscope.window.dialogs.save_request import SaveCard
from gradioscope.window.main_window import MainWindow
from gradioscope.window.open_collections import shelf
from gradioscope.window.open_collections.new_collection import NewCollection
from gradioscope.window.sidebar.collections.editor import NameEdit
from gradioscope.window.sidebar.collections.node import Node

Script = Callable[[MainWindow], Awaitable[None]]


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A collection with `a`, `b` and `inner/c`; what is deleted goes to a trash of the test."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    folder = tmp_path / "Mine"
    for name in ("a", "b", "inner/c"):
        save(folder, name)
    return folder


def save(folder: Path, name: str, address: str = "http://127.0.0.1:9") -> Path:
    path = folder / f"{name}.gradio.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_request(path, SavedRequest(address=address, endpoint="/p"))
    return path


def row(window: MainWindow, path: Path) -> Node | None:
    return window.collections.tree.rows.find(str(path))


async def opened(window: MainWindow, *folders: Path) -> None:
    window.collections.folders.open(folders)

    def looked_through() -> bool:
        rows = [row(window, folder) for folder in folders]
        return all(node is not None and node.source is not None for node in rows)

    await until(looked_through, "the collections")
    # they are chosen in the tree, last of all
    await until(lambda: len(window.collections.tree.chosen()) == len(folders), "the collections in view")


async def shown(window: MainWindow, path: Path) -> None:
    """Open a request, as a click does."""
    window.collections.act("show", (path,))
    await until(lambda: window.requests.of_file(path) is not None, f"{path} in a tab")


def front(window: MainWindow) -> Path | None:
    return window.requests.current().document.path


def test_collections_and_what_is_unfolded_are_there_the_next_time(go: Go, mine: Path, tmp_path: Path) -> None:
    save(tmp_path / "Second", "x")

    async def first(window: MainWindow) -> None:
        assert window.sidebar.collections.nothing.isVisible()
        await opened(window, mine, tmp_path / "Second")
        window.collections.tree.unfold(mine / "inner")
        window.collections.folders.arrange([tmp_path / "Second", mine])
        await until(lambda: window.collections.tree.rows.collections()[0].name == "Second", "another order")
        window.collections.act("up", (mine,))
        await until(lambda: window.collections.tree.rows.collections()[0].name == "Mine", "one up")
        window.collections.act("down", (mine,))
        await until(lambda: window.collections.tree.rows.collections()[0].name == "Second", "and down again")
        window.sidebar.recent.set_folded(True)

    async def second(window: MainWindow) -> None:
        tree = window.collections.tree
        await until(lambda: row(window, mine / "inner"), "the rows")
        assert [node.name for node in tree.rows.collections()] == ["Second", "Mine"]
        inner = row(window, mine / "inner")
        assert inner is not None
        assert tree.isExpanded(tree.rows.index_of_node(inner))
        assert window.sidebar.recent.is_folded
        window.collections.act("close", (tmp_path / "Second",))
        await until(lambda: len(tree.rows.collections()) == 1, "one collection")
        window.reports.toast.button.click()
        await until(lambda: len(tree.rows.collections()) == 2, "both again")
        assert [node.name for node in tree.rows.collections()] == ["Second", "Mine"]
        assert (tmp_path / "Second" / "x.gradio.yaml").exists()

    go(first)
    go(second)


def test_a_click_leaves_the_keyboard_in_the_tree_and_enter_takes_it_along(go: Go, mine: Path) -> None:
    async def script(window: MainWindow) -> None:
        await opened(window, mine)
        tree = window.collections.tree
        tree.setFocus()
        await shown(window, mine / "a.gradio.yaml")
        await until(lambda: tree.hasFocus(), "the focus in the tree")
        await until(lambda: tree.rows.current == str(mine / "a.gradio.yaml"), "the row marked")
        tree.choose([mine / "b.gradio.yaml"])
        press(Qt.Key.Key_Return)
        await until(lambda: front(window) == mine / "b.gradio.yaml", "b in front")
        assert not tree.hasFocus()
        # a request that is open already is shown, not opened again
        window.collections.act("open", (mine / "a.gradio.yaml",))
        assert front(window) == mine / "a.gradio.yaml"
        assert len(window.requests.all()) == 2

    go(script)


def test_what_changes_outside_appears(go: Go, mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "EVERY", 50)

    async def script(window: MainWindow) -> None:
        await opened(window, mine)
        save(mine, "new/from git")
        (mine / "a.gradio.yaml").unlink()
        await until(lambda: row(window, mine / "new" / "from git.gradio.yaml"), "the new one")
        await until(lambda: row(window, mine / "a.gradio.yaml") is None, "the other one gone")
        (mine / "collection.yaml").write_text("name: Renamed\n")
        await until(lambda: window.collections.tree.rows.collections()[0].name == "Renamed", "the new name")
        shutil.move(mine, mine.with_name("away"))
        await until(lambda: window.collections.tree.rows.collections()[0].problem, "a word about it")
        shutil.move(mine.with_name("away"), mine)
        window.collections.act("retry", (mine,))
        await until(lambda: row(window, mine / "b.gradio.yaml"), "the rows again")
        await until(lambda: not window.collections.tree.rows.collections()[0].problem, "no word about it")

    go(script)


def test_a_renamed_request_takes_its_tab_along_and_back(go: Go, mine: Path) -> None:
    async def script(window: MainWindow) -> None:
        await opened(window, mine)
        tree = window.collections.tree
        await shown(window, mine / "inner" / "c.gradio.yaml")
        tab = window.requests.current()
        tree.setFocus()
        assert tree.rename(mine / "inner")
        editor = QApplication.focusWidget()
        assert isinstance(editor, NameEdit)
        editor.setText("other")
        press(Qt.Key.Key_Return)
        await until(lambda: tab.document.path == mine / "other" / "c.gradio.yaml", "the tab's file")
        await until(lambda: row(window, mine / "other"), "the row")
        assert not tab.unsaved
        await until(lambda: [node.name for node in tree.chosen()] == ["other"], "it chosen")
        tree.setFocus()
        press(Qt.Key.Key_Z, CONTROL)
        await until(lambda: tab.document.path == mine / "inner" / "c.gradio.yaml", "the tab's file again")
        press(Qt.Key.Key_Z, CONTROL | SHIFT)
        await until(lambda: row(window, mine / "other" / "c.gradio.yaml"), "and again")
        # the row may have been seen on disk before
        await until(lambda: tab.document.path == mine / "other" / "c.gradio.yaml", "its tab, too")
        assert tab.title == "c"

    go(script)


def test_open_requests_follow_files_that_move(go: Go, mine: Path) -> None:
    """Also one with unsaved work, whose file is changed by the move: that is no change by another program."""
    picture, path = mine / "inner" / "cat.png", mine / "a.gradio.yaml"
    (mine / "collection.yaml").write_text("name: Mine\n")
    picture.write_bytes(b"cat")
    write_request(path, SavedRequest("http://127.0.0.1:9", "/p", {"image": LocalFile(str(picture))}))

    async def script(window: MainWindow) -> None:
        await opened(window, mine)
        await shown(window, path)
        tab = window.requests.current()
        tab.set_rest(replace(tab.document.rest, notes="not saved yet"))
        assert tab.unsaved
        window.collections.filing.rename(mine / "inner", "other")
        moved = LocalFile(str(mine / "other" / "cat.png"))
        await until(lambda: tab.request().values == {"image": moved}, "the picture in its new place")
        assert tab.document.base == read_request(path)
        assert read_request(path).values == {"image": moved}
        window.saving.look_again(tab)
        await until(lambda: not window.saving._tasks.busy, "a look at the file")
        assert not window.findChildren(Conflict)
        assert tab.request().notes == "not saved yet"
        window.saving.save(tab)
        await until(lambda: not tab.unsaved, "saved")
        assert read_request(path) == SavedRequest("http://127.0.0.1:9", "/p", {"image": moved}, notes="not saved yet")
        window.collections.filing.changes.undo()
        await until(lambda: tab.request().values == {"image": LocalFile(str(picture))}, "the picture where it was")
        assert not tab.unsaved

    go(script)


def test_a_renamed_collection_keeps_its_folder(go: Go, mine: Path) -> None:
    async def script(window: MainWindow) -> None:
        await opened(window, mine)
        tree = window.collections.tree
        tree.setFocus()
        assert tree.rename(mine)
        editor = QApplication.focusWidget()
        assert isinstance(editor, NameEdit)
        editor.setText("Ours: for all")
        press(Qt.Key.Key_Return)
        await until(lambda: tree.rows.collections()[0].name == "Ours: for all", "the name")
        assert tree.rows.collections()[0].path == str(mine)
        press(Qt.Key.Key_Z, CONTROL)
        await until(lambda: tree.rows.collections()[0].name == "Mine", "the old name")
        assert "collection.yaml" not in os.listdir(mine)

    go(script)


def test_what_is_deleted_is_in_the_trash_and_comes_back(go: Go, mine: Path, tmp_path: Path) -> None:
    async def script(window: MainWindow) -> None:
        await opened(window, mine)
        tree = window.collections.tree
        await shown(window, mine / "a.gradio.yaml")
        tab = window.requests.current()
        tree.setFocus()
        tree.choose([mine / "a.gradio.yaml", mine / "inner"])
        press(Qt.Key.Key_Delete)
        await until(lambda: row(window, mine / "inner") is None, "both gone")
        assert not (mine / "a.gradio.yaml").exists()
        assert [path.name for path in (tmp_path / "data" / "Trash" / "files").iterdir()] != []
        await until(lambda: tab.unsaved, "a tab that says so")
        await until(lambda: "2 items are in the trash" in window.reports.toast.text(), "a word about it")
        window.reports.toast.button.click()
        await until(lambda: row(window, mine / "inner" / "c.gradio.yaml"), "both again")
        assert read_request(mine / "a.gradio.yaml").endpoint == "/p"
        await until(lambda: not tab.unsaved, "a tab that is as its file")

    go(script)


def test_a_new_request_is_named_first_and_opened_then(go: Go, mine: Path) -> None:
    async def script(window: MainWindow) -> None:
        await opened(window, mine)
        tree = window.collections.tree
        tree.setFocus()
        tree.choose([mine / "inner"])
        window.collections.act("new-request", (mine / "inner",))
        await until(lambda: isinstance(QApplication.focusWidget(), NameEdit), "a name to write over")
        editor = QApplication.focusWidget()
        assert isinstance(editor, NameEdit)
        assert editor.selectedText() == "New request"
        editor.setText("Greeting")
        press(Qt.Key.Key_Return)
        path = mine / "inner" / "Greeting.gradio.yaml"
        await until(lambda: front(window) == path, "the request in front")
        assert window.requests.current().address_bar.field.hasFocus()
        window.collections.act("new-folder", (mine,))
        await until(lambda: isinstance(QApplication.focusWidget(), NameEdit), "a name to write over")
        press(Qt.Key.Key_Escape)
        await until(lambda: row(window, mine / "New folder"), "the folder")

    go(script)


def test_requests_are_cut_copied_and_pasted(go: Go, mine: Path, tmp_path: Path) -> None:
    save(tmp_path / "Second", "x")
    save(tmp_path / "elsewhere", "y")

    async def script(window: MainWindow) -> None:
        await opened(window, mine, tmp_path / "Second")
        tree = window.collections.tree
        tree.setFocus()
        tree.choose([mine / "a.gradio.yaml"])
        press(Qt.Key.Key_C, CONTROL)
        assert QGuiApplication.clipboard().mimeData().urls()[0].toLocalFile() == str(mine / "a.gradio.yaml")
        press(Qt.Key.Key_V, CONTROL)
        await until(lambda: row(window, mine / "a 2.gradio.yaml"), "the copy")
        tree.choose([mine / "b.gradio.yaml"])
        press(Qt.Key.Key_X, CONTROL)
        tree.choose([tmp_path / "Second"])
        press(Qt.Key.Key_V, CONTROL)
        await until(lambda: row(window, tmp_path / "Second" / "b.gradio.yaml"), "the moved one")
        await until(lambda: row(window, mine / "b.gradio.yaml") is None, "not where it was")
        tree.choose([mine / "a.gradio.yaml", mine / "inner"])
        press(Qt.Key.Key_D, CONTROL)
        await until(lambda: row(window, mine / "inner 2" / "c.gradio.yaml"), "the duplicates")
        await until(lambda: row(window, mine / "a 3.gradio.yaml"), "both of them")
        for _ in range(3):
            press(Qt.Key.Key_Z, CONTROL)
        await until(lambda: row(window, mine / "b.gradio.yaml"), "everything as it was")
        await until(lambda: row(window, mine / "a 2.gradio.yaml") is None, "no copy")
        assert sorted(os.listdir(mine)) == ["a.gradio.yaml", "b.gradio.yaml", "inner"]
        # from a file manager
        tree.dropped.emit([tmp_path / "elsewhere" / "y.gradio.yaml"], mine / "inner", "bring")
        await until(lambda: row(window, mine / "inner" / "y.gradio.yaml"), "the file brought")
        tree.dropped.emit([tmp_path / "elsewhere"], None, "bring")
        await until(lambda: row(window, tmp_path / "elsewhere" / "y.gradio.yaml"), "the folder as a collection")
        # a collection as one file, as somebody sent it
        with zipfile.ZipFile(tmp_path / "Sent.zip", "w") as packed:
            packed.writestr("Sent/hello.gradio.yaml", "address: http://127.0.0.1:9\nendpoint: /p\n")
        tree.dropped.emit([tmp_path / "Sent.zip"], None, "bring")
        await until(lambda: any(node.name == "Sent" for node in tree.rows.collections()), "it as a collection")
        (tmp_path / "note.txt").write_text("x")
        tree.dropped.emit([tmp_path / "note.txt"], mine, "bring")
        await until(lambda: "no request" in window.reports.toast.text(), "a word about it")

    go(script)


def test_a_name_that_is_taken_is_told_and_nothing_is_changed(go: Go, mine: Path) -> None:
    save(mine, "inner/a")

    async def script(window: MainWindow) -> None:
        await opened(window, mine)
        window.collections.filing.put([mine / "a.gradio.yaml"], mine / "inner", "move")
        await until(lambda: "already" in window.reports.toast.text(), "a word about it")
        assert (mine / "a.gradio.yaml").exists()
        assert (mine / "inner" / "a.gradio.yaml").exists()

    go(script)


def test_without_a_trash_it_is_asked_before_anything_is_deleted_for_good(
    go: Go, mine: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "no folder").write_text("")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "no folder"))
    with mounted(tmp_path / "disk") as disk:
        (disk / f".Trash-{os.getuid()}").write_text("not a folder")
        path = save(disk, "a")

        async def script(window: MainWindow) -> None:
            await opened(window, disk)
            window.collections.act("delete", (path,))
            await until(lambda: window.findChild(Question), "the question")
            question = window.findChild(Question)
            assert isinstance(question, Question)
            assert path.exists()
            question.buttons[0].click()
            await until(lambda: row(window, path) is None, "it is gone")
            assert not path.exists()

        go(script)


def test_a_new_collection_is_a_folder(go: Go, mine: Path) -> None:
    async def script(window: MainWindow) -> None:
        await opened(window, mine)
        window.collections.act("new-collection", ())
        card = window.findChild(NewCollection)
        assert isinstance(card, NewCollection)
        card.name.setText("Mine")
        card.create_button.click()
        await until(lambda: card.problem.isVisible(), "the name is taken")
        card.name.setText("Ours: all/of them")
        card.create_button.click()
        folder = mine.parent / "Ours- all-of them"
        await until(lambda: row(window, folder), "the collection")
        assert folder.is_dir()
        assert not card.isVisible()

    go(script)


def test_f2_renames_the_file_in_front_and_says_so_where_there_is_none(go: Go, mine: Path) -> None:
    async def script(window: MainWindow) -> None:
        await opened(window, mine)
        window.requests.current().address_bar.take_focus()
        press(Qt.Key.Key_B, CONTROL | SHIFT)
        assert window.collections.tree.hasFocus()
        window.requests.current().address_bar.take_focus()
        press(Qt.Key.Key_F2)
        assert "no file yet" in window.reports.toast.text()
        window.collections.act("open", (mine / "inner" / "c.gradio.yaml",))
        await until(lambda: front(window) == mine / "inner" / "c.gradio.yaml", "c in front")
        press(Qt.Key.Key_F2, widget=window)
        await until(lambda: isinstance(QApplication.focusWidget(), NameEdit), "its name")

    go(script)


def test_requests_are_found_by_what_they_say_also_after_a_change(
    go: Go, mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "EVERY", 50)
    values = {"prompt": "a black cat"}
    write_request(mine / "b.gradio.yaml", SavedRequest(address="http://127.0.0.1:9", endpoint="/p", values=values))

    async def script(window: MainWindow) -> None:
        await opened(window, mine)
        window.collections.tree.setFocus()
        press(Qt.Key.Key_F, CONTROL)
        search, found = window.sidebar.collections.search, window.sidebar.collections.found
        assert search.hasFocus()
        search.setText("Cat")
        await until(lambda: found.rows.found(found.rows.index(0, 0)), "what was found")
        row = found.rows.found(found.rows.index(0, 0))
        assert row is not None
        assert (row.name, row.where, row.below) == ("b", "prompt", "a black cat")
        save(mine, "cat")
        await until(lambda: found.rows.rowCount() == 2, "the new one, too")
        press(Qt.Key.Key_Return)
        await until(lambda: front(window) == mine / "cat.gradio.yaml", "the best one in front")
        window.collections.act("reveal-row", (mine / "inner" / "c.gradio.yaml",))
        assert search.text() == ""
        assert [node.name for node in window.collections.tree.chosen()] == ["c"]

    go(script)


def test_the_palette_finds_saved_requests_by_a_few_letters(go: Go, mine: Path) -> None:
    save(mine, "inner/Describe the picture")

    async def script(window: MainWindow) -> None:
        await opened(window, mine)
        press(Qt.Key.Key_K, CONTROL, window)
        palette = window.findChild(Palette)
        assert isinstance(palette, Palette)
        palette.line.setText("desc pic")
        model = palette.list.model()
        await until(lambda: model.rowCount() and "Describe" in str(model.index(0, 0).data()), "the request")
        assert "inner" in str(model.index(0, 0).data(Qt.ItemDataRole.AccessibleDescriptionRole))
        press(Qt.Key.Key_Return, widget=palette.line)
        await until(lambda: front(window) == mine / "inner" / "Describe the picture.gradio.yaml", "it in front")

    go(script)


def test_what_cannot_be_undone_can_be_skipped(go: Go, mine: Path) -> None:
    async def script(window: MainWindow) -> None:
        await opened(window, mine)
        window.collections.filing.rename(mine / "a.gradio.yaml", "first")
        await until(lambda: row(window, mine / "first.gradio.yaml"), "the first change")
        window.collections.filing.rename(mine / "b.gradio.yaml", "second")
        await until(lambda: row(window, mine / "second.gradio.yaml"), "the second change")
        os.unlink(mine / "second.gradio.yaml")
        window.collections.act("undo", ())
        await until(lambda: window.reports.toast.button.text() == "Skip it", "a word about it")
        window.reports.toast.button.click()
        window.collections.act("undo", ())
        await until(lambda: row(window, mine / "a.gradio.yaml"), "the first change undone")

    go(script)


def test_a_request_is_saved_to_the_folder_that_is_chosen_in_the_tree(go: Go, mine: Path) -> None:
    async def script(window: MainWindow) -> None:
        await opened(window, mine)
        window.collections.tree.choose([mine / "inner" / "c.gradio.yaml"])
        window.requests.current().address_bar.set_address("http://127.0.0.1:9")
        press(Qt.Key.Key_S, CONTROL, window)
        await until(lambda: window.findChild(SaveCard), "the card")
        card = window.findChild(SaveCard)
        assert isinstance(card, SaveCard)
        await until(card.isVisible, "the card")
        assert card.folder.currentData() == str(mine / "inner")
        card.name.setText("kept")
        card.save_button.click()
        await until(lambda: row(window, mine / "inner" / "kept.gradio.yaml"), "its row")
        await until(lambda: window.collections.tree.rows.current.endswith("kept.gradio.yaml"), "marked")

    go(script)


def test_the_first_request_that_is_saved_makes_a_collection(go: Go, tmp_path: Path) -> None:
    async def script(window: MainWindow) -> None:
        window.requests.current().address_bar.set_address("http://127.0.0.1:9")
        press(Qt.Key.Key_S, CONTROL, window)
        await until(lambda: window.findChild(SaveCard), "the card")
        card = window.findChild(SaveCard)
        assert isinstance(card, SaveCard)
        await until(card.isVisible, "the card")
        card.name.setText("first")
        card.save_button.click()
        path = tmp_path / "home" / "collections" / "Requests" / "first.gradio.yaml"
        await until(lambda: row(window, path), "its row")
        assert not window.sidebar.collections.nothing.isVisible()
        collection = window.collections.tree.rows.collections()[0]
        await until(
            lambda: window.collections.tree.isExpanded(window.collections.tree.rows.index_of_node(collection)), "it"
        )

    go(script)


def test_a_tab_goes_along_with_a_file_that_another_program_moves(
    go: Go, mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "EVERY", 50)

    async def script(window: MainWindow) -> None:
        await opened(window, mine)
        await shown(window, mine / "inner" / "c.gradio.yaml")
        tab = window.requests.current()
        window.collections.tree.unfold(mine / "inner")
        shutil.move(mine / "inner", mine / "outer")
        await until(lambda: tab.document.path == mine / "outer" / "c.gradio.yaml", "the moved folder")
        outer = row(window, mine / "outer")
        assert outer is not None
        assert window.collections.tree.isExpanded(window.collections.tree.rows.index_of_node(outer))
        shutil.move(mine / "outer" / "c.gradio.yaml", mine / "renamed.gradio.yaml")
        await until(lambda: tab.title == "renamed", "the renamed file")
        assert not tab.unsaved

    go(script)
