"""Messages of the two event streams -> typed events. Pure.

`/queue/data` sends JSON objects with a `msg`; `/call/NAME/EVENT_ID` names the event and sends the data.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gradioscope.gradio.description import plain_text
from gradioscope.gradio.diffs import apply_edits
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
from gradioscope.gradio.explain import explain_error, explain_text
from gradioscope.gradio.model import App, Endpoint, Json

WITHDRAWN = "The app says that the run was cancelled."


class Reader:
    """Turns the messages of one call into events. `diffs`: each step but the first comes as edit lists."""

    def __init__(self, app: App, endpoint: Endpoint, *, diffs: bool = False) -> None:
        self._diffs = diffs
        self._whole: list[Json] | None = None
        self._app = app
        self._endpoint = endpoint
        self._positions = [r.position for r in endpoint.returns]

    def results(self, data: Json) -> list[Json]:
        """One value per return: State positions, always null, are left out."""
        if not isinstance(data, list):
            return [data]
        positions = self._positions
        if any(position >= len(data) for position in positions):
            return data
        return [data[position] for position in positions]

    def of_queue(self, message: Mapping[str, Any], at: float) -> Event | None:
        """The event of one `/queue/data` message; None for what says nothing (`close_stream`)."""
        kind = message.get("msg")
        output = message.get("output")
        if kind == "process_generating":
            if message.get("success") is False:
                return self._failed(output, at)
            data = output.get("data") if isinstance(output, dict) else None
            return Generating(at, self.results(self._step(data))) if data is not None else None
        if kind == "process_completed":
            if message.get("success") is False:
                return self._failed(output, at)
            if not isinstance(output, dict) or "data" not in output or output["data"] is None:
                return Cancelled(at, WITHDRAWN)  # Gradio's answer to a cancelled run: `output: {}`
            duration = output.get("duration")
            return Complete(at, self.results(output["data"]), duration if isinstance(duration, int | float) else None)
        if kind == "heartbeat":
            return Heartbeat(at)
        if kind == "estimation":
            rank = message.get("rank")
            return Queued(
                at,
                position=rank + 1 if isinstance(rank, int) else 1,
                size=size if isinstance(size := message.get("queue_size"), int) else 1,
                eta=_seconds(message.get("rank_eta")),
            )
        if kind == "process_starts":
            return Started(at, _seconds(message.get("eta")))
        if kind == "progress":
            bars = message.get("progress_data")
            bars = bars if isinstance(bars, list) else []
            return Progress(at, tuple(_bar(bar) for bar in bars if isinstance(bar, dict)))
        if kind == "log":
            level = message.get("level")
            return Log(
                at,
                level if level in ("info", "warning", "success", "error") else "info",
                str(message.get("log") or ""),
                str(message.get("title") or ""),
            )
        if kind == "unexpected_error":
            return Failed(at, explain_text(str(message.get("message") or ""), self._endpoint), dict(message))
        return None

    def _step(self, data: Json) -> Json:
        if not self._diffs or not isinstance(data, list):
            return data
        before = self._whole
        if before is None or len(before) != len(data):
            self._whole = data
        else:
            self._whole = [apply_edits(old, edits) for old, edits in zip(before, data, strict=True)]
        return list(self._whole)

    def of_call(self, event: str, data: Json, at: float) -> Event | None:
        """The event of one `/call/NAME/EVENT_ID` message."""
        if event == "generating":
            return Generating(at, self.results(data)) if data is not None else None
        if event == "complete":
            return Cancelled(at, WITHDRAWN) if data is None else Complete(at, self.results(data))
        if event == "error":
            return self._failed(data, at)
        if event == "heartbeat":
            return Heartbeat(at)
        return None

    def _failed(self, data: Json, at: float) -> Failed:
        return Failed(at, explain_error(data, self._app, self._endpoint), data)


def broken_message(text: str, at: float) -> Failed:
    """The event for a message that is no JSON."""
    return Failed(
        at,
        Explanation(
            "The app sent an event that cannot be read.",
            "It is not JSON.",
            "Run it again; if it stays, ask the app's author.",
            "retry",
            details=text[:2000],
        ),
        plain_text(text[:2000]),
    )


def _seconds(value: Json) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _bar(bar: Mapping[str, Any]) -> ProgressBar:
    """Three forms: index of length, a fraction, or nothing but a description."""
    index, length, fraction = _seconds(bar.get("index")), _seconds(bar.get("length")), _seconds(bar.get("progress"))
    if fraction is None and index is not None and length:
        fraction = index / length
    return ProgressBar(
        description=str(bar.get("desc") or ""),
        fraction=None if fraction is None else min(max(fraction, 0.0), 1.0),
        index=index,
        length=length,
        unit=str(bar.get("unit") or ""),
    )
