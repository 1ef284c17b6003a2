"""`gradioscope token`: access tokens in the OS keyring. A token is never an argument, nor printed."""

from __future__ import annotations

import argparse
import sys

from gradioscope.cli import output
from gradioscope.cli.access import prompt
from gradioscope.cli.arguments import stdin_text
from gradioscope.gradio.errors import GradioscopeError, WrongUse
from gradioscope.library.places import Places
from gradioscope.vault import Vault


def token(arguments: argparse.Namespace) -> int:
    import asyncio

    vault = Vault(Places(arguments.home))
    match arguments.action:
        case "set":
            return asyncio.run(_set(vault, arguments.name, _read(arguments.name)))
        case "remove":
            return asyncio.run(_remove(vault, arguments.name))
        case _:
            names = asyncio.run(vault.names())
            if arguments.json:
                output.write_json_line(names)
            elif names:
                output.write("\n".join(names))
            else:
                output.say("No tokens are stored; `gradioscope token set NAME` stores one.")
            return 0


def _read(name: str) -> str:
    """The token: typed unseen on a terminal, or one line of standard input."""
    if output.is_terminal(sys.stdin):
        text = prompt(f"Token for {name}: ", WrongUse("No token was typed.", "", "Try again."))
    else:
        text = stdin_text()
    text = text.strip()
    if not text:
        raise WrongUse("The token is empty.", "", "Type it when asked, or pipe it into this command.", action="")
    # said without the text: it may be another secret pasted by mistake
    if not text.isascii() or not text.isprintable() or " " in text:
        raise WrongUse(
            "This is not a token.",
            "A token is one word of plain letters, digits and signs.",
            "Copy it again from where it was made.",
        )
    return text


async def _set(vault: Vault, name: str, secret: str) -> int:
    replaced = name in await vault.names()
    if not await vault.set(name, secret):
        why = vault.notice.removesuffix(" Secrets are kept in memory until Gradioscope ends.")
        raise GradioscopeError(
            "The token was not stored.",
            why,
            "Without a keyring a token can come from HF_TOKEN; it is never written to disk in plain text.",
        )
    output.say(f"{'Replaced' if replaced else 'Stored'} `{name}` in the {vault.backend}.")
    return 0


async def _remove(vault: Vault, name: str) -> int:
    from gradioscope.cli.matching import did_you_mean

    names = await vault.names()
    if await vault.remove(name):
        output.say(f"Removed `{name}`.")
        return 0
    if vault.notice:
        raise GradioscopeError(f"The token `{name}` was not removed.", vault.notice, "Try again.")
    raise WrongUse(f"There is no token `{name}`.", did_you_mean(name, names), "See `gradioscope token list`.")
