"""Tables against real servers: what the input shows is what the function receives, and what comes back is shown."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gradioscope.gradio.connection import Connection
from gradioscope.gradio.discovery import connect
from gradioscope.gradio.events import Complete, Generating
from gradioscope.gradio.model import App, Endpoint
from gradioscope.request.draft import Draft
from gradioscope.request.fields import field_for
from gradioscope.request.run import start
from gradioscope.window.inputs import make_input
from gradioscope.window.inputs.table import TableInput
from gradioscope.window.outputs import make_viewer
from gradioscope.window.outputs.table import TableViewer

pytestmark = pytest.mark.anyio

Take = Callable[[TableInput], Awaitable[Any]]


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def connection() -> AsyncIterator[Connection]:
    made = Connection()
    yield made
    await made.aclose()


@pytest.fixture
async def app(serve: Callable[..., str], every_gradio: str, connection: Connection, qapp: QApplication) -> App:
    assert qapp
    return await connect(connection, serve("tables", every_gradio))


def endpoint_of(app: App, name: str) -> Endpoint:
    endpoint = app.endpoint(name)
    assert endpoint is not None
    return endpoint


@pytest.fixture
def table(app: App, qtbot: QtBot) -> Callable[[str], TableInput]:
    """`table("typed")`: the input of /take_typed, as a new form shows it."""

    def make(name: str) -> TableInput:
        made = make_input(field_for(endpoint_of(app, f"/take_{name}").parameters[0]))
        assert isinstance(made, TableInput)
        qtbot.addWidget(made)
        return made

    return make


@pytest.fixture
def take(app: App, connection: Connection) -> Callable[[str, TableInput], Awaitable[Any]]:
    """What the function was given of the input's value, and what came back."""

    async def call(name: str, shown: TableInput) -> Any:
        endpoint = endpoint_of(app, name)
        draft = Draft(app, endpoint, {endpoint.parameters[0].name: shown.value()})
        assert not draft.problems()
        last = [event async for event in (await start(connection, draft)).events()][-1]
        assert isinstance(last, Complete), last
        return last.data[0]

    return call


def paste(shown: TableInput, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    shown.grid.clearSelection()
    shown.grid.setCurrentIndex(shown.grid.model().index(0, 0))
    shown.paste()


async def test_an_untouched_table_is_sent(
    table: Callable[[str], TableInput], take: Callable[[str, TableInput], Awaitable[Any]]
) -> None:
    for name in ("typed", "filled", "fixed", "numbers", "dates"):
        shown = table(name)
        given = await take(f"/take_{name}", shown)
        assert given["data"] == shown.value()["data"]


async def test_an_emptied_table_is_sent(
    table: Callable[[str], TableInput], take: Callable[[str, TableInput], Awaitable[Any]]
) -> None:
    shown = table("filled")
    shown.grid.selectAll()
    shown.edits.remove_rows()
    given = await take("/take_filled", shown)
    assert given == {"type": "DataFrame", "headers": ["name", "age", "ok"], "data": []}


async def test_typed_cells_arrive_as_they_are_shown(
    table: Callable[[str], TableInput], take: Callable[[str, TableInput], Awaitable[Any]]
) -> None:
    shown = table("typed")
    paste(shown, 'zoë\t1\ttrue\n"two\nlines"\t2.5\tfalse\n\t\t\n')
    given = await take("/take_typed", shown)
    assert given["headers"] == ["name", "age", "ok"]
    assert given["data"] == [["zoë", 1, True], ["two\nlines", 2.5, False], ["", None, None]]
    assert [type(row[0]) for row in given["data"]] == [str, str, str]


async def test_added_columns_arrive(
    table: Callable[[str], TableInput], take: Callable[[str, TableInput], Awaitable[Any]]
) -> None:
    shown = table("filled")
    shown.grid.choose(range(1), range(2, 3))
    shown.edits.add_column()
    shown.edits.rename(3, "town")
    given = await take("/take_filled", shown)
    assert given["headers"] == ["name", "age", "ok", "town"]
    assert given["data"] == [["ann", 31, True, ""], ["bob", None, False, ""]]


async def test_a_fixed_table_and_an_array_arrive(
    table: Callable[[str], TableInput], take: Callable[[str, TableInput], Awaitable[Any]]
) -> None:
    shown = table("fixed")
    paste(shown, "a\tb\tc\nd\te\tf\ng\th\ti")
    assert await take("/take_fixed", shown) == {"type": "list", "data": [["a", "b"], ["d", "e"]]}
    shown = table("numbers")
    paste(shown, "1\t2.5\n3\t4")
    assert await take("/take_numbers", shown) == {"type": "ndarray", "data": [[1, 2.5], [3, 4]]}
    shown = table("dates")
    paste(shown, "2026-01-31\tx")
    assert (await take("/take_dates", shown))["data"] == [["2026-01-31", "x"]]


async def test_a_table_that_comes_back_is_shown(
    app: App, table: Callable[[str], TableInput], take: Callable[[str, TableInput], Awaitable[Any]], qtbot: QtBot
) -> None:
    shown = table("typed")
    paste(shown, "zoë\t1.5\ttrue\nann\t\tfalse")
    viewer = make_viewer(endpoint_of(app, "/echo_typed").returns[0])
    qtbot.addWidget(viewer)
    assert isinstance(viewer, TableViewer)
    viewer.load(await take("/echo_typed", shown))
    model = viewer.grid.model()
    cells = [[model.index(row, column).data() for column in range(3)] for row in range(2)]
    assert cells == [["zoë", "1.5", "true"], ["ann", "null", "false"]]


async def test_a_table_that_grows_is_shown_step_by_step(app: App, connection: Connection, qtbot: QtBot) -> None:
    endpoint = endpoint_of(app, "/grow")
    viewer = make_viewer(endpoint.returns[0])
    qtbot.addWidget(viewer)
    assert isinstance(viewer, TableViewer)
    counts = []
    async for event in (await start(connection, Draft(app, endpoint, {}))).events():
        if isinstance(event, Generating | Complete):
            viewer.load(event.data[0])
            counts.append(viewer.grid.model().rowCount())
    assert counts[-1] == 3
    assert counts == sorted(counts)
    assert viewer.grid.model().index(2, 1).data() == "4"
