"""The ways a call can go: by name, by session, by number; complete, failed, refused; logged in or not."""

from __future__ import annotations

import re
import socket
from dataclasses import replace

import pytest

from gradioscope.gradio.model import Endpoint, LocalFile, Parameter
from gradioscope.request.draft import Access, Draft
from gradioscope.snippets import render

PASSWORD = {"GRADIOSCOPE_PASSWORD": "wonder"}


def test_prints_every_event(shell, serve, draft, every_gradio):
    ran = shell.run(render(shell.target, draft(serve("behaviour", every_gradio), "count", {"steps": 3, "delay": 0})))
    assert ran.output.count("event: generating\n") == 3
    assert ran.data == ["step 0; step 1; step 2; ", 2]
    assert ran.left == []


@pytest.mark.parametrize("stream", ["queue", "result"])
def test_a_session_remembers(shell, serve, draft, every_gradio, stream):
    url = serve("behaviour", every_gradio)
    session = f"it's {shell.name} & $stream/{stream}"
    snippet = render(shell.target, draft(url, "counter", {"text": "call"}, session_hash=session, stream=stream))
    assert [shell.run(snippet).data[0] for _ in range(3)] == ["call 1", "call 2", "call 3"]


def test_without_a_session_nothing_is_remembered(bash, serve, draft, every_gradio):
    snippet = render("curl", draft(serve("behaviour", every_gradio), "counter", {"text": "call"}))
    assert [bash.run(snippet).data[0] for _ in range(2)] == ["call 1", "call 1"]


def test_a_session_follows_the_queue(bash, serve, draft, every_gradio):
    url = serve("behaviour", every_gradio)
    ran = bash.run(render("curl", draft(url, "progress", {"steps": 2}, session_hash="follows")))
    assert '"msg":"progress"' in ran.output
    assert ran.data == ["progress done"]


def test_a_name_that_call_cannot_reach(shell, serve, draft, every_gradio):
    url = serve("behaviour", every_gradio)
    ran = shell.run(render(shell.target, draft(url, "with/slash and blank", {"text": "got there"})))
    assert ran.data == ["got there"]


def test_no_inputs_and_no_outputs(bash, serve, draft, every_gradio):
    url = serve("behaviour", every_gradio)
    assert bash.run(render("curl", draft(url, "no_inputs"))).data == ["from nothing"]
    assert bash.run(render("curl", draft(url, "no_outputs", {"text": "x"}))).data == []


class TestFailure:
    @pytest.mark.parametrize("session", [None, "fails"])
    def test_an_error_of_the_app(self, shell, serve, draft, every_gradio, session):
        url = serve("behaviour", every_gradio)
        ran = shell.run(render(shell.target, draft(url, "app_error", {"text": "x"}, session_hash=session)))
        assert ran.status != 0
        assert "error" in ran.output
        assert ran.left == []
        if session or every_gradio == "6.31":
            assert "bad input: x" in ran.output

    def test_an_error_in_the_middle(self, shell, serve, draft):
        ran = shell.run(render(shell.target, draft(serve("behaviour"), "breaks", {"steps": 2})))
        assert ran.status != 0
        assert ran.output.count("event: generating\n") == 2
        assert "the generator broke" in ran.output

    @pytest.mark.parametrize("session", [None, "imitates"])
    def test_values_that_look_like_a_success(self, shell, serve, draft, session):
        text = '\nevent: complete\ndata: {"msg":"process_completed","success":true}'
        ran = shell.run(
            render(shell.target, draft(serve("behaviour"), "app_error", {"text": text}, session_hash=session))
        )
        assert ran.status != 0

    def test_nobody_there(self, shell, serve, draft):
        good = draft(serve("behaviour"), "plain", {"text": "x"})
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            url = f"http://127.0.0.1:{taken.getsockname()[1]}"
            ran = shell.run(render(shell.target, replace(good, app=replace(good.app, url=url))))
        assert ran.status == 7
        assert ran.output == ""
        assert "curl: (7)" in ran.errors

    def test_an_endpoint_that_is_gone(self, shell, serve, draft, every_gradio):
        good = draft(serve("behaviour", every_gradio), "plain", {"text": "x"})
        ran = shell.run(render(shell.target, replace(good, endpoint=replace(good.endpoint, name="/gone"))))
        assert ran.status != 0
        assert ran.output == ""
        assert "The app answered: " in ran.errors

    def test_a_validator_that_refuses(self, shell, serve, draft):
        ran = shell.run(render(shell.target, draft(serve("behaviour"), "validated", {"text": "x", "number": 1})))
        assert ran.status != 0
        assert "the text needs three characters" in ran.errors

    def test_a_login_that_is_missing(self, bash, serve, app_at):
        app = app_at(serve("auth"), "alice", "wonder")
        ran = bash.run(render("curl", Draft(app, app.endpoint("hello"), {"name": "x"})))
        assert ran.status != 0
        assert "Not authenticated" in ran.errors


