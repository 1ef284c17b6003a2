"""What the status says at each point of a run."""

from __future__ import annotations

import pytest

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
    Uploading,
)
from gradioscope.gradio.model import App
from gradioscope.window.request_tab.run_status import RunStatus
from gradioscope.window.request_tab.status import Status, bytes_text, seconds_text, title_of

BAR = ProgressBar("Painting", 0.4)


@pytest.mark.parametrize(
    ("events", "seconds", "text", "fraction"),
    [
        ([], 0.0, "Status: Running 0.00 s", None),
        ([Queued(0, 3, 7)], 2.0, "Status: Queued 3 of 7 · 2.0 s", None),
        ([Queued(0, 1, 7, eta=12.0)], 2.0, "Status: Queued 1 of 7 · about 12.0 s · 2.0 s", None),
        ([Queued(0, 3, 7), Heartbeat(1)], 15.0, "Status: Queued 3 of 7 · 15.0 s", None),
        ([Queued(0, 3, 7), Started(1)], 4.2, "Status: Running 4.2 s", None),
        ([Queued(0, 3, 7), Generating(1, ["x"])], 4.2, "Status: Running 4.2 s", None),
        ([Started(1), Progress(2, (BAR,))], 4.2, "Status: Running 4.2 s · 40 % · Painting", 0.4),
        ([Started(1), Progress(2, (ProgressBar("", None),))], 4.2, "Status: Running 4.2 s", None),
        ([Started(1), Log(1, "info", "hello")], 65.0, "Status: Running 1 min 05 s", None),
        ([Started(1), Complete(1.23, ["x"])], 9.0, "Status: Complete in 1.2 s", 1.0),
        ([Started(1), Failed(2.0, Explanation("No."))], 9.0, "Status: Failed after 2.0 s", None),
        ([Cancelled(2.0, "note")], 9.0, "Status: Cancelled after 2.0 s", None),
    ],
)
def test_the_events_so_far_make_the_status(
    events: list[Event], seconds: float, text: str, fraction: float | None
) -> None:
    run = RunStatus()
    for event in events:
        run.hear(event)
    status = run.at(seconds)
    assert status.text == text
    assert status.fraction == fraction


def test_an_upload_is_told_until_the_app_says_something() -> None:
    run = RunStatus()
    run.uploads(Uploading(250_000, 1_000_000, "a.png"))
    assert run.at(1).text == "Status: Running uploading 250.0 kB of 1.0 MB · 25 %"
    assert run.at(1).fraction == 0.25
    run.hear(Started(2))
    assert run.at(2).text == "Status: Running 2.0 s"


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.0, "0.00 s"), (0.04, "0.04 s"), (4.2, "4.2 s"), (59.94, "59.9 s"), (125, "2 min 05 s")]
)
def test_seconds(seconds: float, text: str) -> None:
    assert seconds_text(seconds) == text


@pytest.mark.parametrize(("count", "text"), [(812, "812 B"), (4200, "4.2 kB"), (1_300_000, "1.3 MB")])
def test_bytes(count: int, text: str) -> None:
    assert bytes_text(count) == text


def test_a_state_alone_has_no_blank_at_its_end() -> None:
    assert Status().text == "Status: Not connected"
    assert not Status().busy
    assert Status("Connecting").busy
    assert not Status("Connecting").running


@pytest.mark.parametrize(
    ("endpoint", "title", "shown"),
    [("/p", "An app", "/p · An app"), ("/p", "", "/p"), ("", "An app", "An app"), ("", "", "New request")],
)
def test_a_tab_without_a_file_is_called_after_what_there_is(endpoint: str, title: str, shown: str) -> None:
    assert title_of(endpoint, App("http://x", "", title, "6.31.0", ())) == shown


def test_a_tab_without_an_app_is_called_after_its_endpoint() -> None:
    assert title_of("/p", None) == "/p"
