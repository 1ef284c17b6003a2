"""Bounded looks at values of any size: one line, a page, a search, a weight. No Qt, no recursion.

An app may send 5 MB in one value, nested hundreds deep. `json.dumps` formats all of it before the first
character can be cut, and recurses; these stop when they have enough.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from json.encoder import encode_basestring
from typing import Any

LINE = 20_000
"""Characters of one line that a text widget may lay out: 20,000 take about 15 ms, a million without a blank 40 s."""
PAGE = 60_000
"""Characters of JSON formatted and shown without being asked for: about 10 ms."""


def one_line(value: Any, limit: int = 400) -> str:
    """Compact JSON of a value, cut with `…` after `limit` characters; costs as much as it shows."""
    text, whole = _gather(_written(value, limit, "", ", "), limit)
    return text if whole else text[:limit] + "…"


def compact(value: Any) -> str:
    """JSON on one line, whole."""
    return _gather(_written(value, None, "", ", "), None)[0]


def pretty(value: Any, limit: int | None = None) -> tuple[str, bool]:
    """Indented JSON and whether it is whole. Without a limit it is exact, and takes as long as it takes."""
    return _gather(_written(value, limit, "  ", ","), limit)


def page(value: Any, limit: int = PAGE, line: int = LINE) -> tuple[str, bool]:
    """Indented JSON fit for a text widget: `limit` characters, none of the lines longer than `line`."""
    text, whole = pretty(value, limit)
    shown, fits = clip(text, limit, line)
    return shown, whole and fits


def pieces(value: Any) -> Iterator[str]:
    """Indented JSON, whole, bit by bit: for those who have other things to do in between."""
    return _written(value, None, "  ", ",")


def clip(text: str, limit: int | None = PAGE, line: int = LINE) -> tuple[str, bool]:
    """Text a widget can lay out without a stall, and whether it is all of it. A cut line says how long it was."""
    whole = limit is None or len(text) <= limit
    if limit is not None and not whole:
        text = text[:limit]
    if len(text) <= line or max(map(len, text.split("\n"))) <= line:
        return text, whole
    return "\n".join(_cut(part, line) for part in text.split("\n")), False


def contains(value: Any, needle: str, nodes: int = 20_000) -> bool:
    """Whether a key or a leaf holds `needle` (already casefolded). Looks at the first `nodes` of a value."""
    return any(path is not None for path in find(value, needle, nodes))


def find(value: Any, needle: str, nodes: int = 1_000_000) -> Iterator[tuple[int, ...] | None]:
    """Where a key or a leaf holds `needle` (casefolded): positions from the root down, in reading order.

    Yields None now and then, so that the caller can look at the clock.
    """
    if not isinstance(value, dict | list):
        if needle in leaf(value).casefold():
            yield ()
        return
    stack: list[tuple[tuple[int, ...], Iterator[tuple[int, str, Any]]]] = [((), _members(value))]
    seen = 0
    while stack and seen < nodes:
        path, members = stack[-1]
        member = next(members, None)
        if member is None:
            stack.pop()
            continue
        seen += 1
        position, key, item = member
        inner = isinstance(item, dict | list)
        if (key and needle in key.casefold()) or (not inner and needle in leaf(item).casefold()):
            yield (*path, position)
        elif inner:
            stack.append(((*path, position), _members(item)))
        if seen % 500 == 0:
            yield None


def leaf(value: Any) -> str:
    """A value without children as JSON writes it, text without its quotes."""
    return value if isinstance(value, str) else scalar(value)


def scalar(value: Any, limit: int | None = None) -> str:
    """JSON of a value that is no list and no object. Text longer than `limit` is cut inside its quotes."""
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, str):
        if limit is not None and len(value) > limit:
            return encode_basestring(value[:limit])[:-1] + '…"'
        return encode_basestring(value)
    if isinstance(value, float):
        if math.isnan(value):
            return "NaN"
        if math.isinf(value):
            return "Infinity" if value > 0 else "-Infinity"
        return float.__repr__(value)
    if isinstance(value, int):
        # int() refuses more than 4,300 digits as text (CVE-2020-10735)
        return int.__repr__(value) if value.bit_length() < 14_000 else hex(value)
    return encode_basestring(str(value))


@dataclass(frozen=True, slots=True)
class Weight:
    """Size of a value as JSON text, in characters; `at_least` where counting was stopped."""

    characters: int
    at_least: bool = False

    def __str__(self) -> str:
        return ("over " if self.at_least else "") + size(self.characters)


def weigh(value: Any, nodes: int = 4_000) -> Weight:
    """About how large a value is as compact JSON, escapes not counted."""
    stack = [value]
    total = seen = 0
    while stack:
        item = stack.pop()
        seen += 1
        if seen > nodes:
            return Weight(total, at_least=True)
        if isinstance(item, dict):
            total += 2 + sum(len(str(key)) + 4 for key in item)
            stack.extend(item.values())
        elif isinstance(item, list):
            total += 2 + len(item)
            stack.extend(item)
        elif isinstance(item, str):
            total += len(item) + 2
        else:
            total += len(scalar(item))
    return Weight(total)


def size(count: float | None) -> str:
    """A number of bytes for people: `812 B`, `1.2 KB`, `3.4 MB`; empty for None."""
    if count is None:
        return ""
    if count < 1000:
        return f"{int(count)} B"
    for unit in ("KB", "MB", "GB"):
        count /= 1000
        if count < 999.95 or unit == "GB":
            break
    return f"{count:.1f} {unit}"


def duration(seconds: float | None) -> str:
    """Seconds for people: `8 ms`, `1.24 s`, `2 min 5 s`; empty for None."""
    if seconds is None:
        return ""
    if seconds < 0.9995:
        return f"{seconds * 1000:.0f} ms"
    if seconds < 60:
        return f"{seconds:.2f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s"


def _cut(text: str, line: int) -> str:
    return text if len(text) <= line else f"{text[:line]}… ({len(text):,} characters)"


def _gather(pieces: Iterator[str], limit: int | None) -> tuple[str, bool]:
    parts: list[str] = []
    length = 0
    for piece in pieces:
        parts.append(piece)
        length += len(piece)
        if limit is not None and length > limit:
            return "".join(parts)[:limit], False
    return "".join(parts), True


def _written(value: Any, limit: int | None, indent: str, comma: str) -> Iterator[str]:
    """The pieces of a value's JSON. A stack of iterators instead of recursion: depth costs memory only."""
    cut = None if limit is None else limit + 1
    if not isinstance(value, dict | list) or not value:
        yield _flat(value, cut)
        return
    stack: list[tuple[Iterator[Any], str]] = [_opened(value)]
    yield stack[-1][1]
    first = True
    while stack:
        items, opener = stack[-1]
        try:
            item = next(items)
        except StopIteration:
            stack.pop()
            yield ("\n" + indent * len(stack) if indent else "") + ("}" if opener == "{" else "]")
            first = False
            continue
        lead = "" if first else comma
        if indent:
            lead += "\n" + indent * len(stack)
        if opener == "{":
            key, item = item
            lead += _flat(str(key), cut) + ": "
        if isinstance(item, dict | list) and item:
            stack.append(_opened(item))
            yield lead + stack[-1][1]
            first = True
        else:
            yield lead + _flat(item, cut)
            first = False


def _members(value: Any) -> Iterator[tuple[int, str, Any]]:
    """Position, key (empty in a list) and value of each child."""
    if isinstance(value, dict):
        for position, (key, item) in enumerate(value.items()):
            yield position, str(key), item
    else:
        for position, item in enumerate(value):
            yield position, "", item


def _opened(value: Any) -> tuple[Iterator[Any], str]:
    return (iter(value.items()), "{") if isinstance(value, dict) else (iter(value), "[")


def _flat(value: Any, cut: int | None) -> str:
    if isinstance(value, dict):
        return "{}"
    if isinstance(value, list):
        return "[]"
    if isinstance(value, str) and cut is not None and len(value) > cut:
        return encode_basestring(value[:cut])[:-1] + "…"
    return scalar(value)
