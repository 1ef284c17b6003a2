"""Two pictures under a divider that is moved between them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from gradioscope.gradio.model import is_file_data
from gradioscope.window import theme
from gradioscope.window.outputs.decoding import Picture
from gradioscope.window.outputs.file_set import Decoder, FileData, FileSetViewer
from gradioscope.window.outputs.files import file_name

_STEP = 0.05


class Divided(QWidget):
    """The first picture left of the divider, the second right of it; arrow keys and the mouse move it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures: list[Picture | None] = [None, None]
        self._part = 0.5
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setToolTip("Drag the divider, or press the arrow keys")

    @property
    def part(self) -> float:
        """Where the divider is, from 0 at the left to 1."""
        return self._part

    def show_picture(self, side: int, picture: Picture | None) -> None:
        self._pictures[side] = picture
        self.updateGeometry()
        self.update()

    def move_to(self, part: float) -> None:
        self._part = max(0.0, min(1.0, part))
        self.setAccessibleDescription(f"{round(self._part * 100)} % of the first picture is shown")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(240), theme.px(300))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(80), theme.px(120))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -_STEP, Qt.Key.Key_Right: _STEP, Qt.Key.Key_Home: -1.0, Qt.Key.Key_End: 1.0}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.move_to(self._part + step)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.mouseMoveEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        target = self._target()
        self.move_to((event.position().x() - target.x()) / max(1.0, target.width()))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        colours = theme.tokens()
        target = self._target()
        with QPainter(self) as painter:
            painter.setRenderHints(QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing)
            middle = target.x() + target.width() * self._part
            left = QRectF(target.topLeft(), QPointF(middle, target.bottom()))
            right = QRectF(QPointF(middle, target.top()), target.bottomRight())
            for picture, clip in zip(self._pictures, (left, right), strict=True):
                if picture is not None:
                    painter.setClipRect(clip)
                    painter.drawImage(target, picture.levels[-1])
            painter.setClipping(False)
            if any(self._pictures):
                painter.setPen(QPen(colours.surface, theme.px(3)))
                painter.drawLine(QPointF(middle, target.top()), QPointF(middle, target.bottom()))
                painter.setPen(QPen(colours.accent if self.hasFocus() else colours.text, 1))
                painter.drawLine(QPointF(middle, target.top()), QPointF(middle, target.bottom()))
                painter.setBrush(colours.surface)
                painter.drawEllipse(QPointF(middle, target.center().y()), theme.px(6), theme.px(6))

    def _target(self) -> QRectF:
        picture = next(filter(None, self._pictures), None)
        if picture is None:
            return QRectF(self.rect())
        size = picture.size.scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        return QRectF(0, 0, size.width(), size.height())


class ImagePairViewer(FileSetViewer):
    """Before and after."""

    def make_content(self) -> QWidget:
        self._decoder = Decoder(self)
        self._decoder.decoded.connect(self._decoded)
        self._decoder.refused.connect(self._refused)
        content = QWidget(self)
        self.divided = Divided(self.ret.label, content)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, theme.px(theme.S1), 0, 0)
        column.addWidget(self.divided)
        return content

    def accepts(self, value: Any) -> bool:
        return (
            isinstance(value, list)
            and 0 < len(value) <= 2
            and all(side is None or is_file_data(side) for side in value)
            and any(value)
        )

    def files_in(self, value: Any) -> list[FileData]:
        return [side for side in value if side is not None]

    def show_value(self, value: Any) -> None:
        super().show_value(value)
        self._decoder.clear()
        for side, file in enumerate([*value, None][:2]):
            if file is None:
                self.divided.show_picture(side, None)
            else:
                self.want(file)
        names = [file_name(file) if file else "nothing" for file in value]
        self._note(" | ".join(names))

    def arrived(self, file: FileData, path: Path) -> None:
        del file
        self._decoder.add(path)

    def _decoded(self, path: Path, picture: Picture) -> None:
        for side, file in enumerate(self.shown if self._fits else ()):
            if file is not None and self._paths.get(str(file["path"])) == path:
                self.divided.show_picture(side, picture)

    def _refused(self, path: Path, why: str) -> None:
        self._note(f"{path.name}: {why}", "warning")
