"""Axes of a plot: where a value lies, which values get a tick, and how they are written. Free of Qt."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from gradioscope.window.outputs.plot_data import AxisKind, Chart, Series, prepare

DAY = 86_400_000.0
_TIMES = (1, 5, 15, 60, 300, 900, 1800, 3600, 10800, 21600, 43200, 86400, 2 * 86400, 7 * 86400)
_MONTHS = (1, 3, 6, 12, 24, 60, 120, 240, 600, 1200)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of an axis, `low` < `high`."""

    low: float
    high: float

    def place(self, value: float) -> float:
        """0 at `low`, 1 at `high`."""
        return (value - self.low) / (self.high - self.low)

    def at(self, share: float) -> float:
        return self.low + share * (self.high - self.low)


@dataclass(frozen=True, slots=True)
class Tick:
    value: float
    text: str


def spans(chart: Chart) -> tuple[Span, Span]:
    """The whole of both axes: the app's limits, else the data's with a little air. Bars stand on zero."""
    xs = [x for series in chart.series for x in series.xs]
    ys = [y for series in chart.series for y in (*series.ys, *series.bases) if not math.isnan(y)]
    if chart.x_kind == "category":
        x = Span(-0.5, max(len(chart.categories), 1) - 0.5)
    elif chart.x_limits is not None:
        x = Span(*chart.x_limits)
    else:
        low, high = (min(xs), max(xs)) if xs else (0.0, 1.0)
        half = (chart.bin_width or _closest(xs)) / 2 if chart.mark == "bar" else 0.0
        x = _wider(low - half, high + half, 0.0 if chart.mark == "line" else 0.03)
    low, high = (min(ys), max(ys)) if ys else (0.0, 1.0)
    y = _wider(low, high, 0.06)
    if chart.mark == "bar":
        y = Span(0.0 if low >= 0 else y.low, 0.0 if high <= 0 and low < 0 else y.high)
    bottom, top = chart.y_limits
    bottom, top = y.low if bottom is None else bottom, y.high if top is None else top
    return x, Span(bottom, top) if bottom < top else y


@dataclass(frozen=True, slots=True)
class Ready:
    """A chart with what takes a while to find out about it: the whole of its axes, its bars' width, its words."""

    chart: Chart
    x: Span
    y: Span
    bar: float
    words: str


def ready(value: Mapping[str, Any], props: Mapping[str, Any]) -> Ready:
    """A value that `is_native`, ready to be shown. NotDrawn where it is no plot. For a thread."""
    chart = prepare(value, props)
    return Ready(chart, *spans(chart), bar_width(chart), told(chart))


def bar_width(chart: Chart) -> float:
    """Of one place on the x axis, in its units."""
    if chart.x_kind == "category":
        return 0.8
    return (chart.bin_width or _closest([x for series in chart.series for x in series.xs])) * 0.9


def ticks(kind: AxisKind, span: Span, most: int, categories: tuple[str, ...] = ()) -> list[Tick]:
    """At most about `most` values of a span that read well, with their texts."""
    if kind == "category":
        every = max(1, math.ceil((span.high - span.low) / max(most, 1)))
        first = max(0, math.ceil(span.low))
        last = min(len(categories) - 1, math.floor(span.high))
        return [Tick(n, categories[n]) for n in range(first, last + 1) if n % every == 0]
    if kind == "time":
        made = _time_ticks(span, most)
        if made:
            return made
    return _number_ticks(span, most)


def written(value: float) -> str:
    """A number as a person reads it: no digits that mean nothing, large and tiny ones with an exponent."""
    if value and not 1e-4 <= abs(value) < 1e9:
        return f"{value:.4g}"
    return f"{value:,.6f}".rstrip("0").rstrip(".")


def when(ms: float) -> str:
    """A time in UTC, to the second where it has one; a number of milliseconds beyond the calendar."""
    try:
        moment = _EPOCH + timedelta(milliseconds=ms)
    except OverflowError:
        return written(ms)
    return moment.strftime("%Y-%m-%d" if ms % DAY == 0 else "%Y-%m-%d %H:%M:%S")


def x_text(chart: Chart, x: float) -> str:
    if chart.x_kind == "category":
        return chart.categories[int(x)] if 0 <= int(x) < len(chart.categories) else ""
    return when(x) if chart.x_kind == "time" else written(x)


def told(chart: Chart) -> str:
    """The plot in words, for a person who does not see it."""
    if not chart.points:
        return f"{chart.title}. ".lstrip(". ") + "A plot without data."
    named = {"bar": "Bar chart", "line": "Line chart", "point": "Scatter plot"}[chart.mark]
    values = [s.value(n) for s in chart.series for n, y in enumerate(s.ys) if not math.isnan(y)]
    xs = [x for series in chart.series for x in series.xs]
    across = f"{len(chart.categories)} categories"
    if chart.x_kind != "category":
        across = f"{x_text(chart, min(xs))} to {x_text(chart, max(xs))}"
    count = chart.points
    parts = [
        f"{named}{f' “{chart.title}”' if chart.title else ''} of {chart.y_title} by {chart.x_title}",
        f"{count:,} {'value' if count == 1 else 'values'}",
        f"{chart.x_title}: {across}",
        f"{chart.y_title}: {written(min(values))} to {written(max(values))}",
    ]
    if chart.legend:
        names = ", ".join(series.name for series in chart.series[:8])
        more = f" and {len(chart.series) - 8} more" if len(chart.series) > 8 else ""
        parts.append(f"{len(chart.series)} series by {chart.legend}: {names}{more}")
    return ". ".join(parts) + "."


