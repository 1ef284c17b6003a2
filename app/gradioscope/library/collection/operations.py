"""What a person does to a collection's files and folders. Each function does it at once and returns the way back.
`making` has what makes new ones.

    change = await asyncio.to_thread(move, [request, folder], target)
    change.title                       # "Move 2 items to Target", for Undo's text
    tab.path = change.where(tab.path)  # None where it is gone
    tree.select(change.results)
    await asyncio.to_thread(change.undo); await asyncio.to_thread(change.redo)    # and again

- `new_folder(parent, name)`
- `rename(path, name)`: a request's file or a folder; `rename_collection(folder, name)`: what its `collection.yaml` says
- `move(paths, folder)`: several, also into another collection
- `trash(paths)`: to the system's trash. NoTrash where that cannot be; then `remove(paths)`, for good, if wished for

`$file` paths are rewritten so that every request points to the files it pointed to before: those of the open
collections, whose folders are `opened`, and of the collections that something is moved out of or into.
Names are the person's; `names.file_name` makes them ones that every system can hold. Errors are WrongUse (name taken,
a folder into itself, …) and DiskTrouble (gone, not allowed, full, …), both GradioscopeError with what, why and what to
do; nothing was changed then. None of these functions is for the UI thread.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from gradioscope.gradio.errors import WrongUse
from gradioscope.library.collection.change import (
    Change,
    Discard,
    MakeFolder,
    NameCollection,
    Relocate,
    Step,
)
from gradioscope.library.collection.names import file_name, folded_name, free_name
from gradioscope.library.collection.place import COLLECTION_FILE, ENVIRONMENTS, SUFFIX, collection_of
from gradioscope.library.collection.references import Follow, Moved
from gradioscope.library.disk_trouble import DiskTrouble, explained
from gradioscope.library.trash import NoTrash

__all__ = [
    "Change",
    "DiskTrouble",
    "NoTrash",
    "move",
    "new_folder",
    "remove",
    "rename",
    "rename_collection",
    "trash",
]


def new_folder(parent: Path, name: str = "") -> Change:
    """An empty folder, under a free name where none is given. WrongUse where the name is taken."""
    parent = _absolute(parent)
    path = parent / (_folder_name(name) if name.strip() else free_name("New folder", _listed(parent)))
    _check_free(path, f"The folder {path.name} was not made.")
    return _done(Change(f"New folder {path.name}", [MakeFolder(path)]).made(path))


def rename(path: Path, name: str, opened: Iterable[Path] = ()) -> Change:
    """Another name for a request's file or a folder; capitals alone may change. WrongUse where the name is taken."""
    path = _absolute(path)
    what = f"{_shown(path)} was not renamed."
    _check_there(path, what)
    target = path.with_name(_name_like(path, name))
    if target == path:
        return _done(Change(f"Rename {_shown(path)}", []))
    _check_free(target, what, unless=path)
    return _done(_moving(f"Rename {_shown(path)} to {_shown(target)}", [(path, target)], opened))


def rename_collection(folder: Path, name: str) -> Change:
    """Another name for a collection. Its folder, which other programs and people know it by, keeps its own."""
    folder = _absolute(folder)
    name = " ".join(name.split())
    if not name:
        raise WrongUse("The collection was not renamed.", "A name is needed.", "Write one.")
    _check_there(folder, f"{folder.name} was not renamed.")
    return _done(Change(f"Rename to {name}", [NameCollection(folder, name if name != folder.name else None)]))


def move(paths: Iterable[Path], folder: Path, opened: Iterable[Path] = ()) -> Change:
    """Put requests and folders into another folder. WrongUse for a folder into itself, or where a name is taken."""
    folder = _absolute(folder)
    pairs: list[tuple[Path, Path]] = []
    for path in _outermost(paths):
        what = f"{_shown(path)} was not moved."
        _check_there(path, what)
        if folder == path or path in folder.parents:
            raise WrongUse(what, "A folder cannot be put into itself.", "Choose another place.")
        target = folder / path.name
        if path.parent == folder:
            continue
        if path.name == COLLECTION_FILE:
            raise WrongUse(what, "It says what its own folder is.", "Move the folder.")
        _check_free(target, what)
        if any(folded_name(target.name) == folded_name(other.name) for _, other in pairs):
            raise WrongUse(
                what, f"Two of the same name, {_shown(path)}, would be in one folder.", "Rename one of them."
            )
        pairs.append((path, target))
    named = _shown(pairs[0][0]) if len(pairs) == 1 else f"{len(pairs)} items"
    return _done(_moving(f"Move {named} to {folder.name}", pairs, opened))


