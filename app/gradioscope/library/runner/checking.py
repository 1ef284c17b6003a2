"""A saved request held against its app as it is now: the app is asked to describe itself, and nothing is run."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from gradioscope.gradio.errors import Explanation, GradioscopeError
from gradioscope.gradio.model import App
from gradioscope.library.collection import read_request
from gradioscope.library.environment.scope import Variables, secrets_used
from gradioscope.library.runner.folder import FolderRun, Planned
from gradioscope.request.drift import Drift, compare
from gradioscope.request.saved import SavedRequest
from gradioscope.request.template import resolve, resolve_request

if TYPE_CHECKING:
    from gradioscope.gradio.discovery import Step
    from gradioscope.library.runner.apps import Apps


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of one request. It drifted where something breaks it or changes its outcome; the rest is harmless."""

    drift: Drift = field(default_factory=lambda: Drift(None))
    explanation: Explanation | None = None
    """Why it could not be compared, where it could not."""
    exit_code: int = 0
    """The command line's for this request alone: 1 for drift."""
    request: SavedRequest | None = None
    app: App | None = None
    notes: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        if self.explanation is not None:
            return "failed"
        return "drift" if self.exit_code else "ok"


async def check_request(
    item: Planned, run: FolderRun, apps: Apps, on_step: Callable[[Step], None] | None = None
) -> Checked:
    """Compare one request. Never raises a GradioscopeError."""
    try:
        saved = await asyncio.to_thread(read_request, item.path)
        variables = await run.variables(item, saved)
        apps.learn(secrets_used(saved, variables))
        lines = resolve_request(replace(saved, values={}, expect=()), variables.lookup, item.path.parent)
        _, app = await apps.find(lines.address, lines.login, lines.headers, on_step)
    except GradioscopeError as error:
        return Checked(explanation=error.explanation, exit_code=error.exit_code)
    resolved = replace(lines, values={name: _resolved(value, variables) for name, value in saved.values.items()})
    drift = await asyncio.to_thread(compare, resolved, app)
    if not saved.endpoint.strip("/ "):
        why = Explanation("The request names no endpoint.", "", "Open it, choose one and save it.")
        return Checked(explanation=why, exit_code=2, request=saved, app=app)
    notes = () if saved.made_for is not None else (_NO_MEMORY,)
    return Checked(drift, None, 1 if drift.notable else 0, resolved, app, notes)


_NO_MEMORY = "It does not say what it was made for: defaults and results were not compared. Saving it writes that down."


def _resolved(value: object, variables: Variables) -> object:
    """A value as it would be sent; with its variables where only a run before knows them."""
    try:
        return resolve(value, variables.lookup)
    except GradioscopeError:
        return value
