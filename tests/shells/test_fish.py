"""What of the fish snippet is its own: its options, and that nothing of it stays behind."""

from __future__ import annotations

import json

import pytest

from gradioscope.gradio.model import LocalFile
from gradioscope.request.draft import Access, Draft
from gradioscope.snippets import Options, render
from gradioscope.snippets.secrets import render_with

pytestmark = pytest.mark.all
HARD = 'it\'s "hard",{"data":[1]},"is_generating":\n\\ $HOME (id) !x Grüße \u2028'


@pytest.mark.parametrize("follow", [False, True])
@pytest.mark.parametrize("session", [None, "of its own"])
@pytest.mark.parametrize("jq", [False, True])
def test_extract_prints_the_values_alone(fish, serve, draft, every_gradio, follow, session, jq):
    call = draft(serve("echo", every_gradio), "received", {"text": HARD, "data": [0]}, session_hash=session)
    ran = fish.run(render("curl-fish", call, Options(extract=True, jq=jq, follow=follow, pretty=True, long=True)))
    assert ran.status == 0, ran
    assert json.loads(ran.output)[0]["text"] == HARD
    assert ("process_completed" in ran.errors) == follow


@pytest.mark.parametrize("follow", [False, True])
def test_extract_takes_the_last_values_of_a_generator(fish, serve, draft, every_gradio, follow):
    call = draft(serve("behaviour", every_gradio), "count", {"steps": 3, "delay": 0})
    ran = fish.run(render("curl-fish", call, Options(extract=True, follow=follow)))
    assert json.loads(ran.output) == ["step 0; step 1; step 2; ", 2]


def test_extract_shows_what_went_wrong(fish, serve, draft, every_gradio):
    call = draft(serve("behaviour", every_gradio), "app_error", {"text": "x"})
    ran = fish.run(render("curl-fish", call, Options(extract=True)))
    assert (ran.status, ran.output) == (1, "")
    assert "error" in ran.errors


@pytest.mark.parametrize("length", [10, 5000, 200_000])
def test_the_body_in_a_file_of_its_own(fish, serve, draft, length):
    text = (HARD * length)[:length]
    call = draft(serve("echo"), "received", {"text": text, "data": None})
    body = fish.folder / "body.json"
    body.unlink(missing_ok=True)
    snippet = render("curl-fish", call, Options(body_file=True))
    assert fish.run(snippet).data[0]["text"] == text
    assert json.loads(body.read_text("utf-8"))["data"][0] == text
    body.write_text("mine")
    assert fish.run(snippet).status == 1
    assert body.read_text() == "mine"


def test_nothing_stays_behind(fish, serve, draft, app_at):
    app = app_at(serve("auth"), "alice", "wonder")
    after = '\necho "after $status"\nset --names\nfunctions --names\n'
    (fish.folder / "a b.txt").write_text("x")
    texts = [
        render("curl-fish", draft(serve("behaviour"), "plain", {"text": "x"})),
        render("curl-fish", draft(serve("behaviour"), "app_error", {"text": "x"})),
        render("curl-fish", Draft(app, app.endpoint("hello"), {"name": "x"}, access=Access(login_user="alice"))),
        render("curl-fish", draft(serve("echo"), "echo_file", {"file": LocalFile("a b.txt")})),
    ]
    names = set(fish.run(after).output.split())
    for text, status in zip(texts, ["0", "1", "0", "0"], strict=True):
        ran = fish.run(text + "\necho; echo -----" + after, GRADIOSCOPE_PASSWORD="wonder")
        left = ran.output.partition("-----")[2].split()
        assert left[:2] == ["after", "0"]  # of the echo before it
        assert {name for name in left if name not in names} <= {"GRADIOSCOPE_PASSWORD", "-----"}
        assert fish.run(text, GRADIOSCOPE_PASSWORD="wonder").status == int(status)
        assert ran.left == []


def test_secrets_that_were_asked_for_are_set_first(fish, serve, draft):
    secret = 'hf_it\'s "hard" $HOME (id) \\ !x'
    call = draft(serve("behaviour"), "who", access=Access(token=True))
    ran = fish.run(render_with("curl-fish", call, {"HF_TOKEN": secret}))
    assert ran.data[0]["headers"]["authorization"] == f"Bearer {secret}"
