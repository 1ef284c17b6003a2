"""The way of the window's runs to their apps: what was chosen in the tabs holds here, and nothing is asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gradioscope.window.surroundings import Surroundings

if TYPE_CHECKING:
    from gradioscope.gradio.connection import Connection
    from gradioscope.gradio.model import App
    from gradioscope.request.draft import Access
    from gradioscope.request.saved import SavedRequest


class WindowWay:
    """See `library/runner/way`. One connection for all: who is logged in at an app is so in every tab."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._surroundings = surroundings

    def user(self, wished: str | None) -> str | None:
        return wished

    async def connection(self, user: str | None, headers: Sequence[tuple[str, str]]) -> Connection:
        return await self._surroundings.connection_for(_unheard, headers)

    def choose(self, connection: Connection, url: str) -> None:
        """The tokens that were chosen for their origins are in place."""

    async def password(self, user: str, url: str) -> str | None:
        return None  # a tab asks for it, and its login holds here

    async def oauth_token(self, app: App) -> str | None:
        return await self._surroundings.token_for(app.url)

    def access(self, connection: Connection, app: App) -> Access:
        return self._surroundings.access(app)

    def not_sent(self, saved: SavedRequest, access: Access) -> str:
        if saved.token and not access.token:
            return f"Its token “{saved.token}” was not sent: choose it for this app in the request's tab."
        return ""


def _unheard(_exchange: object) -> None:
    return None
