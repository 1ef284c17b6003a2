"""The search of the collections: what is typed is looked for in a thread, and what was found is shown as it comes."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from shiboken6 import isValid

from gradioscope.window.open_collections.shelf import Shelf
from gradioscope.window.sidebar.collections.found import Found, Marks
from gradioscope.window.sidebar.collections.section import CollectionsSection
from gradioscope.window.tasks import Tasks

if TYPE_CHECKING:
    from gradioscope.library.collection.search import Found as Answer
    from gradioscope.library.collection.search import Hit, Index


class Searching(QObject):
    """Nothing is read before somebody searches; from then on only what has changed."""

    def __init__(self, section: CollectionsSection, shelf: Shelf) -> None:
        super().__init__(section)
        self._section = section
        self._shelf = shelf
        self._tasks = Tasks(self)
        self._index: Index | None = None
        self._stale = True
        self._wanted = ""
        self._stop = threading.Event()
        section.searched.connect(self.search)
        section.searchBegun.connect(self.prepare)
        shelf.changed.connect(self._outdated)
        shelf.filesChanged.connect(self._outdated)

    def search(self, wanted: str) -> None:
        """Look for this from now on; empty for nothing."""
        self._stop.set()
        self._wanted = wanted
        if not wanted:
            self._tasks.cancel("search")
            return
        self._section.found.show_busy()
        self.prepare()
        if self._index is not None and len(self._index):
            self._tasks.start("search", self._search(self._index, wanted))

    def prepare(self, _: object = None) -> None:
        """Somebody is about to search."""
        if self._stale and not self._tasks.is_running("index"):
            self._tasks.start("index", self._read())

    def _outdated(self, _: object) -> None:
        self._stale = True
        if self._wanted:
            self.search(self._wanted)

    async def _read(self) -> None:
        """Take over what is on disk now, and look again for what is looked for."""
        import asyncio

        from gradioscope.library.collection.search import Index

        if self._index is None:
            self._index = Index()
        while self._stale:
            self._stale = False
            await asyncio.to_thread(self._index.update, self._shelf.folders)
        if self._wanted:
            self._stop.set()
            self._tasks.start("search", self._search(self._index, self._wanted))

    async def _search(self, index: Index, wanted: str) -> None:
        import asyncio

        stop = self._stop = threading.Event()
        loop = asyncio.get_running_loop()
        names = {shown.folder: shown.name for shown in self._shelf.collections()}

        def look() -> None:
            for answer in index.search(wanted, stop.is_set):
                rows = [row_of(hit, wanted, names) for hit in answer.hits]
                if stop.is_set():
                    return
                loop.call_soon_threadsafe(partial(self._show, stop, wanted, rows, answer))

        try:
            await asyncio.to_thread(look)
        finally:
            stop.set()

    def _show(self, stop: threading.Event, wanted: str, rows: Sequence[Found], answer: Answer) -> None:
        if isValid(self) and wanted == self._wanted and stop is self._stop:
            self._section.found.show_found(rows, wanted, answer.total, complete=answer.is_complete)


def row_of(hit: Hit, wanted: str, names: Mapping[Path, str]) -> Found:
    """A hit as it is shown: below the name where it lies, or what matched."""
    words = wanted.split()
    folder = " / ".join(part for part in (names.get(hit.collection, hit.collection.name), hit.folder) if part)
    if hit.where in ("name", "folder"):
        return Found(hit.path, hit.name, marks(hit.name, words), "", folder, marks(folder, words))
    label = hit.parameter or hit.where
    # its line begins with the parameter's name, which is told already
    excerpt = hit.excerpt.removeprefix(f"{hit.parameter}:").strip() if hit.parameter else hit.excerpt
    return Found(hit.path, hit.name, marks(hit.name, words), label, excerpt, marks(excerpt, words))


def marks(text: str, words: Sequence[str]) -> Marks:
    """Where the words are in a text, capitals not counted: beginnings and lengths, none over another."""
    folded, places = "", []
    for place, character in enumerate(text):
        piece = character.casefold()
        folded += piece
        places += [place] * len(piece)
    taken: set[int] = set()
    for word in {word.casefold() for word in words if word}:
        at = folded.find(word)
        while at >= 0:
            taken.update(places[at : at + len(word)])
            at = folded.find(word, at + len(word))
    found: list[tuple[int, int]] = []
    for place in sorted(taken):
        if found and sum(found[-1]) == place:
            found[-1] = found[-1][0], found[-1][1] + 1
        else:
            found.append((place, 1))
    return tuple(found)
