"""What a person chose for a collection on this computer: the active environment, and what it may read.

Nothing of it is in the collection, which is shared with others and may come from somebody else:

- Which environment is active is remembered by the collection's id.
- Names of the process's environment are allowed for one folder.
- Secrets are in the keyring by the collection's id, which anybody can write into a folder of theirs. So each folder
  that uses them is confirmed once; the one they were first given in, without asking.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from gradioscope.gradio.model import Json
from gradioscope.library.places import Places
from gradioscope.library.settings import JsonFile


class Choices:
    """Kept in the state folder. Reads the file again each time, as two windows may choose."""

    def __init__(self, places: Places) -> None:
        self._file = JsonFile(self.file(places))

    @staticmethod
    def file(places: Places) -> Path:
        """Where they are kept."""
        return places.state / "environments.json"

    @property
    def notice(self) -> str:
        """Empty, or what went wrong with the file, for the person."""
        return self._file.notice

    def active(self, key: str) -> str:
        """The name of the active environment; empty for none. `key` is the collection's id, or its folder's path."""
        found = self._of(key).get("active")
        return found if isinstance(found, str) else ""

    def activate(self, key: str, name: str) -> None:
        self._set(key, "active", name or None)

    def allowed(self, folder: Path) -> tuple[str, ...]:
        """The names of the process's environment that requests in this collection's folder may read."""
        return self._texts(_path(folder), "allowed")

    def all_allowed(self) -> list[tuple[Path, tuple[str, ...]]]:
        """Every folder with names that its requests may read."""
        self._file.reload()
        found = [(Path(key), self._texts(key, "allowed")) for key in self._file.read()]
        return [(folder, names) for folder, names in found if names]

    def allow(self, folder: Path, names: Iterable[str]) -> None:
        self._add(_path(folder), "allowed", names)

    def disallow(self, folder: Path) -> None:
        """Take all of these back."""
        self._set(_path(folder), "allowed", None)

    def trusted(self, collection: str) -> tuple[Path, ...]:
        """The folders which may use the secrets of the collection with this id."""
        return tuple(map(Path, self._texts(collection, "folders")))

    def trust(self, collection: str, folder: Path) -> None:
        self._add(collection, "folders", [_path(folder)])

    def forget(self, collection: str, folder: Path) -> None:
        """The collection's folder is gone: nothing stays allowed for what may come in its place."""
        self._file.reload()
        rest = [item for item in self._texts(collection, "folders") if item != _path(folder)]
        left: dict[str, Json] = {**self._of(collection), "folders": rest}
        self._file.update({_path(folder): None, collection: left if rest else None})

    def _of(self, key: str) -> dict[str, Json]:
        self._file.reload()
        found = self._file.get(key)
        return found if isinstance(found, dict) else {}

    def _texts(self, key: str, name: str) -> tuple[str, ...]:
        found = self._of(key).get(name)
        return tuple(item for item in found if isinstance(item, str)) if isinstance(found, list) else ()

    def _add(self, key: str, name: str, texts: Iterable[str]) -> None:
        self._set(key, name, list(dict.fromkeys([*self._texts(key, name), *texts])))

    def _set(self, key: str, name: str, value: Json) -> None:
        of_key = {**self._of(key), name: value}
        kept: Json = {name: value for name, value in of_key.items() if value is not None}
        self._file.update({key: kept or None})


def _path(folder: Path) -> str:
    return os.path.realpath(folder)
