"""The fields of all components beyond the plain ones: shapes by version, checks, and values from a command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradioscope.gradio.components import input_kind
from gradioscope.gradio.model import Json, LocalFile, Parameter, file_data
from gradioscope.request.fields import ChatField, Field, VideoField, field_for
from gradioscope.request.fields.chat import Message, messages
from gradioscope.request.fields.structure import shape_of
from gradioscope.request.fields.text import rgba

HERE = LocalFile(__file__)
WEB = file_data("https://example.org/a.png", "a.png")
GONE = LocalFile("/gone.png")


def field(component: str, props: dict[str, Any] | None = None, **more: Any) -> Field:
    schema = more.pop("schema", {})
    kind = input_kind(component, props or {}, schema)
    return field_for(Parameter("x", "X", component, kind, 0, props=props or {}, schema=schema, **more))


@pytest.mark.parametrize(
    ("component", "props", "value", "wrong"),
    [
        ("colorpicker", {}, "#ff8800", None),
        ("colorpicker", {}, "rgba(1, 2, 3, 0.5)", None),
        ("colorpicker", {}, "rgba(163.57499999999996, 0, 0, 1)", None),
        ("colorpicker", {}, "rgb(1.2.3, 0, 0)", "X takes a colour"),
        ("colorpicker", {}, "rebeccapurple", None),
        ("colorpicker", {}, "#ff880", "X takes a colour"),
        ("colorpicker", {}, 7, "X takes a colour"),
        ("datetime", {}, "2024-05-06 07:08:09", None),
        ("datetime", {}, "now - 5m", None),
        ("datetime", {}, "", None),
        ("datetime", {}, "2024-05-06", "X takes a time"),
        ("datetime", {}, "2024-02-30 00:00:00", "X takes a time"),
        ("datetime", {"include_time": False}, "2024-05-06", None),
        ("datetime", {"include_time": False}, "2024-05-06 00:00:00", "X takes a day"),
        ("gallery", {}, [{"image": WEB, "caption": "a"}], None),
        ("gallery", {}, [WEB], "X: item 1 is not"),
        ("gallery", {}, [{"image": GONE}], "There is no file"),
        ("gallery", {}, [{"image": WEB, "caption": 3}], "caption of item 1"),
        ("imageslider", {}, [WEB, None], None),
        ("imageslider", {}, [WEB], "two pictures"),
        ("imageeditor", {}, {"background": WEB, "layers": [], "composite": None}, None),
        ("imageeditor", {}, WEB, "background"),
        ("imageeditor", {}, {"background": WEB, "layers": [GONE], "composite": None}, "There is no file"),
        ("annotatedimage", {}, {"image": WEB, "annotations": [{"image": WEB, "label": "spot"}]}, None),
        ("annotatedimage", {}, {"image": WEB, "annotations": [{"image": WEB}]}, "mask 1 needs a label"),
        ("audio", {}, HERE, "not of a type this takes: audio"),
        ("highlightedtext", {}, [{"token": "a", "class_or_confidence": 0.5}], None),
        ("highlightedtext", {}, [["a", "b"]], "span 1 has no text"),
        ("highlightedtext", {}, [{"token": "a", "class_or_confidence": []}], "class of span 1"),
        ("label", {}, {}, None),
        ("label", {}, {"label": "cat", "confidences": [{"label": "cat", "confidence": 1}]}, None),
        ("label", {}, {"label": "cat", "confidences": [{"label": "cat"}]}, "confidence 1 needs"),
        ("label", {}, "cat", "X takes"),
        ("paramviewer", {}, {"p": {"type": "int", "description": "d", "default": None}}, None),
        ("paramviewer", {}, {"p": 1}, "p needs an object"),
        ("multimodaltextbox", {}, {"text": "a", "files": [WEB]}, None),
        ("multimodaltextbox", {}, "a", "X takes"),
        ("multimodaltextbox", {"file_count": "single"}, {"text": "", "files": [WEB, WEB]}, "takes one file"),
        ("dialogue", {}, "a text", None),
        ("dialogue", {}, [{"speaker": "A", "text": "x"}], None),
        ("dialogue", {}, [{"speaker": "A"}], "line 1 needs"),
        ("dialogue", {}, None, "lines of speakers"),
        ("fileexplorer", {}, [["sub", "two.txt"]], None),
        ("fileexplorer", {}, ["two.txt"], "list of its parts"),
        ("fileexplorer", {}, [["..", "x"]], "cannot leave"),
        ("fileexplorer", {"file_count": "single"}, [["a"], ["b"]], "takes one file"),
        ("dataset", {"samples": [["a"], ["b"]]}, 1, None),
        ("dataset", {"samples": [["a"], ["b"]]}, 2, "2 samples, counted from 0"),
        ("dataset", {}, True, "the number of a sample"),
        ("plot", {}, {"type": "plotly", "plot": "{}"}, None),
        ("plot", {}, {"type": "excel", "plot": "{}"}, "X takes"),
        ("nativeplot", {}, {"columns": ["x"], "data": [[1]], "datatypes": {"x": "nominal"}, "mark": "bar"}, None),
        ("nativeplot", {}, {"columns": ["x"], "data": [[1, 2]], "datatypes": {}, "mark": "bar"}, "row 1"),
        ("nativeplot", {}, {"columns": ["x"], "data": [], "datatypes": {}, "mark": "pie"}, "mark is one of"),
    ],
)
def test_what_is_wrong_with_a_value(component: str, props: dict[str, Any], value: Json, wrong: str | None) -> None:
    said = field(component, props).check(value)
    assert said is None if wrong is None else wrong in (said or "")


FD_EXAMPLE = file_data("https://example.org/world.mp4", "world.mp4")
FILM = LocalFile(str(Path(__file__).with_suffix(".mp4")))


def test_a_film_is_wrapped_where_the_example_is() -> None:
    wrapped = field("video", example={"video": FD_EXAMPLE, "subtitles": None})
    plain = field("video", example=FD_EXAMPLE)
    assert isinstance(wrapped, VideoField)
    assert isinstance(plain, VideoField)
    assert wrapped.from_files([FILM]) == {"video": FILM, "subtitles": None}
    assert plain.from_files([FILM]) == FILM
    assert "takes the object" in (wrapped.check(FD_EXAMPLE) or "")
    assert "takes the file itself" in (plain.check({"video": FD_EXAMPLE, "subtitles": None}) or "")
    assert wrapped.video({"video": FD_EXAMPLE}) == plain.video(FD_EXAMPLE) == FD_EXAMPLE


@pytest.mark.parametrize(
    ("component", "files", "value"),
    [
        ("gallery", 2, [{"image": GONE, "caption": None}] * 2),
        ("imageslider", 1, [GONE, None]),
        ("imageeditor", 2, {"background": GONE, "layers": [GONE], "composite": None}),
        ("annotatedimage", 2, {"image": GONE, "annotations": [{"image": GONE, "label": "gone"}]}),
        ("multimodaltextbox", 2, {"text": "", "files": [GONE, GONE]}),
        ("audio", 1, GONE),
    ],
)
def test_files_of_the_command_line(component: str, files: int, value: Json) -> None:
    assert field(component).from_files([GONE] * files) == value


@pytest.mark.parametrize("component", ["imageslider", "audio", "video"])
def test_too_many_files_are_refused(component: str) -> None:
    with pytest.raises(ValueError, match="takes"):
        field(component).from_files([GONE] * 3)


OLD = {"role": "user", "metadata": {"title": None}, "content": "Hello!"}
MIDDLE = {"role": "user", "metadata": None, "content": "Hello!", "options": None}
NEW = MIDDLE | {"content": [{"text": "Hello!", "type": "text"}]}


@pytest.mark.parametrize(
    ("props", "example", "sent"),
    [
        ({"type": "tuples"}, [["Hello!", None]], [["hi", None]]),
        ({"type": "messages"}, [OLD], [{"role": "user", "content": "hi"}]),
        ({"type": "messages"}, [MIDDLE], [{"role": "user", "content": "hi", "metadata": None, "options": None}]),
        (
            {},
            [NEW],
            [{"role": "user", "content": [{"type": "text", "text": "hi"}], "metadata": None, "options": None}],
        ),
    ],
)
def test_a_message_has_the_shape_of_the_app_s_version(props: dict[str, Any], example: Json, sent: Json) -> None:
    chat = field("chatbot", props, example=example)
    assert chat.from_text("hi") == sent
    assert chat.check(sent) is None


TEXTS = st.text(max_size=5)
PARTS = TEXTS | st.just({"type": "file", "file": WEB, "alt_text": None})
MORE = st.dictionaries(st.sampled_from(["metadata", "options", "later"]), st.none() | st.just({"title": "t"}))


@given(st.lists(st.builds(Message, st.sampled_from(["user", "assistant"]), st.tuples(PARTS, PARTS), MORE)))
def test_messages_and_their_value_undo_each_other(conversation: list[Message]) -> None:
    chat = field("chatbot", example=[NEW])
    assert isinstance(chat, ChatField)
    value = chat.value_of(conversation)
    assert [(m.role, m.text, m.files) for m in messages(value)] == [(m.role, m.text, m.files) for m in conversation]
    assert chat.value_of(messages(value)) == value
    assert chat.check(value) is None


@given(st.lists(st.lists(st.none() | TEXTS, min_size=2, max_size=2).filter(any)))
def test_pairs_come_back_with_the_same_words(pairs: list[list[str | None]]) -> None:
    chat = field("chatbot", {"type": "tuples"})
    assert isinstance(chat, ChatField)
    assert messages(chat.value_of(messages(pairs))) == messages(pairs)


OPTIONAL = {"oneOf": [{"type": "null"}, {"type": "array", "items": {"type": "string"}}]}
TREE = {
    "$defs": {"Node": {"type": "object", "properties": {"name": {"type": "string"}, "next": {"$ref": "#/$defs/Node"}}}},
    "$ref": "#/$defs/Node",
}


@pytest.mark.parametrize(
    ("schema", "value", "wrong"),
    [
        (OPTIONAL, None, None),
        (OPTIONAL, ["a"], None),
        (OPTIONAL, ["a", 1], "X › 2 must be text."),
        ({"type": "array", "items": {"type": "integer"}}, [1, 2.0], None),
        ({"type": "array", "items": {"type": "integer"}}, [True], "X › 1 must be a whole number."),
        ({"type": "object", "additionalProperties": {"type": "number"}}, {"a": "b"}, "X › a must be a number."),
        ({"properties": {"a": {"const": 1}}, "required": ["a"]}, {}, "X › a is required."),
        ({"properties": {"a": {"const": 1}}, "required": ["a"]}, {"a": 2}, "X › a is always 1."),
        ({"properties": {"a": {"enum": [1, "x"]}}}, {"a": True}, 'X › a is one of 1, "x".'),
        (TREE, {"name": "a", "next": {"name": 1}}, "X › next › name must be text."),
        ({"anyOf": [{"type": "string"}, {"type": "integer"}]}, [], "X is none of what it may be."),
        ({"allOf": [{"required": ["a"]}, {"required": ["b"]}]}, {"a": 1}, "X › b is required."),
        ({"type": "array", "prefixItems": [{}, {"type": "integer"}]}, [1, "b"], "X › 2 must be a whole number."),
        ({"type": "array", "prefixItems": [{}, {}]}, [1], "X must have 2 items; it has 1."),
    ],
)
def test_a_value_is_held_against_its_schema(schema: dict[str, Any], value: Json, wrong: str | None) -> None:
    assert field("api", schema=schema).check(value) == wrong


@pytest.mark.parametrize(
    ("schema", "kind", "optional"),
    [
        (OPTIONAL, "list", True),
        ({"type": ["string", "null"]}, "text", True),
        ({"type": "object", "additionalProperties": {}}, "map", False),
        ({"properties": {"a": {}}}, "object", False),
        ({"anyOf": [{"type": "string"}, {"type": "integer"}]}, "union", False),
        ({"anyOf": [{"$ref": "#"}]}, "any", False),
        ({"allOf": [{"properties": {"a": {}}}, {"properties": {"b": {}}}]}, "object", False),
        ({"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}]}, "tuple", False),
        ({"$ref": "#/nowhere"}, "any", False),
        ({"$ref": "#"}, "any", False),
        ({"properties": {"path": {}, "orig_name": {}, "meta": {}}}, "file", False),
        (TREE, "object", False),
    ],
)
def test_a_schema_has_a_shape(schema: dict[str, Any], kind: str, optional: bool) -> None:
    shape = shape_of(schema, schema)
    assert (shape.kind, shape.optional) == (kind, optional)


@pytest.mark.parametrize(
    ("text", "colour"),
    [
        ("#fff", (1, 1, 1, 1)),
        ("#ff000080", (1, 0, 0, 128 / 255)),
        ("rgb(0 255 0 / 50%)", (0, 1, 0, 0.5)),
        ("rgba(0, 0, 255, 0.25)", (0, 0, 1, 0.25)),
        ("red", None),
        ("hsl(0, 1%, 1%)", None),
    ],
)
def test_a_colour_s_parts(text: str, colour: tuple[float, ...] | None) -> None:
    assert rgba(text) == (colour if colour is None else pytest.approx(colour))


@pytest.mark.parametrize(("speakers", "initial"), [(["A", "B"], []), (None, "")])
def test_a_dialogue_without_a_default_begins_with_what_the_server_takes(speakers: Any, initial: Json) -> None:
    dialogue = field("dialogue", {"speakers": speakers}, default=None)
    assert dialogue.initial == initial
    assert dialogue.check(dialogue.initial) is None
