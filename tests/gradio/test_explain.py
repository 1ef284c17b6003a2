"""Answers that nobody should have to decode."""

from __future__ import annotations

import json
from typing import Any

import pytest

from gradioscope.gradio.connection import Answer
from gradioscope.gradio.errors import CallRefused, LoginNeeded
from gradioscope.gradio.explain import explain_error, explain_text, refusal
from gradioscope.gradio.model import App, Endpoint, Parameter

APP = App("http://h", "/gradio_api", "", "6.31.0", (), max_file_size=50_000)
ENDPOINT = Endpoint(
    "/x",
    "",
    (
        Parameter("text", "Text", "textbox", "text", 0),
        Parameter("level", "Level", "slider", "slider", 1),
        Parameter("size", "Size", "radio", "choice", 2),
    ),
    (),
    0,
)
OPEN = App("http://h", "", "", "6.31.0", (), show_error=True)


@pytest.mark.parametrize(
    ("text", "why", "action", "parameter"),
    [
        ("404: Not Found", "expired", "retry", None),
        ("404: Session not found.", "expired", "retry", None),
        ("Value 99 is greater than maximum value 10.", "outside", "edit", "level"),
        ("Value -1 is less than minimum value 0.", "outside", "edit", "level"),
        ("Value: 1 is not in the list of choices: [10, 20]", "own type", "edit", "size"),
        ("needed: 45, got: 43", "another number of values", "reload", None),
        (
            "An event handler (f) didn't receive enough input values (needed: 2, got: 1).",
            "another number",
            "reload",
            None,
        ),
        ("The 'meta' field must be explicitly provided", "uploaded to it", "edit", None),
        ("/etc/passwd was not uploaded by the user", "uploaded to it", "edit", None),
        ("No such file or directory: 'https:/example.org/x.png'", "uploaded to it", "edit", None),
        ("Hostname 127.0.0.1 failed validation", "public addresses", "edit", None),
        ("This action requires a logged in user. Please sign in.", "token", "token", None),
        ("You have exceeded your GPU quota (60s requested vs. 56s left)", "GPU time", "token", None),
        ("Falling back to IP-based quotas", "GPU time", "token", None),
        ("429 Client Error: Too Many Requests", "Too many requests", "retry", None),
        ("Queue is full. Max size is 3 and size is 3.", "More requests wait", "retry", None),
        ("CUDA out of memory. Tried to allocate 20 GiB", "no room", "edit", None),
    ],
)
def test_texts_that_are_known(text: str, why: str, action: str, parameter: str | None) -> None:
    explained = explain_text(text, ENDPOINT)
    assert explained.what == text, "the app's own words are always kept"
    assert why in explained.why
    assert explained.do
    assert explained.action == action
    assert explained.parameter == parameter


def test_a_text_that_is_not_known_is_shown_as_it_is() -> None:
    explained = explain_text("expected <class 'int'>, got 'x'")
    assert explained.what == "expected <class 'int'>, got 'x'"
    assert explained.do


def test_a_field_is_marked_only_where_no_other_can_be_meant() -> None:
    two = Endpoint("/x", "", (*ENDPOINT.parameters, Parameter("other", "Other", "number", "number", 3)), (), 0)
    assert explain_text("Value 99 is greater than maximum value 10.", two).parameter is None


@pytest.mark.parametrize("data", [None, {"error": None}, {"error": ""}, "", [], 5])
def test_an_error_without_a_text(data: Any) -> None:
    assert "show_error is off" in explain_error(data, APP).why
    assert explain_error(data, OPEN).why == "It gave no text with the error."


def test_an_error_in_each_of_its_forms() -> None:
    for data in ("bad", {"error": "bad", "visible": True}, "'bad'", {"error": "<b>bad</b>"}):
        assert explain_error(data, APP).what == "bad"


def answer(status: int, body: Any) -> Answer:
    return Answer(status, {}, body if isinstance(body, bytes) else json.dumps(body).encode(), "http://h/x")


@pytest.mark.parametrize(
    ("status", "body", "what", "action"),
    [
        (200, {"no": "event id"}, "The app answered 200.", "reload"),
        (301, b"", "sends the request to another address", "reconnect"),
        (404, {"detail": "Not Found"}, "no such address", "reload"),
        (405, {"detail": "Method Not Allowed"}, "/x cannot be reached by /call", "reload"),
        (413, b"too large", "too large", "edit"),
        (429, b"", "too many requests", "retry"),
        (500, b"Internal Server Error", "does not know /x", "reload"),
        (500, b"Traceback (most recent call last):", "does not know /x", "reload"),
        (502, b"<html>bad gateway</html>", "cannot take the request now (502)", "retry"),
        (503, {"detail": "Queue is full. Max size is 3 and size is 3."}, "Queue is full", "retry"),
        (503, {"detail": "Queue is stopped."}, "Queue is stopped", ""),
        (503, {"detail": "Starting"}, "Starting", "retry"),
        (418, {"detail": "teapot"}, "The app answered 418.", "reload"),
        (
            422,
            {"detail": [{"type": "missing", "loc": ["body", "data"], "msg": "Field required"}]},
            "does not take",
            "reload",
        ),
        (422, {"detail": "text"}, "does not take", "reload"),
        (422, b"", "does not take", "reload"),
    ],
)
def test_refusals(status: int, body: Any, what: str, action: str) -> None:
    refused = refusal(answer(status, body), APP, ENDPOINT)
    assert isinstance(refused, CallRefused)
    assert what in refused.explanation.what
    assert refused.explanation.action == action
    assert refused.explanation.do
    assert refused.status == status


def test_the_limit_of_a_file_is_told() -> None:
    assert "50 000 bytes" in refusal(answer(413, b""), APP, ENDPOINT).explanation.why


def test_what_fastapi_misses_is_told() -> None:
    body = {"detail": [{"type": "missing", "loc": ["body", "data"], "msg": "Field required"}]}
    assert refusal(answer(422, body), APP, ENDPOINT).explanation.why == "body.data: Field required"


def test_a_validator_marks_the_first_field_it_refused_and_tells_all() -> None:
    entries = [
        {"__type__": "validate", "is_valid": True, "message": "fine", "parameter_name": "text"},
        {"__type__": "validate", "is_valid": False, "message": "too <b>loud</b>", "parameter_name": "level"},
        {"__type__": "validate", "is_valid": False, "message": "too big", "parameter_name": "size"},
    ]
    explained = refusal(answer(422, {"detail": entries}), APP, ENDPOINT).explanation
    assert explained.parameter == "level"
    assert explained.what == "too loud; too big"
    entries[1]["parameter_name"] = "not one of ours"
    assert refusal(answer(422, {"detail": entries}), APP, ENDPOINT).explanation.parameter is None


@pytest.mark.parametrize(
    "body", [{"detail": {"error": "Not authenticated", "auth_message": "x"}}, {"detail": "Not authenticated"}]
)
def test_a_login_that_ended(body: Any) -> None:
    refused = refusal(answer(401, body), APP, ENDPOINT)
    assert isinstance(refused, LoginNeeded)
    assert refused.url == "http://h"


@pytest.mark.parametrize("detail", [5, [1, None], [{"loc": 5, "msg": None}], {"a": 1}, [[]]])
@pytest.mark.parametrize("status", [422, 400, 500])
def test_a_detail_of_no_known_shape_is_no_trouble(status: int, detail: Any) -> None:
    assert refusal(answer(status, {"detail": detail}), APP, ENDPOINT).explanation.what
