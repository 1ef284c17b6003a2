"""Python's cyclic garbage collector, kept to the window's thread.

It runs in whatever thread happens to allocate, and takes widgets and timers that only a cycle still holds
with it. Qt cannot stop a timer from another thread: it fires later, for an object that is gone, and the
process ends. So the collector is switched off while a window lives, and a timer of the window's thread does
its work, at the thresholds it would have used itself.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

PAUSE = 250
"""Milliseconds between two looks at what there is to collect."""


class Collector(QObject):
    """Works from its making until `stop`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_enabled = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def stop(self) -> None:
        """Collect once more, and let Python do it again."""
        self._timer.stop()
        gc.collect()
        if self._was_enabled:
            gc.enable()

    def _look(self) -> None:
        thresholds, counts = gc.get_threshold(), gc.get_count()
        for generation in (2, 1, 0):
            if counts[generation] > thresholds[generation]:
                gc.collect(generation)
                return
