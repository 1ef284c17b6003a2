"""`gradioscope call`, on real apps: results, events as they come, errors, cancelling, files, sessions."""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]
Serve = Callable[..., str]
PATIENCE = 30.0
HOSTILE = "'\"\\ $x `y` !z\n\ttab 你好 \u2028 😀"


def ask(url: str, endpoint: str, *data: Any) -> Any:
    """What an endpoint returns, by two plain requests: the server's side of a test."""
    with urllib.request.urlopen(f"{url}/config") as answer:
        api = url + json.load(answer).get("api_prefix", "")
    body = json.dumps({"data": data}).encode()
    request = urllib.request.Request(f"{api}/call/{endpoint}", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request) as answer:
        event_id = json.load(answer)["event_id"]
    with urllib.request.urlopen(f"{api}/call/{endpoint}/{event_id}") as answer:
        lines = answer.read().decode().splitlines()
    assert "event: complete" in lines
    return json.loads([line for line in lines if line.startswith("data: ")][-1].removeprefix("data: "))[0]


def wait_for(condition: Callable[[], bool]) -> None:
    limit = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < limit, "it did not happen"


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


# -- events as they come, and cancelling


class Running:
    """A call that runs, its lines read as they come."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self._pending = b""
        assert process.stdout is not None
        os.set_blocking(process.stdout.fileno(), False)
        self._selector = selectors.DefaultSelector()
        self._selector.register(process.stdout, selectors.EVENT_READ)

    def line(self) -> dict[str, Any]:
        """The next line; fails where none comes."""
        assert self.process.stdout is not None
        limit = time.monotonic() + PATIENCE
        while b"\n" not in self._pending:
            assert time.monotonic() < limit, "no line came"
            if self._selector.select(1):
                chunk = os.read(self.process.stdout.fileno(), 65536)
                assert chunk, "the output ended"
                self._pending += chunk
        line, self._pending = self._pending.split(b"\n", 1)
        found = json.loads(line)
        assert isinstance(found, dict)
        return found

    def until(self, event: str) -> dict[str, Any]:
        while (found := self.line())["event"] != event:
            continue
        return found

    def end(self) -> tuple[int, list[dict[str, Any]], str]:
        """The exit code, the lines not read yet, and standard error."""
        os.set_blocking(self.process.stdout.fileno(), True)  # type: ignore[union-attr]
        output, said = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, [json.loads(x) for x in (self._pending + output).splitlines()], said.decode()


@contextmanager
def running(*arguments: str) -> Iterator[Running]:
    process = subprocess.Popen(
        [sys.executable, "-m", "gradioscope", "call", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        yield Running(process)
    finally:
        process.kill()
        process.communicate()


def test_events_arrive_one_by_one_before_the_end(gradioscope: Run, serve: Serve, every_gradio: str) -> None:
    """Each step waits for the one before to have been read here, so nothing can be held back."""
    url, gate = serve("behaviour", every_gradio), uuid.uuid4().hex
    with running(url, "stepped", f"gate={gate}", "steps=3", "--events") as call:
        text = ""
        for step in range(3):
            text += f"step {step}; "
            assert call.until("generating")["data"] == [text]
            if step < 2:
                ask(url, "release", gate, 1)
        code, rest, said = call.end()
    assert (code, said) == (0, "")
    assert rest[-1]["event"] == "complete"
    assert rest[-1]["data"] == [text]


def test_every_kind_of_event_is_a_line(gradioscope: Run, serve: Serve) -> None:
    done = gradioscope("call", serve("behaviour"), "progress", "steps=3", "--events")
    events = [json.loads(line) for line in done.stdout.splitlines()]
    kinds = [event["event"] for event in events]
    assert kinds[0] in ("queued", "started")
    assert {"started", "progress", "complete"} <= set(kinds)
    assert kinds[-1] == "complete"
    assert [event["time"] for event in events] == sorted(event["time"] for event in events)
    logged = gradioscope("call", serve("behaviour"), "messages", "text=x", "--events")
    assert "log" in [json.loads(line)["event"] for line in logged.stdout.splitlines()]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_cancels_on_the_server(
    gradioscope: Run, serve: Serve, every_gradio: str, number: signal.Signals
) -> None:
    url, gate = serve("behaviour", every_gradio), uuid.uuid4().hex
    with running(url, "stepped", f"gate={gate}", "steps=5", "--events") as call:
        call.until("generating")
        call.process.send_signal(number)
        code, rest, said = call.end()
    assert code == 130
    assert [event["event"] for event in rest] == ["cancelled"]
    assert rest[0]["note"]
    assert said.startswith("gradioscope: Cancelled. ")
    assert "Traceback" not in said
    # the server stops it at its next step, though the gate is wide open; another run goes through meanwhile
    ask(url, "release", gate, 1)
    wait_for(lambda: f"stepped {gate} 1" in ask(url, "ran"))
    ask(url, "release", gate, 4)
    ask(url, "stepped", uuid.uuid4().hex, 1)
    assert [entry for entry in ask(url, "ran") if entry.startswith(f"stepped {gate}") and entry[-1].isdigit()] == [
        f"stepped {gate} 0",
        f"stepped {gate} 1",
    ]


@pytest.mark.parametrize("form", ["--json", "--events"])
def test_a_plain_function_that_is_cancelled_is_said_to_run_on(gradioscope: Run, serve: Serve, form: str) -> None:
    url, gate = serve("behaviour"), uuid.uuid4().hex
    with running(url, "hold", f"gate={gate}", form) as call:
        wait_for(lambda: f"hold start {gate}" in ask(url, "ran"))
        call.process.send_signal(signal.SIGINT)
        code, rest, said = call.end()
    assert code == 130
    assert rest[-1]["event"] == "cancelled"
    assert "runs on" in rest[-1]["note"]
    assert "runs on" in said
    ask(url, "release", gate, 1)


def test_a_reader_that_leaves_cancels_the_call(gradioscope: Run, serve: Serve) -> None:
    """`gradioscope call … --events | head -n 2`"""
    url, gate = serve("behaviour"), uuid.uuid4().hex
    with running(url, "stepped", f"gate={gate}", "steps=5", "--events") as call:
        call.until("generating")
        assert call.process.stdout is not None
        call.process.stdout.close()
        ask(url, "release", gate, 1)
        assert call.process.wait(PATIENCE) == 130
        assert call.process.stderr is not None
        assert call.process.stderr.read() == b""
        call.process.stdout = None


# -- on a terminal


def test_a_terminal_gets_one_line_of_progress_and_then_the_result(serve: Serve) -> None:
    """Standard error is a real pseudo-terminal, standard output a pipe."""
    import pty

    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "gradioscope", "call", serve("behaviour"), "progress", "steps=4"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=follower,
        env={**os.environ, "TERM": "xterm"},
    )
    os.close(follower)
    shown = b""
    try:
        while chunk := os.read(leader, 65536):
            shown += chunk
    except OSError:  # how Linux says that the other end is closed
        pass
    os.close(leader)
    output, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert b"Running" in shown
    assert b"Working" in shown
    assert b"\n" not in shown, "one line, renewed"
    assert shown.endswith(b"\r\x1b[2K"), "and gone at the end"
    assert b"\x1b" not in output
