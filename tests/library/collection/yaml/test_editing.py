"""Values survive writing and reading, and an edit touches only what changed."""

from __future__ import annotations

import difflib
import random

import pytest
import yaml as other_yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from tests.library.collection.yaml.by_hand import Hand

from gradioscope.library.collection.yaml.editing import edited, identical
from gradioscope.library.collection.yaml.nodes import YamlError, parse
from gradioscope.library.collection.yaml.writing import document

# fmt: off
HOSTILE = """\
no|yes|on|off|y|n|true|null|~||1e3|0o7|0x1F|007|1_000|12:30:45|2001-12-14|.5|5.|-|--|---|...|<<|=|#|a #b|a: b|a:|? a|\
! x|& x|* x|@ x|` x|% x|{a|}|[a|, a| a|a | |\t|\ta|a\t|\u2028|a\u2028b|\x85|\ufeff|\ufeffa|\r|a\rb|a\r\nb|\x00|\
\x1b[31m|\x7f|\x9f|\xa0|a\n|a\n\n|\n|\n\n|\na|\n\na\n| a\nb|a\n b|a\n  \nb|a\n  |a\n  \n|a\n\tb|\ta\nb|a\nb  \nc|\
  a\n\nb\n\n\n|"|'|a"b|it's|\\|\\n|"a"|- a|:a|a:b|http://x:1/y#z|{{name}}|\\{{x}}|$file|💥|مرحبا|日本語|e\u0301|\
\u202eabc|\ud7ff|\ue000|\uffff|\U0010ffff|.inf|.nan|-.inf|+1|1.|1e|e1|0b1|NaN|a\n# b|# a\nb|a\n---\nb|---\na|\
...\na|a\n...|>|-|%YAML 1.1\na|1__0|0_|_1|+.1|-0|0.0.0|1:2|null |Null|TRUE|No|1e+16|0.1e5|a\n |\n a|\n\ta|a\n\n |\
""".split("|")  # noqa: SIM905
# fmt: on

texts = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40),
    st.text(alphabet=" \n\tab:#-'\"|>{}[],&*?!%\\\r\x85\u2028\ufeff", max_size=20),
)
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(2**64, 2**70),
    st.floats(allow_nan=False, allow_infinity=False),
    texts,
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(texts, inner, max_size=4)),
    max_leaves=12,
)
documents = st.dictionaries(texts, values, max_size=5)


def read(text):
    root = parse(text)
    assert root is not None
    return root.json()


@settings(max_examples=150, deadline=None)
@given(documents)
def test_every_json_value_is_read_as_it_was_written(value):
    assert identical(read(document(value)), value)


@settings(max_examples=150, deadline=None)
@given(documents)
def test_what_is_written_reads_the_same_in_yaml_1_1(value):
    assert identical(other_yaml.safe_load(document(value)), value)


@settings(max_examples=100, deadline=None)
@given(documents)
def test_what_is_written_reads_the_same_in_yaml_1_2(value):
    assert identical(YAML(typ="safe", pure=True).load(document(value)), value)


@settings(max_examples=60, deadline=None)
@given(documents, documents)
def test_an_edit_gives_the_new_values(old, new):
    assert identical(read(edited(document(old), new)), new)


def places(value, way=()):
    """The way to every value that holds no others."""
    if isinstance(value, dict | list) and value:
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(inner, (*way, key))
    else:
        yield way


def put(value, way, new):
    """The value with another one at the end of the way."""
    if not way:
        return new
    copy = value.copy()
    copy[way[0]] = put(value[way[0]], way[1:], new)
    return copy


def found_at(value, way):
    for key in way:
        value = value[key]
    return value


def changed_lines(before, after):
    """Those taken away, and those added."""
    lines = list(difflib.ndiff(before.splitlines(True), after.splitlines(True)))
    return [line for line in lines if line[0] == "-"], [line for line in lines if line[0] == "+"]


def somebody(seed):
    """A chance, one who writes by it, and a document of theirs: its values and its text."""
    chance = random.Random(seed)
    hand = Hand(chance)
    values = hand.values()
    text = hand.document(values)
    # an empty line after a block that keeps them would belong to it
    assume(identical(read(text), values))
    return chance, hand, values, text


WORDS = [None, True, 7, 2.5, "new", "no", "1e3", "a # b", "x: y", "", "'", "[", "- a"]


