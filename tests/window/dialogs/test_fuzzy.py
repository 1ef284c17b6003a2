"""The palette's search: a few letters find what was meant, the best first."""

from __future__ import annotations

import pytest

from gradioscope.window.dialogs.fuzzy import score

COMMANDS = ["New request", "Normal size", "Run", "Reopen closed tab", "Copy snippet", "/predict", "/generate_image"]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("nr", "New request"),
        ("run", "Run"),
        ("COPY", "Copy snippet"),
        ("gi", "/generate_image"),
        ("closed", "Reopen closed tab"),
        ("pred", "/predict"),
        ("rct", "Reopen closed tab"),
    ],
)
def test_the_best_match_is_first(typed: str, first: str) -> None:
    scored = [(value, text) for text in COMMANDS if (value := score(typed, text)) is not None]
    assert max(scored)[1] == first


@pytest.mark.parametrize(("typed", "text"), [("zz", "Run"), ("nur", "Run"), ("runn", "Run")])
def test_letters_that_do_not_occur_in_order_match_nothing(typed: str, text: str) -> None:
    assert score(typed, text) is None


def test_nothing_typed_matches_everything_alike() -> None:
    assert {score("  ", text) for text in COMMANDS} == {0}
