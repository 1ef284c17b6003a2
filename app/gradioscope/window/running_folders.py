"""Runs of folders and of rows, as pages among the tabs: where they are asked for, and what opening a row leads to."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from gradioscope.gradio.errors import GradioscopeError
from gradioscope.request.saved import SavedRequest
from gradioscope.window.request_tab.document import SUFFIX, snapshot_of

if TYPE_CHECKING:
    from gradioscope.window.main_window import MainWindow
    from gradioscope.window.request_tab.tab import RequestTab
    from gradioscope.window.runs.page import RunPage

NO_ADDRESS = "This request has no address yet: connect to its app first."


class RunningFolders(QObject):
    """Made with the window's other parts; its pages, and what they need, when they are asked for."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._pages: list[RunPage] = []
        window.collections.provide("run", self.run_paths)
        window.requests.currentChanged.connect(self._offer)
        window.requests.rowsAsked.connect(self.run_tab)

    def run_front(self) -> None:
        """Run what is in front: a page of these, or the request."""
        page = self._front()
        if page is not None:
            page.run()
        else:
            self._window.requests.current().run()

    def cancel_front(self) -> None:
        page = self._front()
        if page is not None:
            page.cancel()
        else:
            self._window.requests.current().cancel()

    def run_paths(self, paths: Sequence[Path]) -> None:
        """What the sidebar's menu means: a request over rows, anything else as it is."""
        if len(paths) == 1 and paths[0].name.endswith(SUFFIX):
            self._window.surroundings.tasks.start("open request to run", self._with_data(paths[0]))
        elif paths:
            self.run_folder(paths)

    def ask_folder(self) -> None:
        """Choose a folder to run; the one of the request in front is proposed."""
        path = self._window.requests.current().document.path
        listed = self._window.collections.shelf.folders
        start = path.parent if path is not None else listed[0] if listed else Path.home()
        dialog = QFileDialog(self._window, "Run a folder of requests", str(start))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self._folder_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _folder_chosen(self, path: str) -> None:
        self.run_folder([Path(path)])

    def run_folder(self, paths: Sequence[Path]) -> RunPage:
        from gradioscope.window.runs.folder_page import FolderPage

        for page in self._window.tabs.all():
            if isinstance(page, FolderPage) and page.paths == tuple(paths):
                self._window.tabs.show_page(page)
                return page
        page = FolderPage(self._window.surroundings, paths)
        page.ran.connect(self._window.requests.ran.emit)  # the history's; rows are in their results instead
        return self._add(page)

    def run_current(self) -> None:
        self.run_tab(self._window.requests.current())

    def run_tab(self, tab: RequestTab) -> None:
        """The request, as it is in its tab, over rows."""
        if tab.unsettled:
            tab.run()  # which sends nothing, and says why
            return
        saved = tab.request()
        if not saved.address.strip():
            self._window.notice(NO_ADDRESS)
            return
        path = tab.document.path
        self.run_with_data(saved, path.name.removesuffix(SUFFIX) if path else saved.endpoint, path)

    def run_with_data(self, saved: SavedRequest, name: str, path: Path | None) -> RunPage:
        from gradioscope.window.runs.data_page import DataPage

        return self._add(DataPage(self._window.surroundings, saved, name, path))

    async def _with_data(self, path: Path) -> None:
        import asyncio

        from gradioscope.library.collection import read_request

        try:
            saved = await asyncio.to_thread(read_request, path)
        except GradioscopeError as error:
            self._window.notice(str(error))
            return
        self.run_with_data(saved, path.name.removesuffix(SUFFIX), path)

    def _add(self, page: RunPage) -> RunPage:
        self._pages = [each for each in self._pages if each in self._window.tabs.all()]
        self._pages.append(page)
        page.openAsked.connect(self._open)
        page.noticed.connect(self._window.notice)
        page.stateChanged.connect(partial(self._show_state, page))
        self._window.tabs.add(page, page.title)
        page.take_focus()
        return page

    def _open(self, what: object) -> None:
        if isinstance(what, Path):
            self._window.collections.open(what)
        elif isinstance(what, SavedRequest):
            self._window.requests.restore(snapshot_of(what))

    def _show_state(self, page: RunPage, state: str) -> None:
        if page in self._window.tabs.all():
            self._window.tabs.set_state(page, state)
            self._offer()

    def _front(self) -> RunPage | None:
        current = self._window.tabs.current()
        return next((page for page in self._pages if page is current), None)

    def _offer(self, _: object = None) -> None:
        """Run and Cancel, as the page in front can do them."""
        page = self._front()
        if page is not None:
            self._window.actions_.set_enabled("cancel", page.busy)
            self._window.actions_.set_enabled("run", not page.busy)
