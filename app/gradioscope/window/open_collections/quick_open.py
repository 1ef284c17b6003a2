"""Saved requests in the command palette: found by a few letters of their names, in a thread."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from gradioscope.window.open_collections.shelf import Shelf
from gradioscope.window.sidebar.collections.node import Shown
from gradioscope.window.tasks import Tasks

if TYPE_CHECKING:
    from gradioscope.window.dialogs.palette import Scored

MOST = 30
LONGEST = 28
"""Characters of the folder beside a name."""

_Best = list[tuple[int, str, str, str]]


class QuickOpen(QObject):
    """What is typed in the palette replaces what was looked for before."""

    def __init__(self, shelf: Shelf, show: Callable[[Path], None]) -> None:
        super().__init__(shelf)
        self._shelf = shelf
        self._show = show
        self._tasks = Tasks(self)

    def find(self, typed: str, tell: Callable[[Scored], None]) -> None:
        """`tell` the requests of the open collections that fit best."""
        self._tasks.start("find", self._find(typed, tell))

    async def _find(self, typed: str, tell: Callable[[Scored], None]) -> None:
        import asyncio

        from gradioscope.window.dialogs.palette import Entry

        best = await asyncio.to_thread(best_of, self._shelf.collections(), typed)
        tell(
            [
                (value, Entry(name, _brief(folder), partial(self._show, Path(place)), "endpoint"))
                for value, name, folder, place in best
            ]
        )


def best_of(collections: Sequence[Shown], typed: str) -> _Best:
    """Score, name, folder and path of those that fit best, the best first. Not for the UI thread."""
    from gradioscope.window.dialogs.fuzzy import score

    found: _Best = []
    for shown in collections:
        if shown.root is None:
            continue
        waiting = [(shown.name, shown.root)]
        while waiting:
            title, folder = waiting.pop()
            waiting += [(each.name, each) for each in folder.folders]
            for entry in folder.requests:
                value = score(typed, entry.name)
                if value is not None:
                    found.append((value, entry.name, title, entry.place))
    return heapq.nsmallest(MOST, found, key=lambda each: (-each[0], each[1], each[3]))


def _brief(folder: str) -> str:
    return folder if len(folder) <= LONGEST else f"{folder[: LONGEST - 1]}…"
