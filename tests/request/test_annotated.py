"""Text with classes, labels with confidences, and descriptions of parameters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradioscope.request.fields.annotated import (
    Described,
    Span,
    confidences_of,
    described,
    described_value,
    label_value,
    spans_after,
    spans_of,
    spans_value,
    with_span,
)

TOKENS = [{"token": "The ", "class_or_confidence": None}, {"token": "cat", "class_or_confidence": "animal"}]


def test_tokens_are_a_text_with_spans() -> None:
    assert spans_of(TOKENS) == ("The cat", (Span(4, 7, "animal"),))
    assert spans_value("The cat", (Span(4, 7, "animal"),)) == TOKENS
    assert spans_of([]) == ("", ())
    assert spans_of([{"token": "x", "class_or_confidence": True}]) is None
    assert spans_of([["x", "y"]]) is None
    assert spans_of("x") is None


@given(st.lists(st.tuples(st.text(min_size=1, max_size=5), st.sampled_from(["a", "b", 0.5])), max_size=5))
def test_marked_tokens_survive(tokens: list[tuple[str, str | float]]) -> None:
    value = [{"token": token, "class_or_confidence": marked} for token, marked in tokens]
    found = spans_of(value)
    assert found is not None
    assert spans_value(*found) == value


@pytest.mark.parametrize(
    ("start", "end", "marked", "spans"),
    [
        (0, 2, "b", [Span(0, 2, "b"), Span(4, 8, "a")]),
        (5, 6, "b", [Span(4, 5, "a"), Span(5, 6, "b"), Span(6, 8, "a")]),
        (5, 6, None, [Span(4, 5, "a"), Span(6, 8, "a")]),
        (0, 10, "b", [Span(0, 10, "b")]),
        (3, 3, "b", [Span(4, 8, "a")]),
    ],
)
def test_a_stretch_of_text_gets_a_class(start: int, end: int, marked: str | None, spans: list[Span]) -> None:
    assert list(with_span((Span(4, 8, "a"),), start, end, marked)) == spans


@pytest.mark.parametrize(
    ("at", "removed", "added", "span"),
    [
        (0, 0, 2, Span(6, 10, "a")),
        (8, 0, 2, Span(4, 8, "a")),
        (4, 0, 2, Span(6, 10, "a")),
        (5, 0, 2, Span(4, 10, "a")),
        (5, 1, 0, Span(4, 7, "a")),
        (6, 5, 1, Span(4, 6, "a")),
        (2, 4, 1, Span(3, 5, "a")),
        (0, 20, 3, None),
    ],
)
def test_spans_move_with_the_text(at: int, removed: int, added: int, span: Span | None) -> None:
    assert spans_after((Span(4, 8, "a"),), at, removed, added) == ((span,) if span else ())


def test_confidences_are_sorted_and_written_back() -> None:
    value = {"label": "b", "confidences": [{"label": "a", "confidence": 0.1}, {"label": "b", "confidence": 0.9}]}
    assert confidences_of(value) == (("b", 0.9), ("a", 0.1))
    assert confidences_of({"label": "x", "confidences": "odd"}) == ()
    assert label_value("", [("a", 0.1), ("b", 0.9)])["label"] == "b"
    assert label_value("x", []) == {"label": "x", "confidences": None}
    assert label_value("", []) == {}


def test_parameters_are_rows() -> None:
    value = {"p": {"type": "int", "description": "d", "default": None, "more": 1}}
    rows = described(value)
    assert rows == (Described("p", "int", "d", None),)
    assert described_value(list(rows), value) == value
    assert described({"p": 5}) is None
