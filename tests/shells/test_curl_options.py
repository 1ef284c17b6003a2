"""Each option of the curl snippet, run: what is printed, what is saved, and what is left behind."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from gradioscope.gradio.model import App, Endpoint, LocalFile
from gradioscope.request.draft import Access, Draft
from gradioscope.snippets import Options, render

PASSWORD = {"GRADIOSCOPE_PASSWORD": "wonder"}
HARD = 'it\'s "hard",{"data":[1]},"is_generating":\n\\ $HOME `id` !x Grüße \u2028'


@pytest.fixture
def here(shell) -> Iterator[Any]:
    """The shell in an empty folder of its own."""
    with tempfile.TemporaryDirectory(dir=shell.folder) as folder:
        yield replace(shell, folder=Path(folder))


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file() and path.name != "snippet.sh"}


@pytest.mark.parametrize("separate", [False, True])
@pytest.mark.parametrize("session", [None, "of its own"])
@pytest.mark.parametrize("jq", [False, True])
def test_extract_prints_the_values_alone(here, serve, draft, every_gradio, separate, session, jq):
    call = draft(serve("echo", every_gradio), "received", {"text": HARD, "data": [0]}, session_hash=session)
    ran = here.run(render(here.target, call, Options(extract=True, jq=jq, separate=separate)))
    assert ran.status == 0, ran
    assert json.loads(ran.output)[0]["text"] == HARD
    assert len(ran.output.splitlines()) >= (3 if jq else 1)
    assert ran.errors == ""
    assert ran.left == []


@pytest.mark.parametrize("separate", [False, True])
def test_extract_takes_the_last_values_of_a_generator(here, serve, draft, every_gradio, separate):
    call = draft(serve("behaviour", every_gradio), "count", {"steps": 3, "delay": 0})
    ran = here.run(render(here.target, call, Options(extract=True, separate=separate)))
    assert json.loads(ran.output) == ["step 0; step 1; step 2; ", 2]


def test_extract_shows_what_went_wrong(here, serve, draft, every_gradio):
    url = serve("behaviour", every_gradio)
    for session in (None, "fails"):
        call = draft(url, "app_error", {"text": "x"}, session_hash=session)
        ran = here.run(render(here.target, call, Options(extract=True)))
        assert (ran.status != 0, ran.output, ran.left) == (True, "", [])
        assert "error" in ran.errors


def test_follow_shows_the_queue(here, serve, draft, every_gradio):
    call = draft(serve("behaviour", every_gradio), "progress", {"steps": 2})
    ran = here.run(render(here.target, call, Options(follow=True)))
    assert '"msg":"progress"' in ran.output
    assert ran.data == ["progress done"]
    ran = here.run(render(here.target, call, Options(follow=True, extract=True)))
    assert '"msg":"progress"' in ran.errors
    assert json.loads(ran.output) == ["progress done"]


class TestSeparate:
    def test_the_events_as_they_come(self, here, serve, draft, every_gradio):
        call = draft(serve("behaviour", every_gradio), "count", {"steps": 3, "delay": 0})
        ran = here.run(render(here.target, call, Options(separate=True)))
        assert ran.output.count("event: generating\n") == 3
        assert ran.data == ["step 0; step 1; step 2; ", 2]

    def test_the_app_s_answer_where_there_is_no_event_id(self, here, serve, draft):
        good = draft(serve("behaviour"), "plain", {"text": "x"})
        gone = replace(good, endpoint=replace(good.endpoint, name="/gone"))
        ran = here.run(render(here.target, gone, Options(separate=True)))
        assert ran.status != 0
        assert ran.output == ""
        assert "Internal Server Error" in ran.errors

    def test_a_login_an_upload_and_its_result(self, here, serve, app_at, every_gradio):
        app = app_at(serve("auth", every_gradio), "alice", "wonder")
        (here.folder / "secret plan.txt").write_text("the plan")
        values = {"file": LocalFile("secret plan.txt")}
        call = Draft(app, app.endpoint("same_file"), values, access=Access(login_user="alice"))
        ran = here.run(render(here.target, call, Options(separate=True, save_files=True)), **PASSWORD)
        assert ran.status == 0, ran
        assert files(here.folder) == {"secret plan.txt": b"the plan", "2-secret plan.txt": b"the plan"}
        assert ran.left == []


class TestSavedFiles:
    NAMES = ("plain.txt", "two words; $(touch stolen).txt", "-rf", "Grüße 日本語.txt", "a{b}'c.txt", "#1.txt")

    @pytest.mark.parametrize("separate", [False, True])
    def test_in_the_folder_with_their_names(self, here, serve, draft, every_gradio, separate):
        url = serve("files", every_gradio)
        for name in self.NAMES:
            call = draft(url, "make_file", {"name": name, "content": f"of {name}"})
            ran = here.run(render(here.target, call, Options(save_files=True, separate=separate)))
            assert ran.status == 0, ran
            assert ran.left == []
        saved = files(here.folder)
        assert sorted(saved.values()) == sorted(f"of {name}".encode() for name in self.NAMES)
        assert {"plain.txt", "-rf", "Grüße 日本語.txt"} <= set(saved)

    def test_never_over_one_that_is_there(self, here, serve, draft):
        (here.folder / "x.txt").write_text("mine")
        (here.folder / "2-x.txt").symlink_to("nowhere")
        call = draft(serve("files"), "make_file", {"name": "x.txt", "content": "theirs"})
        ran = here.run(render(here.target, call, Options(save_files=True, extract=True)))
        assert json.loads(ran.output)[0]["orig_name"] == "x.txt"
        assert "Saved 3-x.txt\n" in ran.errors
        assert files(here.folder) == {"x.txt": b"mine", "3-x.txt": b"theirs"}

    def test_all_of_a_list_and_of_a_gallery(self, here, serve, draft, every_gradio):
        url = serve("files", every_gradio)
        for endpoint in ("make_list", "make_gallery"):
            call = draft(url, endpoint, {"count": 3})
            assert here.run(render(here.target, call, Options(save_files=True))).status == 0
        assert len(files(here.folder)) == 6

    @pytest.mark.parametrize(
        ("path", "name", "saved"),
        [
            ("/tmp/x", "../../up.txt", "up.txt"),
            ("/tmp/x", "/etc/passwd", "passwd"),
            ("/tmp/x", "..", "_."),
            ("/tmp/x", ".bashrc", "_bashrc"),
            ("/tmp/x.txt", r"\u001b[31m.txt", "x.txt"),
            ("/tmp/x.txt", "\x9b31m\x7f.txt", None),
            (r"C:\\Temp\\x.txt", "", "x.txt"),
            ("/tmp/$(touch stolen)`touch stolen`", "", "$(touch stolen)`touch stolen`"),
        ],
    )
    def test_names_of_a_hostile_app(self, here, answering, path, name, saved):
        file = f'{{"path":"{path}","url":"http://127.0.0.1:1/","size":1,"orig_name":"{name}","mime_type":null,"meta":{{'
        data = f'"output":{{"data":[{file}"_type":"gradio.FileData"}}}}],"is_generating":false}},"success":true}}'
        event = f'data: {{"msg":"process_completed","event_id":"a1",{data}\n\n'
        app: App = answering({"/call/x": b'{"event_id":"a1"}', "/queue/data": event.encode()})
        call = Draft(app, Endpoint("/x", "", (), ()))
        ran = here.run(render(here.target, call, Options(save_files=True)))
        assert ran.status == 0, ran
        [found] = files(here.folder)
        assert found.encode(errors="surrogateescape").decode(errors="ignore").isprintable()
        assert saved in (None, found)


def test_pretty_text_arrives_as_it_is(here, serve, draft, every_gradio):
    values = {"text": HARD * 3, "data": {"list": list(range(60)), "empty": {}, "wow!": [HARD, {"a": None}]}}
    call = draft(serve("echo", every_gradio), "received", values)
    script = render(here.target, call, Options(pretty=True, extract=True))
    assert '\n          "empty": {},\n' in script or '\n      "empty": {},\n' in script
    [received] = json.loads(here.run(script).output)
    assert {key: received[key] for key in values} == values


class TestBodyFile:
    @pytest.mark.parametrize("text", ["short", HARD * 100])
    @pytest.mark.parametrize("pretty", [False, True])
    def test_holds_the_body(self, here, serve, draft, text, pretty):
        call = draft(serve("echo"), "received", {"text": text, "data": [0]})
        ran = here.run(render(here.target, call, Options(body_file=True, pretty=pretty, extract=True)))
        assert json.loads(ran.output)[0]["text"] == text
        assert json.loads((here.folder / "body.json").read_text("utf-8")) == {"data": [text, [0]]}

    def test_is_never_put_over_another(self, here, serve, draft):
        (here.folder / "body.json").write_text("mine")
        ran = here.run(render(here.target, draft(serve("behaviour"), "plain", {"text": "x"}), Options(body_file=True)))
        assert ran.status != 0
        assert ran.output == ""
        assert "body.json" in ran.errors
        assert (here.folder / "body.json").read_text() == "mine"

    def test_has_no_password(self, here, serve, draft):
        call = draft(serve("echo"), "echo_password", {"secret": "never shown"})
        ran = here.run(render(here.target, call, Options(body_file=True, extract=True)), APP_SECRET="hunter2")
        assert json.loads(ran.output)[0]["value"] == "hunter2"
        assert files(here.folder) == {}


@pytest.mark.parametrize(
    "chosen", [(False, False, False), (False, True, True), (True, False, True), (True, True, False)]
)
def test_all_at_once(here, serve, draft, every_gradio, chosen):
    rest = dict.fromkeys(("save_files", "pretty", "body_file", "long"), True)
    options = Options(**dict(zip(("follow", "separate", "extract"), chosen, strict=True)), **rest)
    (here.folder / "in.txt").write_text("in")
    call = draft(serve("files", every_gradio), "same_file", {"file": LocalFile("in.txt")})
    ran = here.run(render(here.target, call, options))
    assert ran.status == 0, ran
    assert files(here.folder).pop("2-in.txt") == b"in"
    assert ran.left == []
