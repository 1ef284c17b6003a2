from __future__ import annotations

import pytest

from gradioscope.window.parts.swatch import colour_of


@pytest.mark.parametrize(
    ("text", "colour"),
    [
        ("#ff8800", "#ff8800"),
        ("#f80", "#ff8800"),
        ("Red", "#ff0000"),
        ("rebeccapurple", "#663399"),
        ("rgba(255, 0, 0, 0.5)", "#ff0000"),
        ("nonsense", None),
        ("", None),
    ],
)
def test_colours_of_texts(text: str, colour: str | None) -> None:
    found = colour_of(text)
    assert (found.name() if found else None) == colour
