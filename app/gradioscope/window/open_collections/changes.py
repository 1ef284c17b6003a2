"""What a person does to files and folders of collections, and the way back."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from gradioscope.gradio.errors import GradioscopeError
from gradioscope.window.tasks import Tasks

if TYPE_CHECKING:
    from asyncio import Lock

    from gradioscope.library.collection.change import Change

KEPT = 100
"""Changes that can be undone."""

Then = Callable[["Change"], None]


@dataclass(frozen=True, slots=True)
class Done:
    """A change that was done, undone or done again; `about` are the paths it was asked for, `then` what comes after
    it the first time."""

    change: Change
    about: tuple[Path, ...]
    then: Then | None = None
    back: bool = False


class Changes(QObject):
    """One after the other, each in a thread.

    Signals: `done(Done)`: files are elsewhere now; `failed(GradioscopeError, tuple of Path)`, nothing was changed;
    `stuck(GradioscopeError)` what would be undone or done again next cannot be.
    """

    done = Signal(object)
    failed = Signal(object, object)
    stuck = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = Tasks(self)
        self._count = itertools.count()
        self._turn: Lock | None = None
        self._undo: list[Done] = []
        self._redo: list[Done] = []
        self._stuck: tuple[list[Done], Done] | None = None

    def do(self, operation: Callable[[], Change], about: Sequence[Path], then: Then | None = None) -> None:
        """Do one of `library.collection.operations` or `making`."""
        self._tasks.start(f"do {next(self._count)}", self._do(operation, tuple(about), then))

    def undo(self) -> None:
        """Take the last one back."""
        self._tasks.start(f"undo {next(self._count)}", self._back(self._undo, self._redo))

    def redo(self) -> None:
        """Do again what was undone last."""
        self._tasks.start(f"redo {next(self._count)}", self._back(self._redo, self._undo))

    def skip(self) -> None:
        """Leave what is stuck as it is, so that what was done before it can be undone."""
        if self._stuck is not None:
            listed, done = self._stuck
            self._stuck = None
            if done in listed:
                listed.remove(done)

    async def _do(self, operation: Callable[[], Change], about: tuple[Path, ...], then: Then | None) -> None:
        import asyncio

        async with self._in_turn():
            try:
                change = await asyncio.to_thread(operation)
            except GradioscopeError as error:
                self.failed.emit(error, about)
                return
            done = Done(change, about, then)
            if not change.is_empty:
                self._undo.append(replace(done, then=None, back=True))
                del self._undo[:-KEPT]
                self._redo.clear()
            self.done.emit(done)

    async def _back(self, source: list[Done], target: list[Done]) -> None:
        import asyncio

        async with self._in_turn():
            if not source:
                return
            done = source[-1]
            try:
                await asyncio.to_thread(done.change.undo if done.change.done else done.change.redo)
            except GradioscopeError as error:
                self._stuck = source, done
                self.stuck.emit(error)
                return
            source.remove(done)
            target.append(done)
            self.done.emit(done)

    def _in_turn(self) -> Lock:
        import asyncio

        if self._turn is None:
            self._turn = asyncio.Lock()
        return self._turn
