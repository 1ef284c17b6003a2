"""A filled-in call: what is sent for each parameter, and what keeps it from being sent."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradioscope.gradio.model import FILE_DATA, App, Endpoint, FieldKind, LocalFile, Parameter, file_data
from gradioscope.request.draft import Draft, with_uploads


def parameter(
    name: str, position: int, kind: FieldKind = "text", required: bool = False, default: Any = None
) -> Parameter:
    return Parameter(name, name.title(), "textbox", kind, position, required, default)


ENDPOINT = Endpoint(
    "/x",
    "",
    (
        parameter("prompt", 0, required=True),
        parameter("steps", 2, "number", default=4),
        parameter("image", 3, "image"),
    ),
    (),
    0,
    inputs=5,
)
APP = App("http://h", "/gradio_api", "", "6.31.0", (ENDPOINT,))


def draft(**values: Any) -> Draft:
    return Draft(APP, ENDPOINT, values)


def test_a_null_stands_in_each_states_place() -> None:
    assert draft(prompt="hi", steps=7).data() == ["hi", None, 7, None, None]


def test_what_is_left_out_is_the_default() -> None:
    assert draft(prompt="hi").data() == ["hi", None, 4, None, None]
    assert draft(prompt="hi", steps=None).data()[2] is None, "an emptied field is not one left alone"


def test_a_file_larger_than_the_app_takes_is_told_at_its_field(tmp_path: Path) -> None:
    path = tmp_path / "large.png"
    path.write_bytes(bytes(1001))
    image = LocalFile(str(path))
    filled = Draft(replace(APP, max_file_size=1000), ENDPOINT, {"prompt": "hi", "image": image})
    assert filled.problems() == {"image": "“large.png” has 1 001 bytes; the app takes 1 000 bytes a file at most."}
    assert replace(filled, app=APP).problems() == {}
    path.write_bytes(bytes(1000))
    assert filled.problems() == {}


def test_a_required_parameter_left_out_is_named() -> None:
    assert draft().problems() == {"prompt": "Prompt is required."}
    assert draft(prompt="").problems() == {}, "an empty text is a text"


def test_every_wrong_value_is_named_at_once() -> None:
    problems = draft(prompt=5, steps="four").problems()
    assert set(problems) == {"prompt", "steps"}
    assert all(problem.endswith(".") for problem in problems.values())


def test_an_unknown_parameter_is_an_error_of_ours() -> None:
    with pytest.raises(KeyError):
        draft().value("unknown")


def test_each_file_is_uploaded_once() -> None:
    one, two = LocalFile("/a/one.png"), LocalFile("/b/two.png")
    value = Draft(APP, ENDPOINT, {"prompt": "", "image": {"background": one, "layers": [two, one]}})
    assert value.files() == [one, two]
    assert draft(prompt="hi").files() == []


def test_an_uploaded_file_is_sent_as_file_data_with_its_name() -> None:
    file = LocalFile("/home/a/one.png")
    sent = with_uploads([{"image": file, "caption": None}, "text", file], {file: "/tmp/gradio/x/one.png"})
    expected = {"path": "/tmp/gradio/x/one.png", "orig_name": "one.png", "meta": FILE_DATA}
    assert sent == [{"image": expected, "caption": None}, "text", expected]


def test_the_meta_of_two_files_is_not_shared() -> None:
    first, second = file_data("a"), file_data("b")
    first["meta"]["x"] = 1
    assert second["meta"] == {"_type": "gradio.FileData"}


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda v: st.lists(v, max_size=3) | st.dictionaries(st.text(), v, max_size=3),
)


@given(values)
def test_values_without_files_are_sent_as_they_are(value: Any) -> None:
    assert with_uploads(value, {}) == value
