"""Conversations, messages with files, dialogues: their shapes and what is wrong with them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradioscope.gradio.model import FieldKind, Json, LocalFile, Parameter, file_data
from gradioscope.request.fields import field_for
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


def field(kind: FieldKind, props: dict[str, Json] | None = None, example: Json = None) -> Any:
    return field_for(Parameter("talk", "Talk", kind, kind, 0, props=props or {}, example=example))


@pytest.mark.parametrize(
    ("props", "example", "shape"),
    [
        ({"type": "messages"}, FOUR, "content"),
        ({"type": "messages"}, FIVE, "content"),
        ({}, SIX, "parts"),
        ({"type": "tuples"}, PAIRS, "pairs"),
        ({"type": "messages"}, None, "content"),
        ({}, None, "parts"),
    ],
)
def test_the_shape_is_the_apps_own(props: dict[str, Json], example: Json, shape: Shape) -> None:
    chat = field("chat", props, example)
    assert chat.shape == shape
    assert chat.empty == []
    assert chat.check(chat.empty) is None
    assert chat.check(chat.from_text("hi")) is None


@pytest.mark.parametrize(
    ("shape", "value"),
    [
        ("content", FOUR),
        ("content", FIVE),
        ("parts", SIX),
        ("pairs", PAIRS),
        ("pairs", [["a", "b"], [None, "c"], [{"file": CAT, "alt_text": None}, None], ["d", "e"]]),
        ("content", [{"role": "user", "content": {"file": CAT, "alt_text": None}, "later": {"x": 1}}]),
        ("content", [{"role": "assistant", "content": {"component": "image", "value": CAT, "props": {}}}]),
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
    assert value_of(messages(value), "content") == value


def test_one_conversation_in_every_shape() -> None:
    talk = (Message("user", ("look", {"file": CAT})), Message("assistant", ("a cat",)))
    assert value_of(talk, "parts") == [
        {"role": "user", "content": [{"type": "text", "text": "look"}, {"type": "file", "file": CAT}]},
        {"role": "assistant", "content": [{"type": "text", "text": "a cat"}]},
    ]
    assert value_of(talk, "content") == [
        {"role": "user", "content": "look"},
        {"role": "user", "content": {"file": CAT}},
        {"role": "assistant", "content": "a cat"},
    ]
    assert value_of(talk, "pairs") == [["look", None], [{"file": CAT}, "a cat"]]


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
    ("props", "value", "wrong"),
    [
        ({}, "text", "Talk takes a conversation: a list of messages."),
        ({}, [*SIX, {"content": []}], "Message 2 of Talk has no role."),
        ({}, FIVE, "Message 1 of Talk needs a list of parts as its content."),
        ({"type": "messages"}, SIX, "Message 1 of Talk needs one text or one file as its content."),
        ({"type": "tuples"}, [["a"]], "Message 1 of Talk has to be a pair of what the user and the bot said."),
        ({}, [5], "Message 1 of Talk is no message: it needs a role and a content."),
        ({}, [{"role": "user", "content": [5]}], "Message 1 of Talk holds something that is neither text nor a file."),
        ({}, None, None),
        ({}, [{"role": "user", "content": [{"type": "file", "file": LocalFile("a")}]}], None),
    ],
)
def test_what_the_app_refuses_is_told_with_the_messages_number(props: Any, value: Json, wrong: str | None) -> None:
    assert field("chat", props).check(value) == wrong


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


def test_text_and_files_from_the_command_line() -> None:
    assert field("chat").from_files([LocalFile("a.png")]) == [
        {"role": "user", "content": [{"type": "file", "file": LocalFile("a.png")}]}
    ]
    both = field("multimodal")
    assert both.from_text("hi") == {"text": "hi", "files": []}
    assert both.from_text('{"text": "a", "files": []}') == {"text": "a", "files": []}
    assert both.from_files([LocalFile("a")]) == {"text": "", "files": [LocalFile("a")]}


@pytest.mark.parametrize(
    ("props", "value", "wrong"),
    [
        ({}, {"text": "a", "files": [CAT, LocalFile("b")]}, None),
        ({}, {"text": "a"}, None),
        ({}, {"files": []}, "Talk takes text with files."),
        ({}, "plain", "Talk takes text with files."),
        ({}, {"text": "", "files": ["x"]}, "Talk holds something that is no file."),
        ({"file_count": "single"}, {"text": "", "files": [CAT, CAT]}, "Talk takes one file; 2 are attached."),
    ],
)
def test_text_with_files_is_checked(props: dict[str, Json], value: Json, wrong: str | None) -> None:
    made = field("multimodal", props)
    assert made.check(value) == wrong
    assert made.check(made.empty) is None


def test_a_dialogue_is_lines_or_text() -> None:
    lines = (Line("A", "hello"), Line("B", "well:\nhello"))
    assert dialogue_lines(dialogue_value(lines)) == lines
    assert dialogue_text(lines) == "[A] hello\n[B] well:\nhello"
    assert dialogue_from("[A] hello\n[B] so") == (Line("A", "hello"), Line("B", "so"))
    assert dialogue_from("A: hello\nB: so") == (Line("A", "hello"), Line("B", "so"))
    assert dialogue_from("just text") is None
    assert dialogue_lines("just text") is None
    talk = field("dialogue", {"speakers": ["A", "B"]})
    assert talk.speakers == ("A", "B")
    assert talk.initial == []
    assert field("dialogue", {"type": "text"}).initial == ""
    assert talk.check(None) == "Talk takes lines with a speaker, or a text."
    assert talk.check([{"speaker": "", "text": "x"}]) == "Line 1 of Talk has no speaker."
    assert talk.check("text") is None
    assert talk.from_text('[{"speaker": "A", "text": "x"}]') == [{"speaker": "A", "text": "x"}]
    assert talk.from_text("[A] x") == "[A] x"
