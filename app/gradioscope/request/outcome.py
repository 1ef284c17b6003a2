"""What one run came to, as a value: what expectations look at, and what `{{runs.NAME…}}` leads into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from gradioscope.gradio.model import Json
from gradioscope.request.template import steps

State = Literal["complete", "error", "failed", "cancelled"]
"""`error` is an answer of the app; `failed` is everything that kept it from answering."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """`data` has one value per return. `error` is a sentence, empty where it is complete."""

    status: State
    data: tuple[Json, ...] = ()
    error: str = ""
    seconds: float = 0.0
    """From sending the request to its end, waiting in the app's queue included."""
    session: str = ""
    """The session it ran in, for a request that goes on in it."""

    def as_json(self) -> dict[str, Json]:
        return {
            "status": self.status,
            "data": list(self.data),
            "error": self.error or None,
            "seconds": round(self.seconds, 3),
            "session": self.session or None,
        }


class Nowhere(LookupError):
    """A path leads to nothing. Its text is the step that has no end."""


def at(value: Json, path: str) -> Json:
    """What is at a path in a value: `data[0].label`, `data[0]["any key"]`; `$.` before it may be. Nowhere."""
    found: Any = value
    for step in steps(path.removeprefix("$").removeprefix(".")):
        found = _step(found, step)
    return found


def _step(value: Any, step: str | int) -> Any:
    try:
        if isinstance(value, dict):
            return value[str(step)]
        if isinstance(value, Sequence) and not isinstance(value, str):
            return value[int(step)]
    except (LookupError, ValueError):
        pass
    raise Nowhere(f"{step}")
