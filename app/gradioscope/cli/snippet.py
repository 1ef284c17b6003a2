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
    given = values.read(arguments.values, arguments.data)
    secrets = access.read_secrets(arguments)
    options = from_names(name for name in NAMES if getattr(arguments, f"option_{name}"))

    async def make() -> str:
        async with access.connected(arguments, secrets) as (connection, app):
            draft = draft_of(app, arguments, given, access.access_of(arguments, connection, app))
            if arguments.target in EXPORTS:
                return export(arguments.target, draft)
            return render(arguments.target, draft, options)

    text = asyncio.run(make())
    output.write_exactly(text if text.endswith("\n") else text + "\n")
    return 0
