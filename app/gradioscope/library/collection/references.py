"""Local files that requests point to (`$file`), kept right when requests, or these files, move."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from gradioscope.gradio.model import Json, LocalFile
from gradioscope.library.atomic import write_atomically
from gradioscope.library.collection.place import SUFFIX, handed_on_with
from gradioscope.library.collection.saved_document import Inward, Outward, files_changed
from gradioscope.library.collection.tree import scan
from gradioscope.library.collection.yaml.editing import edited
from gradioscope.library.collection.yaml.nodes import YamlError, parse

_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Moved:
    """What was moved, from and to."""

    pairs: tuple[tuple[Path, Path], ...]

    def where(self, path: Path) -> Path:
        """Where a file or folder is now."""
        for source, target in self.pairs:
            if path == source or source in path.parents:
                return target / path.relative_to(source)
        return path

    def back(self) -> Moved:
        return Moved(tuple((target, source) for source, target in self.pairs))


@dataclass(slots=True)
class Follow:
    """A step of a change: after a move, every request of these collections points to the files it pointed to before.

    Requests that cannot be read are left alone.
    """

    moved: Moved
    collections: tuple[Path, ...]
    _rewritten: dict[Path, tuple[bytes, bytes]] = field(default_factory=dict)

    def do(self) -> None:
        back = self.moved.back()
        self._rewritten = {}
        for path in self._concerned():
            before = path.read_bytes()
            after = relocated(before, back.where(path), path, self.moved)
            if after != before:
                self._rewritten[path] = (before, after)
        _write_all({path: after for path, (_, after) in self._rewritten.items()})

    def undo(self) -> None:
        back = self.moved.back()
        wanted: dict[Path, bytes] = {}
        for path, (before, after) in self._rewritten.items():
            try:
                now = path.read_bytes()
            except FileNotFoundError:
                continue
            # where it was edited since, only the paths go back
            wanted[path] = before if now == after else relocated(now, path, back.where(path), back)
        _write_all(wanted)

    def _concerned(self) -> Iterator[Path]:
        """The requests that could point to something that moved, or that moved themselves."""
        places = {*self.collections, *(target for _, target in self.moved.pairs)}
        outermost = [place for place in places if not any(other in place.parents for other in places)]
        names = [os.fsencode(source.name) for source, _ in self.moved.pairs]
        alone = {target for _, target in self.moved.pairs}
        for place in sorted(outermost):
            for path in requests_in(place):
                try:
                    content = path.read_bytes()
                except OSError:
                    continue
                # a parse takes milliseconds, and there may be thousands: a path to something that moved has its name,
                # one out of a folder that moved has dots, and a word with escapes may have anything
                if b"$file" in content and (
                    path in alone or b".." in content or b"\\" in content or any(name in content for name in names)
                ):
                    yield path


def followed(value: Json, where: Callable[[Path], Path | None]) -> Json:
    """A value of an open request, its local files where they are now; the same object where none has moved.

    `where` is that of a `Change`.
    """
    if isinstance(value, LocalFile):
        now = where(Path(value.path)) if os.path.isabs(value.path) and "{{" not in value.path else None
        return value if now is None or os.fspath(now) == value.path else LocalFile(os.fspath(now))
    if isinstance(value, Mapping):
        items = {key: followed(item, where) for key, item in value.items()}
        return items if any(items[key] is not item for key, item in value.items()) else value
    if isinstance(value, list | tuple):
        found = [followed(item, where) for item in value]
        return found if any(new is not old for new, old in zip(found, value, strict=True)) else value
    return value


def _write_all(wanted: Mapping[Path, bytes]) -> None:
    """All of the files, or none. OSError."""
    written: dict[Path, bytes] = {}
    try:
        for path, content in wanted.items():
            before = path.read_bytes()
            write_atomically(path, content)
            written[path] = before
    except OSError:
        for path, before in written.items():
            with suppress(OSError):
                write_atomically(path, before)
        raise


def requests_in(place: Path) -> Iterable[Path]:
    """The request, or those below the folder."""
    if place.name.endswith(SUFFIX):
        return [place] if place.is_file() else []
    return [entry.path for entry in scan(place).all_requests()]


def relocated(content: bytes, here: Path, there: Path, moved: Moved) -> bytes:
    """The content of a request that was `here`, for `there`: its local files are where `moved` has put them."""
    inward_here, inward_there = Inward(here.parent), Inward(there.parent)
    outward = Outward(there.parent, handed_on_with(there))

    def changed(path: str) -> str:
        was = inward_here(path)
        if not os.path.isabs(was):
            return path
        wanted = os.fspath(moved.where(Path(was)))
        return path if inward_there(path) == wanted else outward(wanted)

    try:
        text = content.decode("utf-8")
        bom = _BOM if text.startswith(_BOM) else ""
        root = parse(text.removeprefix(_BOM))
        values = root.json() if root is not None else None
        if not isinstance(values, dict) or not isinstance(values.get("values"), dict):
            return content
        new: dict[str, Json] = {
            **values,
            "values": {name: files_changed(value, changed) for name, value in values["values"].items()},
        }
        return (bom + edited(text.removeprefix(_BOM), new)).encode("utf-8")
    except (YamlError, ValueError, TypeError):
        return content
