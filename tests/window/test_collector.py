"""Garbage is collected in the window's thread, and nowhere else."""

from __future__ import annotations

import asyncio
import gc
import threading
import weakref
from collections.abc import Callable, Iterator

import pytest
import shiboken6
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from tests.window.conftest import Go
from tests.window.live import connected, ended

from gradioscope.window.collector import Collector
from gradioscope.window.main_window import MainWindow

PAGES = ("settings", "history-page", "run-folder", "run-data", "shortcuts", "palette", "import", "save", "preview")


class Knot:
    """Held by nothing but itself."""

    def __init__(self) -> None:
        self.me = self


def test_a_cycle_made_while_a_window_lives_is_collected_in_its_thread(qtbot: QtBot) -> None:
    collector = Collector()
    try:
        assert not gc.isenabled()
        where: list[int] = []
        knot = Knot()
        weakref.finalize(knot, lambda: where.append(threading.get_ident()))
        del knot
        kept: list[Knot] = []
        worker = threading.Thread(target=lambda: kept.extend(Knot() for _ in range(20_000)))
        worker.start()
        worker.join()
        assert where == []  # a thread that allocates collects nothing
        qtbot.waitUntil(lambda: bool(where))
        assert where == [threading.get_ident()]
    finally:
        collector.stop()
    assert gc.isenabled()


def lost() -> Iterator[str]:
    """What the collector would take although it stands in a window, once for each generation."""
    for generation in (0, 1, 2):
        gc.set_debug(gc.DEBUG_SAVEALL)
        gc.collect(generation)
        gc.set_debug(0)
        for found in gc.garbage:
            if isinstance(found, QWidget) and shiboken6.isValid(found) and found.parentWidget() is not None:
                yield f"{type(found).__name__} in {type(found.parentWidget()).__name__}"
        gc.garbage.clear()


def test_nothing_that_is_shown_is_garbage(go: Go, serve: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A widget whose parent PySide does not know is held by nobody, and falls with the first cycle it is in."""
    monkeypatch.setattr(Collector, "_look", lambda _: None)
    url = serve("components")

    async def script(window: MainWindow) -> None:
        tab, work = await connected(window, url)
        assert tab.app is not None
        assert list(lost()) == []
        for endpoint in tab.app.endpoints[::4]:
            work.request.picker.choose(endpoint.name)
            await asyncio.sleep(0)
            assert list(lost()) == [], endpoint.name
        tab.run()
        await ended(work)
        for panel in range(4):
            work.response.show_panel(panel)
            await asyncio.sleep(0)
            assert list(lost()) == [], panel
        for command in PAGES:
            window.actions_.action(command).trigger()
            for _ in range(5):
                await asyncio.sleep(0.01)
                assert list(lost()) == [], command

    go(script)
