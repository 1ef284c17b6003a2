"""What a plot of Gradio's own shows: its rows as series of points, sorted, binned and aggregated as Gradio does it.

Free of Qt, for a thread and for tests. Everything here was written by a stranger: a row that has no place on the
axes is left out and counted, a prop of the wrong type counts as not given.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, cast

Mark = Literal["bar", "line", "point"]
AxisKind = Literal["number", "time", "category"]

ROWS = 1_000_000
"""Most rows that are drawn."""
CATEGORIES = 500
SERIES = 50
"""Most of either that are drawn; the rest is left out and told."""
LARGEST = 1e300
"""Larger numbers are left out: the distance of two of them is no number."""
GAP = math.nan
"""The y of a point that breaks a line."""

_AGGREGATES: dict[str, Callable[[list[float]], float]] = {
    "sum": sum,
    "mean": statistics.fmean,
    "median": statistics.median,
    "min": min,
    "max": max,
    "count": len,
}
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


class NotDrawn(Exception):
    """Why there is no plot of a value, as a sentence."""


@dataclass(frozen=True, slots=True)
class Series:
    """Points of one colour, in the order they are joined. `ys` may be GAP; `xs` are numbers, ms, or places."""

    name: str
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    colour: str = ""
    """As the app wishes it, any text; empty where it wishes none."""
    bases: tuple[float, ...] = ()
    """Where each bar begins; `ys` are then where it ends. Empty for lines and points."""

    def value(self, at: int) -> float:
        """The y that the app sent, or what became of it by aggregation."""
        return self.ys[at] - (self.bases[at] if self.bases else 0)


@dataclass(frozen=True, slots=True)
class Chart:
    """A plot ready to be painted. Limits are in the units of the points: numbers, milliseconds of time, places."""

    mark: Mark
    x_kind: AxisKind
    series: tuple[Series, ...] = ()
    categories: tuple[str, ...] = ()
    title: str = ""
    x_title: str = ""
    y_title: str = ""
    legend: str = ""
    caption: str = ""
    x_limits: tuple[float, float] | None = None
    y_limits: tuple[float | None, float | None] = (None, None)
    stacked: bool = True
    bin_width: float = 0.0
    in_legend: frozenset[str] | None = None
    """Names of the series that the legend shows; None for all."""
    left_out: int = 0
    """Rows without a place on the axes."""

    @property
    def points(self) -> int:
        return sum(1 for series in self.series for y in series.ys if not math.isnan(y))


def is_native(value: Any) -> bool:
    """Whether a value has the outline of a native plot; its rows are looked at by `prepare`."""
    return (
        isinstance(value, Mapping)
        and isinstance(value.get("columns"), list)
        and isinstance(value.get("data"), list)
        and value.get("mark") in ("bar", "line", "point")
    )


def prepare(value: Mapping[str, Any], props: Mapping[str, Any]) -> Chart:
    """The chart of a value that `is_native`, by the component's props. NotDrawn without axes. For a thread."""
    columns = value["columns"]
    types = value.get("datatypes")
    types = types if isinstance(types, Mapping) else {}
    x_name, y_name, colour_name = (_text(props.get(key)) for key in ("x", "y", "color"))
    x_at, y_at = _index(columns, x_name, "x"), _index(columns, y_name, "y")
    # a colour by number is a gradient in Gradio; here such a plot has one colour
    coloured = colour_name in columns and types.get(colour_name) != "quantitative"
    colour_at = columns.index(colour_name) if coloured else None
    mark = cast(Mark, value["mark"])
    kind: AxisKind = {"temporal": "time", "nominal": "category"}.get(str(types.get(x_name)), "number")  # type: ignore[assignment]
    width = _bin_width(props.get("x_bin"), kind)
    rows, left_out, categories = _rows(value["data"], kind, (x_at, y_at, colour_at), _order(props.get("sort")))
    named = _text(props.get("y_aggregate"))
    how = named if named in _AGGREGATES and mark != "point" else "sum"
    if width or (kind == "category" and mark != "point"):
        rows = _aggregated(rows, width, _AGGREGATES[how])
    categories, rows = _sorted(categories, rows, props.get("sort"), kind)
    wished = props.get("color_map")
    series = _series(rows, mark, wished if isinstance(wished, Mapping) else {})
    stacked = how in ("sum", "count")
    if mark == "bar":
        series = _based(series, stacked)
    scale = 1000.0 if kind == "time" else 1.0
    limits = _pair(props.get("x_lim"))
    x_limits = (limits[0] * scale, limits[1] * scale) if limits[0] is not None and limits[1] is not None else None
    return Chart(
        mark,
        kind,
        series,
        tuple(categories),
        title=_text(props.get("title")),
        x_title=_text(props.get("x_title")) or x_name,
        y_title=_text(props.get("y_title")) or (f"{y_name} ({how})" if named in _AGGREGATES and width else y_name),
        legend=(_text(props.get("color_title")) or colour_name) if colour_at is not None else "",
        caption=_text(props.get("caption")),
        x_limits=x_limits if x_limits is None or x_limits[0] < x_limits[1] else None,
        y_limits=_pair(props.get("y_lim")),
        stacked=stacked,
        bin_width=width,
        in_legend=_names(props.get("colors_in_legend")),
        left_out=left_out,
    )


