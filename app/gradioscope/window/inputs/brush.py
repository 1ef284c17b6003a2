"""A picture that is drawn upon: strokes of a brush on one layer, and what they make of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from gradioscope.window import theme

HIGHEST = 360


@dataclass(frozen=True, slots=True)
class Stroke:
    """One stroke, in the picture's own pixels. Without a colour it erases."""

    colour: str
    width: float
    points: tuple[tuple[float, float], ...]


def paint_strokes(painter: QPainter, strokes: tuple[Stroke, ...]) -> None:
    """On a layer that is transparent where nothing was drawn."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for stroke in strokes:
        erases = not stroke.colour
        painter.setCompositionMode(
            QPainter.CompositionMode.CompositionMode_Clear
            if erases
            else QPainter.CompositionMode.CompositionMode_SourceOver
        )
        pen = QPen(QColor(stroke.colour or "#000000"), stroke.width)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        points = [QPointF(x, y) for x, y in stroke.points]
        if len(points) == 1:
            painter.drawPoint(points[0])
        else:
            painter.drawPolyline(QPolygonF(points))


def layer(size: QSize, strokes: tuple[Stroke, ...]) -> QImage:
    """The strokes alone, as large as the picture."""
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    with QPainter(image) as painter:
        paint_strokes(painter, strokes)
    return image


class BrushCanvas(QWidget):
    """Shows a picture and draws upon it with the mouse; Ctrl+Z takes a stroke back.

    Signals: `strokesChanged()` when a stroke was ended or taken back.
    """

    strokesChanged = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = QImage()
        self._size = QSize()
        self._strokes: tuple[Stroke, ...] = ()
        self._undone: tuple[Stroke, ...] = ()
        self._current: Stroke | None = None
        self._drawn: QImage | None = None
        self.colour = "#cc3232"
        """Of the next stroke; empty erases."""
        self.thickness = 0.02
        """Of the next stroke, as a part of the picture's longer side."""
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def strokes(self) -> tuple[Stroke, ...]:
        return self._strokes

    @property
    def picture_size(self) -> QSize:
        """The picture's own, in its pixels."""
        return self._size

    def show_picture(self, picture: QImage, size: QSize) -> None:
        """Another picture, made small, and the size it has; the strokes go."""
        self._picture, self._size = picture, size
        self._strokes, self._undone, self._drawn = (), (), None
        self.updateGeometry()
        self.update()

    def undo(self) -> None:
        if self._strokes:
            self._undone = (*self._undone, self._strokes[-1])
            self._set(self._strokes[:-1])

    def redo(self) -> None:
        if self._undone:
            stroke, self._undone = self._undone[-1], self._undone[:-1]
            self._set((*self._strokes, stroke))

    def clear(self) -> None:
        if self._strokes:
            self._undone = ()
            self._set(())

    def add(self, stroke: Stroke) -> None:
        """A stroke that was ended."""
        self._undone = ()
        self._set((*self._strokes, stroke))

    def sizeHint(self) -> QSize:
        size = self._size.scaled(QSize(theme.px(560), theme.px(HIGHEST)), Qt.AspectRatioMode.KeepAspectRatio)
        return QSize(theme.px(200), max(size.height(), theme.px(80))) if self._size.isValid() else QSize(200, 0)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(80), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Undo) and self._strokes:
            self.undo()
        elif event.matches(QKeySequence.StandardKey.Redo) and self._undone:
            self.redo()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._size.isValid():
            width = max(1.0, self.thickness * max(self._size.width(), self._size.height()))
            self._current = Stroke(self.colour, width, (self._at(event.position()),))
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._current is not None:
            self._current = replace(self._current, points=(*self._current.points, self._at(event.position())))
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        del event
        if self._current is not None:
            stroke, self._current = self._current, None
            self.add(stroke)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        target = self._target()
        if target.isEmpty():
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(target, self._picture)
            strokes = self._strokes if self._current is None else (*self._strokes, self._current)
            if strokes:
                painter.drawImage(target, self._layer_shown(strokes, target))
            if self.hasFocus():
                painter.setPen(theme.tokens().focus)
                painter.drawRect(target.adjusted(0, 0, -1, -1))

    def _layer_shown(self, strokes: tuple[Stroke, ...], target: QRectF) -> QImage:
        """The strokes at the size they are seen in, on a layer of their own, so that erasing leaves the picture."""
        ratio = self.devicePixelRatioF()
        image = QImage((target.size() * ratio).toSize(), QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        with QPainter(image) as painter:
            scale = image.width() / max(1, self._size.width())
            painter.scale(scale, scale)
            paint_strokes(painter, strokes)
        return image

    def _set(self, strokes: tuple[Stroke, ...]) -> None:
        self._strokes = strokes
        self.update()
        self.strokesChanged.emit()

    def _target(self) -> QRectF:
        if not self._size.isValid() or self._size.isEmpty():
            return QRectF()
        size = self._size.scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        return QRectF(0, 0, size.width(), size.height())

    def _at(self, place: QPointF) -> tuple[float, float]:
        scale = self._size.width() / max(1.0, self._target().width())
        return (round(place.x() * scale, 1), round(place.y() * scale, 1))
