"""A picture to look at closely."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from gradioscope.window import theme
from gradioscope.window.outputs.decoding import Picture

MOST, LEAST = 32.0, 0.02


class Canvas(QAbstractScrollArea):
    """Shows a Picture, fitted or at a zoom of the person's choice. Ctrl+wheel, + and - zoom, 0 fits, 1 is 100 %.

    Signals: `zoomed(factor)` in picture pixels per screen pixel; 0 stands for fitted.
    """

    zoomed = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture: Picture | None = None
        self._zoom = 0.0
        self._grabbed: QPointF | None = None
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)

    @property
    def picture(self) -> Picture | None:
        return self._picture

    @property
    def zoom(self) -> float:
        """The chosen zoom, or 0 for fitted."""
        return self._zoom

    def show_picture(self, picture: Picture | None) -> None:
        """Another picture; the zoom stays, so that steps of a generator can be compared."""
        self._picture = picture
        self._ranges()
        self.updateGeometry()
        self.viewport().update()

    def factor(self) -> float:
        """Screen pixels per picture pixel. Fitted, a picture is made smaller, never larger."""
        if self._picture is None:
            return 1.0
        if self._zoom:
            return self._zoom / self.devicePixelRatioF()
        size = self._picture.size
        room = self.viewport().size()
        return min(room.width() / size.width(), room.height() / size.height(), 1.0)

    def set_zoom(self, zoom: float, at: QPointF | None = None) -> None:
        """Zoom so that the point `at` of the viewport stays where it is; 0 fits."""
        old = self.factor()
        point = at or QPointF(self.viewport().width() / 2, self.viewport().height() / 2)
        source = (point - self._origin()) / old
        self._zoom = 0.0 if zoom == 0 else max(LEAST, min(MOST, zoom))
        self._ranges()
        moved = source * self.factor() - point
        self.horizontalScrollBar().setValue(round(moved.x()))
        self.verticalScrollBar().setValue(round(moved.y()))
        self.viewport().update()
        self.zoomed.emit(self._zoom)

    def zoom_by(self, step: float, at: QPointF | None = None) -> None:
        self.set_zoom(self.factor() * self.devicePixelRatioF() * step, at)

    def sizeHint(self) -> QSize:
        height = theme.px(320)
        if self._picture is not None:
            height = min(height, max(self._picture.size.height(), theme.px(48)))
        return QSize(theme.px(240), height)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(80), min(self.sizeHint().height(), theme.px(120)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.text():
            case "+" | "=":
                self.zoom_by(1.25)
            case "-":
                self.zoom_by(0.8)
            case "0":
                self.set_zoom(0)
            case "1":
                self.set_zoom(1)
            case _:
                super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1.0015 ** event.angleDelta().y(), event.position())
            event.accept()
        elif self.verticalScrollBar().maximum() or self.horizontalScrollBar().maximum():
            super().wheelEvent(event)
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._grabbed = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grabbed is not None:
            moved: QPoint = (event.position() - self._grabbed).toPoint()
            self._grabbed = event.position()
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - moved.x())
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() - moved.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        del event
        self._grabbed = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.set_zoom(1 if not self._zoom else 0, event.position())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._ranges()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self.viewport())
        picture = self._picture
        if picture is not None:
            factor = self.factor()
            origin = self._origin()
            target = QRectF(origin, QRectF(0, 0, picture.size.width() * factor, picture.size.height() * factor).size())
            wanted = target.width() * self.devicePixelRatioF()
            image = next((i for i in reversed(picture.levels) if i.width() >= wanted), picture.levels[0])
            if image.hasAlphaChannel():
                painter.setBrushOrigin(origin)
                painter.fillRect(target, _checks())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, factor * self.devicePixelRatioF() < 4)
            painter.drawImage(target, image, QRectF(image.rect()))
        if self.hasFocus():
            painter.setPen(theme.tokens().focus)
            painter.drawRect(self.viewport().rect().adjusted(0, 0, -1, -1))

    def _origin(self) -> QPointF:
        if self._picture is None:
            return QPointF()
        factor = self.factor()
        room = self.viewport().size()
        width, height = self._picture.size.width() * factor, self._picture.size.height() * factor
        return QPointF(
            -self.horizontalScrollBar().value() if width > room.width() + 0.5 else 0,
            -self.verticalScrollBar().value() if height > room.height() + 0.5 else 0,
        )

    def _ranges(self) -> None:
        if self._picture is None or not self._zoom:
            self.horizontalScrollBar().setRange(0, 0)
            self.verticalScrollBar().setRange(0, 0)
            return
        factor = self.factor()
        room = self.viewport().size()
        for bar, length, page in (
            (self.horizontalScrollBar(), self._picture.size.width() * factor, room.width()),
            (self.verticalScrollBar(), self._picture.size.height() * factor, room.height()),
        ):
            bar.setRange(0, max(0, round(length) - page))
            bar.setPageStep(page)
            bar.setSingleStep(20)


def _checks() -> QBrush:
    """What shows through a transparent picture."""
    side = 8
    tile = QPixmap(2 * side, 2 * side)
    colours = theme.tokens()
    tile.fill(colours.surface)
    painter = QPainter(tile)
    shade: QColor = theme.mix(colours.text, colours.surface, 0.1)
    painter.fillRect(0, 0, side, side, shade)
    painter.fillRect(side, side, side, side, shade)
    painter.end()
    return QBrush(tile)
