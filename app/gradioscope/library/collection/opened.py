"""Which collections are open in the sidebar, from one start of the window to the next."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from gradioscope.library.places import Places
from gradioscope.library.settings import JsonFile


class Opened:
    """Folders in the order they were opened. One that has vanished stays listed: its drive may come back."""

    def __init__(self, places: Places) -> None:
        self._file = JsonFile(places.state / "collections.json")

    @property
    def notice(self) -> str:
        """Empty, or what went wrong with the file, for the person."""
        return self._file.notice

    def folders(self) -> list[Path]:
        found = self._file.get("folders")
        return [Path(item) for item in found if isinstance(item, str)] if isinstance(found, list) else []

    def add(self, folder: Path) -> None:
        """Put a folder at the end; one that is listed stays where it is."""
        folder = Path(os.path.abspath(folder))
        listed = self.folders()
        if folder not in listed:
            self._save([*listed, folder])

    def remove(self, folder: Path) -> None:
        """Take a folder off the list; nothing of it is deleted."""
        folder = Path(os.path.abspath(folder))
        self._save([item for item in self.folders() if item != folder])

    def replace(self, old: Path, new: Path) -> None:
        """A collection has moved, or has another name."""
        self._save([new if item == old else item for item in self.folders()])

    def arrange(self, folders: Sequence[Path]) -> None:
        """In this order; what is not among them comes after it."""
        listed = self.folders()
        first = [folder for folder in folders if folder in listed]
        self._save([*first, *(folder for folder in listed if folder not in first)])

    def _save(self, folders: list[Path]) -> None:
        self._file.update({"folders": list(dict.fromkeys(map(str, folders)))})
