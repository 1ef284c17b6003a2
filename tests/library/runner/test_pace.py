"""When a busy app is asked again."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradioscope.gradio.connection import Answer
from gradioscope.gradio.errors import (
    BadCertificate,
    CallRefused,
    ConnectionFailed,
    ConnectionRefused,
    Explanation,
    GradioscopeError,
    HostNotFound,
    NoAnswer,
    NotGradio,
    StreamBroken,
    TimedOut,
)
from gradioscope.gradio.explain import refusal
from gradioscope.gradio.model import App, Endpoint
from gradioscope.library.runner.pace import FIRST, LONGEST, LONGEST_WISHED, Pace, busy, delay


def refused(status: int, what: str = "", after: float | None = None) -> CallRefused:
    return CallRefused(Explanation(what), status, after)


@given(st.integers(1, 10_000), st.floats(0, 1))
def test_waits_grow_to_a_limit_and_half_of_each_is_chance(attempt: int, share: float) -> None:
    longest = delay(attempt)
    assert longest / 2 <= delay(attempt, share=share) <= longest <= LONGEST
    assert delay(attempt + 1) >= longest
    assert delay(1) == FIRST


def test_what_the_app_wishes_is_heeded_within_reason() -> None:
    assert delay(1, 30.0) == 30.0
    assert delay(1, 0.1, 0.0) == FIRST / 2
    assert delay(1, 1e9) == LONGEST_WISHED


@pytest.mark.parametrize(
    ("error", "waits"),
    [
        (refused(503, "Queue is full. Max size is 3 and size is 3."), True),
        (refused(503, "Queue is stopped."), False),
        (refused(429), True),
        (refused(422), False),
        (refused(500), False),
        (ConnectionRefused("x"), True),
        (HostNotFound("x"), True),
        (NoAnswer("x"), False),
        (ConnectionFailed("x"), False),
        (BadCertificate("x"), False),
        (NotGradio("x"), False),
        (StreamBroken("x"), False),
        (TimedOut("x"), False),
        (None, False),
    ],
)
def test_what_was_not_taken_is_sent_again_and_nothing_else(error: GradioscopeError | None, waits: bool) -> None:
    assert busy(error) is waits


def test_the_answer_of_a_server_says_when() -> None:
    app, endpoint = App("http://a", "", "", "6.0", ()), Endpoint("/x", "", (), ())
    found = refusal(Answer(429, {"retry-after": "7"}, b"{}", "http://a"), app, endpoint)
    assert isinstance(found, CallRefused)
    assert (busy(found), found.retry_after) == (True, 7.0)
    for text in ("", "soon", "-1", "Wed, 21 Oct 2026 07:28:00 GMT", "9" * 9):
        answer = refusal(Answer(503, {"retry-after": text}, b"{}", "http://a"), app, endpoint)
        assert isinstance(answer, CallRefused)
        assert answer.retry_after is None


def test_all_rows_wait_together_and_a_stop_ends_that() -> None:
    asked: list[float] = []
    told: list[float] = []

    async def main() -> None:
        async def pause(seconds: float) -> bool:
            asked.append(seconds)
            return False

        pace = Pace(pause, lambda seconds, _: told.append(seconds))
        assert await pace.clear()
        pace.refused(3, refused(503))
        assert list(await asyncio.gather(pace.clear(), pace.clear())) == [False, False]

    asyncio.run(main())
    assert len(told) == 1
    assert 2.0 <= told[0] <= 4.0
    assert len(asked) == 2
    assert all(seconds <= told[0] * 1.25 for seconds in asked)
