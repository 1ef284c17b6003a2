"""The way of `run` to its apps: what the options say of who may see what, for many requests at once.

A request is often somebody else's, and so are the addresses in a folder of them. So what is a choice for one app (a
token for a host that is no Space, a password, a header with a secret in it) goes nowhere when the requests lead to
several.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from gradioscope.cli.access import Secrets, prompt
from gradioscope.gradio.address import is_space_host, origin_of
from gradioscope.gradio.errors import AccessNeeded, WrongUse
from gradioscope.gradio.model import App
from gradioscope.request.draft import Access
from gradioscope.request.saved import SavedRequest
from gradioscope.request.saving import secret_header

if TYPE_CHECKING:
    from gradioscope.gradio.connection import Connection

PASSWORD = "GRADIOSCOPE_PASSWORD"  # noqa: S105 - the name of it


class CommandWay:
    """One run's. `aclose` it at the end."""

    def __init__(
        self, arguments: argparse.Namespace, secrets: Secrets, passwords: Mapping[str, str], addresses: Collection[str]
    ) -> None:
        """`addresses` are where the requests lead, `passwords` by user what was typed. WrongUse where a header of the
        options is a secret that several apps would see."""
        self._arguments = arguments
        self._secrets = secrets
        self._passwords = passwords
        # where a variable leads to that only a run, or a row, says may be anywhere
        self._one_app = len(set(addresses)) < 2 and not any("{{" in item for item in addresses)
        self._connections: dict[str | None, Connection] = {}
        self._knows_password: str | None = None
        if not self._one_app:
            for name, value in arguments.header:
                if secret_header(name, value):
                    raise WrongUse(
                        f"The header {name} would go to several apps.",
                        f"It looks like a secret, and the requests lead to {_listed(addresses)}.",
                        "Run the requests of one app at a time, or write it into them as a secret variable.",
                    )

    def user(self, wished: str | None) -> str | None:
        return self._arguments.login or wished

    async def connection(self, user: str | None, headers: Sequence[tuple[str, str]]) -> Connection:
        from gradioscope.gradio.connection import Connection

        if user not in self._connections:
            made = Connection(headers=self._arguments.header, insecure=self._arguments.insecure)
            made.set_hub_token(self._secrets.token or self._secrets.hf_token)
            self._connections[user] = made
        connection = self._connections[user]
        connection.use_headers(headers)
        return connection

    def choose(self, connection: Connection, url: str) -> None:
        if token := self._token(url):
            connection.use_token(url, token)

    async def password(self, user: str, url: str) -> str | None:
        password = self._secrets.password if self._arguments.login else self._passwords.get(user)
        if password is None:
            return None
        origin = origin_of(url)
        if self._knows_password not in (None, origin) and PASSWORD in os.environ:
            raise AccessNeeded(
                f"The password was not sent to {origin}.",
                f"{PASSWORD} is one app's, and {self._knows_password} has it already.",
                "Run the requests of one app at a time.",
                action="login",
            )
        self._knows_password = origin
        return password

    async def oauth_token(self, app: App) -> str | None:
        return self._token(app.url)

    def access(self, connection: Connection, app: App) -> Access:
        return Access(
            login_user=app.username or self._arguments.login,
            token=connection.has_token(app.url),
            headers=tuple(self._arguments.header),
            insecure=self._arguments.insecure,
        )

    def not_sent(self, saved: SavedRequest, access: Access) -> str:
        if access.token:
            return ""
        if self._arguments.token:
            return "The token was not sent: --token is a choice for one app, and the requests lead to several."
        if saved.token:
            return f"Its token `{saved.token}` was not sent; --token {saved.token} sends it."
        return ""

    async def aclose(self) -> None:
        for connection in self._connections.values():
            await connection.aclose()

    def _token(self, url: str) -> str | None:
        space = is_space_host(url)
        if self._secrets.token and (space or self._one_app):
            return self._secrets.token
        return self._secrets.hf_token if space else None


def ask_passwords(logins: Mapping[str, str]) -> dict[str, str]:
    """Passwords by user, for users and the addresses they log in at: the environment's for all, else asked for.

    Not in an event loop: Ctrl+C has to end a prompt at once. Where there is no terminal there are none.
    """
    if PASSWORD in os.environ:
        return dict.fromkeys(logins, os.environ[PASSWORD])
    found: dict[str, str] = {}
    for user, address in logins.items():
        try:
            found[user] = prompt(f"Password of {user} at {address}: ", _NoTerminal())
        except _NoTerminal:
            break
    return found


class _NoTerminal(Exception):
    pass


def _listed(addresses: Collection[str]) -> str:
    names = sorted(set(addresses))
    return f"{', '.join(names[:3])} and {len(names) - 3} more" if len(names) > 4 else ", ".join(names)
