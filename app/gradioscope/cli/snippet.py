"""`gradioscope snippet`: the text to copy, and nothing else."""

from __future__ import annotations

import argparse

from gradioscope.cli import access, output, values
from gradioscope.cli.endpoint import draft_of
from gradioscope.gradio.errors import WrongUse


def snippet(arguments: argparse.Namespace) -> int:
    import asyncio

    from gradioscope.snippets import TARGETS, render
    from gradioscope.snippets.exports import EXPORTS, export
    from gradioscope.snippets.options import NAMES, from_names

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
    options = from_names(name for name in NAMES if getattr(arguments, f"option_{name}"))

    async def make() -> str:
        async with access.connected(arguments, secrets) as (connection, app):
            draft = draft_of(app, arguments, given, access.access_of(arguments, connection, app))
            if arguments.target in EXPORTS:
                return export(arguments.target, draft)
            return render(arguments.target, draft, options)

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

    from gradioscope.snippets import render
    from gradioscope.snippets.options import NAMES, from_names
    from gradioscope.snippets.paste import fill, read

    pasted = read(_text(arguments.source))
    arguments.address = arguments.address or pasted.address
    if not arguments.address:
        raise WrongUse("The text does not say where the app is.", "", "Give its ADDRESS, too.")
    secrets = access.read_secrets(arguments)
    options = from_names(name for name in NAMES if getattr(arguments, f"option_{name}"))

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
            return render(arguments.target, replace(draft, access=both), options), notes

    text, notes = asyncio.run(make())
    for note in notes:
        print(output.visible(note), file=sys.stderr)
    _write(text)
    return 0


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
