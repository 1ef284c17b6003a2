"""New requests in a collection: empty ones, and copies of others. Each function does it at once, as `operations` do."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from gradioscope.gradio.errors import GradioscopeError, WrongUse
from gradioscope.library.collection.change import Change, Copy, Step
from gradioscope.library.collection.names import file_name, free_name
from gradioscope.library.collection.place import SUFFIX
from gradioscope.library.collection.request_file import read_text, write_request
from gradioscope.library.disk_trouble import explained
from gradioscope.library.trash import trash
from gradioscope.request.saved import SavedRequest

NEW = "New request"


def new_request(folder: Path, name: str = NEW) -> Change:
    """An empty request under a free name. GradioscopeError where it cannot be made."""
    path = _free(folder, file_name(name) + SUFFIX)
    return _done(Change(f"New request {path.name.removesuffix(SUFFIX)}", [_Write(path)]).made(path))


def copy(paths: Iterable[Path], folder: Path | None = None) -> Change:
    """Copies of requests and folders in a folder, or beside themselves, under free names: `name 2`, `name 3`, …

    They point to the same files, or to the copies of those that were copied with them; a copy of a collection has an
    id of its own. WrongUse for a folder into itself.
    """
    steps: list[Step] = []
    made: list[Path] = []
    for path in map(Path, map(os.path.abspath, paths)):
        into = path.parent if folder is None else Path(os.path.abspath(folder))
        if into == path or path in into.parents:
            raise WrongUse(
                f"{path.name} was not copied.", "A folder cannot be copied into itself.", "Choose another place."
            )
        target = _free(into, path.name, {each.name for each in made if each.parent == into})
        steps.append(Copy(path, target))
        made.append(target)
    what = made[0].name.removesuffix(SUFFIX) if len(made) == 1 else f"{len(made)} items"
    title = f"Duplicate {what}" if folder is None else f"Copy {what} to {folder.name}"
    return _done(Change(title, steps).made(*made))


@dataclass(slots=True)
class _Write:
    """An empty request that was not there before."""

    path: Path
    _text: str = ""

    def do(self) -> None:
        if os.path.lexists(self.path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(self.path))
        write_request(self.path, SavedRequest())
        self._text = read_text(self.path)

    def undo(self) -> None:
        try:
            same = read_text(self.path) == self._text
        except GradioscopeError:
            same = False
        if same:
            self.path.unlink()
        elif os.path.lexists(self.path):
            trash(self.path)  # somebody has worked on it


def _free(folder: Path, name: str, more: Iterable[str] = ()) -> Path:
    try:
        listed = [*os.listdir(folder), *more]
    except OSError as error:
        raise explained(f"Nothing was put into {folder.name or folder}.", error, folder / name) from error
    suffix = SUFFIX if name.endswith(SUFFIX) else ""
    taken = [each.removesuffix(SUFFIX) for each in listed if each.endswith(suffix)]
    return folder / (free_name(name.removesuffix(SUFFIX), taken) + suffix)


def _done(change: Change) -> Change:
    change.redo()
    return change
