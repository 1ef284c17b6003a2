"""Edit lists of the queue give the next value, and broken ones no error."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradioscope.gradio.diffs import apply_edits


@pytest.mark.parametrize(
    ("value", "edits", "expected"),
    [
        ("lo", [["append", [], " there"]], "lo there"),
        ("old", [["replace", [], "new"]], "new"),
        (None, [["replace", [], [1]]], [1]),
        ({"a": 1}, [], {"a": 1}),
        (
            [{"content": [{"text": "hel"}]}],
            [["append", [0, "content", 0, "text"], "lo "]],
            [{"content": [{"text": "hello "}]}],
        ),
        ([1, 2], [["add", [1], 9]], [1, 9, 2]),
        ({"a": 1}, [["add", ["b"], 2]], {"a": 1, "b": 2}),
        ({"a": 1, "b": 2}, [["delete", ["a"], None]], {"b": 2}),
        ([1, 2, 3], [["delete", [1], None], ["delete", [1], None]], [1]),
        ([1, 2, 3], [["replace", [2], {"x": None}]], [1, 2, {"x": None}]),
    ],
)
def test_edits(value: Any, edits: list[Any], expected: Any) -> None:
    before = copy.deepcopy(value)
    assert apply_edits(value, edits) == expected
    assert value == before, "the value it was given is not changed"


@pytest.mark.parametrize(
    "edit",
    [
        ["replace", [5], 1],
        ["append", ["no"], "x"],
        ["append", [0], 5],
        ["delete", [0, 0, 0], None],
        ["delete", ["x"], None],
        ["add", ["x"], None],
        ["unknown", [0], 1],
        ["replace", "no path", 1],
        ["replace", [0]],
        "no edit",
        None,
    ],
)
def test_an_edit_that_does_not_fit_is_left_out_and_the_next_applied(edit: Any) -> None:
    assert apply_edits(["a", 1], [edit, ["append", [0], "b"]]) == ["ab", 1]


scalars = st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=3)
values = st.recursive(
    scalars, lambda v: st.lists(v, max_size=3) | st.dictionaries(st.text(max_size=2), v, max_size=3), max_leaves=8
)


def difference(old: Any, new: Any, path: list[Any]) -> list[list[Any]]:
    """Edits as Gradio's queue makes them for values without lists inside."""
    if isinstance(old, str) and isinstance(new, str) and new.startswith(old):
        return [["append", path, new[len(old) :]]] if new != old else []
    if isinstance(old, dict) and isinstance(new, dict):
        edits = [["delete", [*path, key], None] for key in old if key not in new]
        for key, value in new.items():
            edits += difference(old[key], value, [*path, key]) if key in old else [["add", [*path, key], value]]
        return edits
    return [] if old == new and type(old) is type(new) else [["replace", path, new]]


@given(values, values)
def test_edits_reproduce_the_value_they_were_made_of(old: Any, new: Any) -> None:
    assert apply_edits(old, difference(old, new, [])) == new


operations = st.sampled_from(["replace", "append", "add", "delete", "other"]) | scalars
paths = st.lists(st.integers(-3, 3) | st.text(max_size=2), max_size=3)


@given(values, st.lists(st.tuples(operations, paths | scalars, values).map(list)) | values)
def test_nothing_a_server_sends_raises(value: Any, edits: Any) -> None:
    apply_edits(value, edits)