def trash(paths: Iterable[Path]) -> Change:
    """Put requests and folders into the system's trash. NoTrash; all are where they were then."""
    found = _outermost(paths)
    for path in found:
        _check_there(path, f"{_shown(path)} was not deleted.")
    named = _shown(found[0]) if len(found) == 1 else f"{len(found)} items"
    return _done(Change(f"Delete {named}", [Discard(path) for path in found], gone=found))


def remove(paths: Iterable[Path]) -> None:
    """Delete for good, with no way back. DiskTrouble at the first that cannot be deleted."""
    from gradioscope.library import moving

    for path in _outermost(paths):
        try:
            moving.remove(path)
        except FileNotFoundError:
            continue
        except OSError as error:
            raise explained(f"{_shown(path)} was not deleted.", error, Path(error.filename or path)) from error


def _done(change: Change) -> Change:
    change.redo()
    return change


def _moving(title: str, pairs: Sequence[tuple[Path, Path]], opened: Iterable[Path]) -> Change:
    if not pairs:
        return Change(title, [])
    moved = Moved(tuple(pairs))
    # to a request nobody points, so that others are looked at only where something else moves
    collections = _collections(pairs, opened) if any(not _is_request(source) for source, _ in pairs) else ()
    steps: list[Step] = [Relocate(source, target) for source, target in pairs]
    return Change(title, [*steps, Follow(moved, collections)], moved)


def _collections(pairs: Iterable[tuple[Path, Path]], opened: Iterable[Path]) -> tuple[Path, ...]:
    """Those that may point to what moves: the open ones, and those that it goes out of or into."""
    found = {_absolute(folder) for folder in opened}
    for folder in {path.parent for pair in pairs for path in pair}:
        collection = collection_of(folder)
        if collection is not None:
            found.add(collection)
    return tuple(sorted(found))


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))


def _is_request(path: Path) -> bool:
    return path.name.endswith(SUFFIX)


def _shown(path: Path) -> str:
    return path.name.removesuffix(SUFFIX)


def _outermost(paths: Iterable[Path]) -> list[Path]:
    """Each once, without what lies in another one of them."""
    found = list(dict.fromkeys(map(_absolute, paths)))
    return [path for path in found if not any(other in path.parents for other in found)]


def _folder_name(name: str) -> str:
    found = file_name(name.strip().removesuffix(SUFFIX))
    if folded_name(found) == ENVIRONMENTS:
        raise WrongUse(
            f"{found} cannot be the name of a folder of requests.",
            "A folder of that name holds the variables of the folder around it.",
            "Choose another name.",
        )
    return found


def _name_like(path: Path, name: str) -> str:
    if not name.strip():
        raise WrongUse(f"{_shown(path)} was not renamed.", "A name is needed.", "Write one.")
    if _is_request(path):
        return file_name(name.strip().removesuffix(SUFFIX)) + SUFFIX
    return _folder_name(name)


def _check_there(path: Path, what: str) -> None:
    try:
        path.lstat()
    except OSError as error:
        raise explained(what, error, path) from error


def _check_free(path: Path, what: str, unless: Path | None = None) -> None:
    """WrongUse where a name is taken, on any system that the collection may be taken to."""
    for name in _listed(path.parent, what):
        if folded_name(name) == folded_name(path.name) and (unless is None or name != unless.name):
            kind = "request" if _is_request(path) else "folder"
            raise WrongUse(
                what,
                f"There is a {kind} {_shown(Path(name))} in {path.parent.name or path.parent} already.",
                "Choose another name.",
            )


def _listed(folder: Path, what: str = "Nothing was changed.") -> list[str]:
    try:
        return os.listdir(folder)
    except OSError as error:
        raise explained(what, error, folder / "x") from error
