"""Files that one run returned and the next one takes: to the same app as they are there, to another one by way of
this computer."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from gradioscope.gradio.model import App, Json, LocalFile, file_data, files_in, is_file_data

if TYPE_CHECKING:
    from gradioscope.gradio.connection import Connection


class PassedOn:
    """The files of one folder's runs. `close()` removes what was fetched."""

    def __init__(self) -> None:
        self._origins: dict[str, list[tuple[Connection, App]]] = {}
        self._fetched: dict[tuple[str, str], LocalFile] = {}
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def came(self, data: Json, connection: Connection, app: App) -> None:
        """Remember whose the files in a result are."""
        for file in files_in(data):
            if not file["path"].startswith(("http://", "https://")):
                self._origins.setdefault(file["path"], []).append((connection, app))

    async def taken(self, value: Json, app: App) -> Json:
        """The value as that app takes it: another app's files are fetched, to be uploaded. Raises what `download`
        raises."""
        if is_file_data(value):
            return await self._file(value, app)
        if isinstance(value, dict):
            return {key: await self.taken(item, app) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [await self.taken(item, app) for item in value]
        return value

    def close(self) -> None:
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    async def _file(self, file: dict[str, Json], app: App) -> Json:
        origins = self._origins.get(file["path"])
        if not origins:
            return file  # the person's own words
        streamed = bool(file.get("is_stream"))  # what an app streams is no file there
        if not streamed and any(origin.url == app.url and origin.app_id == app.app_id for _, origin in origins):
            name = file.get("orig_name")
            return file_data(file["path"], name if isinstance(name, str) else Path(file["path"]).name)
        connection, origin = origins[-1]
        return await self._fetch(connection, origin, file)

    async def _fetch(self, connection: Connection, app: App, file: dict[str, Json]) -> LocalFile:
        from gradioscope.gradio.files import download

        key = (app.url, file["path"])
        if key not in self._fetched:
            if self._folder is None:
                self._folder = tempfile.TemporaryDirectory(prefix="gradioscope-run-")
            place = Path(tempfile.mkdtemp(dir=self._folder.name))  # its own, so that it keeps its name
            self._fetched[key] = LocalFile(str(await download(connection, app, file, place)))
        return self._fetched[key]
