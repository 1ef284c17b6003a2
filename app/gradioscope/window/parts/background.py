"""Work that would hold up the window, done in a thread: formatting megabytes, decoding images.

For plain computing without a loop; what waits for the network is a coroutine and goes through `tasks`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal, Slot


class Background(QObject):
    """One piece of work at a time for one owner, on the application's thread pool.

    Signals, all on the owner's thread: `done(result)`, `failed(exception)`. Starting again, or
    `forget()`, drops the answer of what still runs; the thread itself runs to its end.
    """

    done = Signal(object)
    failed = Signal(object)
    _answered = Signal(object)

    def __init__(self, owner: QObject) -> None:
        super().__init__(owner)
        self._ticket = 0
        self._answered.connect(self._arrived, type=Qt.ConnectionType.QueuedConnection)

    def start(self, work: Callable[[], Any]) -> None:
        """Call `work` in a thread. It must not touch a widget."""
        self._ticket += 1
        QThreadPool.globalInstance().start(_Work(self._ticket, work, self._answered.emit))

    def forget(self) -> None:
        self._ticket += 1

    @Slot(object)
    def _arrived(self, answer: tuple[int, Any, BaseException | None]) -> None:
        ticket, result, error = answer
        if ticket != self._ticket:
            return
        if error is None:
            self.done.emit(result)
        else:
            self.failed.emit(error)


class _Work(QRunnable):
    def __init__(self, ticket: int, work: Callable[[], Any], answer: Callable[[object], None]) -> None:
        super().__init__()
        self._ticket = ticket
        self._work = work
        self._answer = answer

    def run(self) -> None:
        result: Any = None
        error: BaseException | None = None
        try:
            result = self._work()
        except Exception as failure:  # whatever it is, the owner shows it
            error = failure
        try:
            self._answer((self._ticket, result, error))
        except RuntimeError:
            # the owner's C++ half is gone: its window was closed, nobody waits
            return
