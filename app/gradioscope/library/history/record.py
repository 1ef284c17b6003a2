"""One run as the history keeps it: whole, and as a line of a list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from gradioscope.gradio.errors import Explanation
from gradioscope.gradio.events import Cancelled, Complete, Failed, Outcome
from gradioscope.gradio.model import App, Endpoint, Json

State = Literal["complete", "error", "cancelled"]
"""How a run ended: the kind of its last event."""


@dataclass(frozen=True, slots=True)
class RunRecord:
    """Enough to show a run again without asking the app, and to open it as a request. Nothing in it is secret."""

    began: float
    """Seconds since the epoch."""
    address: str
    """What the person wrote, so that it can be connected to again."""
    app: App
    """As it was; when read back it has this endpoint alone."""
    endpoint: Endpoint
    values: Mapping[str, Json]
    """By parameter name, variables resolved, secrets masked. Local files are LocalFile."""
    written: Mapping[str, Json] = field(default_factory=dict, kw_only=True)
    """Of those that a secret variable was in, what was written: its name between double braces."""
    state: State
    duration: float
    """Seconds from the request to its end."""
    queued: float | None = None
    """Seconds it waited for its turn; None where the app did not tell."""
    session: str | None = None
    """The session hash it went on with, or None."""
    stream: Literal["queue", "result"] = "queue"
    events: tuple[Json, ...] = ()
    """As `Event.as_json` has them, bounded; see `course`."""
    data: list[Json] | None = None
    """The last values that came, one a return; None where none came or they were too large to be kept."""
    error: Explanation | None = None
    raw: Json = None
    """The server's own words for the error."""
    note: str = ""
    """What was said of a cancelled run, or of values that were not kept."""
    path: str = ""
    """The request's file, where it was run from a collection."""
    environment: str = ""
    """Name of the environment that was active."""
    files: Mapping[str, Path] = field(default_factory=dict)
    """Copies of returned files, by their path on the app's server."""

    @property
    def outcome(self) -> Outcome:
        """The run's last event, as it was told then."""
        if self.state == "error":
            return Failed(self.duration, self.error or Explanation("The run failed."), self.raw)
        if self.state == "cancelled":
            return Cancelled(self.duration, self.note)
        return Complete(self.duration, self.data or [])


@dataclass(frozen=True, slots=True)
class RunSummary:
    """One line of a list of runs."""

    id: int
    began: float
    """Seconds since the epoch."""
    address: str
    url: str
    title: str
    version: str
    """Gradio's."""
    endpoint: str
    state: State
    duration: float
    queued: float | None
    error: str
    """What went wrong, in one sentence; empty unless `state` is `error`."""
    path: str
    environment: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which runs to list; what is left empty asks for nothing."""

    text: str = ""
    """Words that all have to occur in the endpoint, the app's title and address, the values or the error."""
    url: str = ""
    """The app's base address."""
    endpoint: str = ""
    state: State | Literal[""] = ""
    since: float | None = None
    """Seconds since the epoch, inclusive."""
    until: float | None = None
    """Seconds since the epoch, exclusive."""


@dataclass(frozen=True, slots=True)
class KnownApp:
    """An app that has runs in the history."""

    url: str
    title: str
    runs: int
