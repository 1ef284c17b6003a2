"""The events of a run, bounded: heartbeats folded, values once, no more than a list can show."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

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
from gradioscope.gradio.model import Json

MOST = 2000
"""Events kept of one run: the first half and the last."""
VALUES = 4096
"""Characters of JSON up to which a step's values stay with it."""
ALL_VALUES = 1_000_000
"""The same for all steps of a run together."""
_LEVELS = ("info", "warning", "success", "error")


class Course:
    """Takes the events of one run as they come. Costs a list's append each; `kept` makes JSON of them."""

    def __init__(self) -> None:
        self._first: list[_Entry] = []
        self._last: list[_Entry] = []
        self._dropped = 0
        self._waiting: float | None = None
        self._started: float | None = None

    def add(self, event: Event) -> None:
        if isinstance(event, Queued) and self._waiting is None:
            self._waiting = event.at
        if self._started is None and isinstance(event, Started | Progress | Generating | Complete):
            self._started = event.at
        newest = self._last[-1] if self._last else self._first[-1] if self._first else None
        if isinstance(event, Heartbeat) and newest is not None and isinstance(newest.event, Heartbeat):
            newest.count += 1
            newest.until = event.at
        elif len(self._first) < MOST // 2:
            self._first.append(_Entry(event))
        else:
            self._last.append(_Entry(event))
            if len(self._last) > MOST:
                self._forget()

    @property
    def queued(self) -> float | None:
        """Seconds between its place in the queue and its turn; None where the app did not tell."""
        if self._waiting is None or self._started is None:
            return None
        return max(0.0, self._started - self._waiting)

    def kept(self) -> tuple[Json, ...]:
        """For the history. Not for the UI thread: it measures every value."""
        self._forget()
        room = ALL_VALUES
        found: list[Json] = []
        for number, entry in enumerate([*self._first, *self._last]):
            event = entry.event
            if self._dropped and number == len(self._first):
                found.append(Log(event.at, "info", f"{self._dropped:,} events are not kept.").as_json())
            if isinstance(event, Complete):
                event = replace(event, data=[])  # the result itself is kept beside the events
            elif isinstance(event, Generating):
                size = _size(event.data)
                if size > min(VALUES, room):
                    event = replace(event, data=[f"{size:,} characters of values, not kept"])
                else:
                    room -= size
            shown = event.as_json()
            if entry.count > 1:
                shown |= {"count": entry.count, "until": round(entry.until, 3)}
            found.append(shown)
        return tuple(found)

    def _forget(self) -> None:
        """Only the newest of the second half stay."""
        self._dropped += max(0, len(self._last) - MOST // 2)
        self._last = self._last[-MOST // 2 :]


@dataclass(slots=True)
class _Entry:
    event: Event
    count: int = 1
    until: float = 0.0


def events_of(kept: Sequence[Json], data: list[Json] | None = None) -> list[Event]:
    """The events of `Course.kept`, with the result's `data` in the last. What cannot be read is left out."""
    found: list[Event] = []
    for item in kept:
        try:
            found.extend(_events(item, data))
        except (KeyError, TypeError, ValueError, AttributeError):
            continue
    return found


def _events(item: Mapping[str, Any], data: list[Json] | None) -> Iterable[Event]:
    at = float(item["time"])
    match item["event"]:
        case "queued":
            yield Queued(at, int(item["position"]), int(item["size"]), item.get("eta"))
        case "started":
            yield Started(at, item.get("eta"))
        case "progress":
            yield Progress(at, tuple(ProgressBar(**bar) for bar in item["data"]))
        case "log":
            yield Log(at, item["level"] if item["level"] in _LEVELS else "info", str(item["text"]), str(item["title"]))
        case "generating":
            yield Generating(at, list(item["data"]))
        case "heartbeat":
            count = min(int(item.get("count", 1)), MOST)
            yield from (Heartbeat(at) for _ in range(count - 1))
            yield Heartbeat(float(item.get("until", at)))
        case "complete":
            yield Complete(at, data if data is not None else [], item.get("duration"))
        case "error":
            yield Failed(at, Explanation(item["error"], item["why"], item["do"]), item.get("raw"))
        case "cancelled":
            yield Cancelled(at, str(item["note"]))


def _size(value: Json) -> int:
    try:
        return len(json.dumps(value))
    except RecursionError:
        return ALL_VALUES + 1