def number(value: Any) -> float | None:
    """A finite number that can be drawn, or None. True is no number here."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        made = float(value)
    except OverflowError:
        return None
    return made if abs(made) < LARGEST else None


_Row = tuple[float, float, str]


def _rows(
    data: Sequence[Any], kind: AxisKind, at: tuple[int, int, int | None], wished: list[str]
) -> tuple[list[_Row], int, list[str]]:
    x_at, y_at, colour_at = at
    places = {name: place for place, name in enumerate(dict.fromkeys(wished))}
    names: dict[str, None] = {}
    rows: list[_Row] = []
    needed = max(x_at, y_at, colour_at or 0)
    for row in data[:ROWS]:
        if not isinstance(row, list) or len(row) <= needed:
            continue
        raw, y = row[x_at], number(row[y_at])
        if kind == "category":
            name = _word(raw)
            if name not in places and len(places) >= CATEGORIES:
                continue
            x: float | None = places.setdefault(name, len(places))
        else:
            x = number(raw)
        series = "" if colour_at is None else _word(row[colour_at])
        if x is None or (series not in names and len(names) >= SERIES):
            continue
        names[series] = None
        rows.append((x, GAP if y is None else y, series))
    drawn = sum(1 for row in rows if not math.isnan(row[1]))
    used = {row[0] for row in rows} if kind == "category" else set()
    kept = [name for name, place in places.items() if place in used]
    moved = {float(places[name]): float(place) for place, name in enumerate(kept)}
    if kind == "category":
        rows = [(moved[x], y, series) for x, y, series in rows]
    return rows, len(data) - drawn, kept


def _aggregated(rows: list[_Row], width: float, how: Callable[[list[float]], float]) -> list[_Row]:
    groups: dict[tuple[float, str], list[float]] = {}
    for x, y, series in rows:
        if not math.isnan(y):
            groups.setdefault((math.floor(x / width) * width if width else x, series), []).append(y)
    made = [(x + width / 2, float(how(ys)), series) for (x, series), ys in groups.items()]
    return [row for row in made if math.isfinite(row[1])]


def _sorted(names: list[str], rows: list[_Row], sort: Any, kind: AxisKind) -> tuple[list[str], list[_Row]]:
    """Categories in the order asked for; without a wish in the order they came in."""
    if kind != "category" or isinstance(sort, list):
        return names, rows
    totals = dict.fromkeys(range(len(names)), 0.0)
    for x, y, _ in rows:
        totals[int(x)] += 0 if math.isnan(y) else y
    places = list(range(len(names)))
    if sort in ("y", "-y"):
        places.sort(key=lambda place: totals[place], reverse=sort == "-y")
    elif sort in ("x", "-x"):
        places.sort(key=lambda place: names[place], reverse=sort == "-x")
    moved = {float(old): float(new) for new, old in enumerate(places)}
    return [names[place] for place in places], [(moved[x], y, series) for x, y, series in rows]


def _series(rows: list[_Row], mark: Mark, wished: Mapping[str, Any]) -> tuple[Series, ...]:
    parted: dict[str, list[_Row]] = {}
    for row in rows:
        parted.setdefault(row[2], []).append(row)
    made = []
    for name, own in parted.items():
        if mark == "line":
            own.sort(key=lambda row: row[0])
        made.append(Series(name, tuple(r[0] for r in own), tuple(r[1] for r in own), _text(wished.get(name))))
    return tuple(made)


def _based(series: tuple[Series, ...], stacked: bool) -> tuple[Series, ...]:
    """Bars upon one another, those below zero downwards; side by side all begin at zero."""
    tops: dict[tuple[float, bool], float] = {}
    made = []
    for one in series:
        bases, ends = [], []
        for x, y in zip(one.xs, one.ys, strict=True):
            base = tops.get((x, y < 0), 0.0) if stacked else 0.0
            bases.append(base)
            ends.append(base + y)
            if not math.isnan(y):
                tops[x, y < 0] = base + y
        made.append(replace(one, ys=tuple(ends), bases=tuple(bases)))
    return tuple(made)


def _index(columns: list[Any], name: str, axis: str) -> int:
    if not name:
        raise NotDrawn(f"The app does not say which column is its {axis} axis, so there is no plot; see Raw JSON.")
    if name not in columns:
        raise NotDrawn(f"The {axis} axis is the column {name[:80]}, which the data does not have.")
    return columns.index(name)


def _bin_width(given: Any, kind: AxisKind) -> float:
    if kind == "category":
        return 0.0
    if isinstance(given, str) and given[-1:] in _SECONDS and given[:-1].isascii() and given[:-1].isdigit():
        return 1000.0 * int(given[:-1][:9]) * _SECONDS[given[-1]]
    width = number(given) or 0.0
    return width if width > 0 else 0.0


def _order(sort: Any) -> list[str]:
    return [item for item in sort[:CATEGORIES] if isinstance(item, str)] if isinstance(sort, list) else []


def _names(given: Any) -> frozenset[str] | None:
    return frozenset(item for item in given if isinstance(item, str)) if isinstance(given, list) else None


def _pair(limits: Any) -> tuple[float | None, float | None]:
    if isinstance(limits, list | tuple) and len(limits) == 2:
        return number(limits[0]), number(limits[1])
    return None, None


def _word(value: Any) -> str:
    """A category's name; one that is no text as JSON has it."""
    if isinstance(value, str):
        return value[:200]
    if value is None or isinstance(value, dict | list):
        return "null" if value is None else "…"
    return str(value)[:200] if not isinstance(value, int) or value.bit_length() < 1000 else "…"


def _text(value: Any) -> str:
    return value[:200] if isinstance(value, str) else ""
