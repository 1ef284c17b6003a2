from __future__ import annotations

from typing import Literal

import pytest

from gradioscope.window.outputs.markup import MarkupViewer
from gradioscope.window.outputs.text import LIMIT

from .conftest import Make

Kind = Literal["markdown", "html"]
SOURCES: list[tuple[Kind, str]] = [
    ("markdown", "# Title\n\nand *text*"),
    ("html", "<h1>Title</h1><p>and <i>text</i></p>"),
]


@pytest.mark.parametrize(("kind", "source"), SOURCES)
def test_it_is_rendered_and_its_source_is_a_toggle_away(make: Make, kind: Kind, source: str) -> None:
    viewer = make(kind)
    assert isinstance(viewer, MarkupViewer)
    viewer.load(source)
    assert viewer.rendered.toPlainText().split("\n")[0] == "Title"
    assert "and text" in viewer.rendered.toPlainText()
    viewer.source_button.click()
    assert viewer.source is not None
    assert viewer.source.text.toPlainText() == source
    assert not viewer.rendered.isVisible()
    viewer.source_button.click()
    assert viewer.rendered.isVisible()


def test_a_text_that_grows_while_its_source_is_shown_is_shown_whole_afterwards(make: Make) -> None:
    viewer = make("markdown")
    assert isinstance(viewer, MarkupViewer)
    viewer.load("one")
    viewer.source_button.click()
    viewer.load("one two")
    assert viewer.source is not None
    assert viewer.source.text.toPlainText() == "one two"
    viewer.source_button.click()
    assert viewer.rendered.toPlainText() == "one two"


@pytest.mark.parametrize("kind", ["markdown", "html"])
def test_too_long_a_text_is_not_rendered(make: Make, kind: Kind) -> None:
    viewer = make(kind)
    assert isinstance(viewer, MarkupViewer)
    text = "word\n" * LIMIT
    viewer.load(text)
    assert not viewer.rendered.isVisible()
    assert viewer.rendered.source_text() == ""
    assert viewer.copyable(viewer.value()) == text


@pytest.mark.parametrize(("kind", "source"), SOURCES)
def test_copy_takes_the_source(make: Make, kind: Kind, source: str) -> None:
    viewer = make(kind)
    viewer.load(source)
    assert viewer.copyable(viewer.value()) == source
