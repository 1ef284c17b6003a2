"""What a tab hands on: a run that has ended, for the history; all of itself, to be opened again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gradioscope.request.saved import SavedRequest

if TYPE_CHECKING:
    from gradioscope.gradio.events import Event
    from gradioscope.gradio.model import App, Json
    from gradioscope.library.history.course import Course
    from gradioscope.request.draft import Draft


@dataclass(frozen=True, slots=True)
class Run:
    """A run that has just ended, for the history: `library/history` makes a record of it. It may hold secrets."""

    draft: Draft
    """As it was sent."""
    address: str
    """What the person wrote, so that it can be connected to again."""
    began: float
    """Seconds since the epoch."""
    outcome: Event
    """Complete, Failed or Cancelled; its `at` is how long it took."""
    data: list[Any] | None
    """The last values that came, one a return."""
    course: Course
    """Its events."""
    path: Path | None = None
    """The file the request was opened from."""
    environment: str = ""
    """Name of the environment that was active."""
    written: Mapping[str, Json] = field(default_factory=dict)
    """The values that a secret variable is in, as they were written."""
    obtain: Callable[..., Awaitable[Path]] | None = None
    """How a returned file is got at: a FileData, and `limit` in bytes; see `Downloads.obtain`."""


@dataclass(frozen=True)
class Snapshot:
    """What a duplicated or reopened tab starts with."""

    address: str = ""
    app: App | None = None
    endpoint: str | None = None
    values: Mapping[str, Mapping[str, Json]] = field(default_factory=dict)
    """By endpoint, then by parameter."""
    session_hash: str | None = None
    stream: str = "queue"
    rest: SavedRequest = field(default_factory=SavedRequest)
    """What the form does not show: headers, login, token, notes, expectations, what it was made for."""
    path: Path | None = None
    """The file it stands for."""
    base: SavedRequest | None = None
    """What that file said when it was read or saved last."""
    origin: Path | None = None
    """Of a request without a file, the file it was made from: its variables are those of that one's collection."""
    offline: bool = False
    """Whether the app was not asked: it is what was known of it, and a run connects first."""
    saved_session: str | None = None
    """As a file says it; counts where `session_hash` is None."""
    scroll: int = 0
    """Of the form, in pixels."""
    panel: int = 0
    """Which of the response's panels is in front."""
    sheet: int = 0
    """Which of form, settings, notes and checks is in front."""
    split: float | None = None
    """The request's share of the room beside the response."""
