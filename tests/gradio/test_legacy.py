"""Apps from before `/call`: Gradio 3.50, by `POST /run/NAME`."""

from __future__ import annotations

import asyncio
import json
import subprocess
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from gradioscope.gradio.connection import Connection
from gradioscope.gradio.discovery import connect
from gradioscope.gradio.errors import CallRefused
from gradioscope.gradio.events import Complete, Event, Failed
from gradioscope.gradio.files import download
from gradioscope.gradio.legacy import from_legacy, to_legacy
from gradioscope.gradio.model import App, LocalFile, file_data
from gradioscope.request.draft import Draft
from gradioscope.request.run import start
from gradioscope.snippets import render

pytestmark = pytest.mark.anyio


@pytest.fixture
async def connection() -> AsyncIterator[Connection]:
    made = Connection()
    yield made
    await made.aclose()


async def run(connection: Connection, app: App, name: str, *values: Any, **more: Any) -> list[Event]:
    endpoint = app.endpoint(name)
    assert endpoint is not None
    given = dict(zip((p.name for p in endpoint.parameters), values, strict=False))
    call = await start(connection, Draft(app, endpoint, given, **more))
    return [event async for event in call.events()]


@pytest.mark.all
class TestGradio3:
    @pytest.fixture
    async def app(self, serve: Callable[..., str], connection: Connection) -> App:
        return await connect(connection, serve("legacy", "3.50"))

    async def test_it_is_described_with_typed_fields(self, app: App) -> None:
        kinds = {e.name: [p.kind for p in e.parameters] for e in app.endpoints}
        assert kinds["/plain"] == ["text"]
        assert kinds["/pick"] == ["choice"]
        assert kinds["/steps"] == ["slider"]
        assert kinds["/size"] == ["image"]
        assert kinds["/content"] == ["file"]
        assert app.legacy

    async def test_a_call_is_started_and_complete(self, app: App, connection: Connection) -> None:
        events = await run(connection, app, "/plain", "abc")
        assert [event.kind for event in events] == ["started", "log", "complete"]
        assert events[-1].as_json()["data"] == ["ABC"]

    async def test_values_keep_their_types_and_a_state_is_left_out(self, app: App, connection: Connection) -> None:
        assert (await run(connection, app, "/pick", 20))[-1].as_json()["data"] == ["20"]
        assert (await run(connection, app, "/counter", "a"))[-1].as_json()["data"] == ["a 1"]

    async def test_what_no_address_can_name_is_called_by_its_number(self, app: App, connection: Connection) -> None:
        private = next(e.name for e in app.hidden if e.visibility == "private")
        assert (await run(connection, app, "/with/slash", "x"))[-1].as_json()["data"] == ["x!"]
        assert (await run(connection, app, private, "x"))[-1].as_json()["data"] == ["x?"]

    async def test_the_snippet_says_the_number_too(self, app: App) -> None:
        endpoint = app.endpoint("/with/slash")
        assert endpoint is not None
        command = render("curl", Draft(app, endpoint, {endpoint.parameters[0].name: "x"}))
        done = await asyncio.to_thread(
            subprocess.run, ["sh", "-c", command], capture_output=True, text=True, check=True
        )
        assert json.loads(done.stdout)["data"] == ["x!"]

    async def test_an_error_is_told(self, app: App, connection: Connection) -> None:
        failed = (await run(connection, app, "/refuse", "x"))[-1]
        assert isinstance(failed, Failed)
        assert "bad x" in str(failed.explanation)

    async def test_files_and_images_arrive(self, app: App, connection: Connection, tmp_path: Path) -> None:
        from PySide6.QtGui import QImage

        QImage(7, 5, QImage.Format.Format_RGB32).save(str(tmp_path / "a.png"))
        (tmp_path / "a.txt").write_text("inside")
        assert (await run(connection, app, "/size", LocalFile(str(tmp_path / "a.png"))))[-1].as_json()["data"] == [
            "7 x 5"
        ]
        answer = await run(connection, app, "/content", LocalFile(str(tmp_path / "a.txt")))
        assert answer[-1].as_json()["data"] == ["inside"]

    async def test_a_returned_file_can_be_saved(self, app: App, connection: Connection, tmp_path: Path) -> None:
        done = (await run(connection, app, "/made", "x"))[-1]
        assert isinstance(done, Complete)
        saved = await download(connection, app, done.data[0], tmp_path)
        assert "Gradio 3.50" in saved.read_text()

    async def test_an_app_that_allows_no_call_says_so(self, serve: Callable[..., str], connection: Connection) -> None:
        app = await connect(connection, serve("legacy", "3.50", API_OPEN="0"))
        with pytest.raises(CallRefused, match="does not allow this call"):
            await run(connection, app, "/plain", "x")


def test_files_are_written_in_either_way() -> None:
    new = file_data("/tmp/a.txt", "a.txt")
    old = {"name": "/tmp/a.txt", "orig_name": "a.txt", "data": None, "is_file": True}
    assert to_legacy([{"x": new}]) == [{"x": old}]
    assert from_legacy([{"x": old}])[0]["x"]["path"] == "/tmp/a.txt"


def test_a_file_of_gradio_4_0_gets_its_mark() -> None:
    unmarked = {
        "path": "/tmp/a.txt",
        "url": None,
        "size": 1,
        "orig_name": "a.txt",
        "mime_type": None,
        "is_stream": False,
    }
    assert from_legacy([unmarked]) == [unmarked | {"meta": {"_type": "gradio.FileData"}}]
