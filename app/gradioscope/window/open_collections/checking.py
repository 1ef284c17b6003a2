"""Which files are no requests: those are looked at that a person sees."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from gradioscope.gradio.errors import GradioscopeError
from gradioscope.window.tasks import Tasks

if TYPE_CHECKING:
    from gradioscope.library.collection import RequestFileError


class Checking(QObject):
    """Signals: `changed(None)` after `problems` did."""

    changed = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = Tasks(self)
        self._known: set[str] = set()
        self._seen: Sequence[str] = ()
        self._problems: dict[Path, str] = {}

    @property
    def problems(self) -> Mapping[Path, str]:
        """What is wrong with files, as a sentence."""
        return self._problems

    def check(self, paths: Sequence[str]) -> None:
        """These are in view: read those that were not read as they are now."""
        self._seen = paths
        self._next()

    def forget(self, paths: Iterable[str]) -> None:
        """They may have another content now."""
        self._known.difference_update(paths)
        self._next()

    def found(self, error: RequestFileError) -> None:
        """Somebody else came across it."""
        self._known.add(str(error.path))
        self._take({error.path: f"{error.explanation.why}"})

    def _next(self) -> None:
        if not self._tasks.busy and self._unknown():
            self._tasks.start("check", self._check())

    def _unknown(self) -> list[str]:
        return [path for path in self._seen if path not in self._known]

    async def _check(self) -> None:
        import asyncio

        while paths := self._unknown():  # others may have come into view meanwhile
            self._known.update(paths)
            self._take(await asyncio.to_thread(_read, paths))

    def _take(self, found: Mapping[Path, str]) -> None:
        now = {**self._problems, **found}
        now = {path: problem for path, problem in now.items() if problem}
        if now != self._problems:
            self._problems = now
            self.changed.emit(None)


def _read(paths: Sequence[str]) -> dict[Path, str]:
    """In a thread."""
    from gradioscope.library.collection import read_request

    found: dict[Path, str] = {}
    for path in map(Path, paths):
        try:
            read_request(path)
            found[path] = ""
        except GradioscopeError as error:
            found[path] = "" if not path.exists() else error.explanation.why or error.explanation.what
    return found
