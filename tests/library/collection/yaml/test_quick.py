"""What is read the quick way is what the full parser reads, to the last position; else there is no answer."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.library.collection.yaml.by_hand import Hand
from tests.library.collection.yaml.test_editing import documents

from gradioscope.library.collection.yaml.nodes import YamlError, parse_fully
from gradioscope.library.collection.yaml.quick import quick
from gradioscope.library.collection.yaml.writing import document

PIECES = [
    *" \n\t:-#'\"|>{}[],&*?!%\\~ab1.e+é💥",
    *("  ", "\n  ", "\n- ", ": ", " #", "- ", "''", "\\n", "|-", "|+", "|2", "---\n", "...\n", "? ", "<<: "),
]


def check(text):
    """Whether there was an answer, which has to be the right one."""
    found = quick(text)
    if found is None:
        return False
    try:
        wanted = parse_fully(text)
    except YamlError as error:
        pytest.fail(f"{text!r} should be refused: {error}")
    assert found == wanted, text
    return True


@settings(max_examples=150, deadline=None)
@given(documents)
def test_what_we_write_is_read_as_the_full_parser_does(value):
    check(document(value))


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**32))
def test_what_people_write_is_read_as_the_full_parser_does(seed):
    hand = Hand(random.Random(seed))
    check(hand.document(hand.values()))


@settings(max_examples=600, deadline=None)
@given(st.integers(0, 2**32))
def test_a_damaged_text_is_read_as_the_full_parser_does(seed):
    chance = random.Random(seed)
    hand = Hand(chance)
    text = hand.document(hand.values())
    for _ in range(chance.choice([1, 1, 2, 3])):
        place = chance.randrange(len(text) + 1)
        if chance.random() < 0.4:
            text = text[:place] + text[place + chance.randrange(1, 4) :]
        else:
            text = text[:place] + chance.choice(PIECES) + text[place:]
    check(text)


USUAL = """\
# The team's own.
address: https://{{host}}/app?a=b#c   # with a variable
endpoint: /predict

values:
  text: |
    A text: with "all" of it

      # indented
    end
  "no": -5
  times: 1.5e3
  list:
  - one
  - key: value
    other: ~
  -
    - deep
    - - deeper
  flow: {a: 1, "b": [x, 'it''s', "\\u00e9\\n"], c: {}}
  nothing:
headers: {X-Day: 2024-01-02}
notes: |2-

   begins with a blank
"""


def test_the_usual_is_read_quickly():
    assert check(USUAL)
    assert check(USUAL.replace("\n", "\r\n"))
    assert quick(USUAL.replace("\n", "\r\n", 5)) is None
    for number in range(1, len(USUAL.splitlines())):
        # each line alone out of its place is read well, or not at all
        lines = USUAL.splitlines(keepends=True)
        check("".join(lines[:number] + lines[number + 1 :]))


@pytest.mark.parametrize(
    "text",
    [
        "a: &b c\n",
        "a: *b\n",
        "a: !b c\n",
        "a: 1\na: 2\n",
        "a: {b: 1, b: 2}\n",
        "a: b: c\n",
        "a: b\n c\n",
        "a:\n\t- b\n",
        "a: 1\n---\nb: 1\n",
        "a: .nan\n",
        "a: 1e999\n",
        'a: "\\ud800"\n',
        'a: "\\q"\n',
        "a: " + "[" * 400 + "]" * 400 + "\n",
        "x" * 2000 + ": 1\n",
        "a: [1, 2\n",
        "a: 'b\n",
        "a: |\n",
        "a: 1",
        "",
        "# nothing\n",
        "a\n",
    ],
)
def test_there_is_no_answer_where_it_may_be_an_error(text):
    assert quick(text) is None


def test_deep_and_wide_values_are_bounded(monkeypatch):
    deep = "".join(f"{' ' * level}a:\n" for level in range(310)) + " " * 310 + "b: 1\n"
    assert quick(deep) is None
    assert check("".join(f"{' ' * level}a:\n" for level in range(60)) + " " * 60 + "b: 1\n")
    monkeypatch.setattr("gradioscope.library.collection.yaml.quick.MOST", 100)
    with pytest.raises(YamlError, match="more than 100 values"):
        quick("a:\n" + "- 1\n" * 200)
