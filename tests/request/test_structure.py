"""The check of a value against its schema: what an app sends as one may be made to take for ever."""

from __future__ import annotations

from typing import Any

import pytest

from gradioscope.request.fields import structure
from gradioscope.request.fields.structure import STEPS, problem


def nested(levels: int, innermost: Any) -> Any:
    for _ in range(levels):
        innermost = {"anyOf": [innermost] * 16}
    return innermost


TO_ITSELF = {"$ref": "#/$defs/A", "$defs": {"A": {"anyOf": [{"$ref": "#/$defs/A"}] * 16}}}
WITH_MORE = {
    "$ref": "#/$defs/A",
    "$defs": {
        "A": {"anyOf": [{"type": "string"}, *[{"type": "array", "items": {"$ref": "#/$defs/A"}}] * 15]},
    },
}


@pytest.mark.parametrize(
    ("value", "schema"),
    [
        (1, TO_ITSELF),
        ([[[[[1]]]]], WITH_MORE),
        (1, nested(4, {"type": "string"})),
        ([1] * 100_000, {"type": "array", "items": nested(3, {"type": "string"})}),
        ([[1] * 300] * 300, {"type": "array", "items": {"type": "array", "items": {"type": "integer"}}}),
    ],
)
def test_no_schema_takes_more_than_its_steps(value: Any, schema: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[object] = []
    merged = structure.merged

    def counted(schema: Any, root: Any) -> Any:
        looked.append(schema)
        return merged(schema, root)

    monkeypatch.setattr(structure, "merged", counted)
    problem(value, schema, schema, "X")
    assert len(looked) <= STEPS


def test_options_that_fit_none_are_said() -> None:
    schema = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "integer"}}]}
    assert problem(True, schema, schema, "X") == "X is none of what it may be."
    assert problem(["a"], schema, schema, "X") == "X is none of what it may be."
    assert problem([1, 2], schema, schema, "X") is None


def test_what_is_wrong_in_a_long_list_is_said_where_it_is() -> None:
    schema = {"type": "array", "items": {"type": "integer"}}
    assert problem([1] * 1000 + ["a"], schema, schema, "X") == "X › 1001 must be a whole number."
