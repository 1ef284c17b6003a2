"""Files an app returned: fetched for the viewers, saved where the person chooses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from gradioscope.gradio.errors import GradioscopeError
from gradioscope.gradio.model import App, Json
from gradioscope.window.outputs import SaveFiles
from gradioscope.window.surroundings import Surroundings
from gradioscope.window.tasks import Tasks


class Downloads(QObject):
    """One tab's downloads.

    Signals: `fetched(FileData, Path)`, `unfetched(FileData, str)` with why, `saved(Path)`, `failed(Explanation)`
    where one could not be saved.
    """

    fetched = Signal(object, object)
    unfetched = Signal(object, object)

    saved = Signal(object)
    failed = Signal(object)

    def __init__(self, surroundings: Surroundings, hear_exchange: Callable[[Any], None], parent: QObject) -> None:
        super().__init__(parent)
        self._surroundings = surroundings
        self._hear_exchange = hear_exchange
        self._tasks = Tasks(self)
        self._known: dict[tuple[str, str], Path] = {}
        self._saves = 0

    @property
    def busy(self) -> bool:
        return self._tasks.busy

    def fetch(self, app: App, file_data: dict[str, Json]) -> None:
        """Fetch a file to be shown, once per app and path."""
        self._tasks.start(f"fetch {file_data.get('path')}", self._fetch(app, file_data))

    def save(self, app: App, wanted: SaveFiles) -> None:
        """Save files into the folder the person chose, under their own names."""
        self._saves += 1
        self._tasks.start(f"save {self._saves}", self._save(app, wanted))

    async def _fetch(self, app: App, file_data: dict[str, Json]) -> None:
        import asyncio  # the window's first paint does without

        key = (app.url, str(file_data.get("path")))
        path = self._known.get(key)
        if path is None or not path.exists():
            try:
                path = await self._download(app, file_data, self._surroundings.files.folder)
                await asyncio.to_thread(self._surroundings.files.make_room, path)
            except GradioscopeError as error:
                self.unfetched.emit(file_data, str(error.explanation))
                return
            except OSError as error:
                self.unfetched.emit(file_data, f"It cannot be kept on this computer: {error.strerror or error}.")
                return
            self._known[key] = path
        self.fetched.emit(file_data, path)

    async def _save(self, app: App, wanted: SaveFiles) -> None:
        try:
            for file_data in wanted.files:
                self.saved.emit(await self._download(app, file_data, wanted.folder))
        except GradioscopeError as error:
            self.failed.emit(error.explanation)

    async def _download(self, app: App, file_data: dict[str, Json], folder: Path) -> Path:
        from gradioscope.gradio.files import download

        connection = await self._surroundings.connection_for(self._hear_exchange)
        return await download(connection, app, file_data, folder)
