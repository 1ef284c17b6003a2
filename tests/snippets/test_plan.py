from __future__ import annotations

import json

import pytest

from gradioscope.gradio.errors import WrongUse
from gradioscope.gradio.model import LocalFile
from gradioscope.request.draft import Access
from gradioscope.snippets.payload import Variable
from gradioscope.snippets.plan import EVENT_ID, SESSION, Header, plan


@pytest.mark.parametrize(
    ("session", "stream", "events", "messages"),
    [
        (None, "queue", ("/gradio_api/call/predict/", EVENT_ID), "call"),
        (None, "result", ("/gradio_api/call/predict/", EVENT_ID), "call"),
        ("", "queue", ("/gradio_api/call/predict/", EVENT_ID), "call"),
        ("a b", "queue", ("/gradio_api/queue/data?session_hash=", "a%20b"), "queue"),
        ("a b", "result", ("/gradio_api/call/predict/", "a%20b"), "call"),
        ("a/b", "result", ("/gradio_api/queue/data?session_hash=", "a%2Fb"), "queue"),
        ("..", "result", ("/gradio_api/queue/data?session_hash=", ".."), "queue"),
    ],
)
def test_where_the_events_are(make, session, stream, events, messages):
    found = plan(make({"x": 1}, session_hash=session, stream=stream))
    assert (found.events, found.messages) == (events, messages)
    assert json.loads("".join(found.body())) == {"data": [1], **({"session_hash": session} if session else {})}


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("/predict", "/call/predict"),
        ("/two words & more?", "/call/two%20words%20%26%20more%3F"),
        ("/[1-3]{a}", "/call/%5B1-3%5D%7Ba%7D"),
        ("/Grüße", "/call/Gr%C3%BC%C3%9Fe"),
        ("/%41", "/call/%2541"),
    ],
)
def test_endpoint_names_are_encoded(make, name, path):
    assert plan(make({}, name=name, prefix="")).post == path


@pytest.mark.parametrize("name", ["/with/slash", "/", "/.", "/.."])
def test_a_name_that_cannot_be_in_a_path_goes_by_number(make, name):
    found = plan(make({"x": 1}, name=name))
    assert found.post == "/gradio_api/queue/join"
    assert found.events == ("/gradio_api/queue/data?session_hash=", SESSION)
    assert found.own_session
    assert found.body() == ['{"data": [1], "fn_index": 3, "session_hash": "', SESSION, '"}']
    with pytest.raises(WrongUse):
        plan(make({}, name=name, fn_index=None))


def test_each_file_is_uploaded_once(make):
    one, two = LocalFile("/tmp/one.txt"), LocalFile("two.txt")
    found = plan(make({"a": [one, two], "b": {"c": one}}))
    assert [(upload.variable, upload.file) for upload in found.uploads] == [("file_1", one), ("file_2", two)]
    assert found.body()[1::2] == ["file_1", "file_2", "file_1"]
    assert '"orig_name": "two.txt"' in "".join(found.body())


def test_headers_that_look_secret_come_from_the_environment(make):
    headers = (
        ("X-Name", " plain "),
        ("X-Api-Key", "never"),
        ("Cookie", "never"),
        ("Authorization", "never"),
        ("X-Own", "Bearer never"),
        ("X-HF", "hf_never"),
    )
    found = plan(make({}, access=Access(headers=headers)))
    assert found.headers == (
        Header("X-Name", "plain"),
        Header("X-Api-Key", "", "X_API_KEY"),
        Header("Cookie", "", "COOKIE"),
        Header("Authorization", "", "AUTHORIZATION"),
        Header("X-Own", "", "X_OWN"),
        Header("X-HF", "", "X_HF"),
    )
    assert found.environment == ("X_API_KEY", "COOKIE", "AUTHORIZATION", "X_OWN", "X_HF")


@pytest.mark.parametrize("header", [("Two words", "x"), ("", "x"), ("X", "a\r\nY: b"), ("X", "\ud800")])
def test_what_is_no_header_is_refused(make, header):
    with pytest.raises(WrongUse):
        plan(make({}, access=Access(headers=(header,))))


def test_the_token_goes_into_the_body_where_the_endpoint_asks_for_it(make):
    found = plan(make({}, oauth_token="optional", access=Access(token=True)))
    assert found.body() == ['{"data": [], "oauth_token": "', Variable("HF_TOKEN"), '"}']
    assert found.environment == ("HF_TOKEN",)
    assert plan(make({}, oauth_token="required")).body() == ['{"data": []}']


def test_a_typed_password_comes_from_the_environment(make):
    found = plan(make({"pwd": "never"}, kinds={"pwd": "text"}, props={"type": "password"}))
    assert found.body() == ['{"data": ["', Variable("app_pwd"), '"]}']
    assert found.secrets == {"app_pwd": "APP_PWD"}
    assert plan(make({"pwd": ""}, kinds={"pwd": "text"}, props={"type": "password"})).body() == ['{"data": [""]}']


@pytest.mark.parametrize(
    ("url", "base"),
    [
        ("https://example.org/sub/", "https://example.org/sub"),
        ("http://[::1]:7860", "http://[::1]:7860"),
        ("http://h/a b/{c}[1]/%20/é", "http://h/a%20b/%7Bc%7D%5B1%5D/%20/%C3%A9"),
    ],
)
def test_base_address(make, url, base):
    assert plan(make({}, url=url)).app == base


@pytest.mark.parametrize("url", ["http://user:secret@h", "http://h\x1b", "http://h$(id) x", "h:7860"])
def test_an_address_that_is_none_is_refused(make, url):
    with pytest.raises(WrongUse):
        plan(make({}, url=url))


def test_a_prefix_holds_nothing_that_a_shell_acts_on(make):
    """The app tells it, and it stands in double quotes."""
    found = plan(make({}, prefix='/$(touch${IFS}stolen)`id`!x"&'))
    assert found.post == "/%24%28touch%24%7BIFS%7Dstolen%29%60id%60%21x%22%26/call/predict"
    assert found.upload.startswith("/%24%28touch")
