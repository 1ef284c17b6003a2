"""A real window on its real loop, for tests that go through it as a person does."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from gradioscope.library.places import Places
from gradioscope.window.application import live
from gradioscope.window.look import apply_stored
from gradioscope.window.main_window import MainWindow
from gradioscope.window.request_tab.tab import RequestTab
from gradioscope.window.request_tab.work import Work
from gradioscope.window.surroundings import Surroundings

Script = Callable[[MainWindow], Awaitable[None]]
PATIENCE = 60.0


def go(application: QApplication, script: Script, home: Path) -> None:
    """Open a window, do the script on its loop, close it as the system does. Errors of any kind are raised."""
    application.setQuitOnLastWindowClosed(False)
    surroundings = Surroundings(Places(home))
    apply_stored(application, surroundings.settings)
    window = MainWindow(surroundings)
    window.resize(1280, 800)
    window.show()
    failures: list[BaseException] = []
    reported = window.reports.errors  # the window is gone afterwards

    async def scripted() -> None:
        try:
            await until(lambda: window.recovery.begun, "what was open before")
            await script(window)
        except BaseException as error:
            failures.append(error)
        finally:
            window.leave()

    live(application, window, scripted())
    for error in failures:
        raise error
    if reported:
        raise reported[0]


async def until(reached: Callable[[], object], what: str) -> None:
    """Go on as soon as the condition holds."""
    limit = time.monotonic() + PATIENCE
    while not reached():
        if time.monotonic() > limit:
            raise AssertionError(f"never: {what}")
        await asyncio.sleep(0.01)


async def connected(window: MainWindow, address: str, endpoint: str = "") -> tuple[RequestTab, Work]:
    """The current tab, connected."""
    tab = window.requests.current()
    tab.connect_to(address)
    await until(lambda: not tab.connecting.busy, f"an answer of {address}")
    assert tab.work is not None, tab.status.text
    if endpoint:
        assert tab.work.request.picker.choose(endpoint)
    return tab, tab.work


async def ended(work: Work) -> None:
    await until(lambda: work.running.idle, "the end of the run")


def press(
    key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, widget: QWidget | None = None
) -> None:
    """Press a key where the focus is."""
    target = widget or QApplication.focusWidget()
    assert target is not None
    QTest.keyClick(target, key, modifiers)


CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
