"""From the common options to an app one is let in to."""

from __future__ import annotations

import argparse
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gradioscope.gradio.address import is_space_host, parse
from gradioscope.gradio.errors import AccessNeeded, LoginNeeded, TokenNeeded, WrongUse
from gradioscope.gradio.model import App
from gradioscope.library.places import Places
from gradioscope.request.draft import Access

if TYPE_CHECKING:
    from gradioscope.gradio.connection import Connection
    from gradioscope.gradio.discovery import Step


@dataclass(frozen=True, slots=True)
class Secrets:
    """What the options name, read before anything is sent. Not to be printed: `repr` shows nothing of it."""

    token: str | None = None
    """The one `--token` names: the person's choice for this app, whatever its host."""
    hf_token: str | None = None
    """HF_TOKEN: for the Hub and `*.hf.space` alone."""
    password: str | None = None

    def __repr__(self) -> str:
        return "Secrets(…)"


def read_secrets(arguments: argparse.Namespace) -> Secrets:
    """Ask the keyring and the terminal. Not in an event loop: Ctrl+C has to end a prompt at once."""
    return Secrets(
        _token(arguments.token, Places(arguments.home)) if arguments.token is not None else None,
        os.environ.get("HF_TOKEN", "").strip() or None,
        _password(arguments.login) if arguments.login is not None else None,
    )


def _token(name: str, places: Places) -> str:
    import asyncio

    from gradioscope.cli.matching import did_you_mean
    from gradioscope.vault import Vault

    async def ask() -> tuple[str | None, str, list[str]]:
        vault = Vault(places)
        return await vault.get(name), vault.notice, await vault.names()

    token, notice, names = asyncio.run(ask())
    if token:
        return token
    if notice:
        raise TokenNeeded(f"The token `{name}` cannot be read.", notice, "Unlock the keyring, or set HF_TOKEN.")
    raise WrongUse(
        f"There is no token `{name}` in the keyring.",
        did_you_mean(name, names),
        f"Store it with `gradioscope token set {name}`.",
        action="",
    )


def _password(user: str) -> str:
    if "GRADIOSCOPE_PASSWORD" in os.environ:
        return os.environ["GRADIOSCOPE_PASSWORD"]
    return prompt(
        f"Password of {user}: ",
        AccessNeeded(
            f"There is no password for {user}.",
            "GRADIOSCOPE_PASSWORD is not set, and there is no terminal to ask on.",
            "Set GRADIOSCOPE_PASSWORD.",
        ),
    )


def prompt(question: str, otherwise: Exception) -> str:
    """Ask for a secret on the terminal, unseen. Raises `otherwise` where there is no terminal."""
    import getpass
    import warnings

    with warnings.catch_warnings():
        # getpass would read it from standard input, and show it
        warnings.simplefilter("error", getpass.GetPassWarning)
        try:
            return getpass.getpass(question)
        except (getpass.GetPassWarning, EOFError, OSError):
            raise otherwise from None


@asynccontextmanager
async def connected(
    arguments: argparse.Namespace, secrets: Secrets, on_step: Callable[[Step], None] | None = None
) -> AsyncIterator[tuple[Connection, App]]:
    """The connection and the app, logged in where that was asked for."""
    from gradioscope.gradio.connection import Connection
    from gradioscope.gradio.discovery import connect

    connection = Connection(headers=arguments.header, insecure=arguments.insecure)

    def choose(url: str) -> None:
        token = secrets.token or (secrets.hf_token if is_space_host(url) else None)
        if token:
            connection.use_token(url, token)

    try:
        address = parse(arguments.address)
        if address.url:
            # only where the person's own words lead first: no token goes to http:// because https:// failed
            choose(address.url)
        if address.space_id or (address.url and is_space_host(address.url)):
            connection.set_hub_token(secrets.token or secrets.hf_token)
        try:
            app = await connect(connection, arguments.address, on_step, choose)
        except LoginNeeded as needed:
            if secrets.password is None:
                raise
            from gradioscope.gradio.login import login

            await login(connection, needed.url, arguments.login, secrets.password)
            app = await connect(connection, arguments.address, on_step, choose)
        yield connection, app
    finally:
        await connection.aclose()


def access_of(arguments: argparse.Namespace, connection: Connection, app: App) -> Access:
    """How the person got in, without the secrets, for a snippet."""
    return Access(
        login_user=arguments.login,
        token=connection.has_token(app.url),
        headers=tuple(arguments.header),
        insecure=arguments.insecure,
    )
