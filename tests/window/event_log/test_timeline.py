"""The course of a run in bounded memory."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from gradioscope.gradio import events
from gradioscope.window.event_log.timeline import BINS, Course, Timeline


def test_a_run_in_words() -> None:
    course = Course()
    assert course.in_words() == "No events yet."
    course.add(events.Queued(0.1, 1, 1))
    course.add(events.Started(0.4))
    course.add(events.Generating(1.0, [1]))
    course.add(events.Complete(2.5, [1]))
    assert course.in_words() == "Queued 400 ms, running 2.10 s, 4 events, complete after 2.50 s."


def test_a_long_run_takes_no_more_slots_and_loses_no_tick() -> None:
    course = Course()
    for number in range(5000):
        course.add(events.Generating(number * 0.1, [number]))
    assert len(course.bins) == BINS
    assert course.span >= 500
    used = int(course.now / course.span * BINS)
    assert all(course.bins[: used + 1])
    assert not any(course.bins[used + 1 :])


def test_the_strip_says_it_to_assistive_technology(qtbot: QtBot) -> None:
    strip = Timeline()
    qtbot.addWidget(strip)
    strip.course.add(events.Cancelled(1.0))
    strip.tell()
    assert strip.accessibleDescription() == "Running 0 ms, 1 event, cancelled after 1.00 s."
    strip.resize(300, 20)
    assert not strip.grab().isNull()