@settings(max_examples=250, deadline=None)
@given(st.integers(0, 2**32))
def test_one_changed_word_in_a_file_by_hand_is_one_changed_line(seed):
    chance, hand, values, text = somebody(seed)
    way = chance.choice([way for way in places(values) if way])
    old, new = found_at(values, way), chance.choice(WORDS)
    wanted = put(values, way, new)
    after = edited(text, wanted)
    assert identical(read(after), wanted)
    gone, added = changed_lines(text, after)
    lines_of_old = old.count("\n") + 1 if isinstance(old, str) else 1
    if identical(old, new):
        assert after == text
    else:
        assert len(added) == 1, after
        assert 1 <= len(gone) <= lines_of_old + (lines_of_old > 1), after
    for number in range(1, hand.comments + 1):
        assert f"# c{number}c" in after
    assert ("\r\n" in after, after.count("\n") == after.count("\r\n")) in ((True, True), (False, "\n" not in after))


def mutated(hand, chance, value):
    """The value with something in it changed, taken out, or put in."""
    if not isinstance(value, dict | list) or not value or chance.random() < 0.2:
        return hand.value(chance.choice([0, 4]))
    copy = value.copy()
    key = chance.choice(list(value)) if isinstance(value, dict) else chance.randrange(len(value))
    kind = chance.random()
    if kind < 0.15:
        del copy[key]
    elif kind < 0.3 and isinstance(copy, dict):
        copy["new"] = hand.value(3)
    elif kind < 0.3:
        copy = [*value[:key], hand.value(3), *value[key:]]
    else:
        copy[key] = mutated(hand, chance, value[key])
    return copy


@settings(max_examples=250, deadline=None)
@given(st.integers(0, 2**32))
def test_any_change_of_a_file_by_hand_leaves_what_is_around_it(seed):
    chance, hand, values, text = somebody(seed)
    name = chance.choice(list(values))
    new = {**values, name: mutated(hand, chance, values[name])}
    after = edited(text, new)
    assert identical(read(after), new)
    # the entries of other names, with their comments, are as they were
    position = 0
    root = parse(text)
    assert root is not None
    for key, node in root.entries:
        if key.value != name:
            part = text[key.start : node.end]
            position = after.index(part, position)
            position += len(part)


@pytest.mark.parametrize("old", [*WORDS, "two\nlines", {"a": 1}, {}, [1, 2], []], ids=repr)
@pytest.mark.parametrize("new", WORDS, ids=repr)
def test_a_changed_value_is_a_changed_line(old, new):
    values = {"address": "x", "values": {"a": 1, "b": old, "c": [1, old, {"d": old}]}, "notes": "long\ntext\n"}
    text = document(values)
    for way in (("values", "b"), ("values", "c", 1), ("values", "c", 2, "d")):
        if identical(old, new):
            continue
        after = edited(text, put(values, way, new))
        assert after == document(put(values, way, new)) or len(changed_lines(text, after)[1]) == 1
        assert len(changed_lines(text, after)[1]) == 1


BY_HAND = """\
# The team's own request.
address:   'http://127.0.0.1:7860'    # local
endpoint: /predict

values:
    text: "hello"       # greeting
    # how often
    times: 0x10
    list:
    - one   # first
    - two

    - three
    flow: {a: 1,  b: [x,  y]}  # packed
    long: |-   # as it is
        first
        second

    after: >
        folded
        text
later: {key: [1, 2]}   # unknown
"""


@pytest.mark.parametrize(
    ("change", "lines"),
    [
        ({"text": "bye"}, ['-     text: "hello"       # greeting', "+     text: bye       # greeting"]),
        ({"times": 17}, ["-     times: 0x10", "+     times: 17"]),
        ({"list": ["one", "2", "three"]}, ["-     - two", '+     - "2"']),
        ({"list": ["one", "two", "three", "four"]}, ["+     - four"]),
        ({"list": ["zero", "one", "two", "three"]}, ["+     - zero"]),
        ({"list": ["one", "three"]}, ["-     - two"]),
        (
            {"flow": {"a": 1, "b": ["x", "z"]}},
            ["-     flow: {a: 1,  b: [x,  y]}  # packed", "+     flow: {a: 1,  b: [x,  z]}  # packed"],
        ),
        (
            {"flow": {"b": ["x", "y"], "a": 2}},
            ["-     flow: {a: 1,  b: [x,  y]}  # packed", "+     flow: {a: 2,  b: [x,  y]}  # packed"],
        ),
        ({"long": "first\nthird"}, ["-         second", "+       third", "-         first", "+       first"]),
        (
            {"long": "short"},
            ["-     long: |-   # as it is", "-         first", "-         second", "+     long: short   # as it is"],
        ),
        (
            {"text": "a\nb\n"},
            ['-     text: "hello"       # greeting', "+     text: |       # greeting", "+       a", "+       b"],
        ),
    ],
)
def test_an_edit_of_a_file_by_hand(change, lines):
    values = read(BY_HAND)
    after = edited(BY_HAND, {**values, "values": {**values["values"], **change}})
    gone, added = changed_lines(BY_HAND, after)
    assert sorted(line.rstrip("\n") for line in [*gone, *added]) == sorted(lines)


