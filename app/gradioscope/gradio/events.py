"""What happens during one call, as typed values. `sse` and `call` make them from the wire."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Literal

from gradioscope.gradio.errors import Explanation
from gradioscope.gradio.model import Json


@dataclass(frozen=True, slots=True)
class Event:
    """Something the app said. `at` is seconds since the request was sent."""

    kind: ClassVar[str] = ""
    at: float

    def as_json(self) -> dict[str, Json]:
        """The event as the command line's `--events` prints it: `event`, `time`, and what it carries."""
        return {"event": self.kind, "time": round(self.at, 3), **self.carries()}

    def carries(self) -> dict[str, Json]:
        return {}


@dataclass(frozen=True, slots=True)
class Queued(Event):
    """The request waits. `position` 1 is next; `eta` in seconds, None until the app has run it once."""

    kind: ClassVar[str] = "queued"
    position: int
    size: int
    eta: float | None = None

    def carries(self) -> dict[str, Json]:
        return {"position": self.position, "size": self.size, "eta": self.eta}


@dataclass(frozen=True, slots=True)
class Started(Event):
    """The app began to work on it. `eta` in seconds, where known."""

    kind: ClassVar[str] = "started"
    eta: float | None = None

    def carries(self) -> dict[str, Json]:
        return {"eta": self.eta}


@dataclass(frozen=True, slots=True)
class ProgressBar:
    """One bar. `fraction` is 0 to 1, or None where the amount is unknown."""

    description: str
    fraction: float | None
    index: float | None = None
    length: float | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Progress(Event):
    """The app's progress bars, outermost first."""

    kind: ClassVar[str] = "progress"
    bars: tuple[ProgressBar, ...]

    def carries(self) -> dict[str, Json]:
        return {
            "data": [
                {
                    "description": bar.description,
                    "fraction": bar.fraction,
                    "index": bar.index,
                    "length": bar.length,
                    "unit": bar.unit,
                }
                for bar in self.bars
            ]
        }


@dataclass(frozen=True, slots=True)
class Log(Event):
    """A message of the app (gr.Info, gr.Warning, gr.Success). Text may hold HTML: show it as data."""

    kind: ClassVar[str] = "log"
    level: Literal["info", "warning", "success", "error"]
    text: str
    title: str = ""

    def carries(self) -> dict[str, Json]:
        return {"level": self.level, "text": self.text, "title": self.title}


@dataclass(frozen=True, slots=True)
class Generating(Event):
    """One step of a generator. `data` has the full value of each return, never a diff."""

    kind: ClassVar[str] = "generating"
    data: list[Json]

    def carries(self) -> dict[str, Json]:
        return {"data": self.data}


@dataclass(frozen=True, slots=True)
class Heartbeat(Event):
    """The connection lives, and nothing else happened."""

    kind: ClassVar[str] = "heartbeat"


@dataclass(frozen=True, slots=True)
class Complete(Event):
    """The result: one value per return, State left out. `duration` is the app's own, in seconds."""

    kind: ClassVar[str] = "complete"
    data: list[Json]
    duration: float | None = None

    def carries(self) -> dict[str, Json]:
        return {"data": self.data, "duration": self.duration}


@dataclass(frozen=True, slots=True)
class Failed(Event):
    """The app answered with an error, or the stream broke. `raw` is the server's answer as it came."""

    kind: ClassVar[str] = "error"
    explanation: Explanation
    raw: Json = None

    def carries(self) -> dict[str, Json]:
        why = self.explanation
        return {
            "data": [],
            "error": why.what,
            "why": why.why,
            "do": why.do,
            "parameter": why.parameter,
            "raw": self.raw,
        }


@dataclass(frozen=True, slots=True)
class Cancelled(Event):
    """The call was cancelled. `note` says what the server will still do."""

    kind: ClassVar[str] = "cancelled"
    note: str = ""

    def carries(self) -> dict[str, Json]:
        return {"data": [], "note": self.note}


Outcome = Complete | Failed | Cancelled
"""The last event of a call is one of these."""


@dataclass(frozen=True, slots=True)
class Uploading:
    """How far the files of a request are uploaded, in bytes over all of them."""

    sent: int
    total: int
    name: str = field(default="")
