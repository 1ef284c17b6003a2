"""The environments in the window: the choice in the tab bar, their pages, and the secrets a collection lacks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from shiboken6 import isValid

from gradioscope.window.environments.picker import EnvironmentPicker
from gradioscope.window.parts.variable_completion import VariableCompletion
from gradioscope.window.tasks import Tasks

if TYPE_CHECKING:
    from gradioscope.window.environments.page import EnvironmentsPage
    from gradioscope.window.main_window import MainWindow
    from gradioscope.window.request_tab.tab import RequestTab
    from gradioscope.window.scopes import Scopes


class OpenEnvironments(QObject):
    """Follows the request in front. What it needs of the keyring and of files is made with the first that has one."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._tasks = Tasks(self)
        self._scopes: Scopes | None = None
        self._path: Path | None = None
        self._looked_at: set[Path] = set()
        self._pages: dict[Path, EnvironmentsPage] = {}
        self.picker = EnvironmentPicker()
        window.tabs.add_beside(self.picker)
        self.completion = VariableCompletion(window)
        self.picker.chosen.connect(self._chosen)
        self.picker.editAsked.connect(self.edit)
        for signal in (window.requests.currentChanged, window.requests.edited):
            signal.connect(self._follow)
        window.collections.provide("environments", self._edit_of)
        self._follow()

    # -- the choice

    def switch(self) -> None:
        """Open the list, as by the shortcut."""
        self.picker.open_list()

    def _follow(self, _: object = None) -> None:
        tab = self._window.requests.current()
        path = tab.resolving.path
        if path == self._path:
            return
        self._path = path
        if path is None:
            if self._scopes is not None:
                self._scopes.watch(None)
            self.picker.show_scope(None)
            return
        if self._scopes is None:
            self._scopes = self._window.surroundings.scopes
            self._scopes.changed.connect(self._changed)
        self._scopes.watch(path)
        self._show()

    def _changed(self, folder: Path | None) -> None:
        if self._path is not None and folder == self._path.parent:
            self._show()

    def _show(self) -> None:
        scope = self._scopes.at(self._path) if self._scopes is not None else None
        self.picker.show_scope(scope)
        if scope is not None and scope.collection is not None and scope.collection not in self._looked_at:
            self._looked_at.add(scope.collection)
            tab = self._window.requests.current()
            self._tasks.start(f"missing {scope.collection}", self._ask_missing(tab, scope.collection))

    def _chosen(self, name: str) -> None:
        if self._path is not None and self._scopes is not None:
            self._scopes.activate(self._path, name)

    # -- a collection that lacks secrets

    async def _ask_missing(self, tab: RequestTab, collection: Path) -> None:
        """Once a session: say what a collection needs that is not on this computer, in the tab that opened it."""
        from gradioscope.gradio.errors import GradioscopeError
        from gradioscope.window.scopes import Needed

        assert self._scopes is not None
        try:
            missing = await self._scopes.missing(collection)
            withheld = await self._scopes.of(collection).withheld()
        except GradioscopeError:
            return  # its file cannot be read, which the run and the page tell
        if (missing or withheld is not None) and isValid(tab):
            tab.tell_needed(Needed(missing, withheld=withheld, who="This collection"))

    # -- what a request comes to

    def preview(self) -> None:
        """The request in front as it would be sent."""
        self._tasks.start("preview", self._preview(self._window.requests.current()))

    async def _preview(self, tab: RequestTab) -> None:
        import asyncio

        from gradioscope.library.environment.preview import parts_of
        from gradioscope.window.environments.resolved import ResolvedCard

        scope = await self._window.surroundings.scopes.read(tab.resolving.path)
        if scope.problem is not None:
            self._window.notice(str(scope.problem))
            return
        request = tab.template()
        parts = await asyncio.to_thread(parts_of, request, scope.variables)
        if isValid(tab):
            ResolvedCard(self._window, parts, scope.active).ask()

    # -- their pages

    def edit(self, _: object = None) -> None:
        """The page of the collection in front, else of the first open one."""
        tab = self._window.requests.current()
        path = tab.resolving.path
        if path is not None:
            self._tasks.start("edit", self._edit(path))
            return
        from gradioscope.library.collection.opened import Opened

        folders = [folder for folder in Opened(self._window.surroundings.places).folders() if folder.is_dir()]
        if folders:
            self.show_page(folders[0])
        else:
            self._window.notice("Environments belong to collections: save the request in one to make some.")

    async def _edit(self, path: Path, folder: Path | None = None) -> None:
        import asyncio

        from gradioscope.library.environment.at_request import collection_at

        page = self.show_page(await asyncio.to_thread(collection_at, path))
        if folder is not None:
            page.look_at(folder)

    def _edit_of(self, paths: tuple[Path, ...]) -> None:
        if paths:
            # a folder's file need not exist: its collection is that of any request in it
            place = paths[0]
            folder = place if place.is_dir() else place.parent
            self._tasks.start("edit", self._edit(folder / "any", folder))

    def show_page(self, collection: Path) -> EnvironmentsPage:
        """The environments of a collection as a page among the tabs."""
        from gradioscope.window.environments.page import EnvironmentsPage

        tabs = self._window.tabs
        page = self._pages.get(collection)
        if page is not None and isValid(page) and page in tabs.all():
            tabs.show_page(page)
            return page
        page = self._pages[collection] = EnvironmentsPage(self._window.surroundings.scopes, collection)
        page.noticed.connect(self._window.notice)
        page.learned.connect(self._window.surroundings.learn)
        tabs.add(page, f"Environments of {collection.name}")
        page.take_focus()
        return page
