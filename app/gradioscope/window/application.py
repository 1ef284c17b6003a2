"""Starting and ending the window.

The window is painted before asyncio, qasync and httpx are imported: together they cost as much as the
window itself. Then the loop runs until the window is closed, and what still runs is ended in order.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Coroutine
from types import TracebackType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QEventLoop, QObject
from PySide6.QtWidgets import QApplication

from gradioscope.library.places import Places
from gradioscope.window import tasks, theme
from gradioscope.window.look import apply_stored
from gradioscope.window.loop import new_loop
from gradioscope.window.main_window import MainWindow
from gradioscope.window.surroundings import Surroundings

if TYPE_CHECKING:
    import asyncio

BENCH = "GRADIOSCOPE_BENCH_START"
"""With this in the environment the first paint is told on standard output, and the program ends after it."""
PAINT_PATIENCE = 2000
"""Milliseconds to wait for the first paint: a window that opens minimised is never painted."""
FAREWELL = 2.0
"""Seconds that cancelling a run may take after the window was closed."""


def has_display() -> bool:
    """Whether Qt can open a window here; without one it ends the whole process (exit 134)."""
    if not sys.platform.startswith(("linux", "freebsd", "openbsd")):
        return True
    return any(os.environ.get(name) for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"))


def run(address: str | None = None, demo: bool = False, places: Places | None = None) -> int:
    """Show the window until it is closed. The process's exit code."""
    if not has_display():
        sys.stderr.write(
            "There is no display to open a window on: neither DISPLAY nor WAYLAND_DISPLAY is set. "
            "Use the commands (gradioscope --help), or set one of them.\n"
        )
        return 2
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        application = theme.new_application(sys.argv[:1])
    application.setApplicationName("Gradioscope")
    application.setDesktopFileName("gradioscope")
    application.setQuitOnLastWindowClosed(False)  # the loop ends it, after the clean-up
    surroundings = Surroundings(places or Places())
    apply_stored(application, surroundings.settings)
    window = MainWindow(surroundings, whole=False)
    _show(application, window)
    if BENCH in os.environ:
        sys.stdout.write(f"painted rss={_memory()}\n")
        sys.stdout.flush()
        os._exit(0)
    window.complete()
    return live(application, window, _first(window, address, demo))


def _show(application: QApplication, window: MainWindow) -> None:
    """Until the window is painted for the first time."""
    painted = _FirstPaint(window)
    window.show()
    waited = 0
    while not painted.seen and waited < PAINT_PATIENCE:
        application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        waited += 20


class _FirstPaint(QObject):
    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.seen = False
        self._watched = window.status_line
        self._watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.seen = True
            self._watched.removeEventFilter(self)
        return False


def _memory() -> int:
    """Resident memory of this process in bytes; 0 where the system does not tell."""
    try:
        with open("/proc/self/statm") as statm:
            return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


async def _first(window: MainWindow, address: str | None, demo: bool) -> None:
    if demo:
        window.open_demo()
    elif address:
        window.requests.connect_to(address)


def live(application: QApplication, window: MainWindow, then: Coroutine[Any, Any, None]) -> int:
    """Run the loop, `then` first, until the window was closed and what still ran has ended."""
    import asyncio

    def unexpected(kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            window.leave()
        else:
            window.report(error)

    from gradioscope.window.collector import Collector

    collector = Collector()
    before = sys.excepthook
    sys.excepthook = unexpected
    try:
        with asyncio.Runner(loop_factory=lambda: new_loop(application)) as runner:
            runner.run(_until_closed(window, then))
    finally:
        sys.excepthook = before
        window.deleteLater()
        # now and in this thread, not whenever and wherever Python collects what is left of it
        application.sendPostedEvents(window, QEvent.Type.DeferredDelete.value)
        collector.stop()
    return 0


async def _until_closed(window: MainWindow, then: Coroutine[Any, Any, None]) -> None:
    import asyncio

    loop = asyncio.get_running_loop()
    loop.set_exception_handler(_reporter(window))
    closed = asyncio.Event()
    window.closed.connect(lambda _: closed.set())
    _close_on_signals(loop, window)
    tasks.loop_runs()
    window.surroundings.tasks.start("first", then)
    await closed.wait()
    await end_work()
    await window.surroundings.aclose()
    await _close_generators(loop)


async def _close_generators(loop: asyncio.AbstractEventLoop) -> None:
    """Let asynchronous generators that were left end while the loop still runs: httpx's ask for it as they close."""
    import asyncio

    await loop.shutdown_asyncgens()
    passed = loop.create_future()
    loop.call_soon_threadsafe(passed.set_result, None)  # comes after the closings that wait in the same queue
    await passed
    closing = asyncio.all_tasks() - {asyncio.current_task()}
    if closing:
        await asyncio.wait(closing, timeout=FAREWELL)


async def end_work() -> None:
    """End what runs: requests to cancel may still reach their app, all else stops."""
    import asyncio

    mine = asyncio.current_task()
    working = {task for task in asyncio.all_tasks() if task is not mine}
    for task in working:
        if not task.get_name().startswith(("cancel", "run")):
            task.cancel()
    if working:
        _, late = await asyncio.wait(working, timeout=FAREWELL)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)


def _reporter(window: MainWindow) -> Any:
    def report(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        message = str(context.get("message", ""))
        window.report(error if isinstance(error, BaseException) else RuntimeError(message), message)

    return report


def _close_on_signals(loop: asyncio.AbstractEventLoop, window: MainWindow) -> None:
    import signal

    for name in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(name, window.leave)
        except (NotImplementedError, RuntimeError):  # Windows has none
            signal.signal(name, lambda *_: window.leave())
