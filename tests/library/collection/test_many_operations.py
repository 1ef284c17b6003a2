"""Any number of changes one after the other, all taken back, and done again: every byte is there each time.

All the while every request points to the files it pointed to at first.
"""

from __future__ import annotations

import random

import pytest
from tests.library.collection.test_operations import everything, files_of

from gradioscope.gradio.errors import WrongUse
from gradioscope.gradio.model import LocalFile
from gradioscope.library.collection import Collection, write_request
from gradioscope.library.collection.making import copy, new_request
from gradioscope.library.collection.operations import move, new_folder, rename, rename_collection, trash
from gradioscope.request.saved import SavedRequest

NAMES = ["a", "b", "B", "a b", "ä", "x.y", "2"]


def fill(root, chance):
    """A collection of folders, pictures, and requests that point to one another's pictures."""
    folders = [root]
    for name in ("a", "b", "c"):
        folders.append(chance.choice(folders) / name)
    pictures = []
    for number, folder in enumerate(folders):
        folder.mkdir(parents=True, exist_ok=True)
        pictures.append(folder / f"picture {number}.png")
        pictures[-1].write_text(f"content of {number}")
    for number in range(6):
        chosen = chance.sample(pictures, 2)
        request = SavedRequest(f"request {number}", values={"images": [LocalFile(str(path)) for path in chosen]})
        write_request(chance.choice(folders) / f"{number}.gradio.yaml", request)


def operation(root, chance, opened):
    tree = Collection(root).root
    folders = [path for path in root.rglob("*") if path.is_dir()]
    requests = [entry.path for entry in tree.all_requests()]
    things = [*folders, *requests]
    kind = chance.choice(["folder", "request", "rename", "rename", "move", "move", "move", "copy", "trash", "name"])
    if kind == "folder":
        return new_folder(chance.choice([root, *folders]), chance.choice(["", *NAMES]))
    if kind == "request":
        return new_request(chance.choice([root, *folders]))
    if kind == "name":
        return rename_collection(root, chance.choice(NAMES))
    if not things:
        return None
    if kind == "rename":
        return rename(chance.choice(things), chance.choice(NAMES), opened)
    if kind == "move":
        several = chance.sample(things, min(len(things), chance.choice([1, 1, 2, 3])))
        return move(several, chance.choice([root, *folders]), opened)
    if kind == "copy":
        return copy([chance.choice(things)], chance.choice([None, root, *folders]))
    return trash([chance.choice(things)])


def contents(root):
    """What the requests point to, by what they are: the content of the files, which their copies have, too."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for entry in Collection(root).root.all_requests():
        texts = []
        for path in files_of(entry.path):
            try:
                with open(path) as file:
                    texts.append(file.read())
            except FileNotFoundError:
                texts.append("gone")
        found.setdefault(entry.path.read_text().split("\n")[0], set()).add(tuple(texts))
    return found


@pytest.mark.parametrize("seed", range(20))
def test_a_series_of_changes_is_taken_back_and_done_again(tmp_path, monkeypatch, seed):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    chance = random.Random(seed)
    root = tmp_path / "mine"
    fill(root, chance)
    # with a `collection.yaml`, or known to be open only
    opened = [root] if seed % 2 else []
    if not opened:
        (root / "collection.yaml").write_text("name: Mine\n")
    first = contents(root)
    states, changes = [everything(root)], []
    for _ in range(10):
        try:
            change = operation(root, chance, opened)
        except WrongUse:
            assert everything(root) == states[-1]
            continue
        if change is None:
            continue
        changes.append(change)
        states.append(everything(root))
        trashed = any(each.title.startswith("Delete") for each in changes)
        for request, texts in contents(root).items():
            for each in texts if request in first else ():
                (wanted,) = first[request]
                assert each == wanted or (trashed and "gone" in each), change.title
    assert len(changes) > 3
    for change, before in zip(reversed(changes), reversed(states[:-1]), strict=True):
        change.undo()
        assert everything(root) == before, change.title
    for change, after in zip(changes, states[1:], strict=True):
        change.redo()
        wanted = {path: found for path, found in after.items() if "collection.yaml" not in path}
        assert {path: found for path, found in everything(root).items() if "collection.yaml" not in path} == wanted
    for change in reversed(changes):
        change.undo()
    assert everything(root) == states[0]
