"""One image."""

from __future__ import annotations

import shutil
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gradioscope.gradio.model import is_file_data
from gradioscope.window import theme
from gradioscope.window.outputs import decoding
from gradioscope.window.outputs.base import Viewer
from gradioscope.window.outputs.canvas import Canvas
from gradioscope.window.outputs.files import file_name
from gradioscope.window.outputs.saving import SaveFiles, ask_file, ask_folder, safe_name
from gradioscope.window.parts import Button
from gradioscope.window.parts.background import Background
from gradioscope.window.parts.preview import size as in_bytes


class ImageViewer(Viewer):
    """An image file of the app, asked for when it is shown, or one spelled out as a data address."""

    suffix = ".png"

    def make_content(self) -> QWidget:
        self._path: Path | None = None
        self._decoder = Background(self)
        self._decoder.done.connect(self._decoded)
        self._decoder.failed.connect(self._not_decoded)
        content = QWidget(self)
        self.canvas = Canvas(self.ret.label, content)
        self.canvas.zoomed.connect(self._zoomed)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, theme.px(theme.S1), 0, 0)
        column.addWidget(self.canvas)
        return content

    def extra_actions(self) -> list[QWidget]:
        self._fit = self.action("expand", "Fit", checkable=True)
        self._fit.setChecked(True)
        self._full = Button("100 %", "quiet", compact=True)
        self._full.setAccessibleName(f"100 %: {self.ret.label}")
        self._fit.clicked.connect(self._fit_now)
        self._full.clicked.connect(self._full_now)
        return [self._fit, self._full]

    def accepts(self, value: Any) -> bool:
        return is_file_data(value) or _data_url(value) is not None

    def show_value(self, value: Any) -> None:
        """The last picture stays in view until the new one is decoded."""
        self._path = None
        url = _data_url(value)
        if url is not None:
            self._decoder.start(partial(decoding.from_data_url, url))
            return
        self.canvas.setAccessibleDescription(f"Image {file_name(value)}")
        self._note(f"{file_name(value)} is being fetched…")
        self.fileRequested.emit(value)

    def show_file(self, file: dict[str, Any], path: Path) -> None:
        if file == self.shown:
            self._path = path
            self._decoder.start(partial(decoding.from_file, path))

    def file_failed(self, file: dict[str, Any], why: str) -> None:
        if file == self.shown:
            self._note(why, "danger")

    def copy(self) -> None:
        """The picture, for a program that takes one; its JSON where that is shown."""
        picture = self.canvas.picture
        if picture is None or self._raw_shown():
            super().copy()
        else:
            QGuiApplication.clipboard().setImage(picture.levels[0])

    def save(self) -> None:
        if self._raw_shown():
            super().save()
        elif self._path is not None:
            ask_file(self, self._path.name, self._save_to)
        elif is_file_data(self.shown):
            ask_folder(self, self._fetch_into)
        elif self.canvas.picture is not None:
            ask_file(self, safe_name(self.ret.label, ".png"), self._write_to)

    def _fetch_into(self, folder: str) -> None:
        self.saveRequested.emit(SaveFiles([self.shown], Path(folder)))

    def _save_to(self, target: str) -> None:
        """The file as the app sent it, not as it was decoded."""
        if self._path is None:
            return
        try:
            shutil.copyfile(self._path, target)
        except OSError as error:
            self._note(f"Not saved: {error.strerror or error}.", "danger")
        else:
            self._note(f"Saved as {target}")

    def _write_to(self, target: str) -> None:
        picture = self.canvas.picture
        if picture is not None and not picture.levels[0].save(target):
            self._note("Not saved: the file could not be written in that format.", "danger")

    def _decoded(self, picture: decoding.Picture) -> None:
        self.canvas.show_picture(picture)
        facts = [f"{picture.size.width()} × {picture.size.height()}", picture.format.upper()]
        with suppress(OSError):  # it may have made room for newer files since it was decoded
            facts += [in_bytes(self._path.stat().st_size)] if self._path is not None else []
        name = file_name(self.shown) if is_file_data(self.shown) else ""
        words = ", ".join([part for part in (name, *facts) if part])
        self._note(" · ".join([part for part in (name, *facts) if part]))
        self.canvas.setAccessibleDescription(f"Image {words}")

    def _not_decoded(self, error: BaseException) -> None:
        self.canvas.show_picture(None)
        text = str(error) if isinstance(error, decoding.NotShown) else f"The picture cannot be shown: {error}."
        self._note(text, "warning")

    def _zoomed(self, zoom: float) -> None:
        self._fit.setChecked(zoom == 0)

    def _fit_now(self) -> None:
        self.canvas.set_zoom(0)

    def _full_now(self) -> None:
        self.canvas.set_zoom(1)


def _data_url(value: Any) -> str | None:
    """The address of a picture spelled out in the value itself, as streamed images are (Gradio 5 and later)."""
    url = value.get("url") if isinstance(value, dict) else value
    return url if isinstance(url, str) and url.startswith("data:image/") else None
