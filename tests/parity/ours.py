"""Our answers: each value through the input of the window, the draft, the call, and the download of its files."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.parity.cases import Case

from gradioscope.gradio.connection import Connection
from gradioscope.gradio.discovery import connect
from gradioscope.gradio.errors import GradioscopeError
from gradioscope.gradio.events import Complete, Failed
from gradioscope.gradio.files import download
from gradioscope.gradio.model import App, Endpoint, LocalFile, is_file_data
from gradioscope.request.draft import Draft
from gradioscope.request.fields import field_for
from gradioscope.request.run import start
from gradioscope.window.inputs import make_input


@dataclass(frozen=True)
class Answer:
    """What became of a case. `read` is what its input gives after it has shown the value."""

    kind: str
    """The field's."""
    given: Any
    read: Any
    data: list[Any] | None
    error: str = ""


def given(value: Any, folder: Path) -> Any:
    if isinstance(value, dict):
        if value.keys() == {"$file"}:
            return LocalFile(str(folder / value["$file"]))
        return {key: given(item, folder) for key, item in value.items()}
    return [given(item, folder) for item in value] if isinstance(value, list) else value


async def answers(url: str, cases: Sequence[Case], folder: Path) -> list[Answer]:
    connection = Connection()
    try:
        app = await connect(connection, url)
        return [await _answer(connection, app, case, folder) for case in cases]
    finally:
        await connection.aclose()


def through_the_input(endpoint: Endpoint, value: Any) -> tuple[str, Any]:
    """The kind of the endpoint's only field, and the value as its input reads it from its controls."""
    shown = make_input(field_for(endpoint.parameters[0]))
    shown.load(value)
    shown._edited = True  # as after an edit: not what was loaded, but what the controls say
    read = shown.value()
    shown.deleteLater()
    return shown.field.kind, read


async def _answer(connection: Connection, app: App, case: Case, folder: Path) -> Answer:
    endpoint = app.endpoint(case.endpoint)
    assert endpoint is not None, f"no {case.endpoint} among {[e.name for e in app.endpoints]}"
    value = given(case.value, folder)
    kind, read = through_the_input(endpoint, value)
    # a null is sent as such by a field's menu; no control shows one apart from being empty
    sent = value if value is None else read
    try:
        call = await start(connection, Draft(app, endpoint, {endpoint.parameters[0].name: sent}))
        last = [event async for event in call.events()][-1]
    except GradioscopeError as error:
        return Answer(kind, value, read, None, str(error.explanation))
    if isinstance(last, Failed):
        return Answer(kind, value, read, None, str(last.explanation))
    assert isinstance(last, Complete)
    return Answer(kind, value, read, [await _told(connection, app, item, folder / "ours") for item in last.data])


async def _told(connection: Connection, app: App, value: Any, folder: Path) -> Any:
    if is_file_data(value):
        path = await download(connection, app, value, folder)
        return {"file": hashlib.sha256(path.read_bytes()).hexdigest()}
    if isinstance(value, dict):
        return {key: await _told(connection, app, item, folder) for key, item in value.items()}
    return [await _told(connection, app, item, folder) for item in value] if isinstance(value, list) else value
