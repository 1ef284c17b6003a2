"""Requests as a file of another tool: one module a format, one line here for each.

Pure, like the snippets: no secret is in them, but a variable of that name.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

from gradioscope.gradio.errors import WrongUse
from gradioscope.request.draft import Draft
from gradioscope.snippets.entry import Entry

__all__ = ["EXPORTS", "Entry", "export", "export_all", "suffix"]

_WRITERS: dict[str, tuple[str, str]] = {
    "openapi": ("OpenAPI 3.1", ".openapi.json"),
    "har": ("HAR 1.2", ".har"),
    "postman": ("Postman collection 2.1", ".postman_collection.json"),
    "bruno": ("Bruno collection", ".bruno.json"),
    "insomnia": ("Insomnia 5", ".insomnia.yaml"),
}
"""Format to the label a person chooses it by and the ending of its file; the module has the format's name."""

EXPORTS: dict[str, str] = {name: label for name, (label, _) in _WRITERS.items()}
"""Format to the label a person chooses it by."""


def export(form: str, draft: Draft) -> str:
    """The text of the file, without a line break at its end. WrongUse for an unknown format."""
    return export_all(form, [Entry(draft)])


def export_all(form: str, entries: Sequence[Entry], name: str = "") -> str:
    """The text of a file with all of them, in their folders; `name` is the collection's. WrongUse as of `export`."""
    if form not in _WRITERS:
        raise WrongUse(f"There is no export {form!r}.", "", f"Choose one of: {', '.join(EXPORTS)}.")
    text: str = import_module(f"{__name__}.{form}").render(entries, name)
    return text


def suffix(form: str) -> str:
    return _WRITERS[form][1]
