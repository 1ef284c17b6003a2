"""Folders of the app's server, listed for the inputs that show its tree."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from gradioscope.gradio.errors import GradioscopeError
from gradioscope.gradio.model import App, Endpoint
from gradioscope.window.surroundings import Surroundings
from gradioscope.window.tasks import Tasks


class Listings(QObject):
    """One tab's listings.

    Signals: `listed(parameter, folder, entries)`, `failed(parameter, folder, why)`.
    """

    listed = Signal(object, object, object)
    failed = Signal(object, object, object)

    def __init__(self, surroundings: Surroundings, hear_exchange: Callable[[Any], None], parent: QObject) -> None:
        super().__init__(parent)
        self._surroundings = surroundings
        self._hear_exchange = hear_exchange
        self._tasks = Tasks(self)

    def ask(self, app: App, endpoint: Endpoint, parameter: str, folder: list[str]) -> None:
        """Ask for what is in a folder of the parameter's component."""
        self._tasks.start(f"list {parameter} {folder}", self._list(app, endpoint, parameter, folder))

    async def _list(self, app: App, endpoint: Endpoint, name: str, folder: list[str]) -> None:
        from gradioscope.gradio.call import new_session
        from gradioscope.gradio.server_tree import list_folder

        parameter = endpoint.parameter(name)
        if parameter is None or parameter.component_id is None:
            self.failed.emit(name, folder, "The app does not tell which component lists its files.")
            return
        try:
            connection = await self._surroundings.connection_for(self._hear_exchange)
            entries = await list_folder(connection, app, parameter.component_id, folder, new_session())
        except GradioscopeError as error:
            self.failed.emit(name, folder, error.explanation.what)
            return
        self.listed.emit(name, folder, entries)
