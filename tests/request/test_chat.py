"""Conversations, messages with files, dialogues: their shapes and what is wrong with them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradioscope.gradio.model import Json, LocalFile, file_data
from gradioscope.request.fields.chat import (
    Message,
    Shape,
    conversation_from,
    messages,
    value_of,
)
from gradioscope.request.fields.dialogue import Line, dialogue_from, dialogue_lines, dialogue_text, dialogue_value

CAT = file_data("/tmp/gradio/x/cat.png", "cat.png")
FOUR = [{"role": "user", "metadata": {"title": None}, "content": "Hello!"}]
FIVE = [{"role": "user", "metadata": None, "content": "Hello!", "options": None}]
SIX = [{"role": "user", "metadata": None, "content": [{"text": "Hello!", "type": "text"}], "options": None}]
PAIRS = [["Hello!", None]]


@pytest.mark.parametrize(
    ("shape", "value"),
    [
        ("text", FOUR),
        ("text", FIVE),
        ("parts", SIX),
        ("tuples", PAIRS),
        ("tuples", [["a", "b"], [None, "c"], [{"file": CAT, "alt_text": None}, None], ["d", "e"]]),
        ("text", [{"role": "user", "content": {"file": CAT, "alt_text": None}, "later": {"x": 1}}]),
        ("text", [{"role": "assistant", "content": {"component": "image", "value": CAT, "props": {}}}]),
        ("parts", [{"role": "user", "content": [{"type": "file", "file": CAT}, {"type": "new", "x": 1}]}]),
        ("parts", [{"role": "assistant", "content": []}]),
        ("parts", ["no message at all", 5]),
    ],
)
def test_a_value_becomes_messages_and_itself_again(shape: Shape, value: Json) -> None:
    assert value_of(messages(value), shape) == value


_texts = st.text(max_size=20)
_extra = st.dictionaries(
    st.sampled_from(["metadata", "options", "later"]), st.none() | _texts | st.just({"title": "t"})
)
_part = _texts.map(lambda text: {"type": "text", "text": text}) | st.just(
    {"type": "file", "file": CAT, "alt_text": "x"}
)
_bare = _texts | st.just({"file": CAT, "alt_text": None}) | st.just({"component": "plot", "value": 1})
_role = st.sampled_from(["user", "assistant", "system", "tool"])


@given(st.lists(st.tuples(_role, st.lists(_part, max_size=3), _extra), max_size=6))
def test_every_conversation_of_gradio_6_survives(rows: list[tuple[str, list[Json], dict[str, Json]]]) -> None:
    value = [{"role": role, "content": parts, **extra} for role, parts, extra in rows]
    assert value_of(messages(value), "parts") == value


@given(st.lists(st.tuples(_role, _bare, _extra), max_size=6))
def test_every_conversation_of_gradio_4_and_5_survives(rows: list[tuple[str, Json, dict[str, Json]]]) -> None:
    value = [{"role": role, "content": said, **extra} for role, said, extra in rows]
    assert value_of(messages(value), "text") == value


def test_one_conversation_in_every_shape() -> None:
    talk = (Message("user", ("look", {"file": CAT})), Message("assistant", ("a cat",)))
    assert value_of(talk, "parts") == [
        {"role": "user", "content": [{"type": "text", "text": "look"}, {"type": "file", "file": CAT}]},
        {"role": "assistant", "content": [{"type": "text", "text": "a cat"}]},
    ]
    assert value_of(talk, "text") == [
        {"role": "user", "content": "look"},
        {"role": "user", "content": {"file": CAT}},
        {"role": "assistant", "content": "a cat"},
    ]
    assert value_of(talk, "tuples") == [["look", None], [{"file": CAT}, "a cat"]]


def test_an_edited_message_keeps_what_is_not_edited() -> None:
    file = {"type": "file", "file": CAT, "alt_text": "a cat"}
    message = Message("user", ({"type": "text", "text": "a"}, file), {"metadata": {"title": "T", "log": "l"}, "x": 1})
    assert message.with_text("b").parts == ({"type": "text", "text": "b"}, file)
    assert message.with_text("").parts == (file,)
    assert message.with_files([]).parts == ({"type": "text", "text": "a"},)
    assert message.with_files([CAT, LocalFile("b")]).parts == (*message.parts, {"file": LocalFile("b")})
    assert message.with_title("").extra == {"metadata": {"log": "l"}, "x": 1}
    assert message.with_title("T") is message
    assert message.with_title("U").title == "U"
    assert Message("user").with_text("a").parts == ("a",)


@pytest.mark.parametrize(
    ("text", "talk"),
    [
        ("hello", [("user", "hello")]),
        ("User: hi\nthere\nAssistant: hello\n", [("user", "hi\nthere"), ("assistant", "hello")]),
        ("Human: a\n\nAI: b", [("user", "a"), ("assistant", "b")]),
        ('[{"role": "user", "content": "x"}]', [("user", "x")]),
        ('{"messages": [{"role": "system", "content": "x"}]}', [("system", "x")]),
        ('[["a", "b"]]', [("user", "a"), ("assistant", "b")]),
        ("note\nUser: hi", [("user", "note\nUser: hi")]),
        ("[1, 2]", [("user", "[1, 2]")]),
    ],
)
def test_a_pasted_text_is_read_as_the_conversation_it_holds(text: str, talk: list[tuple[str, str]]) -> None:
    assert [(message.role, message.text) for message in conversation_from(text)] == talk


def test_a_dialogue_is_lines_or_text() -> None:
    lines = (Line("A", "hello"), Line("B", "well:\nhello"))
    assert dialogue_lines(dialogue_value(lines)) == lines
    assert dialogue_text(lines) == "[A] hello\n[B] well:\nhello"
    assert dialogue_from("[A] hello\n[B] so") == (Line("A", "hello"), Line("B", "so"))
    assert dialogue_from("A: hello\nB: so") == (Line("A", "hello"), Line("B", "so"))
    assert dialogue_from("just text") is None
    assert dialogue_lines("just text") is None