def test_windows_line_ends_stay():
    text = BY_HAND.replace("\n", "\r\n")
    values = read(text)
    after = edited(text, {**values, "notes": "a\nb\n", "endpoint": "/other"})
    assert "\n" not in after.replace("\r\n", "")
    assert identical(read(after), {**values, "notes": "a\nb\n", "endpoint": "/other"})


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ("a: 1\nb: !!python/object/apply:os.system [ls]\n", 2, "tag"),
        ("a: &x [1]\nb: *x\n", 2, "alias"),
        ("a: 1\na: 2\n", 2, "second time"),
        ("a: 1\n---\nb: 2\n", 2, "second document"),
        ("a: [1, 2\nb: 3\n", 2, ""),
        ("a: 1\n b: 2\n", 2, ""),
        ("a: .nan\n", 1, "no number"),
        ("a: 1e400\n", 1, "larger"),
        ("a: " + "9" * 5000 + "\n", 1, "too long"),
        ("a: " + "[" * 400 + "]" * 400 + "\n", 1, "deep"),
        ("a:\n  ? [x]\n  : 1\n", 2, "key"),
        ("a: \x07\n", 1, "U+0007"),
        ("a:\n\t- d", 2, "tab"),
        ("a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> theirs\n", 2, "merge"),
        ("a: |\n  b\n<<<<<<< HEAD\n  c\n=======\n  d\n>>>>>>> theirs\n", 3, "merge"),
        ('a: "b\nc: 1\n', 1, "never closed"),
        ("a\nb: 1", 2, "colon"),
        ("a: b: c", 1, "quotes"),
        ("a: {x: 1\nb: 2\n", 2, "braces"),
        ("a: [1}\n", 1, "brackets"),
        ("a:\n  b: 1\n c: 2\n", 3, "indentation"),
        ("a: 'it's'\n", 1, "quotes"),
        ("a: - b\n", 1, "begin its line"),
        ("a: ]\n", 1, "missing"),
        ("a: @b\n", 1, "in quotes"),
        ("a: >b\n  c", 1, "next line"),
        ('a: "\\q"\n', 1, "backslash"),
        ('a: 1\nb: "\\ud800"\n', 2, "half a character"),
    ],
)
def test_a_text_that_is_refused_names_the_line(text, line, part):
    with pytest.raises(YamlError) as caught:
        parse(text)
    assert (caught.value.line, part in caught.value.message) == (line, True), caught.value


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf"), "a\ud800b"])
def test_what_json_cannot_hold_is_refused_with_a_sentence(value):
    with pytest.raises(ValueError, match="cannot be kept"):
        document({"values": {"a": [value]}})


def test_a_number_that_nobody_would_read_is_refused():
    with pytest.raises(ValueError, match="4300 digits"):
        document({"a": 10**5000})


def test_a_character_in_two_escapes_as_json_writes_it_is_one():
    assert read('a: "\\ud83d\\ude00"\n"\\ud83d\\ude00": 1\n') == {"a": "😀", "😀": 1}


def test_the_number_of_values_is_bounded(monkeypatch):
    for module in ("nodes", "quick"):
        monkeypatch.setattr(f"gradioscope.library.collection.yaml.{module}.MOST", 100)
    with pytest.raises(YamlError, match="more than 100 values") as caught:
        parse("a:\n" + "- 1\n" * 200)
    assert 98 < caught.value.line < 102


def test_deep_values_survive():
    value: object = "leaf"
    for level in range(200):
        value = [value] if level % 2 else {"a": value}
    assert identical(read(document({"v": value})), {"v": value})


def test_five_megabytes_survive():
    text = "it's a long line: of text # é\n" * 170_000
    assert read(document({"v": text})) == {"v": text}


def test_long_keys_survive():
    value = {"k" * 3000: {"x" * 2000: [{"y" * 1500: 1}]}}
    assert identical(read(document(value)), value)
