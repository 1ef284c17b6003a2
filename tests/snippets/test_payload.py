from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradioscope.gradio.errors import WrongUse
from gradioscope.snippets.payload import ACTIVE, LARGE, Variable, json_pieces

FILE = Variable("file_1")
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(), st.floats(allow_nan=False, allow_infinity=False)),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(), inner)),
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (["Hello", 3, None, True], '["Hello", 3, null, true]'),
        ({"a": 'b"\\'}, '{"a": "b\\"\\\\"}'),
        ("Grüße 日本語 😀", '"Grüße 日本語 😀"'),
        ("\x00\x1b\x7f\x9b\u2028\u202e\u200d", '"\\u0000\\u001b\\u007f\\u009b\\u2028\\u202e\\u200d"'),
        ("\U000e0041", '"\\udb40\\udc41"'),
        ({}, "{}"),
        ([], "[]"),
    ],
)
def test_readable_text(value, text):
    assert json_pieces(value) == [text]


@pytest.mark.parametrize(
    ("value", "pieces"),
    [
        (FILE, ['"', FILE, '"']),
        ({"data": [1, {"path": FILE, "n": None}, "x"]}, ['{"data": [1, {"path": "', FILE, '", "n": null}, "x"]}']),
        ([FILE, "\u202e", FILE], ['["', FILE, '", "\\u202e", "', FILE, '"]']),
    ],
)
def test_is_cut_where_a_variable_stands(value, pieces):
    found = json_pieces(value)
    assert found == pieces
    assert [isinstance(piece, Variable) for piece in found] == [number % 2 == 1 for number in range(len(found))]


@settings(deadline=None)
@given(VALUES)
def test_is_the_same_value(value):
    [text] = json_pieces(value)
    assert json.loads(text) == value
    assert not ACTIVE.search(text)
    assert ["".join(json_pieces([value, FILE]))] == [f'[{text}, "file_1"]']


@pytest.mark.parametrize("character", ["é", "日", "😀", "\x7f", "\u202e", "\x00"])
@pytest.mark.parametrize("count", [LARGE // 2, LARGE])
@pytest.mark.parametrize("variables", [False, True])
def test_what_is_long_is_ascii_and_the_same(character, count, variables):
    value = [character * count, {character: 1}]
    [text] = json_pieces(value, variables)
    assert json.loads(text) == value
    assert not ACTIVE.search(text)
    assert text.isascii() or len(text) <= LARGE
    before, file, after = json_pieces([*value, FILE])
    assert before + file + after == f'{text[:-1]}, "file_1"]'
    assert (before + after).isascii() == text.isascii()


@pytest.mark.parametrize(
    "value", [float("nan"), [1, float("inf")], "half \ud83d", {"\udc00": 1}, [FILE, "\ud800"], "x" * LARGE + "\ud800"]
)
def test_what_no_server_could_read_is_refused(value):
    with pytest.raises(WrongUse):
        json_pieces(value)
