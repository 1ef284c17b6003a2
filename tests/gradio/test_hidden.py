"""Endpoints that an app does not list, and apps of several pages."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from tests.gradio.client import Client

from gradioscope.gradio.connection import Connection
from gradioscope.gradio.discovery import connect

pytestmark = pytest.mark.anyio


@pytest.fixture
async def behaviour(
    serve: Callable[..., str], every_gradio: str, client_of: Callable[..., Awaitable[Client]]
) -> Client:
    return await client_of(serve("behaviour", every_gradio))


async def test_what_is_not_listed_is_kept_apart_and_can_be_called(behaviour: Client) -> None:
    hidden = {e.name: e for e in behaviour.app.hidden}
    assert hidden["/undocumented"].visibility == "undocumented"
    assert "/undocumented" not in {e.name for e in behaviour.app.endpoints}
    assert await behaviour.result("/undocumented", "x") == "undocumented x"


async def test_a_private_function_is_called_by_its_number(behaviour: Client) -> None:
    answers = []
    for endpoint in behaviour.app.hidden:
        if endpoint.visibility == "private" and [p.component for p in endpoint.parameters] == ["textbox"]:
            assert not endpoint.by_call
            answers.append(await behaviour.result(endpoint.name, "x"))
    assert "private x" in answers


@pytest.mark.parametrize("gradio", ["6.31", pytest.param("5.49", marks=pytest.mark.all)])
async def test_a_page_s_address_finds_the_app_and_names_the_page(serve: Callable[..., str], gradio: str) -> None:
    url = serve("pages", gradio)
    connection = Connection()
    try:
        whole = await connect(connection, url)
        second = await connect(connection, f"{url}/second")
    finally:
        await connection.aclose()
    assert {e.name: e.page for e in whole.endpoints} == {"/home": "Home", "/second": "Second page"}
    assert whole.page == ""
    assert second.url == whole.url
    assert second.page == "Second page"
