"""A request as it is kept: what a person wrote, what it was made for. `library/collection` reads and writes it.

Nothing in it is resolved: address, headers and values may hold `{{variables}}`, and the app has not been asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from gradioscope.gradio.model import Json

KEPT_SESSION = "keep"
"""The session of a request whose runs share one, made anew each time the request is opened."""


@dataclass(frozen=True, slots=True)
class MadeForParameter:
    """A parameter as it was when the request was saved."""

    name: str
    component: str
    label: str = ""
    required: bool = False
    default: Json = None
    """What stood for a value left out; meaningless where `required`."""
    choices: tuple[Json, ...] | None = None
    """The values that could be chosen, for parameters that offer some."""


@dataclass(frozen=True, slots=True)
class MadeFor:
    """The endpoint as it was when the request was saved, to tell later what has changed."""

    version: str = ""
    """Gradio's."""
    parameters: tuple[MadeForParameter, ...] = ()
    returns: tuple[str, ...] = ()
    """The components of what it returned."""


@dataclass(frozen=True, slots=True)
class SavedRequest:
    address: str = ""
    """What the person wrote: a URL, a Space's id, a path of an app."""
    endpoint: str = ""
    """With its leading slash."""
    values: Mapping[str, Json] = field(default_factory=dict)
    """By parameter name; one left out stands for the parameter's default. Local files are LocalFile, their
    paths absolute unless they hold a variable."""
    session: str | None = None
    """None for a new session each run, KEPT_SESSION, or a session hash to go on with."""
    stream: Literal["queue", "result"] = "queue"
    headers: tuple[tuple[str, str], ...] = ()
    login: str | None = None
    """User name of the app's own login."""
    token: str | None = None
    """Name of a keyring entry. A wish, not a permission: which app may see a token is each person's own choice."""
    notes: str = ""
    """Markdown."""
    expect: tuple[Json, ...] = ()
    """Expectations on a run's outcome as they are written; `request/expectation` reads them."""
    made_for: MadeFor | None = None
