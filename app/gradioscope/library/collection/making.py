"""New requests in a collection: empty ones, and copies of others. Each function does it at once, as `operations` do."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from gradioscope.gradio.errors import GradioscopeError, WrongUse
from gradioscope.library.collection.change import Change, Copy, Step
from gradioscope.library.collection.names import file_name, free_name
from gradioscope.library.collection.place import SUFFIX
from gradioscope.library.collection.request_file import changed_text, read_request, read_text, write_request, write_text
from gradioscope.library.trash import trash
from gradioscope.request.saved import SavedRequest

NEW = "New request"


def new_request(folder: Path, name: str = NEW) -> Change:
    """An empty request under a free name. GradioscopeError where it cannot be made."""
    path = _free(folder, file_name(name) + SUFFIX)
    return _done(Change(f"New request {path.name.removesuffix(SUFFIX)}", [Write(path)]).made(path))


def copy(paths: Iterable[Path], folder: Path | None = None) -> Change:
    """Copies of requests and folders in a folder, or beside themselves, under free names. WrongUse for a folder into
    itself.

    A request's files that are given relative to it are those of the one it was copied from.
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
        steps.append(Write(target, path) if path.name.endswith(SUFFIX) else Copy(path, target))
        made.append(target)
    what = made[0].name.removesuffix(SUFFIX) if len(made) == 1 else f"{len(made)} items"
    title = f"Duplicate {what}" if folder is None else f"Copy {what} to {folder.name}"
    return _done(Change(title, steps).made(*made))


@dataclass(slots=True)
class Write:
    """A request's file that was not there before: an empty one, or a copy."""

    path: Path
    source: Path | None = None
    _text: str = ""

    def do(self) -> None:
        if os.path.lexists(self.path):
            raise FileExistsError(17, os.strerror(17), str(self.path))
        if self.source is None:
            write_request(self.path, SavedRequest())
        else:
            write_text(self.path, _as_copy(self.source, self.path))
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


def _as_copy(source: Path, target: Path) -> str:
    """The text with its relative paths seen from the new place; as it is where it is no request."""
    text = read_text(source)
    try:
        return changed_text(target, text, read_request(source))
    except GradioscopeError:
        return text


def _free(folder: Path, name: str, more: Iterable[str] = ()) -> Path:
    try:
        listed = [*os.listdir(folder), *more]
    except OSError as error:
        raise GradioscopeError(
            f"Nothing was put into {folder.name or folder}.",
            f"{error.strerror or error}: {folder}.",
            "Choose another folder.",
        ) from error
    suffix = SUFFIX if name.endswith(SUFFIX) else ""
    taken = [each.removesuffix(SUFFIX) for each in listed if each.endswith(suffix)]
    return folder / (free_name(name.removesuffix(SUFFIX), taken) + suffix)


def _done(change: Change) -> Change:
    change.redo()
    return change
