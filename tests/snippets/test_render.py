from __future__ import annotations

import time

import pytest

from gradioscope.gradio.errors import WrongUse
from gradioscope.snippets import TARGETS, render


def test_every_target_has_a_label_and_renders(make):
    assert "curl" in TARGETS
    for target, label in TARGETS.items():
        assert label
        assert "Hello" in render(target, make({"text": "Hello"}))


def test_an_unknown_target_is_named(make):
    with pytest.raises(WrongUse, match="no snippet target 'wget'"):
        render("wget", make({}))


@pytest.mark.parametrize("target", TARGETS)
def test_nothing_a_terminal_acts_on_is_in_the_text(make, target):
    everything = "".join(map(chr, range(0xD800))) + "\ufeff\ufff9\U000e0001"
    text = render(target, make({"text": everything, "name": everything[:200]}, name="/a\x1b\u202e"))
    assert [
        c for c in text if c != "\n" and (ord(c) < 32 or 127 <= ord(c) < 160 or c in "\u2028\u202e\u2066\u200b")
    ] == []


@pytest.mark.parametrize("target", TARGETS)
def test_an_ordinary_request_takes_under_two_milliseconds(make, target):
    draft = make({"prompt": "a cat with a hat " * 10, "steps": 20, "mode": "fast", "flags": ["a", "b"]})
    render(target, draft)
    took = []
    for _ in range(50):
        began = time.perf_counter()
        render(target, draft)
        took.append(time.perf_counter() - began)
    assert min(took) < 0.002
