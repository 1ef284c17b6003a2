"""Examples, samples and files of the server, as each Gradio has them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any

import pytest

from gradioscope.gradio.call import new_session
from gradioscope.gradio.connection import Connection
from gradioscope.gradio.discovery import connect
from gradioscope.gradio.errors import CallRefused
from gradioscope.gradio.events import Complete
from gradioscope.gradio.model import App
from gradioscope.gradio.server_tree import Entry, list_folder
from gradioscope.request.draft import Draft
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
    return await connect(connection, serve("samples", every_gradio))


async def result(connection: Connection, app: App, name: str, values: Mapping[str, Any]) -> Any:
    endpoint = app.endpoint(name)
    assert endpoint
    draft = Draft(app, endpoint, values)
    assert draft.problems() == {}
    call = await start(connection, draft)
    last = [event async for event in call.events()][-1]
    assert isinstance(last, Complete), last
    return last.data[0]


async def test_an_example_is_taken_and_says_which_file_is_missing(connection: Connection, app: App) -> None:
    endpoint = app.endpoint("both")
    assert endpoint
    assert [example.label for example in endpoint.examples] == ["first · 1 · note.txt", "second · 2"]
    assert [example.missing for example in endpoint.examples] == [("file",), ()]
    assert await result(connection, app, "both", {**endpoint.examples[0].values, "file": None}) == "first|1|None"
    assert await result(connection, app, "both", {**endpoint.examples[1].values, "file": None}) == "second|2|None"


async def test_a_dataset_takes_the_place_of_a_sample(connection: Connection, app: App) -> None:
    endpoint = app.endpoint("pick")
    assert endpoint
    assert "two" in await result(connection, app, "pick", {endpoint.parameters[0].name: 1})
    assert endpoint.examples == ()


def explorer(app: App, name: str) -> tuple[str, int]:
    endpoint = app.endpoint(name)
    assert endpoint
    parameter = endpoint.parameters[0]
    assert parameter.component_id is not None
    return parameter.name, parameter.component_id


async def test_folders_are_listed_one_at_a_time(connection: Connection, app: App) -> None:
    _, identifier = explorer(app, "choose")
    top = await list_folder(connection, app, identifier, [], new_session())
    assert [entry.name for entry in top] == ["sub", "note.txt", "one.txt"]
    assert [entry.folder for entry in top] == [True, False, False]
    below = await list_folder(connection, app, identifier, ["sub"], new_session())
    assert Entry("two.txt", False, True) in below
    assert await list_folder(connection, app, identifier, ["no such folder"], new_session()) == ()


async def test_a_component_that_lists_nothing_says_so(connection: Connection, app: App) -> None:
    with pytest.raises(CallRefused, match="does not list its files"):
        await list_folder(connection, app, 987_654, [], new_session())


async def test_chosen_files_arrive(connection: Connection, app: App) -> None:
    name, _ = explorer(app, "choose")
    assert await result(connection, app, "choose", {name: [["sub", "two.txt"], ["one.txt"]]}) == [
        "one.txt",
        "sub/two.txt",
    ]
    name, _ = explorer(app, "choose_one")
    assert await result(connection, app, "choose_one", {name: [["sub", "two.txt"]]}) == ["sub/two.txt"]


async def test_python_types_are_sent_as_the_schema_says(connection: Connection, app: App) -> None:
    endpoint = app.endpoint("typed")
    if app.version_tuple < (5,):
        assert endpoint is None  # Gradio 4 has no gr.api
        return
    assert endpoint
    assert [p.kind for p in endpoint.parameters] == ["structure", "structure", "checkbox"]
    given = {"names": ["a"], "sizes": {"x": 1}}
    assert await result(connection, app, "typed", given) == "(['a'], {'x': 1}, True)"
    assert await result(connection, app, "typed", given | {"names": None}) == "(None, {'x': 1}, True)"
    wrong = Draft(app, endpoint, {"names": [1], "sizes": {}}).problems()
    assert wrong == {"names": f"{endpoint.parameters[0].label} › 1 must be text."}
