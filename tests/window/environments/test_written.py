"""Any JSON value can be read and written on one line."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from gradioscope.request.equality import same
from gradioscope.window.environments.written import read, type_of, written

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(JSON)
def test_what_is_written_reads_the_same(value: Any) -> None:
    line = written(value)
    assert same(read(line), value)
    assert "\n" not in line


def test_a_text_stays_as_it_is_where_nothing_else_could_be_meant() -> None:
    assert written("https://example.com") == "https://example.com"
    assert written("5") == '"5"'
    assert written("two\nlines") == r'"two\nlines"'
    assert written('"quoted"') == r'"\"quoted\""'
    assert read("5") == 5
    assert read(" {broken") == " {broken"
    assert read("NaN") == "NaN"
    assert [type_of(read(text)) for text in ("x", "5", "true", "null", "[1]", '{"a": 1}')] == [
        "text",
        "number",
        "yes/no",
        "null",
        "list",
        "object",
    ]
