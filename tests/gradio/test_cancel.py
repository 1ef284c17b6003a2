"""Cancelling, seen from both sides: what the person is told, and what the server really does."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, Literal

import pytest
from tests.gradio.client import Client, Run, until
from tests.gradio.web import Reply, Request, Web

from gradioscope.gradio.call import Call, new_session
from gradioscope.gradio.connection import Connection
from gradioscope.gradio.events import Cancelled, Generating, Heartbeat, Queued, Started

pytestmark = pytest.mark.anyio
ClientOf = Callable[[str], Awaitable[Client]]
Stream = Literal["queue", "result"]
both_streams = pytest.mark.parametrize("stream", ["queue", "result"])


@pytest.fixture
async def behaviour(
    serve: Callable[..., str], every_gradio: str, client_of: Callable[..., Awaitable[Client]]
) -> Client:
    return await client_of(serve("behaviour", every_gradio))


@both_streams
async def test_a_generator_stops_at_its_next_step(behaviour: Client, stream: Stream) -> None:
    gate = new_session()
    run = Run(behaviour.call("/stepped", gate, 50, stream=stream))
    await until(lambda: run.saw(Generating))
    cancelled = await run.call.cancel()
    assert await run.task == cancelled
    assert cancelled.note == "The app stops it at its next step."
    # the way is free now, and another one goes all of it meanwhile (4.44 leaves the function where it stands)
    other = new_session()
    for released in (gate, other):
        await behaviour.run("/release", released, 50)
    await behaviour.run("/stepped", other, 50)
    ran = await behaviour.ran()
    assert f"stepped {other} finished" in ran
    assert f"stepped {gate} finished" not in ran


@both_streams
async def test_a_waiting_call_never_runs(behaviour: Client, stream: Stream) -> None:
    gate = new_session()
    first = Run(behaviour.call("/hold_alone", gate))
    await behaviour.until_ran(f"hold start {gate}")
    second = Run(behaviour.call("/hold_alone", f"{gate} second", stream=stream))
    await until(lambda: second.saw(Queued) if stream == "queue" else bool(second.call.event_id))
    await behaviour.until_waiting(1)
    cancelled = await second.call.cancel()
    assert await second.task == cancelled
    await behaviour.until_waiting(0)
    if stream == "queue":
        assert cancelled.note == "It was still waiting and leaves the app's queue."
    await behaviour.run("/release", gate, 1)
    await first.task
    # one more goes through the same queue, behind the place of the cancelled one
    await behaviour.run("/release", f"{gate} third", 1)
    await behaviour.run("/hold_alone", f"{gate} third")
    assert f"hold start {gate} second" not in await behaviour.ran()


async def test_a_plain_function_runs_on_and_the_person_is_told(behaviour: Client) -> None:
    gate = new_session()
    run = Run(behaviour.call("/hold", gate))
    await behaviour.until_ran(f"hold start {gate}")
    await until(lambda: run.saw(Started))
    cancelled = await run.call.cancel()
    assert await run.task == cancelled
    assert "runs on there to its end" in cancelled.note
    await behaviour.run("/release", gate, 1)
    await behaviour.until_ran(f"hold end {gate}")


async def test_cancelling_twice_is_one_cancelling(behaviour: Client) -> None:
    gate = new_session()
    run = Run(behaviour.call("/stepped", gate, 5))
    await until(lambda: run.saw(Generating))
    assert await run.call.cancel() is await run.call.cancel()
    await run.task
    await behaviour.run("/release", gate, 5)


async def test_cancelling_what_has_ended_changes_nothing(behaviour: Client) -> None:
    run = Run(behaviour.call("/plain", "x"))
    assert (await run.task).kind == "complete"
    assert (await run.call.cancel()).note == "It had already ended."


async def test_cancelled_before_it_began_nothing_is_sent(web: Callable[..., Web], connection: Connection) -> None:
    server = web()
    call = Call(connection, *_plain(server.url), [])
    cancelled = await call.cancel()
    assert [event async for event in call.events()] == [cancelled]
    assert server.received == []


async def test_cancelling_during_the_post_withdraws_what_the_app_then_took(behaviour: Client) -> None:
    gate = new_session()
    run = Run(behaviour.call("/stepped", gate, 50))
    while run.call._posting is None:  # noqa: ASYNC110 - no event of this loop, and a poll of `until` is too late
        await asyncio.sleep(0)
    cancelled = await run.call.cancel()
    assert await run.task == cancelled
    assert run.events == [cancelled]
    # whether it had begun or not: it does not go on
    await behaviour.run("/release", gate, 50)
    assert await behaviour.result("/plain", "after") == "AFTER"
    assert f"stepped {gate} finished" not in await behaviour.ran()


async def test_cancelling_a_post_that_hangs_gives_up_soon_and_says_what_is_not_known(
    web: Callable[..., Web], connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gradioscope.gradio.call.CANCEL_SECONDS", 0.1)
    server = web(lambda _: Reply(0, hang=True))
    run = Run(Call(connection, *_plain(server.url), []))
    await until(lambda: bool(server.received))
    cancelled = await run.call.cancel()
    assert await run.task == cancelled
    assert cancelled.note == "The app had not answered yet; if it took the request, it may still run it."


async def test_cancelling_while_the_stream_does_not_even_begin(web: Callable[..., Web], connection: Connection) -> None:
    def answer(request: Request) -> Reply:
        return Reply(0, hang=True) if request.method == "GET" else Reply(200, {"event_id": "e1", "success": True})

    server = web(answer)
    run = Run(Call(connection, *_plain(server.url), []))
    await until(lambda: any(r.method == "GET" for r in server.received))
    assert await run.call.cancel() == await run.task


async def test_cancel_sends_the_exact_event_session_and_function(
    web: Callable[..., Web], connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(request: Request) -> Reply:
        if request.method == "GET":
            event = b'data: {"msg": "process_starts", "event_id": "e1"}\n\n'
            return Reply(200, event, (("Content-Type", "text/event-stream"),), hang=True)
        return Reply(200, {"event_id": "e1"} if "/call/" in request.path else {"success": True})

    server = web(answer)
    for session, expected in (("mine", "mine"), (None, None)):
        server.received.clear()
        run = Run(Call(connection, *_plain(server.url), [], session_hash=session))
        await until(lambda run=run: run.saw(Started))  # type: ignore[misc]
        await run.call.cancel()
        await run.task
        sent = json.loads(next(r.body for r in server.received if r.path == "/gradio_api/cancel"))
        assert sent == {"event_id": "e1", "session_hash": expected or run.call.session_hash, "fn_index": 7}


async def test_a_consumer_that_is_cancelled_from_outside_closes_the_stream(behaviour: Client) -> None:
    gate = new_session()
    run = Run(behaviour.call("/stepped", gate, 50))
    await until(lambda: run.saw(Generating))
    run.task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await run.task
    await behaviour.until_ran(f"stepped {gate} stopped", release=gate)


async def test_cancelling_from_outside_is_not_taken_for_our_own(
    web: Callable[..., Web], connection: Connection
) -> None:
    def answer(request: Request) -> Reply:
        if request.method == "GET":
            return Reply(200, b'data: {"msg": "heartbeat"}\n\n', (("Content-Type", "text/event-stream"),), hang=True)
        if request.path.endswith("/cancel"):
            return Reply(0, hang=True)
        return Reply(200, {"event_id": "e1"})

    server = web(answer)
    run = Run(Call(connection, *_plain(server.url), []))
    await until(lambda: run.saw(Heartbeat) and run.call._reader_task is not None)
    cancelling = asyncio.create_task(run.call.cancel())
    await until(lambda: any(r.path.endswith("/cancel") for r in server.received))
    run.task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await run.task
    assert isinstance(await cancelling, Cancelled)


def _plain(url: str) -> tuple[Any, Any]:
    """An app at that address with an endpoint that takes nothing."""
    from gradioscope.gradio.model import App, Endpoint

    endpoint = Endpoint("/x", "", (), (), fn_index=7)
    return replace(App(url, "/gradio_api", "", "6.31.0", (endpoint,))), endpoint
