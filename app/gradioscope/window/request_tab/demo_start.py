"""Starting the built-in demo app for a tab, away from the window's thread."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from shiboken6 import isValid

from gradioscope.gradio.errors import GradioscopeError
from gradioscope.window.surroundings import Surroundings
from gradioscope.window.tasks import Tasks

if TYPE_CHECKING:
    from gradioscope.window.request_tab.tab import RequestTab


class DemoStart(QObject):
    """The demo app is one child process of the window, whatever number of tabs uses it."""

    def __init__(self, surroundings: Surroundings, parent: QObject) -> None:
        super().__init__(parent)
        self._surroundings = surroundings
        self._tasks = Tasks(self)

    def open_in(self, tab: RequestTab) -> None:
        tab.show_demo("Starting the demo app …", busy=True)
        self._tasks.start("demo", self._start(tab))

    async def _start(self, tab: RequestTab) -> None:
        import asyncio

        loop = asyncio.get_running_loop()

        def tell(words: str) -> None:  # in the thread
            loop.call_soon_threadsafe(partial(_show, tab, words, busy=True))

        try:
            url = await asyncio.to_thread(self._surroundings.demo.start, tell)
        except GradioscopeError as error:
            _show(tab, str(error.explanation), problem=True)
            return
        _show(tab, "A small real app on this computer, to try things on")
        if isValid(tab):
            tab.connect_to(url)


def _show(tab: RequestTab, text: str, *, busy: bool = False, problem: bool = False) -> None:
    if isValid(tab):  # it may have been closed meanwhile
        tab.show_demo(text, busy=busy, problem=problem)
