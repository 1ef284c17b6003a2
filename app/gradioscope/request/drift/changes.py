"""What has changed between a request and its app, and what can be done about each of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from gradioscope.gradio.model import Endpoint, Json

Severity = Literal["breaks", "changes", "harmless"]
"""Whether the request cannot run as it is meant, would run with another outcome, or runs as before."""

Kind = Literal[
    "endpoint",  # it is gone, perhaps under another name
    "added",  # a parameter is new
    "removed",  # a parameter is gone
    "renamed",  # a parameter has another name
    "unknown",  # a value is given for a parameter that nobody knows
    "order",  # parameters come in another order
    "label",
    "component",
    "choices",
    "default",
    "required",
    "value",  # the value does not fit any more
    "returns",
    "version",
]


@dataclass(frozen=True, slots=True)
class UseEndpoint:
    """Call this endpoint instead."""

    name: str


@dataclass(frozen=True, slots=True)
class Move:
    """The value of a parameter goes to another one, or nowhere (None)."""

    old: str
    new: str | None


@dataclass(frozen=True, slots=True)
class Give:
    """A parameter gets this value."""

    name: str
    value: Json


Step = UseEndpoint | Move | Give


@dataclass(frozen=True, slots=True)
class Option:
    """One way to settle a change, in a few words."""

    text: str
    step: Step


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `then` and `now` are short texts to be shown beside each other, empty for nothing there."""

    kind: Kind
    severity: Severity
    label: str
    """What it is about, as a person calls it: a parameter's label, an endpoint's name."""
    text: str
    """What it means, as a sentence."""
    then: str = ""
    now: str = ""
    parameter: str = ""
    """The parameter's name in the app, or in the request where the app has none."""
    step: Step | None = None
    """What is proposed; None where only the person can tell, or nothing has to be done."""
    options: tuple[Option, ...] = ()
    """What can be done instead, the proposal among it."""


@dataclass(frozen=True, slots=True)
class Drift:
    """All that differs, what breaks first. Empty where nothing does."""

    endpoint: Endpoint | None
    """The endpoint that was compared with: the request's own, or the likeliest one where it is gone."""
    changes: tuple[Change, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.changes)

    @property
    def severity(self) -> Severity | None:
        """The gravest one's; None where nothing differs."""
        return self.changes[0].severity if self.changes else None

    @property
    def notable(self) -> tuple[Change, ...]:
        """Those that break the request or change its outcome."""
        return tuple(change for change in self.changes if change.severity != "harmless")


@dataclass(frozen=True, slots=True)
class Proposal:
    """Steps that are taken together, see `apply`."""

    steps: tuple[Step, ...] = ()
