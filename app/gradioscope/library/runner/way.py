"""What a runner needs of the program around it: a connection, and the person's choices of who may see what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from gradioscope.gradio.model import App
from gradioscope.request.draft import Access
from gradioscope.request.saved import SavedRequest

if TYPE_CHECKING:
    from gradioscope.gradio.connection import Connection


class Way(Protocol):
    """The way to the apps. The command line and the window each have their own."""

    def user(self, wished: str | None) -> str | None:
        """The user to log in as where an app asks for one, by what the request wishes."""

    async def connection(self, user: str | None, headers: Sequence[tuple[str, str]]) -> Connection:
        """The connection on which this user of an app's own login is, the headers those of the running task.

        Two users of one app have two connections, as a cookie of one replaces the other's.
        """

    def choose(self, connection: Connection, url: str) -> None:
        """An app's address is known and nothing was sent there yet: let its token go there, if it may."""

    async def password(self, user: str, url: str) -> str | None:
        """The password of a user of the app at that address; None where there is none to send. AccessNeeded."""

    async def oauth_token(self, app: App) -> str | None:
        """The token for endpoints that want it in the request itself."""

    def access(self, connection: Connection, app: App) -> Access:
        """How the person gets at the app."""

    def not_sent(self, saved: SavedRequest, access: Access) -> str:
        """What the request wishes to be sent and is not, in a sentence; empty where there is nothing."""
