"""One JSON object on disk, and the person's settings in it."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from gradioscope.library.places import Places

if TYPE_CHECKING:
    from gradioscope.gradio.model import Json


class JsonFile:
    """A JSON object in a file, never a crash.

    A file that is no JSON object is set aside, and `notice` says where. What cannot be read or saved
    lives in memory, and `notice` says so. Keys this version does not know are kept, and so are changes
    another process made to other keys: a save reads the file again first.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.notice = ""
        """Empty, or one sentence or two about what went wrong, for the person."""
        self._values: dict[str, Json] | None = None
        self._unsaved: dict[str, Json] = {}

    def read(self) -> dict[str, Json]:
        """A copy of everything in it, read from the disk the first time."""
        return copy.deepcopy(self._loaded())

    def get(self, key: str, default: Json = None) -> Json:
        return copy.deepcopy(self._loaded().get(key, default))

    def reload(self) -> None:
        """Read the disk again, for what another process may have changed. What is not saved yet stays."""
        self._values = {key: value for key, value in {**self._load(), **self._unsaved}.items() if value is not None}

    def update(self, changes: Mapping[str, Json]) -> bool:
        """Set several keys in one save; None removes a key. Whether it reached the disk."""
        self._loaded()
        # what an earlier save could not write is tried again with this one
        self._unsaved.update(copy.deepcopy(dict(changes)))
        values = {**self._load(), **self._unsaved}
        self._values = {key: value for key, value in values.items() if value is not None}
        try:
            text = json.dumps(self._values, ensure_ascii=False, indent=2, allow_nan=False)
            if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
                # a path whose bytes are no text
                text = json.dumps(self._values, indent=2, allow_nan=False)
            from gradioscope.library.atomic import write_atomically  # not before the window's first paint

            write_atomically(self.path, (text + "\n").encode())
        except OSError as error:
            self.notice = f"{self.path} could not be saved: {error.strerror or error}."
            return False
        self._unsaved.clear()
        return True

    def _loaded(self) -> dict[str, Json]:
        if self._values is None:
            self._values = self._load()
        return self._values

    def _load(self) -> dict[str, Json]:
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            return {}
        except OSError as error:
            self.notice = f"{self.path} could not be read: {error.strerror or error}."
            return dict(self._values or {})
        try:
            values = json.loads(content.decode("utf-8-sig"))
        except (ValueError, RecursionError):
            values = None
        if isinstance(values, dict):
            return values
        from gradioscope.library.atomic import set_aside

        try:
            self.notice = f"{self.path} was damaged; it is kept as {set_aside(self.path).name}, and a new one is begun."
        except OSError as error:
            self.notice = f"{self.path} is damaged and could not be set aside: {error.strerror or error}."
        return dict(self._values or {})


class Settings:
    """The person's settings: any JSON value by a dotted name, such as `look.scheme`.

    `get` reads the file the first time it is asked; `set` saves at once. Values are copies both ways.
    """

    def __init__(self, places: Places) -> None:
        self._file = JsonFile(places.config / "settings.json")

    @property
    def path(self) -> Path:
        return self._file.path

    @property
    def notice(self) -> str:
        """Empty, or what went wrong with the file, for the person."""
        return self._file.notice

    def get(self, key: str, default: Json = None) -> Json:
        return self._file.get(key, default)

    def set(self, key: str, value: Json) -> bool:
        """Set and save; None puts the setting back to its default. Whether it reached the disk."""
        return self._file.update({key: value})

    def update(self, changes: Mapping[str, Json]) -> bool:
        """Several settings in one save."""
        return self._file.update(changes)
