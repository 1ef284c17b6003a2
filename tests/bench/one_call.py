"""One call on a warm connection: beside plain httpx doing the same two requests, and gradio_client."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from tests.bench.timing import Row, alternate_async

ENDPOINT = "/echo_text"


async def _measure(url: str, count: int) -> list[Row]:
    import httpx
    from gradio_client import Client

    from gradioscope.gradio.call import Call, new_session
    from gradioscope.gradio.connection import Connection
    from gradioscope.gradio.discovery import connect

    connection = Connection()
    app = await connect(connection, url)
    endpoint = app.endpoint(ENDPOINT)
    assert endpoint is not None
    plain = httpx.AsyncClient()
    client = await asyncio.to_thread(Client, url, verbose=False)

    async def ours() -> None:
        call = Call(connection, app, endpoint, ["hello"])
        events = [event async for event in call.events()]
        assert events[-1].kind == "complete", events

    async def bare() -> None:
        session = new_session()
        posted = await plain.post(f"{app.api}/call{ENDPOINT}", json={"data": ["hello"], "session_hash": session})
        assert posted.json()["event_id"]
        messages: list[Any] = []
        async with plain.stream("GET", f"{app.api}/queue/data?session_hash={session}", timeout=None) as stream:
            async for line in stream.aiter_lines():
                if line.startswith("data:"):
                    messages.append(json.loads(line[5:]))
        assert messages[-2]["msg"] == "process_completed", messages

    async def official() -> None:
        result = await asyncio.to_thread(client.predict, "hello", api_name=ENDPOINT)
        assert result

    our_time, bare_time, official_time = await alternate_async(count, ours, bare, official)
    await plain.aclose()
    await connection.aclose()
    return [
        Row("one call, warm connection", our_time, "plain httpx, the same two requests", bare_time, 1.25),
        Row("one call, warm connection", our_time, "gradio_client", official_time, 0.3),
    ]


def measure(url: str, count: int = 60) -> list[Row]:
    return asyncio.run(_measure(url, count))
