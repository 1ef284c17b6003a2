"""A request as it would be sent, part by part."""

from __future__ import annotations

from pathlib import Path

from gradioscope.gradio.model import LocalFile
from gradioscope.library.environment.preview import LONGEST, as_text, parts_of
from gradioscope.library.environment.scope import Environment, SecretName, Variables
from gradioscope.request.saved import SavedRequest

LIVE = Environment(
    "live", Path("/c/environments/live.yaml"), {"base": "http://h", "n": 3, "a": "{{b}}", "b": "{{a}}"}, ("key",)
)


def test_each_part_stands_alone_and_secrets_are_dots() -> None:
    request = SavedRequest(
        address="{{base}}/x",
        values={"n": "{{n}}", "t": "{{gone}}", "c": "{{a}}", "f": LocalFile("{{base}}.png"), "o": {"k": "{{key}}"}},
        headers=(("X", "Bearer {{key}}"),),
        session="{{n}}",
    )
    variables = Variables((LIVE,), secrets={SecretName("live", "key"): "s3cret"})
    parts = {(part.group, part.name): part for part in parts_of(request, variables)}
    assert parts["Request", "Address"].text == "http://h/x"
    assert parts["Request", "Session"].text == "3"
    assert parts["Headers", "X"].text == "Bearer ••••••"
    assert parts["Values", "n"].text == "3"
    assert parts["Values", "f"].text == "http://h.png"
    assert parts["Values", "o"].text == '{\n  "k": "••••••"\n}'
    assert "{{gone}} has no value" in parts["Values", "t"].problem
    assert "circle" in parts["Values", "c"].problem
    assert "s3cret" not in as_text(list(parts.values()))


def test_the_variables_used_are_listed_with_their_file() -> None:
    request = SavedRequest(address="{{base}}", values={"t": "{{gone}} {{$env.NOBODY_ALLOWED}}"})
    parts = {part.name: part for part in parts_of(request, Variables((LIVE,))) if part.group == "Variables"}
    assert parts["base (live)"].text == "http://h"
    assert parts["gone"].problem
    assert "Nobody allowed" in parts["$env.NOBODY_ALLOWED"].problem


def test_a_long_value_is_cut() -> None:
    (_, part, *_) = parts_of(SavedRequest(values={"t": "x" * 10_000}), Variables())
    assert len(part.text) < LONGEST + 50
    assert part.text.endswith("(10,000 characters)")
