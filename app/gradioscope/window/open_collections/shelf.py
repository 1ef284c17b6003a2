"""Which collections are open, and how they are on disk: looked through in a thread, again whenever that changed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from shiboken6 import isValid

from gradioscope.library.places import Places
from gradioscope.window.open_collections.aside import aside
from gradioscope.window.sidebar.collections.node import Shown
from gradioscope.window.tasks import Tasks

if TYPE_CHECKING:
    from asyncio import Lock

    from PySide6.QtWidgets import QWidget

    from gradioscope.library.collection.opened import Opened
    from gradioscope.library.collection.watching import Changes, Fingerprint

EVERY = 2000
"""Milliseconds between two looks at the disk while the window is the active one."""
SHARE = 12
"""A look at a large collection takes long: the next one comes after that many times as long, at the earliest."""
GONE = "This folder is not there: renamed, removed, or on a drive that is not connected."

Signature = Mapping[str, "Fingerprint"]
Moved = Mapping[Path, Path]


@dataclass(frozen=True, slots=True)
class _Seen:
    """A collection as it was at one moment."""

    shown: Shown
    signature: Signature


class Shelf(QObject):
    """Signals: `changed(None)` when `collections` are to be shown again; `filesChanged(list of str)` paths of files
    that came, went or have another content; `noticed(str)`."""

    changed = Signal(object)
    filesChanged = Signal(object)
    filesMoved = Signal(object)
    noticed = Signal(object)

    def __init__(self, places: Places, window: QWidget) -> None:
        super().__init__(window)
        self._places = places
        self._window = window
        self._tasks = Tasks(self)
        self._order: list[Path] = []
        self._seen: dict[Path, _Seen] = {}
        self._turns: dict[Path, Lock] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._tick)
        window.installEventFilter(self)

    # -- what is open

    @property
    def folders(self) -> list[Path]:
        return list(self._order)

    def collections(self) -> list[Shown]:
        """In their order, as they were last seen."""
        return [
            self._seen[folder].shown if folder in self._seen else Shown(folder, folder.name or str(folder))
            for folder in self._order
        ]

    def collection_of(self, path: Path) -> Path | None:
        """The innermost open one that a path lies in, or is."""
        around = [folder for folder in self._order if path == folder or folder in path.parents]
        return max(around, key=lambda folder: len(folder.parts), default=None)

    # -- opening and closing

    async def load(self) -> None:
        """Those of the last time. The first thing that is done."""
        await self._listed(lambda _: None)
        self._timer.start(EVERY)

    async def open(self, folders: Sequence[Path]) -> None:
        """More of them, at the end."""

        def add(opened: Opened) -> None:
            for folder in folders:
                opened.add(folder)

        await self._listed(add)

    async def close(self, folders: Sequence[Path]) -> None:
        """Nothing of them is deleted."""

        def remove(opened: Opened) -> None:
            for folder in folders:
                opened.remove(folder)

        await self._listed(remove)
        for folder in folders:
            self._seen.pop(folder, None)

    async def reopen(self, folders: Sequence[Path]) -> None:
        """Those that were open once, in this order."""

        def put_back(opened: Opened) -> None:
            for folder in folders:
                opened.add(folder)
            opened.arrange(folders)

        await self._listed(put_back)

    async def arrange(self, folders: Sequence[Path]) -> None:
        """In this order."""
        await self._listed(lambda opened: opened.arrange(folders))

    async def moved(self, old: Path, new: Path) -> None:
        """A collection has another path."""
        if old in self._order:
            await self._listed(lambda opened: opened.replace(old, new))

    async def _listed(self, change: Callable[[Opened], None]) -> None:
        """Change the list on disk, and take it over: another window may have changed it, too."""
        import asyncio

        from gradioscope.library.collection.opened import Opened

        def work() -> tuple[list[Path], str]:
            opened = Opened(self._places)
            change(opened)
            return opened.folders(), opened.notice

        self._order, notice = await asyncio.to_thread(work)
        if notice:
            self.noticed.emit(notice)
        self.changed.emit(None)
        await self.look([folder for folder in self._order if folder not in self._seen])

    # -- looking

    async def look(self, folders: Iterable[Path] | None = None) -> None:
        """See how these are now, or all: at the same time, as a drive that does not answer holds up its own alone."""
        import asyncio

        await asyncio.gather(*map(self._look, self._order if folders is None else folders))

    async def _look(self, folder: Path) -> None:
        import asyncio

        async with self._turns.setdefault(folder, asyncio.Lock()):
            before = self._seen.get(folder)
            seen, changes, moved = await aside(partial(_look, folder, before))
            if folder in self._order:
                self._take(folder, seen, changes, moved)

    async def look_at(self, paths: Iterable[Path]) -> None:
        """See how the collections are now that these lie in."""
        found = [folder for path in paths if (folder := self.collection_of(path)) is not None]
        # one that lies in another open one is shown twice
        around = [folder for folder in self._order if any(folder in each.parents for each in found)]
        await self.look(dict.fromkeys([*found, *around]))

    def look_soon(self, path: Path) -> None:
        """A file was written by ourselves."""
        self._tasks.start(f"look {path}", self.look_at([path]))

    def _take(self, folder: Path, seen: _Seen, changes: Changes, moved: Moved) -> None:
        before = self._seen.get(folder)
        self._seen[folder] = seen
        if moved:
            self.filesMoved.emit(moved)
        if before is None or before.shown is not seen.shown:
            self.changed.emit(None)
        if changes:
            self.filesChanged.emit([*changes.added, *changes.removed, *changes.changed])

    # -- watching

    def _tick(self) -> None:
        if self._window.isActiveWindow() and not self._tasks.is_running("watch"):
            self._tasks.start("watch", self._watch())
        else:
            self._timer.start(EVERY)

    async def _watch(self) -> None:
        import asyncio

        began = time.monotonic()
        try:
            await asyncio.gather(*map(self._watch_one, self._order))
        finally:
            if isValid(self):
                took = (time.monotonic() - began) * 1000
                self._timer.start(max(EVERY, round(took * SHARE)))

    async def _watch_one(self, folder: Path) -> None:
        seen, turn = self._seen.get(folder), self._turns.get(folder)
        if seen is None or (turn is not None and turn.locked()):
            return
        if await aside(partial(_differs, folder, seen)) and self._seen.get(folder) is seen:
            await self._look(folder)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.WindowActivate and self._timer.isActive():
            self._timer.start(0)  # a person comes back from another program
        return super().eventFilter(watched, event)


def _differs(folder: Path, seen: _Seen) -> bool:
    """In a thread: whether it is not any more as it was seen."""
    from gradioscope.library.collection import signature

    return signature(folder) != seen.signature


def _look(folder: Path, before: _Seen | None) -> tuple[_Seen, Changes, Moved]:
    """In a thread. What is the same as before is the same object, which the window's thread tells at once."""
    from gradioscope.library.collection import signature
    from gradioscope.library.collection.watching import Changes, changed

    # first the signature: what changes while the tree is read is seen the next time
    signed = signature(folder)
    shown = _shown(folder)
    if before is None:
        return _Seen(shown, signed), Changes(), {}
    changes = changed(before.signature, signed)
    seen = _Seen(before.shown if before.shown == shown else shown, signed)
    return seen, changes, _moved(before.signature, signed, changes)


def _moved(before: Signature, now: Signature, changes: Changes) -> dict[Path, Path]:
    """What another program gave another name: the same number of the file, its content as it was."""
    gone = {_kept(before[path]): path for path in changes.removed if before[path][-1]}
    return {
        Path(gone[kept]): Path(path) for path in sorted(changes.added, key=len) if (kept := _kept(now[path])) in gone
    }


def _kept(fingerprint: Fingerprint) -> tuple[int, int, int]:
    """What a change of its name leaves as it was: not the time of the change itself."""
    written, _, size, number = fingerprint
    return written, size, number


def _shown(folder: Path) -> Shown:
    from gradioscope.gradio.errors import GradioscopeError
    from gradioscope.library.collection import Collection

    collection = Collection(folder)
    if not folder.is_dir():
        return Shown(folder, folder.name or str(folder), problem=GONE)
    root = collection.root
    shown = Shown(folder, folder.name or str(folder), root, root.problem)
    try:
        return replace(shown, name=collection.name)
    except GradioscopeError as error:
        return replace(shown, problem=str(error))
