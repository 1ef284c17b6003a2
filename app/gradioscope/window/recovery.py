"""The open requests on disk as they change, and open again at the next start: after a crash, a kill, or a goodbye."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from gradioscope.gradio.model import Json
from gradioscope.window.open_requests import OpenRequests
from gradioscope.window.request_tab.kept import KeptTab, snapshot_from
from gradioscope.window.request_tab.tab import RequestTab
from gradioscope.window.surroundings import Surroundings
from gradioscope.window.tasks import Tasks

if TYPE_CHECKING:
    from gradioscope.gradio.model import App
    from gradioscope.library.unsaved import Left, Unsaved
    from gradioscope.window.request_tab.record import Snapshot

PAUSE = 250
"""Milliseconds from a change to its way to the disk, in which further ones join it."""


@dataclass(frozen=True, slots=True)
class _State:
    """What is to be written: the tabs that changed, by number, and how all of them stand."""

    tabs: Mapping[int, KeptTab]
    order: tuple[int, ...]
    front: int
    layout: Mapping[str, Json]


class Recovery(QObject):
    """Made when the window is complete; `begin` is its first work, `finish` its last.

    `layout` gives how the window is laid out, as JSON, and `lay_out` takes it.
    """

    def __init__(
        self,
        requests: OpenRequests,
        surroundings: Surroundings,
        parent: QObject,
        layout: Callable[[], Mapping[str, Json]],
        lay_out: Callable[[Mapping[str, Json]], None],
    ) -> None:
        super().__init__(parent)
        from gradioscope.library.unsaved import Unsaved

        self._requests = requests
        self._surroundings = surroundings
        self._layout, self._lay_out = layout, lay_out
        self._store: Unsaved = Unsaved(surroundings.places)
        self._tasks = Tasks(self)
        self._writing = threading.Lock()
        self._count = itertools.count()
        self._numbers: dict[RequestTab, int] = {}
        self._changed: set[RequestTab] = set()
        self._unshown: list[int] = []
        """Tabs that could not be opened again: they stay on the disk for the next start."""
        self._on_its_way: set[RequestTab] = set()
        """What is being written."""
        self._told = False
        self.begun = False
        """Whether what was left is open again, and changes are kept."""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._flush)
        requests.edited.connect(self._edited)
        requests.moved.connect(self._edited)
        requests.currentChanged.connect(self.touch)
        requests.closed.connect(self._closed)

    async def begin(self) -> None:
        """Open again what the last window left; what was opened meanwhile stays in front."""
        import asyncio

        try:
            left = await asyncio.to_thread(self._take_over)
        except OSError as error:
            self._tell(error)
            return
        if left.layout:
            self._lay_out(left.layout)
        untouched = [tab for tab in self._requests.all() if tab.untouched]
        asked = len(untouched) < len(self._requests.all())
        front: RequestTab | None = None
        failed: Exception | None = None
        for place, (number, snapshot) in enumerate(left.tabs):
            try:
                tab = self._requests.restore_behind(snapshot)
            except Exception as error:  # a fault of ours with one of them must not keep the others away
                failed = error
                self._unshown.append(number)
                continue
            self._numbers[tab] = number
            front = tab if place == left.current else front
            await asyncio.sleep(0)  # many tabs do not hold up the window
        self._count = itertools.count(max((number for number, _ in left.tabs), default=-1) + 1)
        if front is not None and not asked:
            self._requests.show(front)
            for tab in untouched:
                if tab.untouched:
                    self._requests.close(tab, remember=False)
        self.begun = True
        self._changed.update(tab for tab in self._requests.all() if tab not in self._numbers)
        self._flush()
        if left.damaged:
            self._surroundings.noticed.emit(
                f"{len(left.damaged)} of the open requests could not be read again. "
                f"What there is of them is kept in {left.damaged[0].parent}."
            )
        if failed is not None:
            raise failed

    def finish(self) -> None:
        """The window goes: what is not on the disk yet is written at once."""
        self._pause.stop()
        if not self.begun:
            return
        self.begun = False
        # a write that has not begun is dropped by this, one that has is waited for: what it writes is written again
        self._tasks.cancel_all()
        state = self._collect(self._changed | self._on_its_way)
        error = self._write(state, last=True)
        if error is not None:
            self._tell(error)

    def touch(self, _: object = None) -> None:
        """The layout, or which tab is where, has changed."""
        if not self._pause.isActive():
            self._pause.start()

    def _take_over(self) -> Left[Snapshot]:
        """In a thread."""
        forms: dict[tuple[str, str], App | None] = {}

        def understood(tab: Json) -> Snapshot:
            snapshot = snapshot_from(tab)
            request = snapshot.rest
            key = request.address, request.endpoint
            if key not in forms:
                forms[key] = self._surroundings.known_apps.form_of(request)
            return replace(snapshot, app=forms[key])

        return self._store.take_over(understood)

    def _edited(self, tab: RequestTab) -> None:
        self._changed.add(tab)
        self.touch()

    def _closed(self, tab: RequestTab) -> None:
        self._changed.discard(tab)
        self._numbers.pop(tab, None)
        self.touch()

    def _flush(self) -> None:
        if not self.begun:
            return
        if self._tasks.is_running("write"):
            self._pause.start()
            return
        changed, self._changed = self._changed, set()
        self._on_its_way = changed
        self._tasks.start("write", self._write_aside(changed))

    async def _write_aside(self, changed: set[RequestTab]) -> None:
        import asyncio

        error = await asyncio.to_thread(self._write, self._collect(changed))
        self._on_its_way = set()
        if error is not None:
            self._changed |= changed & self._numbers.keys()  # with the next change it is tried again
            self._tell(error)
        else:
            self._told = False

    def _collect(self, changed: Iterable[RequestTab]) -> _State:
        """What threads may read: nothing in it is copied, and nothing of it will change."""
        wanted = set(changed)
        states = {}
        for tab in self._requests.all():
            if tab in wanted or tab not in self._numbers:
                state = KeptTab(tab.request(), tab.snapshot())
                if state.empty:
                    self._numbers.pop(tab, None)
                    continue
                if tab not in self._numbers:
                    self._numbers[tab] = next(self._count)
                states[self._numbers[tab]] = state
        kept = [tab for tab in self._requests.all() if tab in self._numbers]
        front = self._requests.current()
        order = (*(self._numbers[tab] for tab in kept), *self._unshown)
        return _State(states, order, kept.index(front) if front in kept else 0, self._layout())

    def _write(self, state: _State, last: bool = False) -> OSError | None:
        """In a thread, but for the last time."""
        with self._writing:
            try:
                for number, tab in state.tabs.items():
                    self._store.write(number, tab.as_json())
                self._store.arrange(state.order, state.front, state.layout)
            except OSError as error:
                return error
            finally:
                if last:
                    self._store.close()
        return None

    def _tell(self, error: OSError) -> None:
        if not self._told:  # once: it would come again with each key
            self._told = True
            self._surroundings.noticed.emit(
                f"Open requests cannot be kept for the next start: {error.strerror or error}. Save what you need."
            )
