"""A run's last event, beside what was expected of it."""

from __future__ import annotations

from collections.abc import Sequence

from gradioscope.gradio.events import Complete, Event, Failed
from gradioscope.gradio.model import Json
from gradioscope.request.expectation import Check, check, read
from gradioscope.request.outcome import Outcome


def outcome_of(last: Event) -> Outcome:
    if isinstance(last, Complete):
        return Outcome("complete", tuple(last.data), "", last.at)
    if isinstance(last, Failed):
        return Outcome("error", (), last.explanation.what, last.at)
    return Outcome("cancelled", (), "It was cancelled.", last.at)


async def checks_of(written: Sequence[Json], last: Event) -> tuple[Check, ...]:
    """In a thread, as results may be large. WrongUse for what is no expectation."""
    import asyncio

    return await asyncio.to_thread(lambda: check(read(written), outcome_of(last)))
