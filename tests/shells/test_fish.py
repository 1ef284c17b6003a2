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


@pytest.mark.parametrize("jq", [False, True])
def test_extract_beside_the_queue(fish, serve, draft, every_gradio, jq):
    call = draft(serve("echo", every_gradio), "received", {"text": HARD, "data": [0]})
    ran = fish.run(render("curl-fish", call, Options(extract=True, jq=jq, follow=True, pretty=True, long=True)))
    assert ran.status == 0, ran
    assert json.loads(ran.output)[0]["text"] == HARD
    assert "process_completed" in ran.errors


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
