"""An app's own login on live servers: its cookies, its refusals, and its end when the server restarts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.gradio.client import Client
from tests.gradio.web import Web, forward

from gradioscope.gradio.connection import Connection
from gradioscope.gradio.discovery import connect
from gradioscope.gradio.errors import LoginNeeded, WrongCredentials
from gradioscope.gradio.files import download, upload
from gradioscope.gradio.login import login
from gradioscope.gradio.model import LocalFile, file_data

pytestmark = pytest.mark.anyio


async def test_logged_in_one_connects_and_calls_as_that_user(
    serve: Callable[..., str], every_gradio: str, connection: Connection
) -> None:
    url = serve("auth", every_gradio)
    with pytest.raises(LoginNeeded) as needed:
        await connect(connection, url)
    await login(connection, needed.value.url, "alice", "wonder")
    app = await connect(connection, url)
    assert app.username == "alice"
    assert await Client(connection, app).result("/hello", "you") == "hello you, you are alice"
    assert await Client(connection, app).result("/hello", "you", stream="result") == "hello you, you are alice"


@pytest.mark.parametrize(("user", "password"), [("alice", "Wonder"), ("Alice", "wonder"), ("alice", ""), ("", "")])
async def test_a_wrong_password_is_told_as_such(
    serve: Callable[..., str], every_gradio: str, connection: Connection, user: str, password: str
) -> None:
    url = serve("auth", every_gradio)
    with pytest.raises(WrongCredentials) as wrong:
        await login(connection, url, user, password)
    assert wrong.value.exit_code == 4
    assert wrong.value.url == url
    assert "user name or password" in wrong.value.explanation.what


async def test_another_connection_is_not_logged_in(
    serve: Callable[..., str], every_gradio: str, connection: Connection
) -> None:
    url = serve("auth", every_gradio)
    await login(connection, url, "bob", "builder")
    assert (await connect(connection, url)).username == "bob"
    other = Connection()
    with pytest.raises(LoginNeeded):
        await connect(other, url)
    await other.aclose()
    connection.forget_login(url)
    with pytest.raises(LoginNeeded):
        await connect(connection, url)


async def test_a_mounted_app_logs_in_under_its_own_path(
    serve: Callable[..., str], every_gradio: str, connection: Connection
) -> None:
    url = serve("mounted", every_gradio)
    with pytest.raises(LoginNeeded) as needed:
        await connect(connection, f"{url}/locked")
    await login(connection, needed.value.url, "alice", "wonder")
    client = Client(connection, await connect(connection, f"{url}/locked"))
    assert await client.result("/lower", "ABC") == "abc"


async def test_an_app_without_a_login_lets_one_in(
    serve: Callable[..., str], every_gradio: str, connection: Connection
) -> None:
    url = serve("echo", every_gradio)
    await login(connection, url, "anybody", "anything")
    assert (await connect(connection, url)).username is None


async def test_files_of_a_protected_app_go_both_ways_with_the_login(
    serve: Callable[..., str], every_gradio: str, connection: Connection, tmp_path: Path
) -> None:
    url = serve("auth", every_gradio)
    await login(connection, url, "alice", "wonder")
    client = Client(connection, await connect(connection, url))
    given = tmp_path / "given.txt"
    given.write_bytes(b"for alice")
    uploaded = await upload(connection, client.app, [LocalFile(str(given))])
    returned = await client.result("/same_file", file_data(uploaded[LocalFile(str(given))], "given.txt"))
    saved = await download(connection, client.app, returned, tmp_path / "saved")
    assert saved.read_bytes() == b"for alice"
    connection.forget_login(url)
    with pytest.raises(LoginNeeded):
        await download(connection, client.app, returned, tmp_path / "saved")
    with pytest.raises(LoginNeeded):
        await upload(connection, client.app, [LocalFile(str(given))])


async def test_a_restarted_app_asks_for_the_login_again(
    serve: Callable[..., str], every_gradio: str, connection: Connection, web: Callable[..., Web]
) -> None:
    """Seen from outside, a restart is another server at the same address: cookies and events are gone."""
    before, after = serve("auth", every_gradio), serve("auth", every_gradio, AUTH_MESSAGE="After the restart")
    upstream = [before]
    address = web(forward(lambda: upstream[0])).url
    await login(connection, address, "alice", "wonder")
    client = Client(connection, await connect(connection, address))
    assert await client.result("/hello", "you") == "hello you, you are alice"
    upstream[0] = after
    with pytest.raises(LoginNeeded) as needed:
        await client.run("/hello", "you")
    assert needed.value.url == address
    await login(connection, needed.value.url, "alice", "wonder")
    assert await client.result("/hello", "you") == "hello you, you are alice"
    assert (await connect(connection, address)).app_id != client.app.app_id
