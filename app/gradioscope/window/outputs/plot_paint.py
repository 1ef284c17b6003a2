"""A chart painted: axes, hairlines, legend and marks, onto a widget, a picture or an SVG alike."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from gradioscope.window import theme
from gradioscope.window.outputs.plot_data import Chart, Series
from gradioscope.window.outputs.plot_scale import Ready, Span, Tick, ticks

_LIGHT = ("#c64a0a", "#1f6fb2", "#2e7d4f", "#8e44ad", "#8a6d00", "#b0305c", "#0f7c80", "#5b5bd6")
_DARK = ("#f08a4b", "#6fb1ea", "#6cc58f", "#c792ea", "#e0bb4a", "#f27ba0", "#55c3c7", "#a3a3ff")
READABLE = 3.0
"""Least contrast of a mark with the surface; a colour the app wishes with less is not used."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a chart's parts lie, in pixels: `plot` is the inside of the axes."""

    plot: QRectF
    x: Span
    y: Span
    across: list[Tick]
    up: list[Tick]
    bar: float

    def point(self, x: float, y: float) -> QPointF:
        """Bounded, so that what lies far outside can be given to the painter."""
        left = max(-2.0, min(3.0, self.x.place(x)))
        top = max(-2.0, min(3.0, self.y.place(y)))
        return QPointF(self.plot.left() + left * self.plot.width(), self.plot.bottom() - top * self.plot.height())


def colour(series: Series, number: int) -> QColor:
    """The app's wish where it can be seen on the surface, else one of the palette."""
    wished = QColor(series.colour) if series.colour and QColor.isValidColorName(series.colour) else QColor()
    t = theme.tokens()
    if wished.isValid() and wished.alpha() == 255 and theme.contrast(wished, t.surface) >= READABLE:
        return wished
    palette = _DARK if t.dark else _LIGHT
    made = QColor(palette[number % len(palette)])
    round_ = number // len(palette)
    return theme.mix(made, t.text, max(0.4, 1 - 0.25 * round_)) if round_ else made


def lay_out(ready: Ready, area: QRectF, x: Span) -> Layout:
    """Where everything goes in `area`, with `x` as the stretch of the x axis in view."""
    chart, y = ready.chart, ready.y
    metrics = QFontMetricsF(theme.font("meta"))
    line = metrics.height()
    up = ticks("number", y, max(2, int(area.height() / (line * 2.5))))
    gutter = max((metrics.horizontalAdvance(tick.text) for tick in up), default=0.0) + theme.px(8)
    above = line + theme.px(8) + (line * 1.3 if chart.title else 0) + (line + theme.px(8) if _legend(chart) else 0)
    below = 2 * line + theme.px(12) + (line if chart.caption else 0)
    plot = area.adjusted(gutter, above, -theme.px(12), -below)
    plot.setWidth(max(plot.width(), 8.0))
    plot.setHeight(max(plot.height(), 8.0))
    wide = max((metrics.horizontalAdvance(name) for name in chart.categories[:40]), default=0.0)
    room = min(max(wide + theme.px(12), theme.px(48)), theme.px(120)) if chart.categories else theme.px(84)
    return Layout(plot, x, y, ticks(chart.x_kind, x, max(1, int(plot.width() / room)), chart.categories), up, ready.bar)


def paint(painter: QPainter, chart: Chart, area: QRectF, layout: Layout) -> None:
    """The whole chart. `chart` may be thinned; `layout` is that of the whole."""
    t = theme.tokens()
    painter.setFont(theme.font("meta"))
    metrics = QFontMetricsF(theme.font("meta"))
    line, gap, plot = metrics.height(), theme.px(4), layout.plot
    painter.setPen(QPen(t.border, 1))
    for tick in layout.up:
        at = layout.point(layout.x.low, tick.value).y()
        painter.drawLine(QPointF(plot.left(), at), QPointF(plot.right(), at))
    painter.setPen(QPen(t.border_strong, 1))
    painter.drawLine(plot.bottomLeft(), plot.bottomRight())
    painter.setPen(t.text_muted)
    right, middle = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignVCenter
    for tick in layout.up:
        at = layout.point(layout.x.low, tick.value).y()
        painter.drawText(
            QRectF(area.left(), at - line, plot.left() - area.left() - 2 * gap, 2 * line), right | middle, tick.text
        )
    slot = plot.width() / max(len(layout.across), 1)
    for tick in layout.across:
        text = metrics.elidedText(tick.text, Qt.TextElideMode.ElideRight, max(slot - gap, line * 2))
        at, half = layout.point(tick.value, layout.y.low).x(), metrics.horizontalAdvance(text) / 2
        left = max(area.left(), min(at - half, area.right() - 2 * half))
        painter.drawText(QPointF(left, plot.bottom() + gap + metrics.ascent()), text)
    under = QRectF(plot.left(), plot.bottom() + gap + line, plot.width(), line + gap)
    _line(painter, metrics, under, chart.x_title, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom)
    if chart.caption:
        _line(painter, metrics, under.translated(0, line), chart.caption, Qt.AlignmentFlag.AlignBottom)
    top = area.top()
    if chart.title:
        painter.setPen(t.text)
        painter.setFont(theme.font("body"))
        _line(
            painter, QFontMetricsF(theme.font("body")), QRectF(area.left(), top, area.width(), line * 1.3), chart.title
        )
        painter.setFont(theme.font("meta"))
        top += line * 1.3
    if _legend(chart):
        _paint_legend(painter, metrics, chart, QRectF(area.left(), top, area.width(), line))
        top += line + 2 * gap
    painter.setPen(t.text_muted)
    _line(painter, metrics, QRectF(area.left(), top, area.width(), line), chart.y_title)
    painter.save()
    painter.setClipRect(plot.adjusted(-gap, -gap, gap, 1))
    _paint_marks(painter, chart, layout)
    painter.restore()


