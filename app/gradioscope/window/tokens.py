"""Which Hugging Face token goes to which origin, by the person's choice. Names only: secrets stay in the vault."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from gradioscope.library.settings import Settings

if TYPE_CHECKING:
    from gradioscope.gradio.connection import Connection
    from gradioscope.vault import Vault

HUB = "hub"
"""Stands in the choices for the Hub itself, wherever HF_ENDPOINT says it is."""
FROM_ENVIRONMENT = "$HF_TOKEN"
"""The entry that stands for the environment's token. It goes to the Hub, and to Spaces only when chosen."""


def from_environment() -> str | None:
    return os.environ.get("HF_TOKEN", "").strip() or None


class TokenChoices:
    """Origin (`https://host:443`, or `hub`) to the name of the vault's entry; kept in the settings."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.for_next_space: str | None = None
        """The entry the person wants the Space to get that is connected to next; its host is not known yet."""

    def chosen(self, origin: str) -> str | None:
        """The name of the entry that goes to this origin."""
        return self._read().get(origin)

    def choose(self, origin: str, name: str | None) -> None:
        """Remember, or with None forget, the choice for an origin."""
        choices = self._read()
        if name is None:
            choices.pop(origin, None)
        else:
            choices[origin] = name
        self._settings.set("tokens.chosen", choices or None)

    def forget(self, name: str) -> list[str]:
        """Forget every choice of an entry that is removed. The origins it went to."""
        origins = [origin for origin, chosen in self._read().items() if chosen == name]
        for origin in origins:
            self.choose(origin, None)
        return origins

    async def apply(self, connection: Connection, vault: Vault) -> None:
        """Hand the chosen tokens to the connection. The vault is only asked where something was chosen."""
        if environment := from_environment():
            connection.set_hub_token(environment)
        for origin, name in self._read().items():
            await self.hand_over(connection, vault, origin, name)

    async def hand_over(self, connection: Connection, vault: Vault, origin: str, name: str | None) -> None:
        """Let the connection send this entry's token to the origin; None takes it back."""
        secret = await self.secret(vault, name) if name is not None else None
        if origin == HUB:
            connection.set_hub_token(secret or from_environment())
        else:
            connection.use_token(origin, secret)

    async def secret(self, vault: Vault, name: str) -> str | None:
        """The token behind a name."""
        return from_environment() if name == FROM_ENVIRONMENT else await vault.get(name)

    def _read(self) -> dict[str, str]:
        found = self._settings.get("tokens.chosen", {})
        if not isinstance(found, dict):  # edited by hand
            return {}
        return {origin: name for origin, name in found.items() if isinstance(name, str)}
