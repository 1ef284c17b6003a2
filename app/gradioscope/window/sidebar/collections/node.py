"""One row of the tree, and how a folder's rows become those of a newer look at the disk."""

from __future__ import annotations

import os
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

from gradioscope.library.collection.place import SUFFIX

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gradioscope.library.collection import Folder

Kind = Literal["collection", "folder", "request"]
Key = tuple[Kind, str]
"""What a row is among those of its folder: kind and path."""

PAGE = 500
"""Rows of one folder that are shown at first, and more of as one scrolls: laying out 1,000 takes 4 ms, and Qt lays out
all of them at each change."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An open collection: `root` is None while it is not looked through yet, `problem` why it cannot be."""

    folder: Path
    name: str
    root: Folder | None = None
    problem: str = ""


class Node:
    """`children` are the rows that are shown; None before anybody asked for them."""

    __slots__ = ("children", "kind", "name", "parent", "path", "problem", "row", "source")

    def __init__(
        self,
        kind: Kind,
        path: str,
        name: str,
        parent: Node | None,
        source: Folder | None = None,
        problem: str = "",
    ) -> None:
        self.kind: Kind = kind
        self.path = path
        self.name = name
        self.parent = parent
        self.source = source
        self.problem = problem
        self.row = 0
        self.children: list[Node] | None = None

    @property
    def key(self) -> Key:
        return self.kind, self.path

    @property
    def total(self) -> int:
        """How many rows there are, shown or not."""
        return 0 if self.source is None else len(self.source.folders) + len(self.source.requests)

    @property
    def note(self) -> str:
        """What to say of a collection in which nothing is to be seen."""
        if self.kind != "collection" or self.problem or self.total:
            return ""
        return "empty" if self.source is not None else "looking…"

    @property
    def whole(self) -> bool:
        """Whether all of them are shown."""
        return self.children is not None and len(self.children) >= self.total

    @property
    def folder(self) -> str:
        """The folder that something put at this row belongs to."""
        return self.path if self.kind != "request" else str(Path(self.path).parent)

    @property
    def depth(self) -> int:
        found, node = 0, self.parent
        while node is not None and node.parent is not None:
            found, node = found + 1, node.parent
        return found

    @property
    def collection(self) -> Node:
        node = self
        while node.kind != "collection" and node.parent is not None:
            node = node.parent
        return node

    def contains(self, path: str) -> bool:
        """Whether a path lies below this folder."""
        return path.startswith(self.path if self.path.endswith(os.sep) else self.path + os.sep)

    def place_of(self, path: str) -> int | None:
        """The place, counted from 0, of what has that path or is on the way to it."""
        if self.source is None or not self.contains(path):
            return None
        folders, requests = self.source.folders, self.source.requests
        first = os.path.relpath(path, self.path).split(os.sep, 1)[0]
        place = _among(folders, first, lambda folder: folder.path.name)
        if place is not None:
            return place
        if not first.endswith(SUFFIX):
            return None
        place = _among(requests, first.removesuffix(SUFFIX), lambda entry: entry.name)
        return None if place is None else len(folders) + place

    def names(self, kind: Kind) -> list[str]:
        """Of all there is of one kind in this folder."""
        if self.source is None:
            return []
        return [each.name for each in (self.source.requests if kind == "request" else self.source.folders)]

    def make(self, first: int, last: int) -> list[Node]:
        """New rows for what is on these places, counted from 0."""
        made = [
            Node(kind, path, name, self, source, source.problem if source is not None else "")
            for kind, path, name, source in islice(_rows(self.source), first, last)
        ]
        for number, node in enumerate(made, first):
            node.row = number
        return made

    def keys(self, count: int) -> list[Key]:
        """What the first rows would be."""
        return [(kind, path) for kind, path, *_ in islice(_rows(self.source), count)]


def _rows(source: Folder | None) -> Iterator[tuple[Kind, str, str, Folder | None]]:
    """Kind, path, name and what is below, in the order they are shown."""
    if source is not None:
        for folder in source.folders:
            yield "folder", str(folder.path), folder.name, folder
        for entry in source.requests:
            yield "request", entry.place, entry.name, None


_T = TypeVar("_T")


def _among(rows: Sequence[_T], name: str, name_of: Callable[[_T], str]) -> int | None:
    """The place of a name among rows that are sorted by theirs."""
    from gradioscope.library.collection.names import natural

    wanted = natural(name)
    place = bisect_left(rows, wanted, key=lambda row: natural(name_of(row)))
    while place < len(rows) and natural(name_of(rows[place])) == wanted:
        if name_of(rows[place]) == name:
            return place
        place += 1
    return None


def runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Ascending numbers as ranges: (first, last), both in it."""
    first = last = -2
    for number in numbers:
        if number == last + 1:
            last = number
            continue
        if last >= 0:
            yield first, last
        first = last = number
    if last >= 0:
        yield first, last
