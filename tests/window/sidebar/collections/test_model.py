"""The rows of the tree follow the disk one by one, however much changes there."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from gradioscope.library.collection import Collection
from gradioscope.window.sidebar.collections.model import CollectionsModel
from gradioscope.window.sidebar.collections.node import PAGE, Node, Shown


def seen(folder: Path, name: str = "") -> Shown:
    """A collection as it is on disk now."""
    return Shown(folder, name or folder.name, Collection(folder).root)


def write(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / f"{name}.gradio.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("address: x\n")


@pytest.fixture
def model(qtbot: QtBot) -> CollectionsModel:
    model = CollectionsModel()
    model.tester = QAbstractItemModelTester(  # type: ignore[attr-defined]
        model, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    return model


def names(model: CollectionsModel, node: Node) -> list[str]:
    return [child.name for child in model.rows(node)]


def whole(model: CollectionsModel) -> dict[str, object]:
    """Every row with what is below it."""

    def below(node: Node) -> dict[str, object]:
        return {child.name: below(child) for child in model.rows(node)}

    return {node.name: below(node) for node in model.collections()}


def test_folders_come_first_and_names_are_sorted_as_people_do(model: CollectionsModel, tmp_path: Path) -> None:
    write(tmp_path, "b 10", "b 2", "A", "zoo/x", "Äpfel/y")
    model.show([seen(tmp_path, "Mine")])
    (collection,) = model.collections()
    assert collection.name == "Mine"
    assert names(model, collection) == ["zoo", "Äpfel", "A", "b 2", "b 10"]
    assert [child.kind for child in model.rows(collection)] == ["folder", "folder", "request", "request", "request"]


def test_rows_that_stay_are_the_same_ones_after_a_change(model: CollectionsModel, tmp_path: Path) -> None:
    write(tmp_path, "a", "c", "inner/x", "inner/y")
    model.show([seen(tmp_path)])
    inner = model.find(str(tmp_path / "inner" / "y.gradio.yaml"))
    last = model.find(str(tmp_path / "c.gradio.yaml"))
    assert inner is not None
    assert last is not None
    kept = QPersistentModelIndex(model.index_of_node(last))
    write(tmp_path, "b", "inner/w", "another/z")
    (tmp_path / "a.gradio.yaml").unlink()
    model.show([seen(tmp_path)])
    assert whole(model) == {
        tmp_path.name: {"another": {"z": {}}, "inner": {"w": {}, "x": {}, "y": {}}, "b": {}, "c": {}}
    }
    assert model.find(str(tmp_path / "inner" / "y.gradio.yaml")) is inner
    assert (kept.row(), kept.internalPointer()) == (3, last)


@pytest.mark.parametrize("seed", range(8))
def test_any_change_of_a_folder_leads_to_what_is_there(model: CollectionsModel, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    pool = [f"{folder}{name}" for folder in ("", "f/", "f/g/", "h/") for name in "abcdefgh"]
    for _ in range(6):
        for name in chance.sample(pool, chance.randrange(12)):
            path = tmp_path / f"{name}.gradio.yaml"
            if path.exists():
                path.unlink()
            else:
                write(tmp_path, name)
        if chance.random() < 0.3:
            shutil.rmtree(tmp_path / "f", ignore_errors=True)
        model.show([seen(tmp_path)])
        found = whole(model)
        fresh = CollectionsModel()
        fresh.show([seen(tmp_path)])
        assert found == whole(fresh)


def test_thousands_that_change_at_once_are_made_anew(model: CollectionsModel, tmp_path: Path) -> None:
    write(tmp_path, *(f"r{number}" for number in range(400)))
    model.show([seen(tmp_path)])
    model.rows(model.collections()[0])
    for number in range(0, 400, 2):
        (tmp_path / f"r{number}.gradio.yaml").unlink()
    model.show([seen(tmp_path)])
    assert names(model, model.collections()[0]) == [f"r{number}" for number in range(1, 400, 2)]


def test_a_large_folder_is_shown_by_pages(model: CollectionsModel, tmp_path: Path) -> None:
    write(tmp_path, *(f"r{number}" for number in range(PAGE + 20)))
    model.show([seen(tmp_path)])
    (collection,) = model.collections()
    index = model.index_of_node(collection)
    assert model.rowCount(index) == PAGE
    assert not collection.whole
    found = model.find(str(tmp_path / f"r{PAGE + 19}.gradio.yaml"))
    assert found is not None
    assert found.row == PAGE + 19
    assert model.rowCount(index) == PAGE + 20
    assert collection.whole


def test_collections_come_in_their_order_and_one_may_lie_in_another(model: CollectionsModel, tmp_path: Path) -> None:
    inner = tmp_path / "one" / "inner"
    write(inner, "x")
    write(tmp_path / "two", "y")
    shown = [seen(tmp_path / "one"), seen(tmp_path / "two"), seen(inner)]
    model.show(shown)
    row = model.find(str(inner / "x.gradio.yaml"))
    assert row is not None
    assert row.collection.path == str(inner)
    model.show([shown[2], shown[0], shown[1]])
    assert [node.path for node in model.collections()] == [str(inner), str(tmp_path / "one"), str(tmp_path / "two")]
    assert whole(model)["two"] == {"y": {}}
    model.show([])
    assert model.rowCount(QModelIndex()) == 0


def test_a_row_says_what_it_is_and_what_is_the_matter(model: CollectionsModel, tmp_path: Path) -> None:
    write(tmp_path, "<b>a", "b")
    model.show([seen(tmp_path), Shown(tmp_path / "gone", "gone", problem="This folder is not there.")])
    path = tmp_path / "b.gradio.yaml"
    model.mark(current=str(path), unsaved=[str(path)], problems={str(path): "Line 3: no value."})
    node = model.find(str(path))
    assert node is not None
    assert model.spoken(node) == "b, request, open, not saved, problem: Line 3: no value."
    assert model.spoken(model.collections()[1]) == "gone, collection, problem: This folder is not there."
    marked = model.find(str(tmp_path / "<b>a.gradio.yaml"))
    assert marked is not None
    tip = str(model.index_of_node(marked).data(Qt.ItemDataRole.ToolTipRole))
    assert "&lt;b&gt;a" in tip
