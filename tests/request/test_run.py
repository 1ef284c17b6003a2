"""A draft on its way to a live server: checked, its files uploaded, called."""

from __future__ import annotations

import struct
import zlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from gradioscope.gradio.call import new_session
from gradioscope.gradio.connection import Connection
from gradioscope.gradio.discovery import connect
from gradioscope.gradio.errors import WrongUse
from gradioscope.gradio.events import Complete, Uploading
from gradioscope.gradio.model import LocalFile
from gradioscope.request.draft import Draft
from gradioscope.request.run import NotReady, start

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def connection() -> AsyncIterator[Connection]:
    made = Connection()
    yield made
    await made.aclose()


@pytest.fixture
async def draft(serve: Callable[..., str], every_gradio: str, connection: Connection) -> Callable[..., Draft]:
    """`draft("/combo", prompt="x", …)` for the echo app."""
    app = await connect(connection, serve("echo", every_gradio))

    def make(name: str, **values: Any) -> Draft:
        endpoint = app.endpoint(name)
        assert endpoint
        return Draft(app, endpoint, values)

    return make


async def result(connection: Connection, draft: Draft, **options: Any) -> list[Any]:
    call = await start(connection, draft, **options)
    last = [event async for event in call.events()][-1]
    assert isinstance(last, Complete), last
    return last.data


async def test_text_number_choice_and_image_arrive(
    connection: Connection, draft: Callable[..., Draft], tmp_path: Path
) -> None:
    picture = tmp_path / "two pixels.png"
    picture.write_bytes(_png(2, 1))
    seen: list[Uploading] = []
    filled = draft("/combo")
    names = [p.name for p in filled.endpoint.parameters]
    values = dict(zip(names, ['say "hi"\n', 7, "slow", LocalFile(str(picture))], strict=True))
    sent, image = await result(connection, Draft(filled.app, filled.endpoint, values), on_progress=seen.append)
    assert sent == {"text": 'say "hi"\n', "number": 7, "choice": "slow", "image": [2, 1], "calls": 1}
    assert image["meta"] == {"_type": "gradio.FileData"}
    assert seen[-1].sent == seen[-1].total == picture.stat().st_size


async def test_defaults_are_sent_for_what_is_left_out(connection: Connection, draft: Callable[..., Draft]) -> None:
    assert await result(connection, draft("/echo_text")) == [{"value": "hello", "type": "str"}]
    assert await result(connection, draft("/echo_multi")) == [{"value": ["r", "b"], "type": "list"}]
    assert await result(connection, draft("/echo_checkbox")) == [{"value": True, "type": "bool"}]


async def test_choices_keep_their_type(connection: Connection, draft: Callable[..., Draft]) -> None:
    (parameter,) = draft("/echo_radio").endpoint.parameters
    assert await result(connection, draft("/echo_radio", **{parameter.name: 20})) == [{"value": 20, "type": "int"}]


async def test_a_session_goes_on(connection: Connection, draft: Callable[..., Draft]) -> None:
    first = draft("/echo_state", text="a")
    session = new_session()
    for text, expected in (("a", ["a"]), ("b", ["a", "b"])):
        value = Draft(first.app, first.endpoint, {"text": text}, session_hash=session)
        assert await result(connection, value) == [expected]
    assert await result(connection, draft("/echo_state", text="c")) == [["c"]]


@pytest.mark.parametrize("stream", ["queue", "result"])
async def test_both_streams(connection: Connection, draft: Callable[..., Draft], stream: Any) -> None:
    made = draft("/echo_text", text="x")
    value = Draft(made.app, made.endpoint, {"text": "x"}, stream=stream)
    assert await result(connection, value) == [{"value": "x", "type": "str"}]


async def test_what_is_not_ready_sends_nothing_and_names_the_first_field(
    connection: Connection, draft: Callable[..., Draft], tmp_path: Path
) -> None:
    sent: list[Any] = []
    connection.watch(sent.append)
    (slider,) = draft("/echo_slider").endpoint.parameters
    with pytest.raises(NotReady) as not_ready:
        await start(connection, draft("/echo_slider", **{slider.name: 99}))
    assert not_ready.value.explanation.parameter == slider.name
    assert not_ready.value.explanation.why == "Nothing was sent."
    assert not_ready.value.exit_code == 2
    (file,) = draft("/echo_file").endpoint.parameters
    gone = LocalFile(str(tmp_path / "gone"))
    with pytest.raises(WrongUse, match="There is no file"):
        await start(connection, draft("/echo_file", **{file.name: gone}))
    assert sent == []


def _png(width: int, height: int) -> bytes:
    """A black image."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = (b"\0" + b"\0\0\0" * width) * height
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
