"""A collection as it is on disk: folders and requests by name, no file read but `collection.yaml` when asked."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from gradioscope.library.collection.names import natural
from gradioscope.library.collection.place import COLLECTION_FILE, ENVIRONMENTS, SUFFIX

DEEPEST = 40
"""Levels of folders; what is deeper is left out."""
MOST_FOLDERS = 20_000
"""Folders that are looked into: somebody may open their whole disk."""
SKIPPED = frozenset({"node_modules", "__pycache__"})
"""Folders that hold nobody's requests, and a great many files."""


@dataclass(frozen=True, slots=True)
class RequestEntry:
    """A request's file."""

    place: str
    """Its path; a Path of each of 10,000 would be half of what opening a collection takes."""

    @property
    def path(self) -> Path:
        return Path(self.place)

    @property
    def name(self) -> str:
        return os.path.basename(self.place).removesuffix(SUFFIX)


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder with what is in it, each sorted by name."""

    path: Path
    folders: tuple[Folder, ...] = ()
    requests: tuple[RequestEntry, ...] = ()
    problem: str = ""
    """Why it could not be looked into, or empty."""

    @property
    def name(self) -> str:
        return self.path.name

    def all_requests(self) -> list[RequestEntry]:
        """Those of the folders within first, as they are shown."""
        return [entry for folder in self.folders for entry in folder.all_requests()] + list(self.requests)


class Collection:
    """A folder of requests. Nothing here is for the UI thread."""

    def __init__(self, folder: Path) -> None:
        self.folder = Path(os.path.abspath(folder))

    @property
    def name(self) -> str:
        """The one in `collection.yaml`, else the folder's. DocumentError for a file that cannot be read."""
        from gradioscope.library.environment.document import read

        found = read(self.folder / COLLECTION_FILE).get("name")
        return found if isinstance(found, str) and found.strip() else self.folder.name

    @property
    def id(self) -> str:
        """What the collection's secrets are kept under; written to `collection.yaml` on first need. Errors as of
        `document.change`."""
        from gradioscope.library.environment.files import give_id

        return give_id(self.folder)

    @property
    def root(self) -> Folder:
        """The tree as it is on disk now."""
        return scan(self.folder)


def scan(folder: Path) -> Folder:
    """The tree below a folder: hidden folders and `environments` left out, no link followed twice."""
    return _Scan().folder(os.fspath(folder), (), 0)


class _Scan:
    def __init__(self) -> None:
        self._left = MOST_FOLDERS

    def folder(self, place: str, within: tuple[tuple[int, int], ...], depth: int) -> Folder:
        """`within`: which folders it lies in, to tell a link that leads back."""
        self._left -= 1
        if self._left < 0:
            return Folder(Path(place), problem=f"It was not looked into: these are more than {MOST_FOLDERS:,} folders.")
        folders: list[Folder] = []
        requests: list[str] = []
        try:
            about = os.stat(place)
            here = (about.st_dev, about.st_ino)
            # the number is 0 on file systems that have none
            if depth > DEEPEST or (here in within and about.st_ino):
                return Folder(Path(place), problem="The link leads back to a folder around it.")
            with os.scandir(place) as entries:
                found = list(entries)
        except OSError as error:
            return Folder(Path(place), problem=f"{error.strerror or error}.")
        for entry in found:
            name = entry.name
            if name.startswith("."):
                continue
            if _is(entry, folder=True):
                if name != ENVIRONMENTS and name not in SKIPPED:
                    folders.append(self.folder(entry.path, (*within, here), depth + 1))
            elif name.endswith(SUFFIX) and len(name) > len(SUFFIX) and _is(entry, folder=False):
                requests.append(name)
        folders.sort(key=lambda each: natural(each.name))
        # by what a person reads: with the suffix, `a 2` came before `a`
        requests.sort(key=lambda each: natural(each.removesuffix(SUFFIX)))
        prefix = os.path.join(place, "")
        return Folder(Path(place), tuple(folders), tuple(RequestEntry(prefix + name) for name in requests))


def _is(entry: os.DirEntry[str], folder: bool) -> bool:
    try:
        return entry.is_dir() if folder else entry.is_file()
    except OSError:
        return False
