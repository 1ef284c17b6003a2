"""What is kept of a request: what says something of its own, and no secret."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from gradioscope.gradio.model import App, Endpoint, LocalFile, Parameter
from gradioscope.request.draft import Draft
from gradioscope.request.saved import MadeFor, MadeForParameter, SavedRequest
from gradioscope.request.saving import as_json, from_json, kept_values, same_request, saved, secrets_left_out


def draft(values: dict[str, Any], **props: Any) -> Draft:
    parameters = (
        Parameter("a", "A", "textbox", "text", 0, default="x", props=props),
        Parameter("n", "N", "number", "number", 1, default=1),
        Parameter("r", "R", "textbox", "text", 2, required=True),
    )
    endpoint = Endpoint("/f", "", parameters, ())
    return Draft(App("http://h", "", "T", "6.31.0", (endpoint,)), endpoint, values)


def test_what_is_at_its_default_is_left_out():
    assert kept_values(draft({"a": "x", "n": 1, "r": ""})) == {"r": ""}
    assert kept_values(draft({"r": "1", "n": 1.0, "a": "y"})) == {"a": "y", "n": 1.0, "r": "1"}


def test_a_password_is_never_kept_but_its_variable_is():
    typed = draft({"a": "secret", "r": ""}, type="password")
    assert kept_values(typed) == {"r": ""}
    assert secrets_left_out(typed, SavedRequest()) == ("A",)
    assert kept_values(draft({"a": "{{pw}}"}, type="password")) == {"a": "{{pw}}"}
    assert kept_values(draft({"a": "{{pw}} hunter2 }}"}, type="password")) == {}


def test_headers_with_secrets_are_named_and_left_out():
    rest = SavedRequest(
        headers=(("X-Team", "blue"), ("Authorization", "Bearer x"), ("X-Api-Key", "{{key}}"), ("X", "hf_abc")),
        notes="n",
    )
    assert saved(draft({}), "h", rest).headers == (("X-Team", "blue"), ("X-Api-Key", "{{key}}"))
    assert saved(draft({}), "h", rest).notes == "n"
    assert secrets_left_out(draft({}), rest) == ("Authorization", "X")


def test_what_an_endpoint_was_is_no_difference():
    one = SavedRequest(address="h", values={"a": [1]})
    assert same_request(one, replace(one, made_for=MadeFor("6")))
    assert not same_request(one, replace(one, values={"a": [True]}))
    assert not same_request(one, replace(one, notes="n"))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.builds(LocalFile, st.text(max_size=5)),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["$file", "$json", "a"]) | st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.text(max_size=4), JSON, max_size=3))
def test_every_value_survives_as_json(values):
    request = SavedRequest(
        "h",
        "/f",
        values,
        "keep",
        "result",
        (("a", "b"),),
        "alice",
        "work",
        "notes",
        ({"seconds": 1},),
        MadeFor("6", (MadeForParameter("a", "textbox", choices=(1, "2")), MadeForParameter("b", "x")), ("json",)),
    )
    assert from_json(json.loads(json.dumps(as_json(request)))) == request
