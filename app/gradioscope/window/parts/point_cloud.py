"""A 3D model as a cloud of its points, to be turned with the mouse or the arrow keys."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from gradioscope.window import theme

Point = tuple[float, float, float]
_TURN = 0.15
"""Radians that an arrow key turns it by."""


class PointCloud(QWidget):
    """Points are shown from the front, y upwards, fitted into the widget."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points: list[Point] = []
        self._across, self._down = 0.6, 0.35
        self._grabbed: QPointF | None = None
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setToolTip("Drag, or press the arrow keys, to turn the model")

    def show_points(self, points: Sequence[Point]) -> None:
        if points:
            low = [min(point[axis] for point in points) for axis in range(3)]
            high = [max(point[axis] for point in points) for axis in range(3)]
            middle = [(a + b) / 2 for a, b in zip(low, high, strict=True)]
            size = math.dist(low, high) / 2 or 1.0
            self._points = [
                ((x - middle[0]) / size, (y - middle[1]) / size, (z - middle[2]) / size) for x, y, z in points
            ]
        else:
            self._points = []
        self.update()

    def turn(self, across: float, down: float) -> None:
        """By so many radians."""
        self._across += across
        self._down = max(-math.pi / 2, min(math.pi / 2, self._down + down))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(240), theme.px(200))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(80), theme.px(80))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        turns = {
            Qt.Key.Key_Left: (-_TURN, 0.0),
            Qt.Key.Key_Right: (_TURN, 0.0),
            Qt.Key.Key_Up: (0.0, -_TURN),
            Qt.Key.Key_Down: (0.0, _TURN),
        }
        turn = turns.get(Qt.Key(event.key()))
        if turn is None:
            super().keyPressEvent(event)
        else:
            self.turn(*turn)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._grabbed = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grabbed is not None:
            moved = event.position() - self._grabbed
            self._grabbed = event.position()
            self.turn(moved.x() / 100, moved.y() / 100)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        del event
        self._grabbed = None

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        colours = theme.tokens()
        scale = min(self.width(), self.height()) / 2 * 0.92
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(colours.text, theme.px(2), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawPoints(QPolygonF(self._seen(scale)))
            if self.hasFocus():
                painter.setPen(colours.focus)
                painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _seen(self, scale: float) -> list[QPointF]:
        sin_a, cos_a = math.sin(self._across), math.cos(self._across)
        sin_d, cos_d = math.sin(self._down), math.cos(self._down)
        centre_x, centre_y = self.width() / 2, self.height() / 2
        seen = []
        for x, y, z in self._points:
            side, deep = x * cos_a + z * sin_a, z * cos_a - x * sin_a
            seen.append(QPointF(centre_x + side * scale, centre_y - (y * cos_d - deep * sin_d) * scale))
        return seen
