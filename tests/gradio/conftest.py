"""Servers that a test programs, a connection, and connected apps."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from tests.gradio.client import Client
from tests.gradio.web import Reply, Request, Web, not_found, start

from gradioscope.gradio.connection import Connection
from gradioscope.gradio.discovery import connect


@pytest.fixture
def web() -> Iterator[Callable[..., Web]]:
    """`web(answer, host="127.0.0.1", certificate=None)`: a server of its own; `answer` makes a Reply of a Request."""
    started: list[Web] = []

    def make(
        answer: Callable[[Request], Reply] = not_found,
        host: str = "127.0.0.1",
        certificate: Path | None = None,
        port: int = 0,
    ) -> Web:
        started.append(start(answer, host, certificate, port))
        return started[-1]

    yield make
    for made in started:
        made.stop()


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def connection() -> AsyncIterator[Connection]:
    made = Connection()
    yield made
    await made.aclose()


@pytest.fixture
def client_of(connection: Connection) -> Callable[[str], Awaitable[Client]]:
    """`await client_of(url)`: the app there, ready to be called."""

    async def make(url: str) -> Client:
        return Client(connection, await connect(connection, url))

    return make
