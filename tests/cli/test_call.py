"""`gradioscope call`, on real apps: results, errors, files, sessions, logins."""

from __future__ import annotations

import json
import subprocess
import urllib.request
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.cli.running import ask

Run = Callable[..., "subprocess.CompletedProcess[str]"]
Serve = Callable[..., str]
HOSTILE = "'\"\\ $x `y` !z\n\ttab 你好 \u2028 😀"


def data_of(done: subprocess.CompletedProcess[str]) -> Any:
    """The data of the one line that --json prints."""
    assert done.returncode == 0, done.stderr
    (line,) = done.stdout.splitlines()
    outcome = json.loads(line)
    assert outcome["event"] == "complete"
    return outcome["data"]


# -- results


@pytest.mark.parametrize(
    ("endpoint", "value", "received"),
    [
        ("echo_text", "text=hello", {"value": "hello", "type": "str"}),
        ("echo_text", "text=", {"value": "", "type": "str"}),
        (
            "echo_text",
            "text='\"\\ $x `y` !z\n\ttab 你好 \u2028 😀",
            {"value": "'\"\\ $x `y` !z\n\ttab 你好 \u2028 😀", "type": "str"},
        ),
        ("echo_number", "number=3", {"value": 3, "type": "int"}),
        ("echo_number", "number:=-2.5e-3", {"value": -0.0025, "type": "float"}),
        ("echo_checkbox", "flag=no", {"value": False, "type": "bool"}),
        ("echo_radio", "size=Large", {"value": 20, "type": "int"}),
        ("echo_dropdown", "colour=Blue", {"value": "b", "type": "str"}),
        ("echo_multi", "colours=r,g", {"value": ["r", "g"], "type": "list"}),
        ("echo_json", 'data:={"a": [1, "x"]}', {"value": {"a": [1, "x"]}, "type": "dict"}),
    ],
)
def test_values_arrive_with_their_type(
    gradioscope: Run, serve: Serve, endpoint: str, value: str, received: dict[str, Any]
) -> None:
    assert data_of(gradioscope("call", serve("echo"), endpoint, value, "--json")) == [received]


@pytest.mark.parametrize("stream", ["queue", "result"])
def test_defaults_and_both_streams(gradioscope: Run, serve: Serve, every_gradio: str, stream: str) -> None:
    url = serve("behaviour", every_gradio)
    done = gradioscope("call", url, "/count", "delay=0", "--stream", stream, "--json")
    assert data_of(done) == ["step 0; step 1; step 2; ", 2]
    assert done.stderr == "", "quiet where standard error is no terminal"


def test_people_get_the_text_itself_and_several_under_labels(gradioscope: Run, serve: Serve) -> None:
    url = serve("behaviour")
    assert gradioscope("call", url, "/plain", "text=hello").stdout == "HELLO\n"
    assert gradioscope("call", url, "/plain", "text=two\nlines").stdout == "TWO\nLINES\n"
    assert gradioscope("call", url, "/count", "steps=2").stdout == "Answer: step 0; step 1; \nNumber: 1\n"
    assert json.loads(gradioscope("call", url, "/typed", "text=x").stdout)["text"] == "x"


def test_data_as_an_object_from_standard_input(gradioscope: Run, serve: Serve) -> None:
    text = "a long text\n" * 20_000
    done = gradioscope(
        "call", serve("echo"), "received", "--data", "@-", "--json", stdin=json.dumps({"text": text, "data": None})
    )
    assert data_of(done)[0]["bytes"] == len(text)


def test_numbers_that_json_does_not_have_are_null(gradioscope: Run, serve: Serve, every_gradio: str) -> None:
    for stream in ("queue", "result"):
        done = gradioscope("call", serve("behaviour", every_gradio), "not_a_number", "--stream", stream, "--json")
        assert data_of(done) == [None]


def test_names_with_a_slash_are_reached_too(gradioscope: Run, serve: Serve) -> None:
    done = gradioscope("call", serve("behaviour"), "/with/slash and blank", "text=x", "--json")
    assert data_of(done) == ["x"]


def test_a_session_remembers(gradioscope: Run, serve: Serve, every_gradio: str) -> None:
    command = ("call", serve("behaviour", every_gradio), "/counter", "text=n", "--json")
    session = uuid.uuid4().hex
    assert data_of(gradioscope(*command, "--session", session)) == ["n 1"]
    assert data_of(gradioscope(*command, "--session", session)) == ["n 2"]
    assert data_of(gradioscope(*command)) == ["n 1"]


def test_headers_reach_the_app(gradioscope: Run, serve: Serve) -> None:
    done = gradioscope("--header", "X-One: 1", "call", serve("behaviour"), "who", "--header", "X-Two: a: b", "--json")
    headers = data_of(done)[0]["headers"]
    assert (headers["x-one"], headers["x-two"]) == ("1", "a: b")


def test_hf_token_does_not_go_to_an_ordinary_host(gradioscope: Run, serve: Serve) -> None:
    done = gradioscope("call", serve("behaviour"), "who", "--json", HF_TOKEN="hf_secretsecretsecret")
    assert "hf_secret" not in done.stdout + done.stderr


