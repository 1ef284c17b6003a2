"""Messages of both streams, as they were recorded and as no server should send them, become events."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradioscope.gradio.events import (
    Cancelled,
    Complete,
    Event,
    Failed,
    Generating,
    Heartbeat,
    Log,
    Progress,
    ProgressBar,
    Queued,
    Started,
)
from gradioscope.gradio.messages import WITHDRAWN, Reader
from gradioscope.gradio.model import App, Endpoint, Return

APP = App("http://h", "", "", "6.31.0", (), show_error=True)


def reader(*positions: int, diffs: bool = False) -> Reader:
    returns = tuple(Return(f"r{p}", "textbox", "text", p) for p in positions)
    return Reader(APP, Endpoint("/x", "", (), returns, 0), diffs=diffs)


@pytest.mark.parametrize(
    ("message", "event"),
    [
        ({"msg": "estimation", "rank": 0, "queue_size": 1, "rank_eta": None}, Queued(1.0, 1, 1, None)),
        ({"msg": "estimation", "rank": 1, "queue_size": 2, "rank_eta": 1.53}, Queued(1.0, 2, 2, 1.53)),
        ({"msg": "estimation"}, Queued(1.0, 1, 1, None)),
        ({"msg": "process_starts", "eta": 0.51}, Started(1.0, 0.51)),
        ({"msg": "process_starts", "eta": None}, Started(1.0, None)),
        ({"msg": "heartbeat", "event_id": None}, Heartbeat(1.0)),
        ({"msg": "log", "log": "a <b>x</b>", "level": "warning", "title": "W"}, Log(1.0, "warning", "a <b>x</b>", "W")),
        ({"msg": "log", "log": "4.44 has no title", "level": "new"}, Log(1.0, "info", "4.44 has no title", "")),
        ({"msg": "process_generating", "output": {"data": ["a", None]}, "success": True}, Generating(1.0, ["a"])),
        (
            {"msg": "process_completed", "output": {"data": ["a", None], "duration": 0.5}, "success": True},
            Complete(1.0, ["a"], 0.5),
        ),
        ({"msg": "process_completed", "output": {}, "success": True}, Cancelled(1.0, WITHDRAWN)),
        ({"msg": "close_stream", "event_id": None}, None),
        ({"msg": "process_streaming"}, None),
        ({}, None),
    ],
)
def test_the_queue_stream(message: dict[str, Any], event: Event | None) -> None:
    assert reader(0).of_queue(message, 1.0) == event


@pytest.mark.parametrize(
    ("given", "bar"),
    [
        (
            {"index": 1, "length": 2, "unit": "steps", "progress": None, "desc": "outer"},
            ProgressBar("outer", 0.5, 1, 2, "steps"),
        ),
        ({"index": 3, "length": None, "unit": "it", "desc": None}, ProgressBar("", None, 3, None, "it")),
        ({"index": None, "length": None, "progress": 0.25, "desc": "x"}, ProgressBar("x", 0.25)),
        ({"progress": 1.5}, ProgressBar("", 1.0)),
        ({"index": 3, "length": 0}, ProgressBar("", None, 3, 0)),
        ({"index": None, "length": None, "progress": None, "desc": "wait"}, ProgressBar("wait", None)),
    ],
)
def test_the_forms_of_progress(given: dict[str, Any], bar: ProgressBar) -> None:
    assert reader(0).of_queue({"msg": "progress", "progress_data": [given]}, 1.0) == Progress(1.0, (bar,))


@pytest.mark.parametrize(
    ("event", "data", "expected"),
    [
        ("generating", ["a", 1], Generating(1.0, ["a", 1])),
        ("complete", ["a", 1], Complete(1.0, ["a", 1], None)),
        ("complete", None, Cancelled(1.0, WITHDRAWN)),
        ("heartbeat", None, Heartbeat(1.0)),
        ("something", 1, None),
    ],
)
def test_the_result_stream(event: str, data: Any, expected: Event | None) -> None:
    assert reader(0, 1).of_call(event, data, 1.0) == expected


@pytest.mark.parametrize(
    ("output", "what"),
    [
        ({"error": "bad", "duration": 5, "visible": True, "title": "Error"}, "bad"),
        ({"error": "'bad input: x'"}, "bad input: x"),  # 4.44
        ({"error": None}, "The app failed and does not say why."),
        (None, "The app failed and does not say why."),
    ],
)
def test_errors(output: Any, what: str) -> None:
    for failed in (
        reader(0).of_queue({"msg": "process_completed", "success": False, "output": output}, 1.0),
        reader(0).of_queue({"msg": "process_generating", "success": False, "output": output}, 1.0),
        reader(0).of_call("error", output, 1.0),
    ):
        assert isinstance(failed, Failed)
        assert failed.explanation.what == what
        assert failed.raw == output


@pytest.mark.parametrize("text", ["404: Session not found.", "404: Not Found"])
def test_an_event_that_the_app_does_not_know(text: str) -> None:
    for failed in (
        reader(0).of_call("error", text, 1.0),
        reader(0).of_queue({"msg": "unexpected_error", "event_id": None, "message": text}, 1.0),
    ):
        assert isinstance(failed, Failed)
        assert "expired" in failed.explanation.why
        assert failed.explanation.action == "retry"


def test_state_positions_are_left_out_wherever_they_are() -> None:
    assert reader(1, 3).results([None, "a", None, "b"]) == ["a", "b"]
    assert reader(0).results(["a", None]) == ["a"]
    assert reader().results([None]) == [], "a function that changes nothing but its State"
    assert reader().results([]) == []


def test_fewer_values_than_returns_are_shown_as_they_are() -> None:
    assert reader(0, 1).results(["only one"]) == ["only one"]
    assert reader(0).results("no list") == ["no list"]


def test_steps_of_a_join_are_added_up_from_their_edits() -> None:
    read = reader(0, 1, diffs=True)

    def step(*data: Any) -> Any:
        event = read.of_queue({"msg": "process_generating", "output": {"data": list(data)}, "success": True}, 1.0)
        assert isinstance(event, Generating)
        return event.data

    assert step("a", [1]) == ["a", [1]]
    assert step([["append", [], "b"]], []) == ["ab", [1]]
    assert step([], [["add", [1], 2]]) == ["ab", [1, 2]]


junk = st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=3), lambda v: st.lists(v, max_size=2))
keys = st.sampled_from(
    ["rank", "queue_size", "rank_eta", "eta", "progress_data", "log", "level", "output", "success", "message"]
)
kinds = st.sampled_from(
    ["estimation", "process_starts", "progress", "log", "process_generating", "process_completed", "unexpected_error"]
)


@given(kinds, st.dictionaries(keys, junk | st.dictionaries(st.sampled_from(["data", "error", "duration"]), junk)))
def test_nothing_a_server_sends_raises(kind: str, rest: dict[str, Any]) -> None:
    for diffs in (False, True):
        event = reader(0, diffs=diffs).of_queue({**rest, "msg": kind}, 1.0)
        assert event is None or isinstance(event.as_json(), dict)
    reader(0).of_call("error", rest, 1.0)
