"""The widget a chart is looked at in: values under the pointer or by the arrow keys, zoom along x."""

from __future__ import annotations

import math
from functools import partial

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFontMetricsF,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPaintDevice,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from gradioscope.window import theme
from gradioscope.window.outputs.plot_data import Chart
from gradioscope.window.outputs.plot_paint import Layout, bars, colour, lay_out, paint
from gradioscope.window.outputs.plot_scale import Ready, Span, thinned, written, x_text
from gradioscope.window.parts.announce import announce
from gradioscope.window.parts.background import Background

AT_ONCE = 4_000
"""Points that are thinned while one waits; more are thinned in a thread."""
NEAR = 24
"""Pixels from the pointer within which a value is told."""


class PlotCanvas(QWidget):
    """Shows a Ready chart. Arrow keys walk its values, Ctrl+wheel, + and - zoom, dragging picks a stretch, 0 or a
    double click shows all again."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ready: Ready | None = None
        self._drawn: Chart | None = None
        self._x: Span | None = None
        self._at: tuple[int, int] | None = None
        self._drag: tuple[float, float] | None = None
        self._thinner = Background(self)
        self._thinner.done.connect(self._thinned)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    @property
    def ready(self) -> Ready | None:
        return self._ready

    def show_chart(self, ready: Ready | None) -> None:
        """Another chart; a zoom stays where it lies within the new one's axis, so that growing data do not jump."""
        old, self._ready = self._ready, ready
        whole = ready.x if ready is not None else None
        kept = self._x
        if (
            kept is None
            or whole is None
            or old is None
            or kept == old.x
            or kept.high > whole.high
            or kept.low < whole.low
        ):
            kept = whole
        self._x = kept
        self._at = None
        self._thin()
        self.setAccessibleDescription(ready.words if ready is not None else "")

    @property
    def shown_span(self) -> Span | None:
        """The stretch of the x axis in view."""
        return self._x

    def zoom(self, low: float, high: float) -> None:
        """Show a stretch of the x axis, within the whole of it."""
        if self._ready is None:
            return
        whole = self._ready.x
        low, high = max(low, whole.low), min(high, whole.high)
        if high - low > (whole.high - whole.low) * 1e-6:
            self._x, self._at = Span(low, high), None
            self._thin()

    def reset(self) -> None:
        if self._ready is not None:
            self.zoom(self._ready.x.low, self._ready.x.high)

    def current(self) -> str:
        """The value that is told, in words; empty where none is."""
        if self._at is None or self._drawn is None:
            return ""
        series, n = self._drawn.series[self._at[0]], self._at[1]
        name = f"{series.name}, " if self._drawn.legend else ""
        return f"{name}{x_text(self._drawn, series.xs[n])}: {written(series.value(n))}"

    def draw(self, device: QPaintDevice, size: QSize) -> None:
        """The chart alone, for a picture or a file."""
        if self._ready is None or self._drawn is None or self._x is None:
            return
        area = QRectF(0, 0, size.width(), size.height()).adjusted(8, 8, -8, -8)
        with QPainter(device) as painter:
            paint(painter, self._drawn, area, lay_out(self._ready, area, self._x))

    def picture(self) -> QImage:
        """The chart at twice its size on the screen, on the window's surface."""
        image = QImage(self.size() * 2, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(2)
        image.fill(theme.tokens().surface)
        self.draw(image, self.size())
        return image

    def sizeHint(self) -> QSize:
        return QSize(theme.px(320), theme.px(280))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(160), theme.px(180))

    # -- marks of no more than the pixels can show

    def _thin(self) -> None:
        if self._ready is None or self._x is None:
            self._thinner.forget()
            self._drawn = None
            self.update()
            return
        chart = self._ready.chart
        size = self.size() * self.devicePixelRatioF()
        work = partial(thinned, chart, self._x, self._ready.y, max(size.width(), 1), max(size.height(), 1))
        if sum(len(series.xs) for series in chart.series) > AT_ONCE:
            self._thinner.start(work)
        else:
            self._thinner.forget()
            self._thinned(work())

    def _thinned(self, chart: Chart) -> None:
        self._drawn, self._at = chart, None
        self.update()

    def _layout(self) -> Layout | None:
        if self._ready is None or self._x is None:
            return None
        return lay_out(self._ready, QRectF(self.rect()).adjusted(0, 0, -1, -1), self._x)

    def _places(self, layout: Layout) -> list[tuple[int, int, QPointF]]:
        """Series, place in it and pixel of each value in view."""
        if self._drawn is None:
            return []
        if self._drawn.mark == "bar":
            found = [(number, n, rect.center()) for number, n, rect in bars(self._drawn, layout)]
        else:
            found = [
                (number, n, layout.point(x, y))
                for number, series in enumerate(self._drawn.series)
                for n, (x, y) in enumerate(zip(series.xs, series.ys, strict=True))
                if not math.isnan(y)
            ]
        inside = layout.plot.adjusted(-1, -1, 1, 1)
        return [one for one in found if inside.contains(one[2])]

    # -- looking

    def _point_at(self, at: tuple[int, int] | None, *, say: bool = False) -> None:
        if at != self._at:
            self._at = at
            self.setToolTip("")
            self.update()
            if say:
                announce(self, self.current())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        layout, at = self._layout(), event.position()
        if layout is None:
            return
        if self._drag is not None:
            self._drag = (self._drag[0], at.x())
            self.update()
            return
        if self._drawn is not None and self._drawn.mark == "bar":
            hit = next(((s, n) for s, n, rect in bars(self._drawn, layout) if rect.contains(at)), None)
            self._point_at(hit)
            return
        best = min(self._places(layout), key=lambda one: (one[2] - at).manhattanLength(), default=None)
        near = best is not None and (best[2] - at).manhattanLength() <= theme.px(NEAR)
        self._point_at((best[0], best[1]) if best is not None and near else None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._drag = (event.position().x(), event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        drag, self._drag, layout = self._drag, None, self._layout()
        if drag is not None and layout is not None and abs(event.position().x() - drag[0]) > theme.px(8):
            shares = sorted((x - layout.plot.left()) / layout.plot.width() for x in (drag[0], event.position().x()))
            self.zoom(layout.x.at(shares[0]), layout.x.at(shares[1]))
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        del event
        self.reset()

    def wheelEvent(self, event: QWheelEvent) -> None:
        layout = self._layout()
        if layout is None or not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return
        share = (event.position().x() - layout.plot.left()) / layout.plot.width()
        self._zoom_by(1.0015 ** -event.angleDelta().y(), max(0.0, min(1.0, share)))
        event.accept()

    def _zoom_by(self, factor: float, share: float = 0.5) -> None:
        if self._x is not None:
            length = (self._x.high - self._x.low) * factor
            middle = self._x.at(share)
            self.zoom(middle - length * share, middle + length * (1 - share))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is not None:
            self._walk(step, along=event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right))
        elif event.text() in ("+", "="):
            self._zoom_by(0.8)
        elif event.text() == "-":
            self._zoom_by(1.25)
        elif event.text() == "0":
            self.reset()
        else:
            super().keyPressEvent(event)

    def _walk(self, step: int, *, along: bool) -> None:
        """To the next value of the series, or to the nearest one of the next series."""
        layout = self._layout()
        places = sorted(self._places(layout), key=lambda one: (one[0], one[2].x())) if layout is not None else []
        if not places:
            return
        here = next((n for n, one in enumerate(places) if (one[0], one[1]) == self._at), None)
        if here is None:
            there = places[0]
        elif along:
            there = places[max(0, min(len(places) - 1, here + step))]
            if there[0] != places[here][0]:
                return
        else:
            x = places[here][2].x()
            others = [one for one in places if one[0] == places[here][0] + step]
            there = min(others, key=lambda one: abs(one[2].x() - x), default=places[here])
        self._point_at((there[0], there[1]), say=True)

    def leaveEvent(self, event: object) -> None:
        del event
        self._point_at(None)

    # -- painting

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._thin()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        layout = self._layout()
        t = theme.tokens()
        with QPainter(self) as painter:
            if layout is not None and self._drawn is not None:
                paint(painter, self._drawn, QRectF(self.rect()).adjusted(0, 0, -1, -1), layout)
                if self._drag is not None:
                    left, right = sorted(self._drag)
                    painter.setOpacity(0.4)
                    painter.fillRect(QRectF(left, layout.plot.top(), right - left, layout.plot.height()), t.selection)
                    painter.setOpacity(1)
                self._paint_current(painter, layout)
            if self.hasFocus():
                painter.setPen(t.focus)
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _paint_current(self, painter: QPainter, layout: Layout) -> None:
        if self._at is None or self._drawn is None:
            return
        t, gap = theme.tokens(), theme.px(theme.S2)
        number, n = self._at
        series = self._drawn.series[number]
        place = layout.point(series.xs[n], series.ys[n])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(t.surface, theme.px(2)))
        painter.setBrush(colour(series, number))
        painter.drawEllipse(place, theme.px(5), theme.px(5))
        metrics = QFontMetricsF(theme.font("meta"))
        text = metrics.elidedText(self.current(), Qt.TextElideMode.ElideMiddle, self.width() - 4 * gap)
        box = QRectF(0, 0, metrics.horizontalAdvance(text) + 2 * gap, metrics.height() + gap)
        box.moveCenter(QPointF(place.x(), place.y() - box.height()))
        box.moveLeft(max(0.0, min(box.left(), self.width() - box.width() - 1)))
        box.moveTop(max(0.0, box.top()))
        painter.setPen(t.border_strong)
        painter.setBrush(t.surface_raised)
        painter.drawRoundedRect(box, theme.SMALL_RADIUS, theme.SMALL_RADIUS)
        painter.setPen(t.text)
        painter.setFont(theme.font("meta"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
