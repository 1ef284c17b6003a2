"""When two values are the same, as far as an app could tell."""

from __future__ import annotations

from collections.abc import Iterable

from gradioscope.gradio.model import Json


class Places:
    """Where values are in a list, found without looking through all of it."""

    def __init__(self, values: Iterable[Json]) -> None:
        self._plain: dict[tuple[type, Json], int] = {}
        self._others: list[tuple[int, Json]] = []
        for place, value in enumerate(values):
            if isinstance(value, str | int | float | bool | None):
                self._plain.setdefault((type(value), value), place)
            else:
                self._others.append((place, value))

    def find(self, value: Json) -> int:
        """The first place of what is the same; -1 where there is none."""
        if isinstance(value, str | int | float | bool | None):
            return self._plain.get((type(value), value), -1)
        return next((place for place, other in self._others if same(other, value)), -1)


def same(a: Json, b: Json) -> bool:
    """Whether two values would be sent as the same JSON: true is not 1, and 1 is not 1.0 here.

    1 and 1.0 are one number in JSON, but a Python function can tell them apart after parsing. Parts that two values
    share are not looked into: a table of 100,000 rows shares all but the edited one.
    """
    if a is b:
        return True
    if type(a) is not type(b):
        return False
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    if isinstance(a, list):
        return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b, strict=True) if x is not y)
    return bool(a == b)