# -- files


def test_files_go_up_and_come_back(gradioscope: Run, serve: Serve, every_gradio: str, tmp_path: Path) -> None:
    content = bytes(range(256)) * 40
    (tmp_path / "ein Name.bin").write_bytes(content)
    url = serve("files", every_gradio)
    done = gradioscope("call", url, "same_file", "file@ein Name.bin", "--download", "saved", "--json")
    (file,) = data_of(done)
    assert file["meta"] == {"_type": "gradio.FileData"}
    (saved,) = json.loads(done.stdout)["saved"]
    assert Path(tmp_path, saved).parent == tmp_path / "saved"
    assert Path(tmp_path, saved).read_bytes() == content
    again = gradioscope("call", url, "same_file", "file@ein Name.bin", "--download", "saved")
    shown = again.stdout.strip()
    assert shown != saved, "nothing is overwritten"
    assert Path(tmp_path, shown).read_bytes() == content


def test_several_files_and_files_inside_values(gradioscope: Run, serve: Serve, tmp_path: Path) -> None:
    for name, size in (("a.txt", 3), ("b.txt", 5)):
        (tmp_path / name).write_text("x" * size)
    url = serve("files")
    assert data_of(gradioscope("call", url, "sizes", "files@a.txt", "files@b.txt", "--json")) == [[3, 5]]
    data = json.dumps({"files": [{"$file": "b.txt"}, {"$file": str(tmp_path / "a.txt")}]})
    assert data_of(gradioscope("call", url, "sizes", "--data", data, "--json")) == [[5, 3]]


def test_returned_files_are_shown_as_addresses(gradioscope: Run, serve: Serve) -> None:
    done = gradioscope("call", serve("files"), "make_file", "content=hello there")
    assert done.returncode == 0
    with urllib.request.urlopen(done.stdout.strip()) as answer:
        assert answer.read() == b"hello there"
    listed = gradioscope("call", serve("files"), "make_list", "count=3").stdout.splitlines()
    assert len(listed) == 3
    assert all(line.startswith("http") for line in listed)


def test_a_folder_that_cannot_be_saved_to_still_shows_the_result(
    gradioscope: Run, serve: Serve, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("a file")
    done = gradioscope("call", serve("files"), "make_file", "--download", "taken", "--json")
    assert done.returncode == 3
    assert json.loads(done.stdout)["event"] == "complete"
    assert "taken" in done.stderr


# -- errors


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["/nothing"], "no endpoint `/nothing`"),
        (["/plan"], "Did you mean `/plain`"),
        (["/plain", "txt=x"], "Did you mean `text`"),
        (["/count", "steps=many"], "takes a number"),
        (["/plain", "--data", '{"text": 3}'], "takes text"),
    ],
)
def test_wrong_use_sends_nothing(gradioscope: Run, serve: Serve, arguments: list[str], said: str) -> None:
    url = serve("behaviour")
    before = ask(url, "ran")
    done = gradioscope("call", url, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert ask(url, "ran") == before


def test_a_required_value_is_named(gradioscope: Run, serve: Serve) -> None:
    done = gradioscope("call", serve("echo"), "/combo", "number=1")
    assert done.returncode == 2
    assert "`text`, `image`" in done.stderr


@pytest.mark.parametrize("form", [[], ["--json"], ["--events"]])
def test_an_error_of_the_app(gradioscope: Run, serve: Serve, every_gradio: str, form: list[str]) -> None:
    done = gradioscope("call", serve("behaviour", every_gradio), "app_error", "text=x", *form)
    assert done.returncode == 1
    assert "bad input: x" in done.stderr
    if form:
        last = json.loads(done.stdout.splitlines()[-1])
        assert last["event"] == "error"
        assert "bad input: x" in last["error"]
    else:
        assert done.stdout == ""


def test_a_refusal_of_the_app_is_an_error_line_too(gradioscope: Run, serve: Serve) -> None:
    done = gradioscope("call", serve("behaviour"), "validated", "text=ab", "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["event"] == "error"
    assert "three characters" in done.stdout
    assert "three characters" in done.stderr


def test_nothing_for_too_long(gradioscope: Run, serve: Serve) -> None:
    done = gradioscope("call", serve("behaviour"), "slow", "seconds=20", "--timeout", "0.5", "--json")
    assert done.returncode == 5
    assert json.loads(done.stdout)["event"] == "error"
    assert "0.5 seconds" in done.stderr


def test_a_login_for_a_call(gradioscope: Run, serve: Serve) -> None:
    command = ("call", serve("auth"), "hello", "name=you", "--json")
    assert gradioscope(*command).returncode == 4
    done = gradioscope(*command, "--login", "bob", GRADIOSCOPE_PASSWORD="builder")
    assert data_of(done) == ["hello you, you are bob"]
    locked = ("call", f"{serve('mounted')}/locked", "lower", "text=ABC", "--json")
    assert data_of(gradioscope(*locked, "--login=alice", GRADIOSCOPE_PASSWORD="wonder")) == ["abc"]
    assert gradioscope(*locked, "--login=alice", GRADIOSCOPE_PASSWORD="no").returncode == 4
