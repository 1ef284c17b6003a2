"""The events of a run, bounded, and back."""

from __future__ import annotations

import json

from gradioscope.gradio.errors import Explanation
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
from gradioscope.library.history.course import MOST, Course, events_of


def course(*events: Event) -> Course:
    found = Course()
    for event in events:
        found.add(event)
    return found


def test_events_come_back_with_the_result_in_the_last() -> None:
    events: list[Event] = [
        Queued(0.1, 2, 3, 1.5),
        Heartbeat(0.2),
        Started(0.5, 2.0),
        Progress(0.6, (ProgressBar("work", 0.5, 1, 2, "steps"),)),
        Log(0.7, "warning", "careful", "Mind"),
        Generating(0.8, ["half"]),
        Complete(1.0, ["whole"], 0.9),
    ]
    kept = course(*events).kept()
    assert json.dumps(kept).count("whole") == 0
    assert events_of(json.loads(json.dumps(kept)), ["whole"]) == events


def test_each_end_comes_back() -> None:
    for event in (Failed(1.0, Explanation("No.", "Why.", "Do."), {"error": None}), Cancelled(1.0, "It goes on.")):
        assert events_of(course(event).kept()) == [event]


def test_heartbeats_are_folded_and_counted() -> None:
    kept = course(Queued(0.0, 1, 1), *(Heartbeat(float(n)) for n in range(1, 101)), Started(101.0)).kept()
    assert [item["event"] for item in kept] == ["queued", "heartbeat", "started"]
    assert kept[1]["count"] == 100
    back = events_of(kept)
    assert [event.at for event in back if isinstance(event, Heartbeat)][::99] == [1.0, 100.0]
    assert len(back) == 102


def test_large_values_of_steps_are_not_kept_and_small_ones_are() -> None:
    kept = course(Generating(0.1, ["x" * 100_000]), Generating(0.2, ["short"])).kept()
    assert "not kept" in kept[0]["data"][0]
    assert kept[1]["data"] == ["short"]
    many = course(*(Generating(0.1, ["x" * 3000]) for _ in range(1500))).kept()
    assert len(json.dumps(many)) < 1_300_000


def test_of_many_events_the_first_and_the_last_stay() -> None:
    kept = course(*(Log(float(n), "info", str(n)) for n in range(10_000))).kept()
    assert len(kept) == MOST + 1
    assert kept[0]["text"] == "0"
    assert kept[MOST // 2]["text"] == "8,000 events are not kept."
    assert kept[MOST // 2 + 1]["text"] == "9000"
    assert kept[-1]["text"] == "9999"


def test_the_time_in_the_queue_is_told() -> None:
    assert course(Queued(0.5, 2, 2), Started(2.0), Complete(3.0, [])).queued == 1.5
    assert course(Queued(0.5, 2, 2), Complete(3.0, [])).queued == 2.5
    assert course(Complete(3.0, [])).queued is None
    assert course(Queued(0.5, 2, 2), Cancelled(3.0)).queued is None


def test_events_nobody_can_read_are_left_out() -> None:
    strange = [None, 1, {}, {"event": "progress", "time": 1, "data": 3}, {"event": "new", "time": 1}, {"time": "x"}]
    assert events_of([*strange, {"event": "heartbeat", "time": 2}]) == [Heartbeat(2.0)]
