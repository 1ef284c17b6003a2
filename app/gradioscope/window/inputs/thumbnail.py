"""A small picture of a file, made in a thread."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gradioscope.gradio.model import Json, LocalFile
from gradioscope.request.file_types import local_problem
from gradioscope.window import icons, theme
from gradioscope.window.inputs.image import Look, look_at
from gradioscope.window.parts.background import Background


class Thumbnail(QWidget):
    """Square; a sign in its place while there is no picture, or for a film."""

    def __init__(self, side: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self._look: Look | None = None
        self._sign = "image"
        self._reading = Background(self)
        self._reading.done.connect(self._looked)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_file(self, file: Json, sign: str = "image") -> None:
        self._sign, self._look = sign, None
        self._reading.forget()
        if isinstance(file, LocalFile) and sign == "image" and local_problem(file) is None:
            side = round(theme.px(self._side) * self.devicePixelRatioF())
            self._reading.start(lambda: look_at(file.path, QSize(side, side)))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(self._side), theme.px(self._side))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        box = QRectF(self.rect())
        clip = QPainterPath()
        clip.addRoundedRect(box, theme.px(theme.SMALL_RADIUS), theme.px(theme.SMALL_RADIUS))
        with QPainter(self) as painter:
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
            painter.setClipPath(clip)
            painter.fillRect(box, theme.tokens().hover)
            if self._look is None:
                side = theme.px(16)
                place = QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)
                icons.paint(painter, place, self._sign, theme.tokens().text_muted)
                return
            picture = self._look.picture
            size = picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
            painter.drawImage(QRectF(left, top, size.width(), size.height()), picture)

    def _looked(self, look: Look | str) -> None:
        self._look = look if isinstance(look, Look) else None
        self.update()
