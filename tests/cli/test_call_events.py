"""`gradioscope call` while it runs: events as they come, cancelling, a terminal."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import uuid
from collections.abc import Callable

import pytest
from tests.cli.running import PATIENCE, ask, running, wait_for

Run = Callable[..., "subprocess.CompletedProcess[str]"]
Serve = Callable[..., str]


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
        for _ in range(3):  # the word of its start, sent before these, has then arrived
            ask(url, "plain", "x")
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
