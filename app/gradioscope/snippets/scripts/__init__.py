"""Many requests as one script, in any target: run in their order, what they share is done once.

Those of an app share its login, its headers and its session where they name one. The script ends at the first
request that fails. Pure, like the snippets.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module

from gradioscope.gradio.errors import WrongUse
from gradioscope.snippets import TARGETS
from gradioscope.snippets.entry import Entry
from gradioscope.snippets.options import Options
from gradioscope.snippets.places import find
from gradioscope.snippets.scripts.connections import in_order

__all__ = ["script"]

_WRITERS = {
    "curl": "curl",
    "python": "python_client",
    "python-httpx": "python_httpx",
    "javascript": "javascript_client",
    "javascript-fetch": "javascript_fetch",
}
"""Targets with a way of their own; in the others each request is a block that stands for itself."""


def script(target: str, entries: Sequence[Entry], name: str = "", options: Options | None = None) -> str:
    """The script, without a line break at its end. WrongUse for an unknown target, and for what it cannot hold."""
    if target not in TARGETS:
        raise WrongUse(f"There is no snippet target {target!r}.", "", f"Choose one of: {', '.join(TARGETS)}.")
    if old := next((entry for entry in entries if entry.draft.app.legacy), None):
        raise WrongUse(
            f"{old.path} cannot be a part of a script.",
            f"Its app has Gradio {old.draft.app.version}, which is asked in another way.",
            "Leave it out; `snippet` writes it by itself.",
        )
    # a variable in a session's or a user's name has its value put in there
    entries = [replace(entry, draft=find(entry.draft)[0]) for entry in entries]
    writer = import_module(f"{__name__}.{_WRITERS.get(target, 'blocks')}")
    text: str = writer.write(target, in_order(entries), name or "Requests", options or Options())
    return text
