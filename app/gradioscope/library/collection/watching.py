"""What other programs did to a collection, told by asking the file system: cheap enough to ask again and again."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from gradioscope.library.collection.place import COLLECTION_FILE, ENVIRONMENTS, SUFFIX

Fingerprint = tuple[int, int, int]
"""Time of the last change in nanoseconds, size, number of the file. A save makes a new file, so all three differ."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Paths that came, went, or have another content."""

    added: frozenset[str] = frozenset()
    removed: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


def fingerprint(path: Path) -> Fingerprint | None:
    """What changes with a file's content; None where it is not there."""
    try:
        about = path.stat()
    except OSError:
        return None
    return about.st_mtime_ns, about.st_size, about.st_ino


def signature(folder: Path) -> dict[str, Fingerprint]:
    """Every request, environment and folder of a collection by path; empty where the folder is gone.

    10,000 requests take about 50 ms of a thread's time: in a thread, once a second or two.
    """
    found: dict[str, Fingerprint] = {}
    waiting = [os.fspath(folder)]
    seen: set[tuple[int, int]] = set()
    while waiting:
        place = waiting.pop()
        try:
            about = os.stat(place)
            if about.st_ino and (about.st_dev, about.st_ino) in seen:
                continue
            seen.add((about.st_dev, about.st_ino))
            with os.scandir(place) as entries:
                _look(entries, found, waiting)
        except OSError:
            continue
        found[place] = (0, 0, about.st_ino)
    return found


def changed(old: Mapping[str, Fingerprint], new: Mapping[str, Fingerprint]) -> Changes:
    """What is different between two signatures."""
    return Changes(
        frozenset(new.keys() - old.keys()),
        frozenset(old.keys() - new.keys()),
        frozenset(path for path, now in new.items() if old.get(path, now) != now),
    )


def _look(entries: os._ScandirIterator[str], found: dict[str, Fingerprint], waiting: list[str]) -> None:
    for entry in entries:
        name = entry.name
        if name.startswith("."):
            continue
        try:
            if name.endswith(SUFFIX) or name == COLLECTION_FILE or name.endswith(".yaml"):
                about = entry.stat()
                found[entry.path] = (about.st_mtime_ns, about.st_size, about.st_ino)
            elif name == ENVIRONMENTS or entry.is_dir():
                waiting.append(entry.path)
        except OSError:
            continue
