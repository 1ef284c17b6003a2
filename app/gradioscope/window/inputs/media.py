"""A sound, a film or a model: a file input with what its header tells, read in a thread."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gradioscope.gradio.model import FieldKind, Json, LocalFile
from gradioscope.request.file_types import local_problem
from gradioscope.window import theme
from gradioscope.window.inputs.file import FileInput
from gradioscope.window.parts import IconButton, Label
from gradioscope.window.parts.background import Background
from gradioscope.window.parts.point_cloud import PointCloud
from gradioscope.window.parts.wave import Wave

_PROMPTS: dict[FieldKind, str] = {
    "audio": "Drop a sound, or write its path or web address",
    "video": "Drop a film, or write its path or web address",
    "model3d": "Drop a 3D model, or write its path or web address",
}


def _reader(kind: FieldKind) -> Callable[[str], Any]:
    if kind == "audio":
        from gradioscope.gradio.media.sound import read_sound

        return read_sound
    if kind == "video":
        from gradioscope.gradio.media.film import read_film

        return read_film
    from gradioscope.gradio.media.model import read_model

    return read_model


class MediaInput(FileInput):
    """The facts below the line, with the wave of a sound or the points of a model; the system's player a click away."""

    def furnish(self) -> None:
        self._line.setPlaceholderText(_PROMPTS.get(self.field.kind, self.prompt))
        self._below: QWidget | None = None
        self._shown = ""
        self._reading: Background | None = None

    def show_file(self) -> None:
        super().show_file()
        value = self.file()
        path = value.path if isinstance(value, LocalFile) else ""
        if path == self._shown:
            return
        self._shown = path
        if self._reading is not None:
            self._reading.forget()
        self._drop()
        if not isinstance(value, LocalFile) or local_problem(value) is not None:
            return
        if self._reading is None:
            self._reading = Background(self)
            self._reading.done.connect(self._read)
            self._reading.failed.connect(self._unread)
        self._reading.start(partial(_reader(self.field.kind), path))

    def file(self) -> Json:
        """The file that is in the line."""
        return self.value()

    def _read(self, found: Any) -> None:
        below = self._make_below(found.facts)
        column = below.layout()
        assert isinstance(column, QVBoxLayout)
        if getattr(found, "peaks", ()):
            wave = Wave(f"Wave of {self.field.label}", below)
            wave.show_peaks(found.peaks)
            column.insertWidget(0, wave)
        elif getattr(found, "points", ()):
            cloud = PointCloud(f"Preview of {self.field.label}", below)
            cloud.setFixedHeight(theme.px(120))
            cloud.show_points(found.points)
            column.insertWidget(0, cloud)

    def _unread(self, error: BaseException) -> None:
        self._make_below(str(error) if isinstance(error, ValueError) else "No preview.")

    def _make_below(self, facts: str) -> QWidget:
        self._drop()
        self._below = below = QWidget(self._frame)
        column = QVBoxLayout(below)
        column.setContentsMargins(theme.px(10), 0, theme.S1, theme.S1)
        column.setSpacing(theme.S1)
        row = QHBoxLayout()
        row.addWidget(Label(facts, "meta", "muted", below), 1)
        play = IconButton("external", f"Open {self.field.label} in the system's player", below)
        play.clicked.connect(self._open)
        row.addWidget(play, 0, Qt.AlignmentFlag.AlignRight)
        column.addLayout(row)
        self._inner.addWidget(below)
        return below

    def _open(self) -> None:
        """A file of the person's own, that they chose."""
        if self._shown and Path(self._shown).is_file():
            QDesktopServices.openUrl(QUrl.fromLocalFile(self._shown))

    def _drop(self) -> None:
        if self._below is not None:
            self._inner.removeWidget(self._below)
            self._below.hide()
            self._below.deleteLater()
            self._below = None
