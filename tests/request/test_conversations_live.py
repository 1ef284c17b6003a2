"""Conversations and annotated text on their way to live servers: what the app's function is given."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from gradioscope.gradio.connection import Connection
from gradioscope.gradio.discovery import connect
from gradioscope.gradio.events import Complete
from gradioscope.gradio.model import App, LocalFile
from gradioscope.request.draft import Draft
from gradioscope.request.fields import field_for
from gradioscope.request.fields.chat import Message, messages, value_of
from gradioscope.request.run import start

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
async def app(serve: Callable[..., str], every_gradio: str, connection: Connection) -> App:
    return await connect(connection, serve("components", every_gradio))


@pytest.fixture
def note(tmp_path: Path) -> LocalFile:
    path = tmp_path / "note.txt"
    path.write_text("a note")
    return LocalFile(str(path))


def field(app: App, name: str) -> Any:
    endpoint = app.endpoint(name)
    assert endpoint
    return field_for(endpoint.parameters[0])


async def sent(connection: Connection, app: App, name: str, value: Any) -> list[Any]:
    """What comes back: the value, and what Python was given."""
    endpoint = app.endpoint(name)
    assert endpoint
    assert field(app, name).check(value) is None
    call = await start(connection, Draft(app, endpoint, {endpoint.parameters[0].name: value}))
    last = [event async for event in call.events()][-1]
    assert isinstance(last, Complete), last
    return last.data


async def test_an_edited_conversation_with_a_file_arrives_and_comes_back(
    connection: Connection, app: App, note: LocalFile
) -> None:
    chat = field(app, "/echo_chatbot")
    talk = [
        Message("user", ("look", {"file": note})),
        Message("assistant", ("hm",)).with_title("Thinking"),
        Message("assistant", ("a note",)),
    ]
    back, told = await sent(connection, app, "/echo_chatbot", value_of(talk, chat.shape))
    assert "file .txt" in told
    assert [(m.role, m.text, m.title, len(m.files)) for m in messages(back) if m.text] == [
        ("user", "look", "", int(chat.shape == "parts")),
        ("assistant", "hm", "Thinking", 0),
        ("assistant", "a note", "", 0),
    ]
    assert sum(len(m.files) for m in messages(back)) == 1
    edited = [message.with_text(f"{message.text}!") for message in messages(back)]
    again, _ = await sent(connection, app, "/echo_chatbot", value_of(edited, chat.shape))
    assert messages(again)[0].text == "look!"


async def test_an_empty_conversation_and_one_of_text_arrive(connection: Connection, app: App) -> None:
    chat = field(app, "/echo_chatbot")
    assert (await sent(connection, app, "/echo_chatbot", chat.empty))[0] == []
    back, _ = await sent(connection, app, "/echo_chatbot", chat.from_text("hi"))
    assert [(message.role, message.text) for message in messages(back)] == [("user", "hi")]


async def test_pairs_arrive(connection: Connection, app: App, note: LocalFile) -> None:
    if app.endpoint("/echo_chatbot_tuples") is None:
        assert app.version_tuple >= (6,)
        return
    talk = [Message("user", ("hi",)), Message("assistant", ({"file": note},)), Message("assistant", ("so",))]
    back, told = await sent(connection, app, "/echo_chatbot_tuples", value_of(talk, "tuples"))
    assert "file .txt" in told
    assert [message.role for message in messages(back)] == ["user", "assistant", "assistant"]


async def test_text_with_files_arrives(connection: Connection, app: App, note: LocalFile) -> None:
    box = field(app, "/echo_multimodaltextbox")
    assert (await sent(connection, app, "/echo_multimodaltextbox", box.empty))[0] == {"text": "", "files": []}
    _, told = await sent(connection, app, "/echo_multimodaltextbox", {"text": "look", "files": [note]})
    assert "'text': str 'look'" in told
    assert "file .txt" in told


async def test_a_dialogue_arrives_as_lines_and_as_text(connection: Connection, app: App) -> None:
    if app.endpoint("/echo_dialogue") is None:
        assert app.version_tuple < (6,)
        return
    lines = [{"speaker": "A", "text": "hello"}]
    assert (await sent(connection, app, "/echo_dialogue", lines))[0] == lines
    for name in ("/echo_dialogue", "/echo_dialogue_text"):
        back, told = await sent(connection, app, name, "[A] hello")
        assert "[A] hello" in told or "hello" in str(back)
        await sent(connection, app, name, field(app, name).empty)


async def test_classes_labels_and_parameters_arrive(connection: Connection, app: App) -> None:
    tokens = [{"token": "The ", "class_or_confidence": None}, {"token": "cat", "class_or_confidence": "animal"}]
    assert (await sent(connection, app, "/echo_highlightedtext", tokens))[0] == tokens
    await sent(connection, app, "/echo_highlightedtext", [])
    label = {"label": "cat", "confidences": [{"label": "cat", "confidence": 0.9}]}
    assert (await sent(connection, app, "/echo_label", label))[0] == label
    await sent(connection, app, "/echo_label", {})
    known = {"p": {"type": "int", "description": "d", "default": None}}
    assert (await sent(connection, app, "/echo_paramviewer", known))[0] == known
