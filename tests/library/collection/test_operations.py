"""What a person does to files and folders, and that every bit of it can be taken back."""

from __future__ import annotations

import os

import pytest
from tests.disks import fill, mounted, only_read, take_out

from gradioscope.gradio.errors import GradioscopeError, WrongUse
from gradioscope.gradio.model import LocalFile
from gradioscope.library.collection import read_request, write_request
from gradioscope.library.collection.making import copy
from gradioscope.library.collection.operations import (
    NoTrash,
    move,
    new_folder,
    remove,
    rename,
    rename_collection,
    trash,
)
from gradioscope.library.collection.references import followed
from gradioscope.request.saved import SavedRequest


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A collection with two folders, and a trash of its own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    root = tmp_path / "mine"
    for name in ("a/inner", "b"):
        (root / name).mkdir(parents=True)
    (root / "collection.yaml").write_text("name: Mine\nid: 0123-4567-89ab\n")
    (root / "cat.png").write_bytes(b"cat")
    (root / "a" / "dog.png").write_bytes(b"dog")
    write_request(root / "one.gradio.yaml", SavedRequest("x", values={"image": LocalFile(str(root / "a" / "dog.png"))}))
    write_request(
        root / "a" / "two.gradio.yaml",
        SavedRequest(
            "y", values={"images": [LocalFile(str(root / "cat.png")), LocalFile(str(root / "a" / "dog.png"))]}
        ),
    )
    (root / "a" / "inner" / "broken.gradio.yaml").write_text("values: {a: {$file: ../dog.png}\n")
    (root / "b" / "other.txt").write_text("mine")
    return root


def everything(folder):
    """All content below a folder: a file's bytes and mode, a folder's mode."""
    return {
        str(path.relative_to(folder)): (path.stat().st_mode, path.read_bytes() if path.is_file() else None)
        for path in sorted(folder.rglob("*"))
    }


def check_both_ways(change, root, before):
    """`undo` brings back every byte, `redo` makes the same again."""
    after = everything(root)
    change.undo()
    assert everything(root) == before
    change.redo()
    assert everything(root) == after
    change.undo()
    assert everything(root) == before


def files_of(path):
    found = []

    def look(value):
        if isinstance(value, LocalFile):
            found.append(value.path)
        elif isinstance(value, list):
            for item in value:
                look(item)

    for value in read_request(path).values.values():
        look(value)
    return found


def test_a_new_folder(place):
    before = everything(place)
    change = new_folder(place, "Näme: of/it?")
    assert change.results == (place / "Näme- of-it-",)
    assert change.results[0].is_dir()
    check_both_ways(change, place, before)
    change.redo()
    (change.results[0] / "x").touch()
    with pytest.raises(GradioscopeError, match="something in it now"):
        change.undo()
    assert (change.results[0] / "x").exists()


def test_new_folders_without_a_name_get_free_ones(place):
    assert [new_folder(place / "b").results[0].name for _ in range(3)] == ["New folder", "New folder 2", "New folder 3"]


def test_renaming_a_request(place):
    before = everything(place)
    change = rename(place / "one.gradio.yaml", "uno")
    assert change.where(place / "one.gradio.yaml") == place / "uno.gradio.yaml"
    assert files_of(place / "uno.gradio.yaml") == [str(place / "a" / "dog.png")]
    check_both_ways(change, place, before)
    assert change.where(place / "uno.gradio.yaml") == place / "one.gradio.yaml"


def test_renaming_a_folder_keeps_requests_at_their_files(place):
    before = everything(place)
    change = rename(place / "a", "A new one")
    new = place / "A new one"
    assert change.where(place / "a" / "two.gradio.yaml") == new / "two.gradio.yaml"
    assert files_of(place / "one.gradio.yaml") == [str(new / "dog.png")]
    assert files_of(new / "two.gradio.yaml") == [str(place / "cat.png"), str(new / "dog.png")]
    assert (new / "two.gradio.yaml").read_bytes() == before["a/two.gradio.yaml"][1]
    check_both_ways(change, place, before)


