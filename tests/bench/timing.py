"""Alternating measurements: the machine's mood then falls on both sides alike."""

from __future__ import annotations

import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: medians of both sides, in `unit`, and the ratio that is the goal."""

    name: str
    ours: float
    peer_name: str
    peer: float
    goal: float
    unit: str = "ms"

    @property
    def ratio(self) -> float:
        return self.ours / self.peer

    def __str__(self) -> str:
        kept = "yes" if self.ratio <= self.goal else "**no**"
        return (
            f"| {self.name} | {self.ours:.1f} {self.unit} | {self.peer_name} | {self.peer:.1f} {self.unit} "
            f"| {self.ratio:.2f} | {self.goal:g} | {kept} |"
        )


HEADER = "| what | Gradioscope | beside | measured | ratio | at most | kept |\n|---|---|---|---|---|---|---|"


def alternate(count: int, *sides: Callable[[], float]) -> list[float]:
    """Medians of each side's figures, run by turns `count` times after one turn to warm up."""
    figures: list[list[float]] = [[] for _ in sides]
    for turn in range(count + 1):
        for side, kept in zip(sides, figures, strict=True):
            figure = side()
            if turn:
                kept.append(figure)
    return [statistics.median(kept) for kept in figures]


async def alternate_async(count: int, *sides: Callable[[], Awaitable[object]]) -> list[float]:
    """The same for coroutines, timed here, in milliseconds."""
    figures: list[list[float]] = [[] for _ in sides]
    for turn in range(count + 3):
        for side, kept in zip(sides, figures, strict=True):
            began = time.perf_counter()
            await side()
            if turn >= 3:
                kept.append((time.perf_counter() - began) * 1000)
    return [statistics.median(kept) for kept in figures]
