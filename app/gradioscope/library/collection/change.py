"""A change of files and folders that can be taken back, and done again."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from gradioscope.gradio.errors import GradioscopeError
from gradioscope.library.atomic import write_atomically
from gradioscope.library.collection.place import COLLECTION_FILE
from gradioscope.library.collection.references import Moved, relocated, requests_in
from gradioscope.library.collection.watching import Fingerprint, fingerprint_of
from gradioscope.library.disk_trouble import DiskTrouble, explained
from gradioscope.library.moving import copy, move, remove
from gradioscope.library.trash import Trashed, trash


class Step(Protocol):
    """A part of a change. Both raise OSError or GradioscopeError, and have done nothing then."""

    def do(self) -> None: ...
    def undo(self) -> None: ...


class Change:
    """What was done to a collection, and the way back. `undo` and `redo` are not for the UI thread.

    `title` is a person's word for it, after "Undo" or "Redo". Either raises GradioscopeError where something is in its
    way; nothing is half done then, and it can be tried again.
    """

    def __init__(
        self, title: str, steps: Sequence[Step], moved: Moved | None = None, gone: Sequence[Path] = ()
    ) -> None:
        self.title = title
        self.done = False
        self._steps = list(steps)
        self._moved = moved or Moved(())
        self._gone = tuple(gone)
        self._made: tuple[Path, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there was nothing to do: it need not be listed for Undo."""
        return not self._steps

    def made(self, *paths: Path) -> Change:
        """Say what is new by it, for `results`."""
        self._made = paths
        return self

    @property
    def results(self) -> tuple[Path, ...]:
        """What it was done with, where it is now: what to select in the tree."""
        moved = tuple(target if self.done else source for source, target in self._moved.pairs)
        return moved + (self._made if self.done else self._gone)

    def where(self, path: Path) -> Path | None:
        """Where what was here before the last `redo` or `undo` is now; None where it is gone."""
        if any(path == gone or gone in path.parents for gone in (self._gone if self.done else self._made)):
            return None
        return (self._moved if self.done else self._moved.back()).where(path)

    def undo(self) -> None:
        assert self.done
        _run([_Reverse(step) for step in reversed(self._steps)], f"{self.title}: this could not be undone.")
        self.done = False

    def redo(self) -> None:
        """Also the first time."""
        assert not self.done
        _run(self._steps, f"{self.title}: this was not done.")
        self.done = True


@dataclass(slots=True)
class _Reverse:
    step: Step

    def do(self) -> None:
        self.step.undo()

    def undo(self) -> None:
        self.step.do()


def _run(steps: Sequence[Step], what: str) -> None:
    """All of the steps, or none."""
    done: list[Step] = []
    try:
        for step in steps:
            step.do()
            done.append(step)
    except (OSError, GradioscopeError) as error:
        for step in reversed(done):
            try:
                step.undo()
            except (OSError, GradioscopeError):
                continue
        if isinstance(error, OSError):
            raise explained(what, error, _meant(error), "Nothing was changed.") from error
        raise


def _meant(error: OSError) -> Path:
    """Of the two paths of a failed renaming, the one whose folder is in the way."""
    source, target = Path(error.filename or "."), Path(error.filename2 or error.filename or ".")
    return source if not os.access(source.parent, os.W_OK) else target


# -- steps


@dataclass(slots=True)
class Relocate:
    source: Path
    target: Path

    def do(self) -> None:
        move(self.source, self.target)

    def undo(self) -> None:
        move(self.target, self.source)


@dataclass(slots=True)
class MakeFolder:
    path: Path

    def do(self) -> None:
        self.path.mkdir()

    def undo(self) -> None:
        try:
            self.path.rmdir()
        except OSError as error:
            if self.path.is_dir() and os.listdir(self.path):
                raise DiskTrouble(
                    f"{self.path.name} was not taken away.",
                    "There is something in it now.",
                    "Delete the folder if nothing in it is needed.",
                    error,
                ) from error
            raise


@dataclass(slots=True)
class Copy:
    """A copy of a request or a folder, whose requests point to the same files, or to the copies of those within it.

    Each collection in it has an id of its own: secrets are kept under it.
    """

    source: Path
    target: Path
    _content: Mapping[str, Fingerprint] = field(default_factory=dict)

    def do(self) -> None:
        copy(self.source, self.target)
        try:
            if self.source.parent != self.target.parent:
                self._point_to_the_same()
            for place, folders, files in os.walk(self.target):
                folders[:] = [name for name in folders if not name.startswith(".")]
                if COLLECTION_FILE in files:
                    _another_id(Path(place))
            self._content = _content(self.target)
        except BaseException:
            remove(self.target)
            raise

    def undo(self) -> None:
        if _content(self.target) == self._content:
            remove(self.target)
        else:
            # somebody has worked on it
            trash(self.target)

    def _point_to_the_same(self) -> None:
        moved = Moved(((self.source, self.target),))
        back = moved.back()
        for path in requests_in(self.target):
            before = path.read_bytes()
            after = relocated(before, back.where(path), path, moved)
            if after != before:
                write_atomically(path, after)


@dataclass(slots=True)
class Discard:
    path: Path
    _trashed: Trashed | None = None

    def do(self) -> None:
        self._trashed = trash(self.path)

    def undo(self) -> None:
        assert self._trashed is not None
        self._trashed.restore()


@dataclass(slots=True)
class NameCollection:
    """Its name in `collection.yaml`; None takes it out, as the folder's is the one then."""

    folder: Path
    name: str | None
    _before: bytes | None = None
    _after: bytes | None = None
    _was: str | None = field(default=None)

    def do(self) -> None:
        from gradioscope.library.environment.document import change, read

        path = self.folder / COLLECTION_FILE
        self._before = path.read_bytes() if path.exists() else None
        found = read(path).get("name")
        self._was = found if isinstance(found, str) else None
        change(path, {"name": self.name})
        self._after = path.read_bytes() if path.exists() else None

    def undo(self) -> None:
        from gradioscope.library.environment.document import change

        path = self.folder / COLLECTION_FILE
        now = path.read_bytes() if path.exists() else None
        if now != self._after:
            change(path, {"name": self._was})
        elif self._before is None:
            path.unlink(missing_ok=True)
        elif self._before != now:
            write_atomically(path, self._before)


def _another_id(folder: Path) -> None:
    from gradioscope.library.environment.document import DocumentError
    from gradioscope.library.environment.files import collection_id, give_id

    try:
        if collection_id(folder):
            give_id(folder, anew=True)
    except DocumentError:
        return  # a copy of a file that cannot be read


def _content(path: Path) -> dict[str, Fingerprint]:
    """What tells whether a file or folder is still the same, without reading gigabytes."""
    found: dict[str, Fingerprint] = {}
    for place in [path] if not path.is_dir() or path.is_symlink() else [path, *path.rglob("*")]:
        # a folder's time changes with what is in it, and that is looked at itself
        is_folder = place.is_dir() and not place.is_symlink()
        found[os.fspath(place)] = (0, 0, 0, 0) if is_folder else fingerprint_of(place.lstat())
    return found
