"""A film, with its subtitles where the app's version of Gradio takes them."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from gradioscope.gradio.model import Json, Parameter
from gradioscope.request.fields import VideoField
from gradioscope.request.fields.files import FileField
from gradioscope.request.fields.media import SUBTITLES, VIDEO
from gradioscope.window.inputs.base import Input
from gradioscope.window.inputs.composite import CompositeInput
from gradioscope.window.inputs.file import FileInput
from gradioscope.window.inputs.media import MediaInput
from gradioscope.window.parts import Label


class VideoInput(CompositeInput):
    """The film's line; below it a quiet one for subtitles where the shape has room for them."""

    def __init__(self, field: VideoField, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._video = field
        self._film = self.add_part(MediaInput(FileField("video", _part(field), VIDEO), self))
        self.column.addWidget(self._film)
        self._subtitles: Input | None = None
        if field.wrapped:
            part = _part(field, f"Subtitles of {field.label}")
            self._subtitles = self.add_part(FileInput(FileField("file", part, SUBTITLES), self))
            self.column.addWidget(Label("Subtitles", "meta", "muted", self))
            self.column.addWidget(self._subtitles)
        self.setFocusProxy(self._film)
        self.start()

    def show_value(self, value: Json) -> None:
        self._film.load(self._video.video(value))
        if self._subtitles is not None:
            self._subtitles.load(self._video.subtitles(value))

    def read(self) -> Json:
        subtitles = self._subtitles.value() if self._subtitles is not None else None
        return self._video.value_of(self._film.value(), subtitles)


def _part(field: VideoField, label: str = "") -> Parameter:
    return replace(field.parameter, label=label or field.label, required=False, default=None, info="")
