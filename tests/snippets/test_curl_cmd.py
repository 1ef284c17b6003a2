"""The cmd snippet: nothing that cmd acts on is left of a value. It is run by tests/shells/wine_cmd.py."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.snippets.command_line import split

from gradioscope.gradio.errors import WrongUse
from gradioscope.gradio.model import LocalFile
from gradioscope.request.draft import Access
from gradioscope.snippets import render
from gradioscope.snippets.curl_cmd import escaped, written
from gradioscope.snippets.payload import json_pieces

SHORT = (
    "set session=%RANDOM%%RANDOM%%RANDOM%\n"
    'curl -sS "http://127.0.0.1:7860/gradio_api/call/predict" -H "Content-Type: application/json"'
    r' -d "{\"data\": [\"It is 100\u0025\", 3], \"session_hash\": \"%session%\"}"'
    '\ncurl -sS -N "http://127.0.0.1:7860/gradio_api/queue/data?session_hash=%session%"'
)
TEXT = st.text(
    st.one_of(st.sampled_from("%!^&|<>\"\\'/? \n\t()=;,@é😀"), st.characters(exclude_categories=["Cs"])), max_size=60
)


def test_short(make):
    assert render("curl-cmd", make({"text": "It is 100%", "number": 3})) == SHORT


@given(TEXT)
def test_a_value_is_the_same_json_without_what_cmd_acts_on(text):
    found = escaped(json_pieces([text, {text: 1}]))
    assert json.loads(found) == [text, {text: 1}]
    assert found.isascii()
    assert not set(found) & set("%!^&|<>?\n\r\x7f")
    assert split('"' + found.replace('"', '\\"') + '"') == [found]


@given(TEXT.flatmap(lambda text: st.integers(1, 200).map(lambda times: text * times)))
def test_a_long_value_is_written_in_lines(text):
    lines = written({"data": [text]}, "%session%")
    texts = [line.partition(" echo ")[2] for line in lines]
    assert json.loads("".join(texts)) == {"data": [text], "session_hash": "%session%"}
    assert all(re.fullmatch(r">>?\"%TEMP%\\gradio-body\.json\" echo \S(.*\S)?", line) for line in lines)
    assert max(map(len, lines)) < 1100
    assert "".join(texts).count("%") == 2 == texts[-1].count("%")


def test_a_name_that_needs_a_percent_is_called_by_its_number(make):
    text = render("curl-cmd", make({"x": 1}, name="/with blank & more"))
    assert "/queue/join" in text
    assert "fn_index" in text


@pytest.mark.parametrize(
    "more",
    [
        {"values": {"f": LocalFile("a.png")}},
        {"access": Access(login_user="alice")},
        {"session_hash": "a b"},
        {"session_hash": "100%"},
        {"name": "/a b", "fn_index": None},
        {"url": "http://h/a%20b"},
        {"access": Access(headers=(("X-Plain", '"&calc&"'),))},
        {"access": Access(headers=(("X-Plain", "%PATH%"),))},
    ],
)
def test_what_cannot_be_written_is_refused(make, more):
    values = more.pop("values", {"x": 1})
    with pytest.raises(WrongUse) as refused:
        render("curl-cmd", make(values, **more))
    told = refused.value.explanation
    assert all((told.what, told.why, told.do))
