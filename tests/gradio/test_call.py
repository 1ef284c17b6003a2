"""One call on a live server: its events in order, as they come, in both streams."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from dataclasses import replace
from typing import Any, Literal

import pytest
from tests.gradio.client import Client, Run, until
from tests.gradio.web import Reply, Request, Web
from tests.servers import NEWEST, Servers

from gradioscope.gradio.call import Call, new_session
from gradioscope.gradio.connection import Connection
from gradioscope.gradio.discovery import connect
from gradioscope.gradio.errors import CallRefused, StreamBroken, TimedOut, WrongUse
from gradioscope.gradio.events import Complete, Event, Failed, Generating, Log, Progress, Queued, Started

pytestmark = pytest.mark.anyio
Stream = Literal["queue", "result"]
both_streams = pytest.mark.parametrize("stream", ["queue", "result"])


@pytest.fixture
async def behaviour(
    serve: Callable[..., str], every_gradio: str, client_of: Callable[..., Awaitable[Client]]
) -> Client:
    return await client_of(serve("behaviour", every_gradio))


def kinds(events: list[Event]) -> list[str]:
    return [event.kind for event in events]


async def test_the_queue_stream_tells_queued_started_complete(behaviour: Client) -> None:
    events = await behaviour.run("/plain", "abc")
    assert kinds(events) in (["queued", "started", "complete"], ["started", "complete"])
    assert isinstance(events[-1], Complete)
    assert events[-1].data == ["ABC"]
    assert events[-1].duration is not None
    assert [event.at for event in events] == sorted(event.at for event in events)


async def test_the_result_stream_tells_the_result_alone(behaviour: Client) -> None:
    events = await behaviour.run("/plain", "abc", stream="result")
    assert kinds(events) == ["complete"]
    assert events[-1].as_json()["data"] == ["ABC"]


@both_streams
async def test_each_step_of_a_generator_arrives_before_the_next_is_made(behaviour: Client, stream: Stream) -> None:
    gate = new_session()
    seen: list[Any] = []
    async for event in behaviour.call("/stepped", gate, 3, stream=stream).events():
        if isinstance(event, Generating):
            seen.append(event.data[0])
            # the function itself waits for this release, so what was seen had come before it went on
            await behaviour.run("/release", gate, 1)
        last = event
    assert seen == ["step 0; ", "step 0; step 1; ", "step 0; step 1; step 2; "]
    assert isinstance(last, Complete)
    assert last.data == ["step 0; step 1; step 2; "]


@both_streams
async def test_every_step_has_full_values_for_each_return(behaviour: Client, stream: Stream) -> None:
    events = await behaviour.run("/count", 3, 0, stream=stream)
    steps = [event.data for event in events if isinstance(event, Generating)]
    assert steps[0] == ["step 0; ", 0]
    assert steps[-1] == ["step 0; step 1; step 2; ", 2]
    assert events[-1].as_json()["data"] == ["step 0; step 1; step 2; ", 2]


async def test_thousands_of_steps_arrive_complete(behaviour: Client) -> None:
    events = await behaviour.run("/many", 300)
    numbers = [event.data[0] for event in events if isinstance(event, Generating)]
    assert numbers == sorted(set(numbers))
    assert events[-1].as_json()["data"] == [299]


async def test_a_waiting_call_is_told_its_position(behaviour: Client) -> None:
    gate = new_session()
    positions: dict[int, list[tuple[int, int]]] = {1: [], 2: []}
    first = asyncio.create_task(behaviour.run("/hold_alone", gate))
    await behaviour.until_ran(f"hold start {gate}")
    waiting = {number: behaviour.call("/hold_alone", gate) for number in positions}

    async def follow(number: int) -> Event:
        async for event in waiting[number].events():
            if isinstance(event, Queued):
                positions[number].append((event.position, event.size))
            last = event
        return last

    second = asyncio.create_task(follow(1))
    await until(lambda: bool(positions[1]))
    third = asyncio.create_task(follow(2))
    await until(lambda: bool(positions[2]))
    assert positions[1][0] == (1, 1)
    assert positions[2][0] == (2, 2)
    await behaviour.run("/release", gate, 3)
    assert kinds([(await first)[-1], await second, await third]) == ["complete"] * 3
    assert positions[2][-1][0] == 1, "it moves up when the one before it starts"


async def test_progress_counts(behaviour: Client) -> None:
    events = await behaviour.run("/progress", 10)
    bars = [event.bars[0] for event in events if isinstance(event, Progress)]
    counted = [bar for bar in bars if bar.length == 10]
    assert [bar.index for bar in counted] == sorted(bar.index or 0 for bar in counted)
    assert {bar.description for bar in counted} == {"Working"}
    assert {bar.unit for bar in counted} == {"items"}
    assert [bar.fraction for bar in counted] == pytest.approx([(bar.index or 0) / 10 for bar in counted])
    assert counted


async def test_nested_progress_is_outermost_first(behaviour: Client) -> None:
    events = await behaviour.run("/nested_progress", 10)
    nested = [event.bars for event in events if isinstance(event, Progress) and len(event.bars) == 2]
    assert nested
    assert {tuple(bar.description for bar in bars) for bars in nested} == {("outer", "inner")}


async def test_messages_of_the_app_come_with_their_level(behaviour: Client) -> None:
    events = await behaviour.run("/messages", "x")
    logs = [event for event in events if isinstance(event, Log)]
    assert [(log.level, log.text) for log in logs] == [("info", "an info"), ("warning", "a <b>bold</b> warning")]


async def test_the_apps_error_text(behaviour: Client) -> None:
    (failed,) = [e for e in await behaviour.run("/app_error", "x") if isinstance(e, Failed)]
    assert failed.explanation.what == "bad input: x"


async def test_a_python_errors_text(behaviour: Client) -> None:
    (failed,) = [e for e in await behaviour.run("/python_error", "x") if isinstance(e, Failed)]
    assert failed.explanation.what == "plain python error: x"


async def test_an_error_that_the_app_hides(
    serve: Callable[..., str], every_gradio: str, client_of: Callable[..., Awaitable[Client]]
) -> None:
    client = await client_of(serve("behaviour", every_gradio, SHOW_ERROR="0", MAX_SIZE="1"))
    events = await client.run("/python_error", "x", stream="result")
    failed = events[-1]
    assert isinstance(failed, Failed)
    assert failed.explanation.what == "The app failed and does not say why."
    assert "show_error" in failed.explanation.why


@both_streams
async def test_a_generator_that_fails_ends_with_the_error(behaviour: Client, stream: Stream) -> None:
    events = await behaviour.run("/breaks", 2, stream=stream)
    assert kinds(events)[-1] == "error"
    assert kinds(events).count("generating") >= 1


async def test_a_validator_marks_the_parameter(serve: Callable[..., str], client_of: Any) -> None:
    client = await client_of(serve("behaviour"))
    with pytest.raises(CallRefused) as refused:
        await client.run("/validated", "long enough", -1)
    assert refused.value.status == 422
    assert refused.value.explanation.what == "the number must be positive"
    assert refused.value.explanation.parameter == "number"
    assert refused.value.exit_code == 1


@both_streams
async def test_a_session_remembers_and_a_new_one_forgets(behaviour: Client, stream: Stream) -> None:
    session = new_session()
    for number in (1, 2, 3):
        result = await behaviour.result("/counter", "turn", None, session_hash=session, stream=stream)
        assert result == f"turn {number}"
    assert await behaviour.result("/counter", "turn", None, session_hash=new_session(), stream=stream) == "turn 1"
    assert await behaviour.result("/counter", "turn", None, stream=stream) == "turn 1"


@both_streams
async def test_a_state_before_the_values_is_left_out_of_the_result(behaviour: Client, stream: Stream) -> None:
    assert await behaviour.result("/counter_first", None, "turn", stream=stream) == "turn 1"


@both_streams
async def test_a_chat_remembers_the_first_turn(
    serve: Callable[..., str], every_gradio: str, client_of: Callable[..., Awaitable[Client]], stream: Stream
) -> None:
    client = await client_of(serve("chat", every_gradio))
    endpoint = client.app.endpoint("/chat") or client.app.endpoint("/reply")
    assert endpoint
    session = new_session()
    data: list[Any] = [None] * endpoint.inputs
    for parameter in endpoint.parameters:
        data[parameter.position] = "hi" if parameter.required else parameter.default
    data[0] = "hi"
    first = await client.result(endpoint.name, *data, session_hash=session, stream=stream)
    second = await client.result(endpoint.name, *data, session_hash=session, stream=stream)
    assert "after 0 earlier messages" in str(first)
    assert "after 0 earlier messages" not in str(second)


async def test_not_a_number_is_null(behaviour: Client) -> None:
    for stream in ("queue", "result"):
        assert await behaviour.result("/not_a_number", 1, stream=stream) is None


async def test_an_update_arrives_as_it_is(behaviour: Client) -> None:
    result = await behaviour.result("/updated", "more")
    assert result["__type__"] == "update"
    assert result["value"] == "new"
    assert ["more", "more"] in result["choices"]


@both_streams
async def test_endpoints_without_inputs_or_outputs(behaviour: Client, stream: Stream) -> None:
    assert await behaviour.result("/no_outputs", "x", stream=stream) == []
    assert await behaviour.result("/no_inputs", stream=stream) == "from nothing"
    assert await behaviour.result("/unqueued", "x", stream=stream) == "X"
    assert await behaviour.result("/no_yield", 1, stream=stream) is None


@both_streams
async def test_a_name_with_a_slash_is_called_through_the_queue(behaviour: Client, stream: Stream) -> None:
    assert await behaviour.result("/with/slash and blank", "x", stream=stream) == "x"


async def test_a_megabyte_of_text_there_and_back(behaviour: Client) -> None:
    text = "ä\u2028\x85" * 350_000
    assert await behaviour.result("/with/slash and blank", text) == text
    assert await behaviour.result("/big", 2_000_000) == "x" * 2_000_000


@both_streams
async def test_separators_that_only_python_breaks_lines_at(behaviour: Client, stream: Stream) -> None:
    text = "a\u2028b\u2029c\x85d\x0b\x0ce\r\nf\rg"
    assert await behaviour.result("/plain", text, stream=stream) == text.upper()


async def test_an_endpoint_that_is_gone(behaviour: Client) -> None:
    plain = behaviour.app.endpoint("/plain")
    assert plain
    call = Call(behaviour.connection, behaviour.app, replace(plain, name="/renamed"), ["x"])
    with pytest.raises(CallRefused) as refused:
        [event async for event in call.events()]
    assert refused.value.explanation.action == "reload"
    assert "/renamed" in refused.value.explanation.what


async def test_a_full_queue(serve: Callable[..., str], every_gradio: str, client_of: Any) -> None:
    client = await client_of(serve("behaviour", every_gradio, SHOW_ERROR="0", MAX_SIZE="1"))
    gate = new_session()
    running = Run(client.call("/hold_alone", gate))
    await until(lambda: running.saw(Started))
    waiting = Run(client.call("/hold_alone", gate))
    await until(lambda: waiting.saw(Queued))
    with pytest.raises(CallRefused) as refused:
        await client.run("/plain", "x")
    assert refused.value.status == 503
    assert refused.value.explanation.what.startswith("Queue is full")
    assert refused.value.explanation.action == "retry"
    await waiting.call.cancel()
    await waiting.task
    await client.run("/release", gate, 1)
    assert (await running.task).kind == "complete"


async def test_a_value_that_is_no_json_is_not_sent(behaviour: Client) -> None:
    with pytest.raises(WrongUse):
        await behaviour.run("/plain", float("nan"))


async def test_a_server_killed_in_the_middle(servers: Servers, connection: Connection) -> None:
    server = servers.start("behaviour", NEWEST, {})
    client = Client(connection, await connect(connection, server.url))

    async def run() -> None:
        async for event in client.call("/stepped", new_session(), 5).events():
            if isinstance(event, Generating):
                server.stop()

    with pytest.raises(StreamBroken) as broken:
        await run()
    assert broken.value.explanation.action == "retry"


async def test_a_server_that_says_nothing_for_too_long(behaviour: Client) -> None:
    gate = new_session()
    call = behaviour.call("/hold", gate, idle_timeout=0.3)
    with pytest.raises(TimedOut) as timed_out:
        [event async for event in call.events()]
    assert timed_out.value.exit_code == 5
    assert "0.3 seconds" in timed_out.value.explanation.what
    await behaviour.run("/release", gate, 1)


@pytest.mark.parametrize("silent", ["/call/", "/queue/data"])
async def test_the_limit_holds_for_the_post_and_for_the_stream_that_never_begins(
    web: Callable[..., Web], connection: Connection, behaviour: Client, silent: str
) -> None:
    def answer(request: Request) -> Reply:
        return Reply(0, hang=True) if silent in request.path else Reply(200, {"event_id": "e"})

    plain = behaviour.app.endpoint("/plain")
    assert plain
    app = replace(behaviour.app, url=web(answer).url)
    with pytest.raises(TimedOut):
        [e async for e in Call(connection, app, plain, ["x"], idle_timeout=0.2).events()]


async def test_leaving_the_loop_early_closes_the_stream(behaviour: Client) -> None:
    gate = new_session()
    async with aclosing(behaviour.call("/stepped", gate, 50).events()) as events:  # type: ignore[type-var]
        async for event in events:
            if isinstance(event, Generating):
                break
    await behaviour.until_ran(f"stepped {gate} stopped", release=gate)
