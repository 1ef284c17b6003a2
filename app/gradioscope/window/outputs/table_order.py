"""Which rows of a table are shown, and in which order: for a thread, in steps that let the window breathe."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from heapq import merge
from typing import Any

from gradioscope.request.fields.cells import cell_text

STEP = 4096
"""Rows at a time: to sort so many holds the interpreter for two milliseconds, 100,000 at once for a hundred."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a person asked for: the rows that hold a text, by a column or as they came."""

    needle: str = ""
    column: int | None = None
    descending: bool = False

    @property
    def plain(self) -> bool:
        """Whether all rows are shown as they came."""
        return not self.needle and self.column is None


def sort_key(value: Any) -> tuple[int, Any]:
    """A cell's class and what it is sorted by in it: numbers (0), texts without regard to case (1), the rest (2).

    3 is nothing to sort by: null, an empty text, a number that is none.
    """
    if isinstance(value, bool | int):
        return 0, value
    if isinstance(value, float):
        return (0, value) if math.isfinite(value) else (3, None)
    if isinstance(value, str):
        return (1, value.casefold()) if value else (3, None)
    return (3, None) if value is None else (2, json.dumps(value, default=str))


def positions(rows: Sequence[Sequence[Any]], order: Order, stopped: Callable[[], bool]) -> list[int] | None:
    """The positions of the rows to be shown; None once it is `stopped`. Equal ones stay in the order they came.

    Empty cells come last, whichever way it is sorted.
    """
    needle = order.needle.casefold()
    found: list[int] = []
    for start in range(0, len(rows), STEP):
        if stopped():
            return None
        block = range(start, min(start + STEP, len(rows)))
        found += (
            (n for n in block if any(needle in cell_text(cell).casefold() for cell in rows[n])) if needle else block
        )
    if order.column is None:
        return found
    column = order.column
    keys: dict[int, Any] = {}
    classes: list[list[int]] = [[], [], [], []]
    for n in found:
        row = rows[n]
        place, keys[n] = sort_key(row[column] if column < len(row) else None)
        classes[place].append(n)
    *full, nothing = classes
    answer: list[int] = []
    for members in reversed(full) if order.descending else full:
        runs = []
        for start in range(0, len(members), STEP):
            if stopped():
                return None
            runs.append(sorted(members[start : start + STEP], key=keys.__getitem__, reverse=order.descending))
        answer += merge(*runs, key=keys.__getitem__, reverse=order.descending)
    return answer + nothing


def _holds(row: Sequence[Any], needle: str) -> bool:
    return any(needle in cell_text(cell).casefold() for cell in row)
