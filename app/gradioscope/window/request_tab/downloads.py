"""Files an app returned: fetched for the viewers, saved where the person chooses."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from gradioscope.gradio.errors import Explanation, GradioscopeError
from gradioscope.gradio.model import App, Json
from gradioscope.window.outputs import SaveFiles
from gradioscope.window.surroundings import Surroundings
from gradioscope.window.tasks import Tasks

if TYPE_CHECKING:
    from asyncio import Lock

    from gradioscope.gradio.files import Fetching

PACE = 0.05
"""Seconds between two steps that are told."""
CANCELLED = "The download was cancelled. Run the request again, or save the file."


class Downloads(QObject):
    """One tab's downloads.

    Signals: `fetched(FileData, Path)`, `unfetched(FileData, str)` with why, `saved(Path)`, `failed(Explanation)`
    where one could not be saved; `progressed(Fetching | None)` the latest step of any of them, None when all ended.
    """

    fetched = Signal(object, object)
    unfetched = Signal(object, object)

    saved = Signal(object)
    failed = Signal(object)
    progressed = Signal(object)

    def __init__(self, surroundings: Surroundings, hear_exchange: Callable[[Any], None], parent: QObject) -> None:
        super().__init__(parent)
        self._surroundings = surroundings
        self._hear_exchange = hear_exchange
        self._tasks = Tasks(self)
        self._known: dict[tuple[str, str], Path] = {}
        self._asked: dict[tuple[str, str], Lock] = {}
        self._saves = 0
        self._under_way = 0
        self._told_at = 0.0

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

    def cancel(self) -> None:
        """End all of them. What was to be shown can be asked for again."""
        self._tasks.cancel_all()

    async def obtain(self, app: App, file_data: dict[str, Json], *, limit: int | None = None) -> Path:
        """A returned file on this computer, fetched once per app and path, however many ask for it.

        With a `limit` in bytes it is for nobody who waits: its progress is not told. Raises what `files.download` does.
        """
        import asyncio  # the window's first paint does without

        files = self._surroundings.files
        key = (app.url, str(file_data.get("path")))
        async with self._asked.setdefault(key, asyncio.Lock()):
            path = self._known.get(key)
            if path is None or not await asyncio.to_thread(path.exists):
                folder = await asyncio.to_thread(lambda: files.folder)
                most = files.limit if limit is None else min(files.limit, limit)
                path = await self._download(app, file_data, folder, most, quiet=limit is not None)
                await asyncio.to_thread(files.make_room, path)
                self._known[key] = path
            return path

    async def _fetch(self, app: App, file_data: dict[str, Json]) -> None:
        import asyncio

        try:
            path = await self.obtain(app, file_data)
        except GradioscopeError as error:
            self.unfetched.emit(file_data, str(error.explanation))
        except OSError as error:
            self.unfetched.emit(file_data, f"It cannot be kept on this computer: {error.strerror or error}.")
        except asyncio.CancelledError:
            if isValid(self):
                self.unfetched.emit(file_data, CANCELLED)
            raise
        else:
            self.fetched.emit(file_data, path)

    async def _save(self, app: App, wanted: SaveFiles) -> None:
        try:
            for file_data in wanted.files:
                self.saved.emit(await self._download(app, file_data, wanted.folder, None))
        except GradioscopeError as error:
            self.failed.emit(error.explanation)
        except OSError as error:
            self.failed.emit(
                Explanation(
                    "The file cannot be saved.",
                    f"{wanted.folder}: {error.strerror or error}.",
                    "Choose a folder that can be written to and has room.",
                )
            )

    async def _download(
        self, app: App, file_data: dict[str, Json], folder: Path, limit: int | None, *, quiet: bool = False
    ) -> Path:
        from gradioscope.gradio.files import download

        connection = await self._surroundings.connection_for(self._hear_exchange)
        if quiet:
            return await download(connection, app, file_data, folder, limit=limit)
        self._under_way += 1
        try:
            return await download(connection, app, file_data, folder, self._progress, limit)
        finally:
            self._under_way -= 1
            if not self._under_way and isValid(self):
                self.progressed.emit(None)

    def _progress(self, step: Fetching) -> None:
        now = time.monotonic()
        if now - self._told_at >= PACE:
            self._told_at = now
            self.progressed.emit(step)
