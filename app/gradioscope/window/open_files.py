"""Looks now and then whether the files of the open requests are still what they were."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

from gradioscope.window.open_requests import OpenRequests
from gradioscope.window.tasks import Tasks

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from gradioscope.library.collection.watching import Fingerprint

EVERY = 1500
"""Milliseconds between two looks, of a few microseconds a file."""


class OpenFiles(QObject):
    """Also looks when the window becomes the active one. Signals: `changed(RequestTab)`, also where it is gone."""

    changed = Signal(object)

    def __init__(self, requests: OpenRequests, window: QWidget) -> None:
        super().__init__(window)
        self._requests = requests
        self._window = window
        self._tasks = Tasks(self)
        self._known: dict[Path, Fingerprint | None] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        window.installEventFilter(self)

    def look(self) -> None:
        """Ask the file system, in a thread."""
        paths = [tab.document.path for tab in self._requests.all() if tab.document.path is not None]
        if paths and not self._tasks.busy:
            self._tasks.start("look", self._look(paths))

    async def _look(self, paths: list[Path]) -> None:
        import asyncio

        from gradioscope.library.collection import fingerprint

        known = self._known
        now = await asyncio.to_thread(lambda: {path: fingerprint(path) for path in paths})
        self._known = now
        for tab in self._requests.all():
            path = tab.document.path
            # one that was not looked at before may have changed since it was read
            if path is not None and path in now and (path not in known or known[path] != now[path]):
                self.changed.emit(tab)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.WindowActivate:
            self.look()
        return super().eventFilter(watched, event)
