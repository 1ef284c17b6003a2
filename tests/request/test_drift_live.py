"""What moving an app to another Gradio changes of its API, and nothing that is not so."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from gradioscope.gradio.connection import Connection
from gradioscope.gradio.discovery import connect
from gradioscope.gradio.model import App
from gradioscope.request.drift import UseEndpoint, apply, compare, propose
from gradioscope.request.made_for import made_for
from gradioscope.request.saved import SavedRequest

pytestmark = pytest.mark.all

Serve = Callable[..., str]


def asked(address: str) -> App:
    async def ask() -> App:
        connection = Connection()
        try:
            return await connect(connection, address)
        finally:
            await connection.aclose()

    return asyncio.run(ask())


@pytest.mark.parametrize("name", ["echo", "behaviour", "files", "names"])
@pytest.mark.parametrize(("old", "new"), [("4.44", "5.49"), ("5.49", "6.31")])
def test_the_same_app_has_the_same_api(serve: Serve, name: str, old: str, new: str) -> None:
    then, now = asked(serve(name, old)), asked(serve(name, new))
    for endpoint in then.endpoints:
        values = {p.name: p.example for p in endpoint.parameters if p.required}
        saved = SavedRequest("", endpoint.name, values, made_for=made_for(then, endpoint))
        assert [change.text for change in compare(saved, now).changes if change.kind != "version"] == []


def test_a_chat_has_the_name_of_its_function_in_gradio_6(serve: Serve) -> None:
    then, now = asked(serve("chat", "5.49")), asked(serve("chat"))
    chat = then.endpoint("/chat")
    assert chat is not None
    saved = SavedRequest("", "/chat", {"message": "hi"}, made_for=made_for(then, chat))
    drift = compare(saved, now)
    assert drift.changes[0].step == UseEndpoint("/reply")
    assert compare(apply(saved, propose(drift)), now).notable == ()


def test_a_film_has_another_shape_in_gradio_6(serve: Serve) -> None:
    then, now = asked(serve("components", "5.49")), asked(serve("components"))
    take = then.endpoint("/take_video")
    assert take is not None
    values = {p.name: p.example for p in take.parameters}
    saved = SavedRequest("", "/take_video", values, made_for=made_for(then, take))
    drift = compare(saved, now)
    assert [change.kind for change in drift.notable] == ["value"]
    assert compare(apply(saved, propose(drift)), now).notable == ()
