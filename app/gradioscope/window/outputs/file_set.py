"""What viewers of files have alike: fetch what is to be shown, open it, save it."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from gradioscope.window.outputs import decoding
from gradioscope.window.outputs.base import Viewer
from gradioscope.window.outputs.files import PROGRAMS, file_name
from gradioscope.window.outputs.saving import SaveFiles, ask_file, ask_folder
from gradioscope.window.parts.background import Background

FileData = dict[str, Any]


class FileSetViewer(Viewer):
    """Knows the files in its value (`files_in`), fetches them when `want`ed, and tells `arrived`."""

    def files_in(self, value: Any) -> list[FileData]:
        """The files of an accepted value, the one to open first."""
        raise NotImplementedError

    def arrived(self, file: FileData, path: Path) -> None:
        """A file that was wanted is here."""

    def extra_actions(self) -> list[QWidget]:
        self._paths: dict[str, Path] = {}
        self._wanted: set[str] = set()
        self._opening = ""
        self._open_button = self.action("external", "Open")
        self._open_button.clicked.connect(self.open_file)
        return [self._open_button]

    def show_value(self, value: Any) -> None:
        now = {str(file["path"]) for file in self.files_in(value)}
        self._paths = {path: here for path, here in self._paths.items() if path in now}
        self._wanted &= now
        self._open_button.setVisible(bool(now))

    def want(self, file: FileData) -> None:
        """Have the file fetched, once."""
        path = str(file["path"])
        here = self._paths.get(path)
        if here is not None:
            self.arrived(file, here)
        elif path not in self._wanted:
            self._wanted.add(path)
            self.fileRequested.emit(file)

    def show_file(self, file: FileData, path: Path) -> None:
        key = str(file.get("path"))
        if self._opening == key:
            self._opening = ""
            self._note("")
            _open(path)
        if key in self._wanted:
            self._paths[key] = path
            self.arrived(file, path)

    def file_failed(self, file: FileData, why: str) -> None:
        key = str(file.get("path"))
        if key in self._wanted or key == self._opening:
            self._wanted.discard(key)
            self._opening = ""
            self._note(why, "danger")

    def chosen(self) -> FileData | None:
        """The file that Open opens."""
        files = self.files_in(self.shown) if self._fits else []
        return files[0] if files else None

    def open_file(self) -> None:
        """In the system's own program, once it is fetched; a program or page only in its folder."""
        file = self.chosen()
        if file is None:
            return
        here = self._paths.get(str(file["path"]))
        if here is not None:
            _open(here)
            return
        self._opening = str(file["path"])
        self._note(f"{file_name(file)} is being fetched…")
        self.fileRequested.emit(file)

    def save(self) -> None:
        files = self.files_in(self.shown) if self._fits else []
        here = self._paths.get(str(files[0]["path"])) if len(files) == 1 else None
        if self._raw_shown() or not files:
            super().save()
        elif here is not None:
            ask_file(self, file_name(files[0]), partial(self._copy_to, here))
        else:
            ask_folder(self, self._save_into)

    def _save_into(self, folder: str) -> None:
        self.saveRequested.emit(SaveFiles(self.files_in(self.shown), Path(folder)))

    def _copy_to(self, source: Path, target: str) -> None:
        try:
            shutil.copyfile(source, target)
        except OSError as error:
            self._note(f"Not saved: {error.strerror or error}.", "danger")
        else:
            self._note(f"Saved as {target}")


def _open(path: Path) -> None:
    """Never something that the system would run, whatever its name was made to look like."""
    shown = path.parent if path.suffix.lower() in PROGRAMS else path
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(shown)))


class Decoder(QObject):
    """Decodes pictures one after the other, in a thread.

    Signals: `decoded(path, Picture)`, `refused(path, sentence)`.
    """

    decoded = Signal(object, object)
    refused = Signal(object, object)

    def __init__(self, owner: QObject) -> None:
        super().__init__(owner)
        self._queue: list[Path] = []
        self._busy: Path | None = None
        self._work = Background(self)
        self._work.done.connect(self._done)
        self._work.failed.connect(self._failed)

    def add(self, path: Path) -> None:
        if path != self._busy and path not in self._queue:
            self._queue.append(path)
            self._next()

    def clear(self) -> None:
        """Nothing that still waits is wanted any more."""
        self._queue.clear()

    def _next(self) -> None:
        if self._busy is None and self._queue:
            self._busy = self._queue.pop(0)
            self._work.start(partial(decoding.from_file, self._busy))

    def _done(self, picture: decoding.Picture) -> None:
        path, self._busy = self._busy, None
        self.decoded.emit(path, picture)
        self._next()

    def _failed(self, error: BaseException) -> None:
        path, self._busy = self._busy, None
        known = isinstance(error, decoding.NotShown)
        self.refused.emit(path, str(error) if known else f"The picture cannot be shown: {error}.")
        self._next()