def thinned(chart: Chart, x: Span, y: Span, columns: int, rows: int) -> Chart:
    """A chart of no more marks than its pixels can show. For a thread."""
    series = []
    for one in chart.series:
        order = list(range(len(one.xs)))
        if len(one.xs) > 4 * columns:
            order = _by_cell(one, x, y, columns, rows) if chart.mark == "point" else _by_column(one, x, columns)
        bases = tuple(one.bases[n] for n in order) if one.bases else ()
        series.append(replace(one, xs=tuple(one.xs[n] for n in order), ys=tuple(one.ys[n] for n in order), bases=bases))
    return replace(chart, series=tuple(series))


def _by_column(series: Series, span: Span, columns: int) -> list[int]:
    """Each pixel column's first, last, least and most, and a gap where it has one. What lies outside the span is one
    column on either side, so that a line leaves the plot where it should."""
    found: dict[int, list[int]] = {}
    gaps: dict[int, int] = {}
    for n, (x, y) in enumerate(zip(series.xs, series.ys, strict=True)):
        column = math.floor(max(-0.5 / columns, min(1 + 0.5 / columns, span.place(x))) * columns)
        if math.isnan(y):
            gaps[column] = n
            continue
        four = found.setdefault(column, [n, n, n, n])
        four[1] = n
        if y < series.ys[four[2]]:
            four[2] = n
        if y > series.ys[four[3]]:
            four[3] = n
    return sorted({n for four in found.values() for n in four} | set(gaps.values()))


def _by_cell(series: Series, x: Span, y: Span, columns: int, rows: int) -> list[int]:
    """One point of those that lie on the same two by two pixels, none outside."""
    cells: dict[tuple[int, int], int] = {}
    for n, (across, up) in enumerate(zip(series.xs, series.ys, strict=True)):
        left, top = x.place(across), y.place(up)
        if -0.01 <= left <= 1.01 and -0.01 <= top <= 1.01:
            cells.setdefault((int(left * columns / 2), int(top * rows / 2)), n)
    return list(cells.values())


def _closest(xs: list[float]) -> float:
    """The least distance of two neighbours, 1 where there is none."""
    order = sorted(set(xs))
    return min((b - a for a, b in pairwise(order)), default=1.0) or 1.0


def _wider(low: float, high: float, share: float) -> Span:
    air = (high - low) * share
    if high - low <= max(abs(low), abs(high)) * 1e-12:
        air = abs(low) * 0.1 or 1.0
    return Span(low - air, high + air)


def _number_ticks(span: Span, most: int) -> list[Tick]:
    step = (span.high - span.low) / max(most, 1)
    power = 10.0 ** math.floor(math.log10(step)) if step > 0 else 1.0
    step = next((nice * power for nice in (1, 2, 5, 10) if nice * power >= step * 0.999), 10 * power)
    if not step or not math.isfinite(step):
        return []
    first = math.ceil(span.low / step - 1e-9)
    last = math.floor(span.high / step + 1e-9)
    if last - first > 4 * max(most, 1):
        return []
    return [
        Tick(n * step, written(round(n * step, 12) if abs(step) > 1e-9 else n * step)) for n in range(first, last + 1)
    ]


def _time_ticks(span: Span, most: int) -> list[Tick]:
    """On whole seconds, minutes, hours, days or months; none beyond the calendar or below a second."""
    length = span.high - span.low
    try:
        start, end = _EPOCH + timedelta(milliseconds=span.low), _EPOCH + timedelta(milliseconds=span.high)
    except OverflowError:
        return []
    for seconds in _TIMES:
        step = seconds * 1000.0
        if length / step <= most:
            if length < 1000:
                return []
            first, last = math.ceil(span.low / step), math.floor(span.high / step)
            form = "%H:%M:%S" if seconds < 60 else "%H:%M" if seconds < 86400 else "%d %b"
            return [_moment(n * step, form, length) for n in range(first, last + 1)]
    for months in _MONTHS:
        if length / (months * 30.4 * DAY) <= most:
            made = []
            first = math.ceil((start.year * 12 + start.month - 1) / months) * months
            for month in range(first, end.year * 12 + end.month, months):
                if month // 12 <= 9999:
                    moment = datetime(max(month // 12, 1), month % 12 + 1, 1, tzinfo=UTC)
                    ms = (moment - _EPOCH) / timedelta(milliseconds=1)
                    if span.low <= ms <= span.high:
                        made.append(Tick(ms, moment.strftime("%Y" if months >= 12 else "%b %Y")))
            return made
    return []


def _moment(ms: float, form: str, length: float) -> Tick:
    moment = _EPOCH + timedelta(milliseconds=ms)
    if form.startswith("%H") and length > DAY / 2 and ms % DAY == 0:
        form = "%d %b"
    return Tick(ms, moment.strftime(form))
