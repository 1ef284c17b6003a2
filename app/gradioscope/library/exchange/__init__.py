"""Other tools' files -> requests of a collection, and a collection as one zip.

`read` takes what Postman (2.1), Insomnia (4 and 5), Bruno (its one file, or a folder of its text or YAML files),
browsers (HAR) and OpenAPI describe, and keeps what calls a Gradio app:

- A login, uploads, a POST and the GET that reads its events are one request. What is left out is listed with a reason.
- Values by place, `{"data": [...]}`, get the parameters' names where the app was connected to before; otherwise they
  are named by their place, `param_0`, `param_1` …, and get their names when the app is connected to
  (`request/positional`).
- Variables are ours: `{{ _.x }}`, `{{process.env.X}}` and `{{$guid}}` become `{{x}}`, `{{$env.X}}`, `{{$uuid}}`.
- Secrets (headers, passwords, the values of secret variables) are left out and named. What is a variable stays one.

Nothing is sent, nothing in a file is run, and no file but those that were named is opened.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from gradioscope.gradio.errors import WrongUse
from gradioscope.gradio.model import App
from gradioscope.library.exchange.imported import Imported, Item, LeftOut, VariableSet

__all__ = ["Imported", "Item", "LeftOut", "VariableSet", "read", "read_text", "recognised"]

_FORMATS = {
    "postman": "Postman",
    "insomnia": "Insomnia",
    "har": "HAR",
    "openapi": "OpenAPI",
    "bruno": "Bruno",
}
"""Module to the name of the tool, in the order they are tried: what Bruno's one file is, others could be too."""


def nothing_known(_address: str) -> App | None:
    return None


def read(path: Path, known: Callable[[str], App | None] = nothing_known) -> Imported:
    """What a file, or a folder of Bruno's, holds. WrongUse where it is none of these, or cannot be read.

    `known` is asked what was remembered of the app at an address. Not for the UI thread.
    """
    from gradioscope.library.exchange import bruno
    from gradioscope.library.exchange.bounded import text_of

    if path.is_dir():
        if not bruno.is_folder(path):
            raise WrongUse(
                f"The folder {path.name} cannot be imported.",
                "It holds neither bruno.json nor opencollection.yml.",
                "Choose a file, or a folder that Bruno made.",
            )
        return _found("Bruno", bruno.read_folder(path), known, path)
    return read_text(text_of(path), path, known)


def read_text(text: str, path: Path, known: Callable[[str], App | None] = nothing_known) -> Imported:
    """The same of a text that is, or could be, the file's."""
    from gradioscope.library.exchange.bounded import refused, value_of

    value = value_of(path, text)
    form = _form(value)
    if form is None:
        raise refused(
            path, "It is none of: a Postman collection, an Insomnia export, a Bruno collection, HAR, OpenAPI 3."
        )
    try:
        found = import_module(f"{__name__}.{form}").read(value)
        return _found(_FORMATS[form], found, known, path.parent)
    except (TypeError, AttributeError, KeyError, RecursionError) as error:
        raise refused(path, f"It is not what {_FORMATS[form]} writes.") from error


def recognised(text: str) -> bool:
    """Whether a text looks like a file of one of these tools; quick."""
    start = text[:4000]
    marks = ("_postman_id", "schema.getpostman.com", '"__export_format"', "insomnia.rest/", '"openapi"', "openapi: 3")
    return (
        any(mark in start for mark in marks)
        or ('"log"' in start and '"creator"' in start)
        or ('"items"' in text[:100_000] and '"request"' in text[:100_000] and text.lstrip().startswith("{"))
    )


def _form(value: Any) -> str | None:
    return next((name for name in _FORMATS if import_module(f"{__name__}.{name}").recognised(value)), None)


def _found(
    source: str, found: tuple[str, Sequence[Any], Any], known: Callable[[str], App | None], at: Path
) -> Imported:
    from gradioscope.library.exchange.calls import Reader

    name, sent, environments = found
    return Reader(environments, known, at).read(source, name, sent)


def counted(imported: Imported) -> Mapping[str, int]:
    """How much there is of each, for a summary."""
    return {"requests": len(imported.items), "left out": len(imported.left_out), "notes": len(imported.notes)}
