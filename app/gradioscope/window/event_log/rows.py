"""What a row of the log says, made from an event when it is first looked at. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, field

from gradioscope.gradio.events import (
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
from gradioscope.window.parts.preview import contains, duration, one_line

KINDS = ("queued", "started", "progress", "log", "generating", "heartbeat", "complete", "error", "cancelled")
"""Every kind of event, in the order of a run."""


@dataclass(slots=True)
class Row:
    """One line: an event, or several heartbeats in a row, of which `event` is the first and `last_at` the last."""

    event: Event
    count: int = 1
    last_at: float = 0.0
    _data: str | None = field(default=None, repr=False)

    @property
    def kind(self) -> str:
        return self.event.kind

    @property
    def time(self) -> str:
        """Seconds since the request was sent, with milliseconds."""
        return f"{self.event.at:.3f}"

    @property
    def data(self) -> str:
        """What the event carries on one bounded line; made once, when first asked for."""
        if self._data is None:
            self._data = _data(self.event)
        if self.count > 1:
            return f"× {self.count}, last at {self.last_at:.3f}"
        return self._data

    def holds(self, needle: str) -> bool:
        """Whether the text is found in it: the kind, a key, or any value however long, up to 20,000 of them."""
        return not needle or needle in self.kind or needle in self.time or contains(self.event.carries(), needle)

    def as_json(self) -> dict[str, object]:
        """The event as the command line prints it; folded heartbeats with their number."""
        data = self.event.as_json()
        if self.count > 1:
            data |= {"count": self.count, "last_time": round(self.last_at, 3)}
        return data


def folds(last: Row | None, event: Event) -> bool:
    """Whether an event belongs into the row before it."""
    return last is not None and isinstance(event, Heartbeat) and isinstance(last.event, Heartbeat)


def _data(event: Event) -> str:
    match event:
        case Generating(data=data) | Complete(data=data):
            return one_line(data)
        case Queued(position=position, size=size, eta=eta):
            return f"{position} of {size}" + (f", about {duration(eta)}" if eta is not None else "")
        case Started(eta=eta):
            return f"about {duration(eta)}" if eta is not None else ""
        case Log(level=level, text=text, title=title):
            head = level if not title or title.casefold() == level else f"{level}, {_flat(title)}"
            return f"{head}: {_flat(text)}"
        case Progress(bars=bars):
            return " › ".join(_bar(bar) for bar in bars)
        case Heartbeat():
            return ""
        case Failed(explanation=why):
            return _flat(str(why))
        case _:
            carried = {key: value for key, value in event.carries().items() if value not in ("", [])}
            only = next(iter(carried.values()), "") if len(carried) == 1 else carried
            return _flat(only) if isinstance(only, str) else one_line(only)


def _bar(bar: ProgressBar) -> str:
    """`Telling 25 % · 3 of 12 words`; what the app does not tell is left out."""
    amount = f"{bar.index:g}" if bar.index is not None else ""
    if amount and bar.length:
        amount += f" of {bar.length:g}"
    share = f"{bar.fraction:.0%}".replace("%", " %") if bar.fraction is not None else ""
    head = " ".join(part for part in (_flat(bar.description, 200), share) if part)
    tail = f"{amount} {bar.unit}".strip() if amount else ""
    return " · ".join(part for part in (head, tail) if part) or "working"


def _flat(text: str, limit: int = 400) -> str:
    """Text on one line, cut."""
    flat = " ".join(text[: limit + 1].split())
    return flat if len(text) <= limit else flat[:limit] + "…"
