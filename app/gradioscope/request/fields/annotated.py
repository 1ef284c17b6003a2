"""Between annotated values and what is edited of them: text with spans, labels with confidences, rows of parameters."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass

from gradioscope.gradio.model import Json

Class = str | float | None
"""A span's class or confidence; None for text without one."""


@dataclass(frozen=True, slots=True)
class Span:
    """A class from one character of a text up to another one."""

    start: int
    end: int
    marked: str | float


def spans_of(value: Json) -> tuple[str, tuple[Span, ...]] | None:
    """The text of `[{"token", "class_or_confidence"}]` and the spans in it; None for anything else."""
    if not isinstance(value, list):
        return None
    parts: list[str] = []
    spans: list[Span] = []
    at = 0
    for item in value:
        if not isinstance(item, dict) or not isinstance(item.get("token"), str):
            return None
        token, marked = item["token"], item.get("class_or_confidence")
        if isinstance(marked, str | int | float) and not isinstance(marked, bool):
            spans.append(Span(at, at + len(token), marked))
        elif marked is not None:
            return None
        parts.append(token)
        at += len(token)
    return "".join(parts), tuple(spans)


def spans_value(text: str, spans: tuple[Span, ...] | list[Span]) -> list[Json]:
    """Text with spans as tokens. Spans are in order and do not overlap; what lies between them has no class."""
    made: list[Json] = []
    at = 0
    for span in spans:
        if span.start > at:
            made.append({"token": text[at : span.start], "class_or_confidence": None})
        made.append({"token": text[span.start : span.end], "class_or_confidence": span.marked})
        at = span.end
    if at < len(text):
        made.append({"token": text[at:], "class_or_confidence": None})
    return made


def with_span(spans: tuple[Span, ...], start: int, end: int, marked: Class) -> tuple[Span, ...]:
    """Spans after a stretch of text got a class, or with None lost what it had."""
    kept: list[Span] = []
    for span in spans:
        if span.end <= start or span.start >= end:
            kept.append(span)
            continue
        if span.start < start:
            kept.append(Span(span.start, start, span.marked))
        if span.end > end:
            kept.append(Span(end, span.end, span.marked))
    if marked is not None and end > start:
        kept.append(Span(start, end, marked))
    return tuple(sorted(kept, key=lambda span: span.start))


def spans_after(spans: tuple[Span, ...], at: int, removed: int, added: int) -> tuple[Span, ...]:
    """Spans after an edit of the text: they move along, and grow with what is written inside of them."""

    def moved(place: int, *, is_end: bool) -> int:
        if place < at or (place == at and (is_end or (not removed and not added))):
            return place
        if place >= at + removed:
            return place - removed + added
        return at if is_end else at + added

    found = [Span(moved(s.start, is_end=False), moved(s.end, is_end=True), s.marked) for s in spans]
    return tuple(span for span in found if span.end > span.start)


def is_number(value: Json) -> bool:
    """A finite number; true is none."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def confidences_of(value: Json) -> tuple[tuple[str, float | None], ...]:
    """Each label with its confidence, the surest first; labels without one keep their order at the end."""
    listed = value.get("confidences") if isinstance(value, dict) else None
    pairs = [
        (str(item.get("label")), item["confidence"] if is_number(item.get("confidence")) else None)
        for item in (listed if isinstance(listed, list) else ())
        if isinstance(item, dict)
    ]
    return tuple(sorted(pairs, key=lambda pair: -pair[1] if pair[1] is not None else math.inf))


def label_value(label: Json, pairs: list[tuple[str, float | None]]) -> Json:
    """A label with confidences; without both it is empty, and without a label the surest is it."""
    kept = [{"label": name, "confidence": sure} for name, sure in pairs]
    if label in (None, "") and kept:
        label = max(pairs, key=lambda pair: pair[1] if pair[1] is not None else -math.inf)[0]
    return {} if label in (None, "") else {"label": label, "confidences": kept or None}


@dataclass(frozen=True, slots=True)
class Described:
    """One parameter of a ParamViewer."""

    name: str
    type: str = ""
    description: str = ""
    default: str | None = None


def described(value: Json) -> tuple[Described, ...] | None:
    """The parameters of `{name: {"type", "description", "default"}}`; None for anything else."""
    if not isinstance(value, dict) or not all(isinstance(item, dict) for item in value.values()):
        return None
    return tuple(
        Described(
            str(name),
            _text(item.get("type")),
            _text(item.get("description")),
            None if item.get("default") is None else _text(item["default"]),
        )
        for name, item in value.items()
    )


def described_value(rows: list[Described], before: Json = None) -> dict[str, Json]:
    """Parameters as a dict; what else `before` knew of one of that name is kept."""
    known = before if isinstance(before, dict) else {}
    return {
        row.name: {
            **_entry(known.get(row.name)),
            "type": row.type,
            "description": row.description,
            "default": row.default,
        }
        for row in rows
    }


def _entry(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}


def colours_of(props: Mapping[str, Json]) -> tuple[tuple[str, str], ...]:
    """The app's classes and their colours, as CSS writes them."""
    colours = props.get("color_map")
    if not isinstance(colours, dict):
        return ()
    return tuple((str(name), colour) for name, colour in colours.items() if isinstance(colour, str))


def _text(value: Json) -> str:
    return "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
