"""One request's run, as it ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gradioscope.gradio.errors import Explanation, GradioscopeError
from gradioscope.gradio.events import Event
from gradioscope.gradio.model import App, Endpoint, Json
from gradioscope.request.expectation import Check, unmet
from gradioscope.request.outcome import Outcome

if TYPE_CHECKING:
    from gradioscope.gradio.connection import Connection
    from gradioscope.request.draft import Draft


@dataclass(frozen=True, slots=True)
class Ran:
    """One request's run."""

    outcome: Outcome
    checks: tuple[Check, ...] = ()
    explanation: Explanation | None = None
    """What went wrong, where something did."""
    exit_code: int = 0
    """The command line's, for this request alone."""
    notes: tuple[str, ...] = ()
    """What a person should know besides: what was not sent, what the app will still do."""
    sent: bool = False
    """Whether the app was asked to run anything."""
    endpoint: Endpoint | None = None
    address: str = ""
    """Masked, as everything here but the data, the draft and the event."""
    draft: Draft | None = field(default=None, repr=False, compare=False)
    """As it was sent, and what it came to, for the history. They may hold secrets."""
    event: Event | None = field(default=None, repr=False, compare=False)
    written: Mapping[str, Json] = field(default_factory=dict, repr=False, compare=False)
    """The values that a secret variable is in, as they were written."""
    error: GradioscopeError | None = field(default=None, compare=False)
    connection: Connection | None = field(default=None, repr=False, compare=False)
    app: App | None = field(default=None, repr=False, compare=False)

    @property
    def well(self) -> bool:
        """Whether it came to what was expected of it."""
        return self.exit_code == 0

    @property
    def word(self) -> str:
        """Its end in a word: how it ended, or `unexpected` where it is complete and not well."""
        if self.well:
            return "complete"
        return "unexpected" if self.outcome.status == "complete" else self.outcome.status

    @property
    def sentence(self) -> str:
        """Why it is not well; empty where it is."""
        if self.well:
            return ""
        missed = unmet(self.checks)
        if self.outcome.status == "complete":
            return missed or (self.explanation.what if self.explanation else "")
        return self.outcome.error or missed