def bars(chart: Chart, layout: Layout) -> Iterator[tuple[int, int, QRectF]]:
    """Each bar: its series, its place in it, and its rectangle."""
    width = layout.bar
    side_by_side = 1 if chart.stacked else max(len(chart.series), 1)
    for number, series in enumerate(chart.series):
        for n, (x, y) in enumerate(zip(series.xs, series.ys, strict=True)):
            if not math.isnan(y):
                left = x - width / 2 + (width / side_by_side * number if side_by_side > 1 else 0)
                one = layout.point(left, y)
                other = layout.point(left + width / side_by_side, series.bases[n])
                rect = QRectF(one, other).normalized()
                rect.setWidth(max(rect.width(), 1.0))
                yield number, n, rect


def _paint_marks(painter: QPainter, chart: Chart, layout: Layout) -> None:
    if chart.mark == "bar":
        for number, _, rect in bars(chart, layout):
            painter.fillRect(rect, colour(chart.series[number], number))
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for number, series in enumerate(chart.series):
        paint_with = colour(series, number)
        few = len(series.xs) <= layout.plot.width() / theme.px(12)
        places = [None if math.isnan(y) else layout.point(x, y) for x, y in zip(series.xs, series.ys, strict=True)]
        if chart.mark == "line":
            pen = QPen(paint_with, theme.px(2))
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for run in _runs(places):
                painter.drawPolyline(QPolygonF(run))
        if chart.mark == "point" or few:
            # a see-through mark shows where many lie upon one another
            fill = QColor(paint_with)
            fill.setAlphaF(0.7 if chart.mark == "point" else 1.0)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(fill)
            radius = theme.px(3)
            for place in places:
                if place is not None:
                    painter.drawEllipse(place, radius, radius)


def _runs(places: list[QPointF | None]) -> Iterator[list[QPointF]]:
    run: list[QPointF] = []
    for place in [*places, None]:
        if place is not None:
            run.append(place)
        elif run:
            # a point alone between two gaps is a dot
            yield run if len(run) > 1 else [run[0], run[0] + QPointF(0.5, 0)]
            run = []


def _legend(chart: Chart) -> list[tuple[int, Series]]:
    if not chart.legend:
        return []
    return [(n, s) for n, s in enumerate(chart.series) if chart.in_legend is None or s.name in chart.in_legend]


def _paint_legend(painter: QPainter, metrics: QFontMetricsF, chart: Chart, row: QRectF) -> None:
    """As many series as the row has room for, then how many more there are."""
    t, left, gap = theme.tokens(), row.left(), theme.px(8)
    entries = _legend(chart)
    painter.setPen(t.text_muted)
    for done, (number, series) in enumerate(entries):
        text = metrics.elidedText(series.name, Qt.TextElideMode.ElideRight, theme.px(140))
        width = gap + theme.px(4) + metrics.horizontalAdvance(text)
        rest = f"+{len(entries) - done}"
        if left + width > row.right() - (metrics.horizontalAdvance(rest) if done + 1 < len(entries) else 0):
            painter.drawText(QPointF(left, row.top() + metrics.ascent()), rest)
            return
        side = theme.px(8)
        painter.fillRect(QRectF(left, row.center().y() - side / 2, side, side), colour(series, number))
        painter.drawText(QPointF(left + gap + theme.px(4), row.top() + metrics.ascent()), text)
        left += width + 2 * gap


def _line(
    painter: QPainter,
    metrics: QFontMetricsF,
    box: QRectF,
    text: str,
    how: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignVCenter,
) -> None:
    painter.drawText(box, how, metrics.elidedText(text.replace("\n", " "), Qt.TextElideMode.ElideRight, box.width()))
