"""`gradioscope snippet`: the text to copy, and nothing else."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from gradioscope.cli import access, output, values
from gradioscope.cli.endpoint import draft_of
from gradioscope.gradio.errors import WrongUse

if TYPE_CHECKING:
    from gradioscope.request.draft import Draft


def snippet(arguments: argparse.Namespace) -> int:
    import asyncio

    from gradioscope.snippets import TARGETS
    from gradioscope.snippets.exports import EXPORTS

    known = [*TARGETS, *EXPORTS]
    if arguments.target not in known:
        from gradioscope.cli.matching import did_you_mean

        raise WrongUse(
            f"There is no snippet target `{arguments.target}`.",
            did_you_mean(arguments.target, known),
            f"The targets are {', '.join(known)}.",
        )
    if arguments.source is not None:
        return _from_text(arguments)
    given = values.read(arguments.values, arguments.data)
    secrets = access.read_secrets(arguments)

    async def make() -> str:
        async with access.connected(arguments, secrets) as (connection, app):
            draft = draft_of(app, arguments, given, access.access_of(arguments, connection, app))
            return _rendered(arguments, draft)

    _write(asyncio.run(make()))
    return 0


def _write(text: str) -> None:
    output.write_exactly(text if text.endswith("\n") else text + "\n")


def _from_text(arguments: argparse.Namespace) -> int:
    """The request of a text that somebody copied. The app is asked to describe itself, and nothing else.

    What the text says of logins and tokens goes into the snippet; the app itself sees what the options name alone.
    """
    import asyncio
    import sys
    from dataclasses import replace

    from gradioscope.library.exchange import recognised
    from gradioscope.snippets.paste import fill, read

    text = _text(arguments.source)
    if recognised(text):
        return _from_file(arguments, text)
    pasted = read(text)
    arguments.address = arguments.address or pasted.address
    if not arguments.address:
        raise WrongUse("The text does not say where the app is.", "", "Give its ADDRESS, too.")
    secrets = access.read_secrets(arguments)

    async def make() -> tuple[str, tuple[str, ...]]:
        async with access.connected(arguments, secrets) as (connection, app):
            draft, notes = fill(pasted, app)
            given, said = access.access_of(arguments, connection, app), draft.access
            both = replace(
                given,
                login_user=given.login_user or said.login_user,
                token=given.token or said.token,
                headers=tuple(dict([*said.headers, *given.headers]).items()),
                insecure=given.insecure or said.insecure,
            )
            return _rendered(arguments, replace(draft, access=both)), notes

    text, notes = asyncio.run(make())
    for note in notes:
        print(output.visible(note), file=sys.stderr)
    _write(text)
    return 0


def _from_file(arguments: argparse.Namespace, text: str) -> int:
    """The one call in a file of another tool; its variables have the values that the file gives them."""
    import asyncio
    from pathlib import Path

    from gradioscope.gradio.model import Json
    from gradioscope.library.exchange import read_text
    from gradioscope.request.draft import Access
    from gradioscope.request.template import resolve
    from gradioscope.snippets.kept import shell_name
    from gradioscope.snippets.of_saved import entry_of

    path = Path("standard input" if arguments.source == "-" else arguments.source)
    found = read_text(text, path)
    if len(found.items) != 1:
        names = ", ".join(item.name for item in found.items[:8])
        raise WrongUse(
            f"The file has {len(found.items)} calls of Gradio apps." if found.items else "The file has no such call.",
            f"They are {names}." if names else " ".join(sorted({left.why for left in found.left_out})[:2]),
            "Take it over with `gradioscope import`, and export what you want with `gradioscope export`.",
        )
    [item] = found.items
    values: dict[str, Json] = {}
    for each in found.variables:
        values = {**each.variables, **values}
    kept = {name for each in found.variables for name in each.secret_names}
    arguments.address = arguments.address or str(resolve(item.saved.address, values.__getitem__))
    secrets = access.read_secrets(arguments)

    async def make() -> str:
        async with access.connected(arguments, secrets) as (connection, app):
            given: Access = access.access_of(arguments, connection, app)
            entry = entry_of(
                app,
                item.saved,
                item.name,
                lookup=values.__getitem__,
                secret=lambda name: shell_name(name) if name in kept else "",
                access=given,
            )
            return _rendered(arguments, entry.draft)

    _write(asyncio.run(make()))
    for note in found.notes:
        output.say(note)
    return 0


def _rendered(arguments: argparse.Namespace, draft: Draft) -> str:
    from gradioscope.snippets import render
    from gradioscope.snippets.exports import EXPORTS, export
    from gradioscope.snippets.options import NAMES, from_names

    if arguments.target in EXPORTS:
        return export(arguments.target, draft)
    return render(arguments.target, draft, from_names(name for name in NAMES if getattr(arguments, f"option_{name}")))


def _text(name: str) -> str:
    from pathlib import Path

    from gradioscope.cli.arguments import stdin_text

    if name == "-":
        return stdin_text()
    try:
        return Path(name).read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise WrongUse(f"{name} is not UTF-8 text.", f"{error}.", "Convert it first.") from error
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise WrongUse(f"The file {name} cannot be read.", f"{why}.", "Check its name.") from error
