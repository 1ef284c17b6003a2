"""Expectations: how they are written, what each says of an outcome, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from gradioscope.gradio.errors import WrongUse
from gradioscope.request.expectation import LABELS, Expectation, check, read, unmet
from gradioscope.request.outcome import Nowhere, Outcome, at

TEXT = Outcome("complete", ("HELLO",), seconds=1.5)
TWO = Outcome("complete", ("a", {"label": "cat", "scores": [0.25, 0.75], "any key": None}), seconds=0.2)
ERROR = Outcome("error", (), "bad input: x", 0.1)


@pytest.mark.parametrize(
    ("written", "outcome", "said"),
    [
        ({"status": "complete"}, TEXT, ""),
        ({"status": "error"}, TEXT, "It ended as complete."),
        ({"equals": "HELLO"}, TEXT, ""),
        ({"equals": "hello"}, TEXT, "The result is “HELLO”, not “hello”."),
        ({"equals": ["a", {"label": "cat", "scores": [0.25, 0.75], "any key": None}]}, TWO, ""),
        ({"path": "data[0]", "equals": "a"}, TWO, ""),
        ({"path": "$.data[0]", "equals": "a"}, TWO, ""),
        ({"path": "data[1].scores[1]", "equals": 0.75}, TWO, ""),
        ({"path": "data[1].scores[1]", "at least": 0.5}, TWO, ""),
        ({"path": "data[1].scores[1]", "at most": 0.5}, TWO, "data[1].scores[1] is 0.75, not at most 0.5."),
        ({"path": "data[0]", "at least": 0}, TWO, "data[0] is “a”, not at least 0."),
        ({"contains": "ELL"}, TEXT, ""),
        ({"contains": "ell"}, TEXT, "The result is “HELLO”, which does not contain “ell”."),
        ({"contains": "cat"}, TWO, ""),
        ({"path": "data[1].scores", "contains": 0.25}, TWO, ""),
        ({"path": "data[1].scores", "contains": 5}, TWO, "data[1].scores is [0.25, 0.75], which does not contain 5."),
        ({"path": "data[1].label"}, TWO, ""),
        ({"path": "data[1].size"}, TWO, "There is nothing at data[1].size."),
        ({"path": "data[7]"}, TWO, "There is nothing at data[7]."),
        ({"path": 'data[1]["any key"]'}, TWO, 'There is null at data[1]["any key"].'),
        ({"path": 'data[1]["any key"]', "equals": None}, TWO, ""),
        ({"within": 1.5}, TEXT, ""),
        ({"within": "2"}, TEXT, ""),
        ({"within": 1}, TEXT, "It took 1.50 s, not 1 s."),
        ({"equals": "HELLO"}, ERROR, "It ended as error: bad input: x"),
        ({"path": "seconds", "at most": 1}, TWO, ""),
    ],
)  # fmt: skip
def test_what_an_expectation_says_of_an_outcome(written: dict[str, Any], outcome: Outcome, said: str) -> None:
    assert unmet(check(read([written]), outcome)) == said


@pytest.mark.parametrize(
    ("found", "wanted", "met"),
    [(1, 1.0, True), (True, 1, False), (0, False, False), ([1, {"a": 2}], [1.0, {"a": 2}], True), ("1", 1, False),
     ([1], [1, 2], False), ({"a": 1}, {"a": 1, "b": 2}, False), (None, None, True)],
)  # fmt: skip
def test_numbers_are_equal_as_numbers_and_nothing_else_is(found: Any, wanted: Any, met: bool) -> None:
    done = check(read([{"path": "data[0]", "equals": wanted}]), Outcome("complete", (found,)))
    assert done[-1].met is met


def test_a_run_is_to_be_complete_unless_a_status_is_expected() -> None:
    assert unmet(check((), TEXT)) == ""
    assert unmet(check((), ERROR)) == "It ended as error: bad input: x"
    expected = read([{"contains": "bad input"}, {"path": "error", "contains": "x"}, {"status": "error"}])
    assert unmet(check(expected, ERROR)) == ""
    assert [item.expectation.kind for item in check(expected, ERROR)] == ["status", "contains", "contains"]


def test_after_another_status_nothing_else_is_looked_at() -> None:
    assert len(check(read([{"equals": 1}, {"within": 1}]), ERROR)) == 1
    assert unmet(check(read([{"status": "error"}]), Outcome("failed", (), "No connection."))) == (
        "It ended as failed: No connection."
    )


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("complete", "“complete” is not a name with a value."),
        ({}, "{} is not a name with a value."),
        ({"equal": 1}, "`equal` is not known; there are `path`, `status`, `equals`,"),
        ({"exists": True}, "`exists` is not known"),
        ({"equals": 1, "within": 2}, "It says `equals` and `within` at once"),
        ({"status": "done"}, "A status is `complete` or `error`, not “done”."),
        ({"status": "complete", "path": "data"}, "`status` looks at the whole run"),
        ({"path": "result[0]"}, "“result[0]” is no path; one begins with `data`,"),
        ({"path": "data[-1]"}, "“data[-1]” is no path"),
        ({"path": 7}, "7 is no path"),
        ({"within": 0}, "`within` takes a number of seconds above 0."),
        ({"within": True}, "`within` takes a number of seconds above 0."),
        ({"at least": "much"}, "`at least` takes a number."),
        ({"at least": float("nan")}, "`at least` takes a number."),
    ],
)  # fmt: skip
def test_what_is_no_expectation_is_said(written: Any, why: str) -> None:
    with pytest.raises(WrongUse) as raised:
        read([{"within": 5}, written])
    assert raised.value.explanation.what == "The request's expectation 2 cannot be used."
    assert raised.value.explanation.why.startswith(why)


def test_every_kind_is_written_as_it_is_read() -> None:
    values: dict[str, Any] = {"status": "error", "exists": None, "within": 5}
    for kind in LABELS:
        written = Expectation(kind, values.get(kind, 3), "data[0]" if kind == "exists" else "").as_written()
        assert [item.as_written() for item in read([written])] == [written]
        assert read([written])[0].kind == kind


def test_a_path_leads_into_a_value_or_says_where_it_ends() -> None:
    assert at({"data": [{"a b": [1, 2]}]}, 'data[0]["a b"][1]') == 2
    assert at({"data": [1]}, "data") == [1]
    with pytest.raises(Nowhere, match="length"):
        at({"data": "text"}, "data.length")


def test_a_long_value_is_shortened_in_the_sentence() -> None:
    said = unmet(check(read([{"equals": "y" * 9000}]), Outcome("complete", ("x" * 1_000_000,))))
    assert len(said) < 250
