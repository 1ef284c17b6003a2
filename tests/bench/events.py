"""2,000 generating events of a real generator, into the visible log, beside plain httpx reading the same."""

from __future__ import annotations

from tests.bench.timing import Row


def measure(url: str, count: int = 5) -> list[Row]:
    return []