def test_capitals_alone_can_change(place):
    before = everything(place)
    change = rename(place / "one.gradio.yaml", "ONE")
    assert "ONE.gradio.yaml" in os.listdir(place)
    check_both_ways(change, place, before)


@pytest.mark.parametrize(("name", "part"), [("TWO", "already"), ("two", "already"), (" ", "name is needed")])
def test_a_name_that_is_taken_is_refused(place, name, part):
    write_request(place / "a" / "three.gradio.yaml", SavedRequest())
    before = everything(place)
    with pytest.raises(WrongUse, match=part):
        rename(place / "a" / "three.gradio.yaml", name)
    assert everything(place) == before


def test_renaming_a_collection_changes_what_it_says_of_itself(place):
    before = everything(place)
    change = rename_collection(place, "Ours ")
    assert (place / "collection.yaml").read_text() == "name: Ours\nid: 0123-4567-89ab\n"
    check_both_ways(change, place, before)


def test_renaming_a_collection_that_says_nothing(place):
    (place / "collection.yaml").unlink()
    before = everything(place)
    change = rename_collection(place, "Ours")
    assert (place / "collection.yaml").read_text() == "name: Ours\n"
    check_both_ways(change, place, before)
    assert rename_collection(place, place.name).results == ()
    assert everything(place) == before


def test_moving_several(place):
    before = everything(place)
    change = move([place / "a", place / "a" / "two.gradio.yaml", place / "one.gradio.yaml"], place / "b")
    assert change.title == "Move 2 items to b"
    assert set(change.results) == {place / "b" / "a", place / "b" / "one.gradio.yaml"}
    assert files_of(place / "b" / "one.gradio.yaml") == [str(place / "b" / "a" / "dog.png")]
    assert files_of(place / "b" / "a" / "two.gradio.yaml") == [
        str(place / "cat.png"),
        str(place / "b" / "a" / "dog.png"),
    ]
    assert "$file: ../../cat.png" in (place / "b" / "a" / "two.gradio.yaml").read_text()
    check_both_ways(change, place, before)


def test_moving_into_another_collection(place, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "collection.yaml").write_text("name: Other\n")
    before, before_other = everything(place), everything(other)
    change = move([place / "a" / "two.gradio.yaml"], other)
    assert files_of(other / "two.gradio.yaml") == [str(place / "cat.png"), str(place / "a" / "dog.png")]
    assert f"$file: {place / 'cat.png'}" in (other / "two.gradio.yaml").read_text()
    change.undo()
    assert (everything(place), everything(other)) == (before, before_other)


def test_a_request_edited_since_keeps_the_edit_when_its_move_is_undone(place):
    change = move([place / "one.gradio.yaml"], place / "b")
    path = place / "b" / "one.gradio.yaml"
    path.write_text(path.read_text().replace("address: x", "address: edited"))
    change.undo()
    assert read_request(place / "one.gradio.yaml").address == "edited"
    assert files_of(place / "one.gradio.yaml") == [str(place / "a" / "dog.png")]


def test_open_collections_that_say_nothing_of_themselves_are_followed(place):
    (place / "collection.yaml").unlink()
    move([place / "a"], place / "b", opened=[place])
    assert files_of(place / "one.gradio.yaml") == [str(place / "b" / "a" / "dog.png")]


