"""What a row of the log says."""

from __future__ import annotations

import json

import pytest

from gradioscope.gradio import events
from gradioscope.gradio.errors import Explanation
from gradioscope.gradio.events import Progress, ProgressBar
from gradioscope.window.event_log.rows import KINDS, Row, folds


@pytest.mark.parametrize(
    ("event", "data"),
    [
        (events.Queued(0.1, 3, 7, 1.5), "3 of 7, about 1.50 s"),
        (events.Queued(0.1, 3, 7), "3 of 7"),
        (events.Started(0.1), ""),
        (events.Generating(0.1, ["step 0", 1]), '["step 0", 1]'),
        (events.Complete(0.1, [], 0.2), "[]"),
        (events.Log(0.1, "warning", "two\nlines <b>x</b>", "Warning"), "warning: two lines <b>x</b>"),
        (events.Log(0.1, "info", "text", "Note"), "info, Note: text"),
        (events.Heartbeat(0.1), ""),
        (events.Failed(0.1, Explanation("It failed.", "Nobody knows.")), "It failed. Nobody knows."),
        (events.Cancelled(0.1, "It runs on."), "It runs on."),
    ],
)
def test_the_data_of_each_kind_is_one_line(event: events.Event, data: str) -> None:
    assert Row(event).data == data
    assert event.kind in KINDS


def test_a_value_of_5_mb_is_cut_and_found_in() -> None:
    row = Row(events.Generating(1.0, ["x" * 5_000_000 + " needle"]))
    assert len(row.data) <= 401
    assert row.holds("needle")
    assert not row.holds("haystack")


def test_only_heartbeats_fold() -> None:
    beat, step = events.Heartbeat(1.0), events.Generating(1.0, [1])
    assert folds(Row(beat), beat)
    assert not folds(None, beat)
    assert not folds(Row(step), beat)
    assert not folds(Row(beat), step)


def test_a_row_as_json_is_what_the_command_line_prints() -> None:
    event = events.Complete(1.5, ["a"], 0.5)
    assert Row(event).as_json() == event.as_json()
    folded = Row(events.Heartbeat(1.0), count=3, last_at=3.0).as_json()
    assert json.loads(json.dumps(folded)) == {"event": "heartbeat", "time": 1.0, "count": 3, "last_time": 3.0}


@pytest.mark.parametrize(
    ("bars", "line"),
    [
        ((ProgressBar("Telling", 0.25, 3, 12, "words"),), "Telling 25 % · 3 of 12 words"),
        ((ProgressBar("half", 0.5, None, None, "steps"),), "half 50 %"),
        ((ProgressBar("counting", None, 7, None, "files"),), "counting · 7 files"),
        ((ProgressBar("", None),), "working"),
        ((ProgressBar("outer", 0.5), ProgressBar("inner", 1.0)), "outer 50 % › inner 100 %"),
    ],
)
def test_progress_says_how_far_it_is(bars: tuple[ProgressBar, ...], line: str) -> None:
    assert Row(Progress(0.1, bars)).data == line
