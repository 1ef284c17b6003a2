"""Playing in the window, where QtMultimedia is installed (the extra `media`); otherwise nothing of this is made."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QHBoxLayout, QSlider, QVBoxLayout, QWidget

from gradioscope.gradio.media.sound import duration
from gradioscope.window import theme
from gradioscope.window.parts import IconButton, Label
from gradioscope.window.parts.wave import Wave


class Player:
    """A row with play, place and time, put into a layout when the first file comes. Nothing plays unasked."""

    def __init__(self, parent: QWidget, column: QVBoxLayout) -> None:
        self._parent, self._column = parent, column
        self._player: Any = None
        self._wave: Wave | None = None
        self.plays = find_spec("PySide6.QtMultimedia") is not None
        """Whether this computer can play in the window."""

    def load(self, path: Path) -> None:
        if not self.plays:
            return
        if self._player is None:
            self._make()
        self._player.setSource(QUrl.fromLocalFile(str(path)))

    def follow(self, wave: Wave) -> None:
        """Show there how much was played."""
        self._wave = wave

    def _make(self) -> None:
        from PySide6.QtMultimedia import QAudioOutput, QMediaPlayer

        self._player = QMediaPlayer(self._parent)
        self._player.setAudioOutput(QAudioOutput(self._parent))
        row = QHBoxLayout()
        row.setSpacing(theme.px(theme.S2))
        self._button = IconButton("run", "Play", self._parent)
        self._button.clicked.connect(self._toggle)
        self._place = QSlider(Qt.Orientation.Horizontal, self._parent)
        self._place.setAccessibleName("Place")
        self._place.sliderMoved.connect(self._player.setPosition)
        self._time = Label("", "meta", "muted", self._parent)
        for widget in (self._button, self._place, self._time):
            row.addWidget(widget, 1 if widget is self._place else 0)
        self._column.insertLayout(self._column.count() - 1, row)
        self._player.positionChanged.connect(self._moved)
        self._player.playbackStateChanged.connect(self._state)

    def _toggle(self) -> None:
        playing = self._player.playbackState() == self._player.PlaybackState.PlayingState
        (self._player.pause if playing else self._player.play)()

    def _state(self) -> None:
        playing = self._player.playbackState() == self._player.PlaybackState.PlayingState
        self._button.set_icon("stop" if playing else "run")
        self._button.set_name("Pause" if playing else "Play")

    def _moved(self, milliseconds: int) -> None:
        whole = max(1, self._player.duration())
        self._place.setRange(0, whole)
        if not self._place.isSliderDown():
            self._place.setValue(milliseconds)
        self._time.setText(f"{duration(milliseconds / 1000)} / {duration(whole / 1000)}")
        if self._wave is not None:
            self._wave.show_played(milliseconds / whole)
