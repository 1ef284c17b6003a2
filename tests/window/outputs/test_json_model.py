"""The tree equals the data."""

from __future__ import annotations

import math
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from gradioscope.window.outputs import json_model
from gradioscope.window.outputs.json_model import JsonModel

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(st.text(), inner, max_size=6),
    max_leaves=40,
)


def read(model: JsonModel, parent: QModelIndex) -> Any:
    """The value of a branch, put together from its rows."""
    value = model.node(parent).value
    if not isinstance(value, dict | list) or not value:
        return value
    rows: list[QModelIndex] = []
    stack = [parent]
    while stack:
        above = stack.pop()
        inner = [model.index(row, 0, above) for row in range(model.rowCount(above))]
        if inner and model.node(inner[0]).spread is not None:
            stack.extend(reversed(inner))
        else:
            rows.extend(inner)
    if isinstance(value, dict):
        return {row.data(): read(model, row) for row in rows}
    return [read(model, row) for row in rows]


@given(json_values)
def test_a_tree_has_what_the_value_has(value: Any) -> None:
    model = JsonModel()
    model.load(value)
    assert read(model, QModelIndex()) == value


@given(st.lists(st.integers(), min_size=1, max_size=40), st.integers(2, 5))
def test_many_members_come_in_groups_of_groups(value: list[int], group: int) -> None:
    usual, json_model.GROUP = json_model.GROUP, group
    try:
        model = JsonModel()
        model.load(value)
        assert model.rowCount() <= group
        assert read(model, QModelIndex()) == value
    finally:
        json_model.GROUP = usual


def test_qt_finds_nothing_wrong_with_the_model() -> None:
    model = JsonModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.load({"a": [1, {"b": None}], "c": "text"})
    read(model, QModelIndex())
    model.narrow([(0, 1, 0)])
    read(model, QModelIndex())
    model.load(5)
    assert tester.model() is model


def test_branches_are_made_when_they_are_opened() -> None:
    model = JsonModel()
    model.load([[list(range(500))] * 500] * 500)
    model.rowCount()
    assert len(model._nodes) == 501


def test_paths_are_json_path() -> None:
    model = JsonModel()
    model.load({"messages": [{"two words": 1}], "": 2})
    first = model.index(0, 0, model.index(0, 0, model.index(0, 0)))
    assert model.path(first) == '$.messages[0]["two words"]'
    assert model.path(model.index(1, 0)) == '$[""]'


def test_rows_show_bounded_text_and_sizes() -> None:
    model = JsonModel()
    model.load({"text": "x" * 5_000_000, "list": list(range(1000)), "none": None, "nan": math.nan, "empty": {}})
    values = [model.index(row, 1).data() for row in range(5)]
    assert len(values[0]) < 400
    assert values[1].startswith("[1,000]  [0, 1, 2")
    assert values[2:] == ["null", "NaN", "{}"]


def test_narrowing_shows_the_way_to_a_match_and_all_that_is_in_it() -> None:
    model = JsonModel()
    model.load({"a": {"x": 1, "y": {"deep": [1, 2]}}, "b": 2, "c": 3})
    model.narrow([(0, 1), (2,)])
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == ["a", "c"]
    a = model.index(0, 0)
    assert [model.index(row, 0, a).data() for row in range(model.rowCount(a))] == ["y"]
    y = model.index(0, 0, a)
    assert model.rowCount(model.index(0, 0, y)) == 2
    model.narrow(None)
    assert model.rowCount() == 3


def test_a_stale_index_finds_no_freed_memory() -> None:
    model = JsonModel()
    model.load({"a": 1})
    stale = model.index(0, 0)
    model.load([])
    assert model.data(stale, Qt.ItemDataRole.DisplayRole) is not None or not stale.isValid()
