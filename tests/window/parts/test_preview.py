"""Bounded looks at values of any size."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradioscope.window.parts import preview

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(), inner, max_size=5),
    max_leaves=30,
)


@given(json_values)
def test_pretty_json_is_that_of_the_standard_library(value: object) -> None:
    assert preview.pretty(value) == (json.dumps(value, indent=2, ensure_ascii=False), True)


@given(json_values)
def test_compact_json_is_that_of_the_standard_library(value: object) -> None:
    assert preview.compact(value) == json.dumps(value, ensure_ascii=False)


@given(json_values, st.integers(5, 60))
def test_one_line_is_the_beginning_of_the_whole(value: object, limit: int) -> None:
    line = preview.one_line(value, limit)
    whole = json.dumps(value, ensure_ascii=False)
    assert line == whole if len(whole) <= limit else line == whole[:limit] + "…"


def test_a_nesting_deeper_than_python_recurses() -> None:
    value: object = "deep"
    for _ in range(5000):
        value = [value]
    assert preview.pretty(value)[0].count("[") == 5000
    assert preview.one_line(value, 10) == "[[[[[[[[[[…"
    assert preview.contains(value, "deep")
    assert preview.weigh(value).at_least


def test_numbers_that_json_cannot_spell() -> None:
    assert preview.one_line([math.nan, math.inf, -math.inf]) == "[NaN, Infinity, -Infinity]"
    assert preview.scalar(10**6000).startswith("0x")


@pytest.mark.parametrize(
    ("needle", "paths"),
    [("ada", [(0, 0)]), ("name", [(0, 0), (1, 0)]), ("36", [(0, 1)]), ("nobody", [])],
)
def test_find_gives_positions_from_the_root(needle: str, paths: list[tuple[int, ...]]) -> None:
    value = [{"name": "Ada", "age": 36}, {"name": "Grace"}]
    assert [path for path in preview.find(value, needle) if path is not None] == paths


def test_find_stops_after_its_number_of_nodes() -> None:
    assert not preview.contains(["x"] * 50 + ["needle"], "needle", nodes=50)
    assert preview.contains(["x"] * 50 + ["needle"], "needle", nodes=51)


def test_clip_cuts_long_lines_and_says_how_long_they_were() -> None:
    text, whole = preview.clip("short\n" + "x" * 30, None, 10)
    assert text == "short\nxxxxxxxxxx… (30 characters)"
    assert not whole
    assert preview.clip("short\nshort", 100, 10) == ("short\nshort", True)


@pytest.mark.parametrize(
    ("count", "text"), [(None, ""), (0, "0 B"), (999, "999 B"), (1234, "1.2 KB"), (999_999, "1.0 MB"), (5e9, "5.0 GB")]
)
def test_sizes_for_people(count: float | None, text: str) -> None:
    assert preview.size(count) == text


@pytest.mark.parametrize(
    ("seconds", "text"), [(None, ""), (0.0084, "8 ms"), (0.9999, "1.00 s"), (1.239, "1.24 s"), (125.2, "2 min 5 s")]
)
def test_durations_for_people(seconds: float | None, text: str) -> None:
    assert preview.duration(seconds) == text


@given(json_values)
def test_weight_of_small_values_is_near_their_json(value: object) -> None:
    weight = preview.weigh(value)
    assert not weight.at_least
    # escapes and the spelling of containers without members are not counted
    assert weight.characters <= len(json.dumps(value, ensure_ascii=False)) + 2 + _members(value)


def _members(value: object) -> int:
    if isinstance(value, dict):
        return 4 * len(value) + sum(map(_members, value.values()))
    return len(value) * 2 + sum(map(_members, value)) if isinstance(value, list) else 0