def test_requests_of_other_open_collections_are_followed(place, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    write_request(other / "a.gradio.yaml", SavedRequest(values={"file": LocalFile(str(place / "a" / "dog.png"))}))
    before = everything(other)
    change = rename(place / "a", "new", opened=[place, other])
    assert files_of(other / "a.gradio.yaml") == [str(place / "new" / "dog.png")]
    change.undo()
    assert everything(other) == before


@pytest.mark.parametrize(
    ("paths", "folder", "part"),
    [
        (["a"], "a", "into itself"),
        (["a"], "a/inner", "into itself"),
        (["gone"], "b", "not there any more"),
        (["one.gradio.yaml"], "a", "already"),
        (["a/one.gradio.yaml", "a/inner/One.gradio.yaml"], "b", "same name"),
        (["one.gradio.yaml"], "gone", "is gone"),
        (["collection.yaml"], "a", "own folder"),
    ],
)
def test_moves_that_cannot_be(place, paths, folder, part):
    write_request(place / "a" / "one.gradio.yaml", SavedRequest())
    write_request(place / "a" / "inner" / "One.gradio.yaml", SavedRequest())
    before = everything(place)
    with pytest.raises(GradioscopeError, match=part) as caught:
        move([place / path for path in paths], place / folder)
    assert caught.value.explanation.what
    assert caught.value.explanation.do
    assert everything(place) == before


def test_the_way_back_can_be_blocked_and_tried_again(place):
    change = move([place / "a", place / "one.gradio.yaml"], place / "b")
    after = everything(place)
    (place / "a").mkdir()
    with pytest.raises(GradioscopeError, match="something of that name already"):
        change.undo()
    (place / "a").rmdir()
    assert everything(place) == after
    change.undo()
    assert (place / "a" / "inner").is_dir()


def test_duplicating_a_request(place):
    before = everything(place)
    change = copy([place / "one.gradio.yaml"])
    assert change.results == (place / "one 2.gradio.yaml",)
    assert copy([place / "one 2.gradio.yaml"]).results == (place / "one 3.gradio.yaml",)
    remove([place / "one 3.gradio.yaml"])
    check_both_ways(change, place, before)


def test_duplicating_a_folder(place):
    before = everything(place)
    change = copy([place / "a"])
    assert files_of(place / "a 2" / "two.gradio.yaml") == [str(place / "cat.png"), str(place / "a 2" / "dog.png")]
    check_both_ways(change, place, before)


def test_copying_a_folder_to_another_one(place):
    before = everything(place)
    change = copy([place / "a"], place / "b")
    found = place / "b" / "a" / "two.gradio.yaml"
    assert files_of(found) == [str(place / "cat.png"), str(place / "b" / "a" / "dog.png")]
    assert "$file: ../../cat.png" in found.read_text()
    assert "$file: dog.png" in found.read_text()
    check_both_ways(change, place, before)


def test_a_copy_of_a_collection_has_an_id_of_its_own(place):
    copied = copy([place]).results[0]
    assert copied == place.with_name("mine 2")
    found = [line for line in (copied / "collection.yaml").read_text().splitlines() if line.startswith("id")]
    assert len(found) == 1
    assert found != ["id: 0123-4567-89ab"]
    assert "id: 0123-4567-89ab" in (place / "collection.yaml").read_text()


def test_a_copy_that_was_worked_on_goes_to_the_trash(place, tmp_path):
    change = copy([place / "a"])
    (place / "a 2" / "dog.png").write_bytes(b"another dog")
    change.undo()
    assert not (place / "a 2").exists()
    assert (tmp_path / "data" / "Trash" / "files" / "a 2" / "dog.png").read_bytes() == b"another dog"


def test_trash_and_back(place):
    before = everything(place)
    change = trash([place / "a", place / "one.gradio.yaml", place / "a" / "two.gradio.yaml"])
    assert change.title == "Delete 2 items"
    assert change.where(place / "a" / "two.gradio.yaml") is None
    assert sorted(os.listdir(place)) == ["b", "cat.png", "collection.yaml"]
    check_both_ways(change, place, before)
    assert set(change.results) == {place / "a", place / "one.gradio.yaml"}


def test_removing_for_good(place, tmp_path):
    remove([place / "a", place / "one.gradio.yaml", place / "gone"])
    assert sorted(os.listdir(place)) == ["b", "cat.png", "collection.yaml"]
    assert not (tmp_path / "data").exists()


@pytest.fixture
def protected(tmp_path):
    """A folder that nothing can be changed in, not even by root."""
    with mounted(tmp_path / "protected") as folder:
        (folder / "a.gradio.yaml").write_text("address: x\n")
        with only_read(folder):
            yield folder


@pytest.mark.parametrize(
    "attempt",
    [
        lambda folder, _: new_folder(folder, "x"),
        lambda folder, _: rename(folder / "a.gradio.yaml", "b"),
        lambda folder, other: move([folder / "a.gradio.yaml"], other),
        lambda folder, other: move([other / "one.gradio.yaml"], folder),
        lambda folder, _: copy([folder / "a.gradio.yaml"]),
        lambda folder, _: trash([folder / "a.gradio.yaml"]),
        lambda folder, _: remove([folder / "a.gradio.yaml"]),
        lambda folder, _: rename_collection(folder, "x"),
    ],
)
def test_a_folder_that_can_only_be_read_is_said(place, protected, attempt):
    before, here = everything(place), everything(protected)
    with pytest.raises(GradioscopeError) as caught:
        attempt(protected, place)
    told = str(caught.value)
    assert "only be read" in told or "not allowed" in told or "Read-only" in told
    assert caught.value.explanation.do
    assert (everything(place), everything(protected)) == (before, here)


def test_no_trash_is_told_apart(place, protected):
    with pytest.raises(NoTrash, match="still there"):
        trash([place / "a", protected / "a.gradio.yaml"])
    assert (place / "a" / "dog.png").exists()


def test_a_folder_goes_to_another_disk_and_back(place, tmp_path):
    os.symlink("dog.png", place / "a" / "link.png")
    before = everything(place)
    with mounted(tmp_path / "disk") as disk:
        change = move([place / "a"], disk)
        assert not (place / "a").exists()
        assert (disk / "a" / "dog.png").read_bytes() == b"dog"
        assert os.readlink(disk / "a" / "link.png") == "dog.png"
        change.undo()
        assert (everything(place), os.listdir(disk)) == (before, [])


def test_a_disk_that_is_full_takes_nothing(place, tmp_path):
    (place / "a" / "large.bin").write_bytes(bytes(500_000))
    before = everything(place)
    with mounted(tmp_path / "disk") as disk:
        fill(disk, 100_000)
        for attempt in (
            lambda: move([place / "a"], disk),
            lambda: move([place / "one.gradio.yaml", place / "a"], disk),
        ):
            with pytest.raises(GradioscopeError, match="no room left"):
                attempt()
            assert everything(place) == before
            assert os.listdir(disk) == ["filler"]


def test_what_is_on_another_disk_goes_to_the_trash_of_that_disk(place, tmp_path):
    with mounted(tmp_path / "disk") as disk:
        write_request(disk / "a b%.gradio.yaml", SavedRequest("x"))
        before = everything(disk)
        change = trash([disk / "a b%.gradio.yaml"])
        (kept,) = disk.glob(".Trash-*/files/*")
        (note,) = disk.glob(".Trash-*/info/*")
        assert (kept.name, note.name) == ("a b%.gradio.yaml", "a b%.gradio.yaml.trashinfo")
        assert "Path=a%20b%25.gradio.yaml\n" in note.read_text()
        change.undo()
        assert not [*disk.glob(".Trash-*/*/*")]
        assert {path: found for path, found in everything(disk).items() if "Trash" not in path} == before


def test_a_disk_that_is_taken_out_is_said(place, tmp_path):
    with mounted(tmp_path / "disk") as disk:
        (disk / "there").mkdir()
        write_request(disk / "there" / "a.gradio.yaml", SavedRequest("x"))
        take_out(disk)
        for attempt in (
            lambda: rename(disk / "there" / "a.gradio.yaml", "b"),
            lambda: move([place / "a"], disk / "there"),
            lambda: trash([disk / "there" / "a.gradio.yaml"]),
            lambda: new_folder(disk / "there", "x"),
        ):
            with pytest.raises(GradioscopeError, match=r"is gone; .* its drive was taken out"):
                attempt()


def test_values_of_open_requests_follow(place):
    where = move([place / "a"], place / "b").where
    inside, outside = LocalFile(str(place / "a" / "dog.png")), LocalFile(str(place / "cat.png"))
    moved = LocalFile(str(place / "b" / "a" / "dog.png"))
    assert followed({"x": [inside, {"y": outside}], "z": 1}, where) == {"x": [moved, {"y": outside}], "z": 1}
    for same in ({"x": [outside]}, [1, "a"], LocalFile("{{here}}/a/dog.png"), LocalFile("a/dog.png"), "text"):
        assert followed(same, where) is same


def test_values_that_point_into_the_trash_stay(place):
    value = LocalFile(str(place / "a" / "dog.png"))
    assert followed(value, trash([place / "a"]).where) is value
