"""What other programs did to a collection, told by asking the file system: cheap enough to ask again and again.

A fingerprint differs whenever a file was written, whatever its time says: programs set it back, and git does not keep
it. It may also differ where nothing was; so whether a file says something else is for who reads it to tell
(`request.saving.same_request`), and so are one's own saves.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from gradioscope.library.collection.place import SUFFIX
from gradioscope.library.collection.tree import MOST_FOLDERS, SKIPPED

Fingerprint = tuple[int, int, int, int]
"""Times in nanoseconds of the last change of the content and of what is around it, size, number of the file."""


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
    return fingerprint_of(about)


def fingerprint_of(about: os.stat_result) -> Fingerprint:
    return about.st_mtime_ns, about.st_ctime_ns, about.st_size, about.st_ino


def signature(folder: Path) -> dict[str, Fingerprint]:
    """Every request, environment and folder of a collection by path; empty where the folder is gone.

    10,000 requests take about 50 ms of a thread's time: in a thread, once a second or two.
    """
    found: dict[str, Fingerprint] = {}
    waiting = [os.fspath(folder)]
    seen: set[tuple[int, int]] = set()
    while waiting and len(seen) < MOST_FOLDERS:
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
        found[place] = (0, 0, 0, about.st_ino)
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
            if entry.is_dir():
                if name not in SKIPPED:
                    waiting.append(entry.path)
            elif name.endswith((SUFFIX, ".yaml")):
                found[entry.path] = fingerprint_of(entry.stat())
        except OSError:
            continue