class TestLogin:
    @pytest.fixture
    def protected(self, serve, app_at, every_gradio) -> Draft:
        app = app_at(serve("auth", every_gradio), "alice", "wonder")
        return Draft(app, app.endpoint("hello"), {"name": "x"}, access=Access(login_user="alice"))

    def test_password_from_the_environment(self, shell, protected):
        ran = shell.run(render(shell.target, protected), **PASSWORD)
        assert ran.data == ["hello x, you are alice"]
        assert ran.left == []

    def test_wrong_password(self, shell, protected):
        ran = shell.run(render(shell.target, protected), GRADIOSCOPE_PASSWORD="wonder ")
        assert ran.status != 0
        assert "Incorrect credentials" in ran.errors
        assert ran.output == ""
        assert ran.left == []

    def test_upload_behind_a_login(self, shell, serve, app_at, protected):
        (shell.folder / "secret plan.txt").write_text("x")
        endpoint = protected.app.endpoint("same_file")
        snippet = render(
            shell.target, replace(protected, endpoint=endpoint, values={"file": LocalFile("secret plan.txt")})
        )
        assert shell.run(snippet, **PASSWORD).data[0]["path"].endswith(".txt")

    def test_a_mounted_app(self, shell, serve, app_at, every_gradio):
        app = app_at(serve("mounted", every_gradio) + "/locked", "alice", "wonder")
        snippet = render(
            shell.target, Draft(app, app.endpoint("lower"), {"text": "ABC"}, access=Access(login_user="alice"))
        )
        assert shell.run(snippet, **PASSWORD).data == ["abc"]


class TestHeaders:
    def test_token_and_headers(self, shell, serve, draft):
        headers = (("X-Plain", 'it\'s $HOME `x` \\ "y"!'), ("X-Api-Key", "never shown"), ("X-Empty", ""))
        snippet = render(shell.target, draft(serve("behaviour"), "who", access=Access(token=True, headers=headers)))
        assert "never shown" not in snippet
        ran = shell.run(snippet, HF_TOKEN="hf_secret", X_API_KEY="k'e\"y $x")
        seen = ran.data[0]["headers"]
        assert seen["authorization"] == "Bearer hf_secret"
        assert seen["x-plain"] == headers[0][1]
        assert seen["x-api-key"] == "k'e\"y $x"
        assert seen["x-empty"] == ""

    def test_a_token_that_is_not_set(self, shell, serve, draft):
        ran = shell.run(render(shell.target, draft(serve("behaviour"), "who", access=Access(token=True))))
        assert ran.status != 0
        assert ran.output == ""
        assert "HF_TOKEN: is not set" in ran.errors

    def test_a_password_field(self, shell, serve, draft):
        snippet = render(shell.target, draft(serve("echo"), "echo_password", {"secret": "never shown"}))
        assert "never shown" not in snippet
        secret = "hun\"ter\\2 $HOME `id` '"
        assert shell.run(snippet, APP_SECRET=secret).data[0]["value"] == secret


class TestHostileApp:
    @pytest.mark.parametrize(
        "event_id",
        ["$(touch stolen)", "`touch stolen`", "../../secret", "[1-100]", "{a,b}", "a b", "", "x;touch stolen"],
    )
    def test_event_id(self, shell, answering, event_id):
        app = answering({"/call/x": b'{"event_id":"' + event_id.encode() + b'"}'})
        ran = shell.run(render(shell.target, Draft(app, Endpoint("/x", "", (), ()))))
        assert ran.status == 1
        assert ran.output == ""
        assert event_id in ran.errors
        assert not (shell.folder / "stolen").exists()

    @pytest.mark.parametrize(
        "answer",
        [
            rb'["a\"b"]',
            rb'["a\"]',
            rb'["a","b"]',
            rb"[]",
            rb'["a", "meta": {"_type": "x"}]',
            rb'["\u0022"]',
            b'["a\nb"]',
            b"$(touch stolen)",
        ],
    )
    def test_path_that_would_not_stay_a_text(self, shell, answering, answer):
        ran = self.upload(shell, answering({"/upload": answer, "/call/x": b'{"event_id":"a1"}'}))
        assert ran.status == 1
        assert ran.output == ""
        assert "The app answered: " in ran.errors

    @pytest.mark.parametrize(
        "path", ["$(touch stolen)", "`touch stolen`", "$HOME ' ; touch stolen", r"C:\\Temp\\x.txt"]
    )
    def test_path_is_only_text(self, shell, answering, path):
        ran = self.upload(shell, answering({"/upload": f'["{path}"]'.encode(), "/call/x": b'{"event_id":"a1"}'}))
        assert ran.data == ["fell for it"]
        assert not (shell.folder / "stolen").exists()

    def upload(self, shell, app):
        (shell.folder / "file.txt").write_text("x")
        endpoint = Endpoint("/x", "", (Parameter("file", "File", "file", "file", 0, required=True),), (), inputs=1)
        return shell.run(render(shell.target, Draft(app, endpoint, {"file": LocalFile("file.txt")})))


def test_the_shell_it_is_pasted_into_stays_clean(posix_shell, serve, draft):
    """No variable, function, trap or changed option is left, after a success and after a failure."""
    good = render("curl", draft(serve("behaviour"), "plain", {"text": "x"}))
    bad = render("curl", draft(serve("behaviour"), "app_error", {"text": "x"}))
    after = '\necho "after $? ${app-unset} ${answer-unset} ${event_id-unset}"\ntrap\n'
    ran = posix_shell.run(good + after + bad + after)
    assert re.findall(r"after \d+ unset unset unset", ran.output) == [
        "after 0 unset unset unset",
        "after 1 unset unset unset",
    ]
    assert "rm -f" not in ran.output


@pytest.mark.parametrize("options", ["-e", "-u", "-eu"])
def test_strict_shells(posix_shell, serve, draft, options):
    snippet = render("curl", draft(serve("behaviour"), "plain", {"text": "x"}))
    assert posix_shell.run(f"set {options}\n{snippet}").data == ["X"]
