"""A run's last event, beside what was expected of it."""

from __future__ import annotations

from collections.abc import Sequence

from gradioscope.gradio.errors import WrongUse
from gradioscope.gradio.events import Complete, Event, Failed
from gradioscope.gradio.model import Json
from gradioscope.request.expectation import Check, Expectation, check, read
from gradioscope.request.outcome import Outcome


def outcome_of(last: Event) -> Outcome:
    if isinstance(last, Complete):
        return Outcome("complete", tuple(last.data), "", last.at)
    if isinstance(last, Failed):
        return Outcome("error", (), last.explanation.what, last.at)
    return Outcome("cancelled", (), "It was cancelled.", last.at)


async def checks_of(written: Sequence[Json], last: Event) -> tuple[Check, ...]:
    """Of those that can be used; in a thread, as results may be large."""
    import asyncio

    return await asyncio.to_thread(lambda: check(_usable(written), outcome_of(last)))


def _usable(written: Sequence[Json]) -> list[Expectation]:
    found: list[Expectation] = []
    for item in written:
        try:
            found += read([item])
        except WrongUse:
            continue  # its row says what is wrong with it
    return found
