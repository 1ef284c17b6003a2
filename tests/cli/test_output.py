"""What goes to standard output and standard error."""

from __future__ import annotations

import io
import json
import math
import sys
from typing import Any

import pytest

from gradioscope.cli import output, streams
from gradioscope.cli.matching import did_you_mean
from gradioscope.gradio.errors import Explanation


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    "value",
    [
        {"text": "Grüße 你好 😀", "n": [1, 2.5, None, True]},
        {"lines": "a\u2028b\u2029c\u0085d\x0be\x0cf\x1cg\nh\ri"},
        {"\u2028 in a key": 1},
    ],
)
@pytest.mark.parametrize("unicode", [True, False])
def test_json_is_one_line_to_every_reader(value: Any, unicode: bool) -> None:
    text = output.json_text(value, unicode)
    assert len(text.splitlines()) == 1
    assert json.loads(text) == value
    assert text.isascii() or unicode


def test_what_json_cannot_say_becomes_null() -> None:
    value = {"a": [math.nan, {"b": math.inf}], "c": -math.inf, "d": 1.5}
    assert json.loads(output.json_text(value)) == {"a": [None, {"b": None}], "c": None, "d": 1.5}


def test_half_a_character_stays_valid_json() -> None:
    output.json_text("\ud800").encode()
    assert json.loads(output.json_text(["\ud800 \udfff"])) == ["\ud800 \udfff"]


def test_an_app_cannot_steer_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    hostile = "red \x1b[31m, title \x1b]0;x\x07, back \r, c1 \x9b, turned \u202e, fine\ttab\nline"
    monkeypatch.setattr(sys, "stdout", Terminal())
    cleaned = output.clean(hostile)
    assert not any(character in cleaned for character in "\x1b\x07\r\x9b\u202e")
    assert "\\x1b[31m" in cleaned
    assert cleaned.endswith("fine\ttab\nline")
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    assert output.clean(hostile) == hostile


def test_a_message_says_what_why_and_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    output.message(Explanation("It failed.", "The disk is full.\x1b[2J", "Make room.", "login", details="secret"))
    said = capsys.readouterr()
    assert said.out == ""
    lines = said.err.splitlines()
    assert lines[:3] == ["gradioscope: It failed.", "  The disk is full.\\x1b[2J", "  Make room."]
    assert "--login USER" in lines[3]
    assert len(lines) == 4


@pytest.mark.parametrize(
    ("terminal", "environment", "colours"),
    [
        (True, {}, True),
        (False, {}, False),
        (True, {"NO_COLOR": "1"}, False),
        (True, {"TERM": "dumb"}, False),
    ],
)
def test_colours_are_for_terminals_that_want_them(
    monkeypatch: pytest.MonkeyPatch, terminal: bool, environment: dict[str, str], colours: bool
) -> None:
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    style = output.Style(Terminal() if terminal else io.StringIO())
    assert ("\x1b" in style.bold("x")) is colours


@pytest.mark.parametrize("stream", [None, "closed"])
def test_closed_streams_are_no_crash(monkeypatch: pytest.MonkeyPatch, stream: str | None) -> None:
    closed = io.StringIO()
    closed.close()
    monkeypatch.setattr(sys, "stderr", None if stream is None else closed)
    monkeypatch.setattr(sys, "stdout", None if stream is None else io.StringIO())
    streams.prepare()
    output.say("x")
    output.write("x")
    output.write_json_line({})
    output.write_exactly("x")
    streams.flush()


@pytest.mark.parametrize(
    ("word", "known", "answer"),
    [
        ("predct", ["/predict", "/other"], "Did you mean `/predict`?"),
        ("PREDICT", ["predict"], "Did you mean `predict`?"),
        ("pre", ["prefix", "predict", "x"], "Did you mean `prefix` or `predict`?"),
        ("zzz", ["predict"], ""),
        ("", ["predict"], ""),
        ("x", [], ""),
    ],
)
def test_close_matches(word: str, known: list[str], answer: str) -> None:
    assert did_you_mean(word, known) == answer
