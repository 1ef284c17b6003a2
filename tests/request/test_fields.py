from __future__ import annotations

from typing import Any

import pytest

from gradioscope.gradio.model import FieldKind, Json, LocalFile, Parameter, file_data
from gradioscope.request.fields import Choice, ChoiceField, Field, SliderField, TextField, field_for

CHOICES = [["One", 1], ["Text one", "1"], ["Yes", True], ["Half", 0.5]]


def field(kind: FieldKind, component: str = "", **given: Any) -> Field:
    own = {key: given.pop(key) for key in ("required", "default", "python_type") if key in given}
    return field_for(Parameter("x", "Label", component or kind, kind, 0, props=given, **own))


@pytest.mark.parametrize(
    ("kind", "props", "value", "problem"),
    [
        ("text", {}, "any", None),
        ("text", {}, 5, "Label takes text."),
        ("text", {"max_length": 3}, "four", "Label takes 3 characters at most; this has 4."),
        ("number", {}, 1.5, None),
        ("number", {}, True, "Label takes a number."),
        ("number", {}, "1", "Label takes a number."),
        ("number", {}, float("nan"), "Label takes a number."),
        ("number", {}, float("inf"), "Label takes a number; this is too large for one."),
        pytest.param("number", {}, 10**400, "Label takes a number; this is too large for one.", id="10^400"),
        pytest.param("number", {"maximum": 10**400, "precision": "x"}, 1, None, id="a bound of 10^400"),
        ("number", {"minimum": 2}, 1, "Label must be at least 2; this is 1."),
        ("number", {"maximum": 2}, 3, "Label must be at most 2; this is 3."),
        ("number", {"precision": 0}, 1.5, "Label takes a whole number."),
        ("number", {"precision": 0}, 2.0, None),
        ("number", {}, None, None),
        ("slider", {"minimum": 0, "maximum": 1}, None, "Label takes a number."),
        ("slider", {"minimum": 0, "maximum": 1}, 0.5, None),
        ("slider", {"minimum": 0, "maximum": 1, "step": 0.2}, 0.5, None),
        ("slider", {"minimum": 0, "maximum": 1}, 2, "Label must be at most 1; this is 2."),
        ("checkbox", {}, True, None),
        ("checkbox", {}, 1, "Label is either on or off."),
        ("choice", {"choices": CHOICES}, 1, None),
        ("choice", {"choices": CHOICES}, "1", None),
        ("choice", {"choices": [["One", 1]]}, True, "True is not one of the choices of Label."),
        ("choice", {"choices": [["One", 1]]}, "1", "'1' is not one of the choices of Label."),
        ("choice", {"choices": [], "allow_custom_value": True}, "own", None),
        ("choices", {"choices": CHOICES}, [1, True], None),
        ("choices", {"choices": CHOICES}, 1, "Label takes a list of choices."),
        ("choices", {"choices": CHOICES}, ["x"], "'x' is not one of the choices of Label."),
        ("choices", {"choices": CHOICES, "max_choices": 1}, [1, 0.5], "Label takes 1 choices at most; 2 are chosen."),
        ("file", {}, LocalFile(__file__), None),
        ("file", {}, file_data("https://x.org/a"), None),
        ("file", {}, {"path": "/a"}, "Label takes a file."),
        ("files", {}, [LocalFile(__file__)], None),
        ("files", {}, LocalFile(__file__), "Label takes a list of files."),
        ("file", {}, LocalFile("/gone"), "There is no file “/gone”."),
        ("file", {"file_types": [".pdf"]}, LocalFile(__file__), "“test_fields.py” is not of a type this takes: .pdf."),
        ("json", {}, {"a": [1, None]}, None),
        ("json", {}, [float("inf")], "Label holds NaN or Infinity, which JSON does not have."),
    ],
)
def test_check(kind: FieldKind, props: dict[str, Json], value: Json, problem: str | None) -> None:
    assert field(kind, **props).check(value) == problem


@pytest.mark.parametrize("kind", ["text", "number", "checkbox", "choice", "choices", "file", "files", "image", "json"])
def test_a_null_that_was_given_can_be_sent(kind: FieldKind) -> None:
    assert field(kind, required=True).check(None) is None


@pytest.mark.parametrize(
    ("kind", "empty"),
    [("text", ""), ("number", None), ("slider", 3), ("checkbox", False), ("choice", None), ("choices", []),
     ("file", None), ("image", None), ("files", []), ("json", None)],
)  # fmt: skip
def test_a_new_form_starts_with_the_default_or_empty(kind: FieldKind, empty: Json) -> None:
    assert field(kind, required=True, minimum=3).initial == empty
    assert field(kind, default=[7]).initial == [7]


def test_several_choices_are_never_null_and_always_a_list() -> None:
    assert field("choices", default=None).initial == []
    assert field("choices", default="a").initial == ["a"]


@pytest.mark.parametrize(
    ("kind", "props", "text", "value"),
    [
        ("text", {}, "12", "12"),
        ("number", {}, "12", 12),
        ("number", {}, "1.5", 1.5),
        ("checkbox", {}, "Yes", True),
        ("checkbox", {}, "0", False),
        ("choice", {"choices": CHOICES}, "1", "1"),
        ("choice", {"choices": CHOICES}, "One", 1),
        ("choice", {"choices": CHOICES}, "0.5", 0.5),
        ("choice", {"choices": [], "allow_custom_value": True}, "own", "own"),
        ("choices", {"choices": [["a, b", 1], ["c", 2]]}, "a, b", [1]),
        ("choices", {"choices": [["a", 1], ["c", 2]]}, "a, c", [1, 2]),
        ("json", {}, '{"a": 1}', {"a": 1}),
        ("json", {}, "words", "words"),
        ("file", {}, "https://x.org/a/b.png?x#y", file_data("https://x.org/a/b.png?x#y", "b.png")),
        ("files", {}, "https://x.org/", [file_data("https://x.org/", "x.org")]),
    ],
)
def test_from_text(kind: FieldKind, props: dict[str, Json], text: str, value: Json) -> None:
    made = field(kind, **props).from_text(text)
    assert (made, type(made)) == (value, type(value))


@pytest.mark.parametrize(
    ("kind", "text"), [("number", "many"), ("number", "nan"), ("checkbox", "maybe"), ("choice", "x"), ("file", "/a")]
)
def test_from_text_refuses(kind: FieldKind, text: str) -> None:
    with pytest.raises(ValueError, match="Label"):
        field(kind).from_text(text)


def test_what_the_component_says_reaches_the_field() -> None:
    text = field("text", lines=3, max_lines=9, placeholder="Write", max_length=5, type="password")
    assert isinstance(text, TextField)
    assert (text.lines, text.max_lines, text.placeholder, text.max_length, text.form) == (3, 9, "Write", 5, "password")
    slider = field("slider", minimum=1, maximum=9, step=2)
    assert isinstance(slider, SliderField)
    assert (slider.minimum, slider.maximum, slider.step) == (1, 9, 2)
    choice = field("choice", "radio", choices=[["A", 1], "b"])
    assert isinstance(choice, ChoiceField)
    assert (choice.choices, choice.look) == ((Choice("A", 1), Choice("b", "b")), "radio")


def test_the_type_is_pythons_where_the_app_tells() -> None:
    assert field("json", python_type="list[int]").type_text == "list[int]"
    assert field("number").type_text == "number"


@pytest.mark.parametrize("text", ["1e400", "-1e400", "9" * 5000])
def test_a_number_no_computer_holds_is_told_from_what_is_no_number(text: str) -> None:
    with pytest.raises(ValueError, match="is too large for one"):
        field("number").from_text(text)
