"""The open requests on disk as they change, and open again at the next start: after a crash, a kill, or a goodbye."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from gradioscope.gradio.model import Json
from gradioscope.window.open_requests import OpenRequests
from gradioscope.window.request_tab.tab import RequestTab
from gradioscope.window.surroundings import Surroundings
from gradioscope.window.tasks import Tasks

if TYPE_CHECKING:
    from gradioscope.library.unsaved import Unsaved
    from gradioscope.request.saved import SavedRequest
    from gradioscope.window.request_tab.record import Snapshot

PAUSE = 250
"""Milliseconds from a change to its way to the disk, in which further ones join it."""


@dataclass(frozen=True, slots=True)
class _State:
    """A tab as it is now: values that nobody changes, so that a thread can write them."""

    request: SavedRequest
    snapshot: Snapshot

    @property
    def empty(self) -> bool:
        return not self.request.address and self.snapshot.path is None

    def as_json(self) -> Json:
        from gradioscope.request.saving import as_json

        snapshot, request = self.snapshot, self.request
        others = {
            name: as_json(replace(request, values=values))["values"]
            for name, values in snapshot.values.items()
            if name != request.endpoint and values
        }
        return {
            "request": as_json(request),
            "others": others,
            "path": str(snapshot.path) if snapshot.path is not None else None,
            "base": as_json(snapshot.base) if snapshot.base is not None else None,
            "session": snapshot.session_hash,
            "scroll": snapshot.scroll,
            "panel": snapshot.panel,
        }


class Recovery(QObject):
    """Made when the window is complete; `begin` is its first work, `finish` its last."""

    def __init__(self, requests: OpenRequests, surroundings: Surroundings, parent: QObject) -> None:
        super().__init__(parent)
        from gradioscope.library.unsaved import Unsaved

        self._requests = requests
        self._surroundings = surroundings
        self._store: Unsaved = Unsaved(surroundings.places)
        self._tasks = Tasks(self)
        self._count = itertools.count()
        self._numbers: dict[RequestTab, int] = {}
        self._changed: set[RequestTab] = set()
        self._order: tuple[list[int], int] = ([], 0)
        self._begun = self._told = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._flush)
        requests.edited.connect(self._edited)
        requests.currentChanged.connect(self._arranged)
        requests.closed.connect(self._closed)

    async def begin(self) -> None:
        """Open again what the last window left; what was opened meanwhile stays in front."""
        import asyncio

        try:
            found, current = await asyncio.to_thread(self._left)
        except OSError as error:
            self._tell(error)
            return
        untouched = [tab for tab in self._requests.all() if tab.untouched]
        asked = len(untouched) < len(self._requests.all())
        tabs = []
        for number, snapshot in found:
            tab = self._requests.restore(snapshot)
            self._numbers[tab] = number
            tabs.append(tab)
        self._count = itertools.count(max((number for number, _ in found), default=-1) + 1)
        if tabs and not asked:
            for tab in untouched:
                self._requests.close(tab, remember=False)
            self._requests.show(tabs[min(current, len(tabs) - 1)])
        self._begun = True
        self._changed.update(tab for tab in self._requests.all() if tab not in self._numbers)
        self._flush()

    def finish(self) -> None:
        """The window goes: what is not on the disk yet is written at once."""
        self._pause.stop()
        if not self._begun:
            return
        self._tasks.cancel_all()
        self._write(*self._collect())
        self._store.close()
        self._begun = False

    def _left(self) -> tuple[list[tuple[int, Snapshot]], int]:
        """In a thread."""
        left = self._store.take_over()
        found = []
        for number, tab in enumerate(left.tabs):
            try:
                snapshot = _snapshot(tab)
            except (ValueError, KeyError, TypeError):
                continue  # of another version, or damaged
            app = self._surroundings.known_apps.find(snapshot.address)
            found.append((number, replace(snapshot, app=app)))
        return found, left.current

    def _edited(self, tab: RequestTab) -> None:
        self._changed.add(tab)
        if not self._pause.isActive():
            self._pause.start()

    def _arranged(self, _: object) -> None:
        if not self._pause.isActive():
            self._pause.start()

    def _closed(self, tab: RequestTab) -> None:
        self._changed.discard(tab)
        self._numbers.pop(tab, None)
        self._arranged(None)

    def _flush(self) -> None:
        if not self._begun:
            return
        if self._tasks.is_running("write"):
            self._pause.start()
            return
        self._tasks.start("write", self._write_aside())

    async def _write_aside(self) -> None:
        import asyncio

        await asyncio.to_thread(self._write, *self._collect())

    def _collect(self) -> tuple[dict[int, _State], tuple[list[int], int]]:
        changed, self._changed = self._changed, set()
        states = {}
        for tab in self._requests.all():
            if tab in changed or tab not in self._numbers:
                state = _State(tab.request(), tab.snapshot())
                if state.empty:
                    self._numbers.pop(tab, None)
                    continue
                self._numbers.setdefault(tab, next(self._count))
                states[self._numbers[tab]] = state
        kept = [tab for tab in self._requests.all() if tab in self._numbers]
        front = self._requests.current()
        order = [self._numbers[tab] for tab in kept], kept.index(front) if front in kept else 0
        return states, order

    def _write(self, states: Mapping[int, _State], order: tuple[list[int], int]) -> None:
        """In a thread, but for the last time."""
        try:
            for number, state in states.items():
                self._store.write(number, state.as_json())
            if order != self._order or states:
                self._order = order
                self._store.arrange(*order)
        except OSError as error:
            self._tell(error)

    def _tell(self, error: OSError) -> None:
        if not self._told:  # once: it would come again with each key
            self._told = True
            self._surroundings.noticed.emit(
                f"Open requests cannot be kept for the next start: {error.strerror or error}. Save what you need."
            )


def _snapshot(tab: Json) -> Snapshot:
    """ValueError, KeyError or TypeError where it is none."""
    from gradioscope.request.saving import from_json
    from gradioscope.window.request_tab.document import snapshot_of

    request = from_json(tab["request"])
    others = {
        str(name): from_json({**tab["request"], "values": values}).values for name, values in tab["others"].items()
    }
    found = snapshot_of(request, Path(tab["path"]) if tab["path"] else None)
    session = tab["session"]
    return replace(
        found,
        base=from_json(tab["base"]) if tab["base"] is not None else None,
        values={**others, **found.values},
        session_hash=session if isinstance(session, str) else None,
        scroll=int(tab["scroll"]),
        panel=int(tab["panel"]) if 0 <= int(tab["panel"]) < 4 else 0,
    )
