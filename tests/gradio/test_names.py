"""Endpoints whose names are trouble in an address: each is called, read and cancelled."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from tests.gradio.client import Client, Run, until

from gradioscope.gradio.events import Cancelled, Generating

pytestmark = pytest.mark.anyio


@pytest.fixture
async def names(serve: Callable[..., str], every_gradio: str, client_of: Callable[..., Awaitable[Client]]) -> Client:
    return await client_of(serve("names", every_gradio))


async def test_each_is_called_and_tells_its_steps(names: Client) -> None:
    assert len(names.app.endpoints) == 20
    for endpoint in names.app.endpoints:
        events = await names.run(endpoint.name, "x")
        steps = [event.data[0] for event in events if isinstance(event, Generating)]
        if endpoint.generator:
            assert steps == ["x!", "x!!", "x!!!"], endpoint.name
            assert events[-1].as_json()["data"] == ["x!!!"], endpoint.name
        else:
            assert events[-1].as_json()["data"] == ["x"], endpoint.name


async def test_one_that_goes_through_the_queue_is_cancelled(names: Client) -> None:
    run = Run(names.call("/grow/..", "long"))
    await until(lambda: run.saw(Generating))
    await run.call.cancel()
    assert isinstance(await run.task, Cancelled)
