from __future__ import annotations

import pytest

from gradioscope.window.outputs.scalars import CheckboxViewer, ColorViewer

from .conftest import Make


@pytest.mark.parametrize(("value", "word"), [(True, "Yes"), (False, "No")])
def test_a_truth_value_is_a_word(make: Make, value: bool, word: str) -> None:
    viewer = make("checkbox")
    assert isinstance(viewer, CheckboxViewer)
    viewer.load(value)
    assert viewer.word.text() == word
    assert viewer.word.isVisible()


@pytest.mark.parametrize("value", [1, "yes", [True]])
def test_what_is_no_truth_value_is_json(make: Make, value: object) -> None:
    viewer = make("checkbox")
    assert isinstance(viewer, CheckboxViewer)
    viewer.load(value)
    assert not viewer.word.isVisible()


def test_a_colour_is_seen_and_read(make: Make) -> None:
    viewer = make("color")
    assert isinstance(viewer, ColorViewer)
    viewer.load("rgba(255, 0, 0, 0.5)")
    assert viewer.swatch.colour is not None
    assert viewer.swatch.colour.alpha() == 128
    assert viewer.text.text() == viewer.copyable(viewer.value()) == "rgba(255, 0, 0, 0.5)"


def test_a_word_that_is_no_colour_has_no_swatch(make: Make) -> None:
    viewer = make("color")
    assert isinstance(viewer, ColorViewer)
    viewer.load("very blue")
    assert not viewer.swatch.isVisible()
    assert viewer.text.text() == "very blue"
