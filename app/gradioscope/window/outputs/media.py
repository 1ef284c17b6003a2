"""A sound, a film, a model: what can be told of it, and the system's player for the rest."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gradioscope.gradio.model import is_file_data
from gradioscope.window import theme
from gradioscope.window.outputs.file_set import FileData, FileSetViewer
from gradioscope.window.outputs.files import file_name
from gradioscope.window.outputs.playing import Player
from gradioscope.window.parts import Button, Label
from gradioscope.window.parts.background import Background
from gradioscope.window.parts.point_cloud import PointCloud
from gradioscope.window.parts.preview import size as in_bytes
from gradioscope.window.parts.wave import Wave

AT_ONCE = 30 * 1024 * 1024
"""Bytes that are fetched to be looked at without being asked; more only when it is opened or saved."""


class MediaViewer(FileSetViewer):
    """The file's facts, read in a thread once it is here. A stream is fetched when it has ended."""

    grows = False
    playable = True
    plays_here = False
    """Whether it is played in the window where that is possible."""

    def make_content(self) -> QWidget:
        self._reading = Background(self)
        self._reading.done.connect(self._read)
        self._reading.failed.connect(self._unread)
        self._streaming = False
        content = QWidget(self)
        self._facts = Label("", "meta", "muted", content, selectable=True)
        self._play = Button("Open in player" if self.playable else "Open", "quiet", "external", content, compact=True)
        self._play.setAccessibleName(f"{self._play.text()}: {self.ret.label}")
        self._play.clicked.connect(self.open_file)
        self._body = QVBoxLayout(content)
        self._body.setContentsMargins(0, theme.px(theme.S1), 0, 0)
        self._body.setSpacing(theme.px(theme.S1))
        self.furnish(content)
        row = QHBoxLayout()
        row.addWidget(self._facts, 1)
        row.addWidget(self._play)
        self._body.addLayout(row)
        self._player = Player(content, self._body) if self.plays_here else None
        return content

    def furnish(self, content: QWidget) -> None:
        """Room for what a kind shows above the facts."""

    def read(self, path: Path) -> Any:
        """What the file holds; runs in a thread. ValueError with a sentence."""
        raise NotImplementedError

    def show_found(self, found: Any) -> None:
        """What was read, above the facts."""

    def accepts(self, value: Any) -> bool:
        return bool(self.files_in(value))

    def files_in(self, value: Any) -> list[FileData]:
        return [value] if is_file_data(value) else []

    def show_value(self, value: Any) -> None:
        super().show_value(value)
        (file, *_) = self.files_in(value)
        self._reading.forget()
        size = file.get("size")
        self._streaming = bool(file.get("is_stream"))
        self._facts.setText(" · ".join(part for part in (file_name(file), in_bytes(_bytes(size))) if part))
        if self._streaming:
            self._note("The app is sending it piece by piece; it can be played when it has all of it.")
        elif _bytes(size) is None or _bytes(size) <= AT_ONCE:  # type: ignore[operator]
            self.want(file)

    def finish(self) -> None:
        if self._streaming and self._fits:
            self._streaming = False
            self._note("")
            self.want(self.files_in(self.shown)[0])

    def arrived(self, file: FileData, path: Path) -> None:
        if self._fits and file == self.files_in(self.shown)[0]:
            self._note("")
            self._reading.start(partial(self._read_file, path))
            if self._player is not None:
                self._player.load(path)
                self._play.setVisible(not self._player.plays)

    def _read_file(self, path: Path) -> tuple[str, int, Any]:
        return path.name, path.stat().st_size, self.read(path)

    def _read(self, answer: tuple[str, int, Any]) -> None:
        name, size, found = answer
        facts = [name, in_bytes(size), found.facts]
        self._facts.setText(" · ".join(part for part in facts if part))
        self._content.setAccessibleDescription(self._facts.text())
        self.show_found(found)

    def _unread(self, error: BaseException) -> None:
        if isinstance(error, FileNotFoundError):
            self._note("The file made room for newer ones meanwhile. Run the request again to see it.", "warning")
        elif not isinstance(error, ValueError):
            self._note(f"It cannot be read: {error}.", "warning")


class AudioViewer(MediaViewer):
    """The wave of a WAV, and the facts of others."""

    plays_here = True

    def furnish(self, content: QWidget) -> None:
        self._wave = Wave(f"Wave of {self.ret.label}", content)
        self._wave.hide()
        self._body.addWidget(self._wave)

    def read(self, path: Path) -> Any:
        from gradioscope.gradio.media.sound import read_sound

        return read_sound(path)

    def show_found(self, found: Any) -> None:
        self._wave.show_peaks(found.peaks)
        self._wave.setVisible(bool(found.peaks))
        if self._player is not None:
            self._player.follow(self._wave)


class VideoViewer(MediaViewer):
    """A film: 4 and 5 give it with its subtitles in an object, 6 the file itself."""

    def read(self, path: Path) -> Any:
        from gradioscope.gradio.media.film import read_film

        return read_film(path)

    def files_in(self, value: Any) -> list[FileData]:
        if isinstance(value, dict) and "video" in value and not is_file_data(value):
            parts: list[Any] = [value["video"], value.get("subtitles")]
            return [part for part in parts if is_file_data(part)] if is_file_data(parts[0]) else []
        return super().files_in(value)


class ModelViewer(MediaViewer):
    """A model as a cloud of its points, to be turned."""

    playable = False

    def furnish(self, content: QWidget) -> None:
        self._cloud = _Cloud(f"Points of {self.ret.label}", content)
        self._cloud.hide()
        self._body.addWidget(self._cloud, 1)

    def read(self, path: Path) -> Any:
        from gradioscope.gradio.media.model import read_model

        return read_model(path)

    def show_found(self, found: Any) -> None:
        self._cloud.show_points(found.points)
        self._cloud.setVisible(bool(found.points))


class _Cloud(PointCloud):
    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(80), theme.px(180))


def _bytes(size: Any) -> int | None:
    return size if isinstance(size, int) and not isinstance(size, bool) else None
