"""What differs between two values: lines side by side, bounded in size. Pure; not for the UI thread."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal
from zlib import crc32

from gradioscope.gradio.model import Json
from gradioscope.request.equality import same
from gradioscope.request.saving import value_as_json

MOST = 2000
"""Lines of each side that are compared."""
WIDEST = 96
"""Characters of a line; a longer one is shown as several, so that a changed word does not change a page."""
LONGEST = 400_000
"""Characters of each side that are looked at."""

_WORD = re.compile(rf"\s*\S{{1,{WIDEST // 2}}}|\s+")

Change = Literal["same", "changed", "removed", "added"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of both sides. `left` is None where it was added, `right` where it was removed."""

    change: Change
    left: str | None
    right: str | None


@dataclass(frozen=True, slots=True)
class Difference:
    lines: tuple[Line, ...]
    cut: bool = False
    """Whether there is more than was compared."""

    @property
    def same(self) -> bool:
        """Whether nothing of it differs."""
        return not self.cut and all(line.change == "same" for line in self.lines)


@dataclass(frozen=True, slots=True)
class Part:
    """One parameter or one return of two runs."""

    name: str
    left: Json
    right: Json
    in_left: bool
    in_right: bool
    difference: Difference


def compare_values(left: Mapping[str, Json], right: Mapping[str, Json]) -> list[Part]:
    """Value by value, in the order of the left side, then what only the right has."""
    found = []
    for name in dict.fromkeys([*left, *right]):
        one, other = left.get(name), right.get(name)
        in_left, in_right = name in left, name in right
        found.append(Part(name, one, other, in_left, in_right, difference(one, other, in_left, in_right)))
    return found


def difference(left: Json, right: Json, in_left: bool = True, in_right: bool = True) -> Difference:
    """Texts by their lines, everything else by the lines of its JSON; a side that is not `in` has none."""
    equal = in_left and in_right and same(left, right)
    one, cut_one = _lines(left) if in_left else ([], False)
    other, cut_other = (one, cut_one) if equal else _lines(right) if in_right else ([], False)
    cut = cut_one or cut_other
    if equal:
        return Difference(tuple(Line("same", line, line) for line in one), False)
    return Difference(tuple(_aligned(one, other)), cut)


def _aligned(left: list[str], right: list[str]) -> Iterator[Line]:
    from difflib import SequenceMatcher

    # autojunk would call frequent lines junk and tell less than there is to tell
    for tag, a, b, c, d in SequenceMatcher(None, left, right, autojunk=len(left) > 500).get_opcodes():
        if tag == "equal":
            yield from (Line("same", line, line) for line in left[a:b])
            continue
        both = min(b - a, d - c)
        yield from (Line("changed", left[a + n], right[c + n]) for n in range(both))
        yield from (Line("removed", line, None) for line in left[a + both : b])
        yield from (Line("added", None, line) for line in right[c + both : d])


def _lines(value: Json) -> tuple[list[str], bool]:
    """The lines of one side, and whether there are more."""
    text = value if isinstance(value, str) else _json(value)
    found: list[str] = []
    for line in text[:LONGEST].split("\n"):
        found.extend(_folded(line))
        if len(found) > MOST:
            break
    return found[:MOST], len(found) > MOST or len(text) > LONGEST


def _folded(line: str) -> list[str]:
    """A long line in parts that end where their own words say, so that they are alike again behind a change."""
    if len(line) <= WIDEST:
        return [line]
    found: list[str] = []
    part = ""
    for word in _WORD.findall(line[: WIDEST * MOST // 4]):
        if part and len(part) + len(word) > WIDEST:
            found.append(part)
            part = ""
        part += word
        if len(part) > WIDEST // 2 and crc32(word.encode("utf-8", "replace")) % 4 == 0:
            found.append(part)
            part = ""
    return [*found, part] if part else found


def _json(value: Json) -> str:
    try:
        return json.dumps(value_as_json(value), ensure_ascii=False, indent=2)
    except RecursionError:
        return "It is nested too deep to be shown."
