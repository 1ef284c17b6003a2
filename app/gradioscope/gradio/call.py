"""One call of an endpoint: POST `/call/NAME`, then read its events.

Measured on 4.44, 5.49 and 6.31: posting to `/call` with a session hash of one's own and reading
`/queue/data` gives queue position, progress, logs, full values and the error's text on all three;
`/call/NAME/EVENT_ID` gives none of the first three, and on 4 and 5 no error text.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Sequence
from contextlib import AsyncExitStack, aclosing, asynccontextmanager, suppress
from dataclasses import replace
from typing import Any, Literal, TypeVar
from urllib.parse import quote

from gradioscope.gradio.connection import Answer, Connection, Stream
from gradioscope.gradio.errors import GradioscopeError, NoAnswer, StreamBroken, TimedOut, WrongUse
from gradioscope.gradio.events import Cancelled, Complete, Event, Failed, Heartbeat, Queued
from gradioscope.gradio.explain import refusal
from gradioscope.gradio.messages import Reader, broken_message
from gradioscope.gradio.model import App, Endpoint, Json
from gradioscope.gradio.patience import Watch
from gradioscope.gradio.sse import Decoder, Message

SILENCE_SECONDS = 180.0
"""Heartbeats come every 15 s; an app that is silent for twelve of them is gone."""
CANCEL_SECONDS = 3.0
"""How long cancelling waits for the app to take a request, or to be reached by `/cancel`."""
HEARD_SECONDS = 0.5
"""How long `/cancel` may take to answer: 6.31 does when the step that runs has ended, so it is not awaited."""
_T = TypeVar("_T")
_LARGE = 256 * 1024
_JSON = json.JSONDecoder(parse_constant=lambda _name: None)  # `/call` sends NaN bare, `/queue/data` as null


def new_session() -> str:
    """A session hash nobody else has."""
    return secrets.token_hex(8)


class Call:
    """One call. Iterate `events()` once; `cancel()` may be called from another task meanwhile.

    `data` is the list to send, files uploaded, a null in each State's place. With `session_hash` the
    app's State goes on from earlier calls of that session; never run two at once in one session.
    """

    def __init__(
        self,
        connection: Connection,
        app: App,
        endpoint: Endpoint,
        data: Sequence[Json],
        *,
        session_hash: str | None = None,
        stream: Literal["queue", "result"] = "queue",
        idle_timeout: float | None = None,
        oauth_token: str | None = None,
    ) -> None:
        self._connection = connection
        self._app = app
        self._endpoint = endpoint
        self._data = list(data)
        # a name that /call cannot carry goes through the queue, whatever was chosen
        self._stream = stream if endpoint.by_call else "queue"
        self._named_session = session_hash
        self.session_hash = session_hash or (new_session() if self._stream == "queue" else "")
        self.event_id: str | None = None
        self._idle = idle_timeout or SILENCE_SECONDS
        self._oauth_token = oauth_token
        self._began = 0.0
        self._started = False
        self._posting: asyncio.Task[str] | None = None
        self._reader_task: asyncio.Task[Any] | None = None  # the task that waits for the stream
        self._cancelled: Cancelled | None = None
        self._interrupted = False
        self._told = False
        self._heard = asyncio.Event()
        self._ended = False

    async def events(self) -> AsyncIterator[Event]:
        """Every event as it comes; the last one is Complete, Failed or Cancelled.

        Raises CallRefused, LoginNeeded and ConnectionFailed's kin where no event came of it,
        StreamBroken where the stream ended early, TimedOut after `idle_timeout` seconds of silence.
        """
        self._began = time.perf_counter()
        if not self._cancelled:
            await self._send()
        if self._cancelled and self.event_id is None:
            self._ended = True
            yield self._cancelled
            return
        async with AsyncExitStack() as stack:
            # also after a cancelling meanwhile: a stream that ends is what takes a waiting run from the queue
            opening = self._connection.stream(self._events_url())
            watch = Watch(self._idle)
            stack.callback(watch.close)
            stream = await self._interruptibly(stack.enter_async_context(opening), watch)
            if stream is None:
                assert self._cancelled is not None
                self._ended = True
                yield self._cancelled
                return
            if stream.status != 200:
                raise await self._no_stream(stream)
            async with aclosing(self._read(stream, watch)) as events:
                async for event in events:
                    self._ended = isinstance(event, Complete | Failed | Cancelled)
                    self._started = self._started or not isinstance(event, Queued | Heartbeat)
                    yield event
                    if self._ended:
                        return
        if self._cancelled:
            yield self._cancelled
            return
        raise StreamBroken(
            "The connection ended before the result.",
            "The app was stopped or restarted, or the network was interrupted.",
            "Run it again; Gradio cannot resume a stream.",
        )

    async def cancel(self) -> Cancelled:
        """Stop it: tell the app, then close the stream. Says what the app will still do.

        `/cancel` needs the exact event, session and function; with a wrong one Gradio restarts the run.
        """
        if self._cancelled:
            return self._cancelled
        self._cancelled = Cancelled(self._elapsed(), self._what_remains())
        await self._posted()
        # before 6.14 /cancel lets a waiting run start later; closing its stream removes it on every version
        tell = self._app.version_tuple >= (6, 14) or self._started
        if self.event_id and tell and self._endpoint.fn_index is not None and not self._ended:
            body = {
                "event_id": self.event_id,
                "session_hash": self.session_hash or self.event_id,
                "fn_index": self._endpoint.fn_index,
            }
            try:
                async with asyncio.timeout(CANCEL_SECONDS):
                    await self._connection.request(
                        "POST",
                        f"{self._app.api}/cancel",
                        content=json.dumps(body).encode(),
                        headers={"Content-Type": "application/json"},
                        timeout=HEARD_SECONDS,
                    )
                self._told = True
            except NoAnswer:
                self._told = (
                    True  # it was sent, and the end of the stream, which comes next, stops a generator for sure
                )
            except (GradioscopeError, TimeoutError):
                self._note("The app could not be told; its stream was closed.")
        if self.event_id and not self._told and not self._ended:
            # an app notices that a stream has ended only where it wrote to it: 4.44 runs on otherwise
            with suppress(TimeoutError):
                await asyncio.wait_for(self._heard.wait(), CANCEL_SECONDS)
        if self._reader_task is not None:
            self._interrupted = True
            self._reader_task.cancel()
        return self._cancelled

    async def _posted(self) -> None:
        """Wait until the app took the request: only then there is something that it can be told to stop."""
        if self._posting is None or self.event_id:
            return
        await asyncio.wait([self._posting], timeout=CANCEL_SECONDS)
        if not self._posting.done():
            self._posting.cancel()
            self._note("The app had not answered yet; if it took the request, it may still run it.")
        elif not self._posting.cancelled() and self._posting.exception() is None:
            self.event_id = self._posting.result()

    def _note(self, note: str) -> None:
        if not self._ended:
            self._cancelled = Cancelled(self._cancelled.at if self._cancelled else self._elapsed(), note)

    @asynccontextmanager
    async def _patience(self) -> AsyncIterator[None]:
        """No longer than the app may be silent. Raises TimedOut."""
        try:
            async with asyncio.timeout(self._idle):
                yield
        except TimeoutError:
            raise self._silent() from None

    def _silent(self) -> TimedOut:
        return TimedOut(
            f"Nothing came from the app for {self._idle:g} seconds.",
            "Not even a heartbeat: the app hangs, or the network swallows its events.",
            "Try again, or allow more time.",
        )

    # -- the two requests

    async def _send(self) -> None:
        """Post, and learn the event's id; without one when `cancel` gave the request up."""
        task = _this_task()
        asked_before = task.cancelling()
        async with self._patience():
            self._posting = asyncio.create_task(self._post())
            try:
                self.event_id = await self._posting
            except asyncio.CancelledError:
                if self._cancelled is None or task.cancelling() > asked_before:
                    raise

    async def _post(self) -> str:
        endpoint = self._endpoint
        body: dict[str, Json] = {"data": self._data}
        if self.session_hash:
            body["session_hash"] = self.session_hash
        if self._oauth_token:
            body["oauth_token"] = self._oauth_token
        if endpoint.by_call:
            url = f"{self._app.api}/call/{quote(endpoint.name.removeprefix('/'), safe='')}"
        else:
            url = f"{self._app.api}/queue/join"
            body |= {"fn_index": endpoint.fn_index, "event_data": None, "trigger_id": None}
        content = await _encode(body)
        answer = await self._connection.request(
            "POST", url, content=content, headers={"Content-Type": "application/json"}, timeout=60
        )
        try:
            event_id = answer.json().get("event_id") if answer.status == 200 else None
        except (ValueError, AttributeError):
            event_id = None
        if not isinstance(event_id, str) or not event_id:
            raise self._refusal(answer)
        return event_id

    def _refusal(self, answer: Answer) -> GradioscopeError:
        """What the answer means, no secret in it: some servers send back what they were sent."""
        body = self._connection.masker.text(answer.text).encode()
        return refusal(replace(answer, body=body), self._app, self._endpoint)

    def _events_url(self) -> str:
        api = self._app.api
        if self._stream == "queue":
            return f"{api}/queue/data?session_hash={quote(self.session_hash, safe='')}"
        # before 6.25 an event posted with a session is found by the session alone
        wanted = self._named_session or self.event_id or ""
        return f"{api}/call/{quote(self._endpoint.name.removeprefix('/'), safe='')}/{quote(wanted, safe='')}"

    async def _no_stream(self, stream: Stream) -> GradioscopeError:
        return self._refusal(Answer(stream.status, stream.headers, await stream.read(), self._events_url()))

    # -- reading

    async def _read(self, stream: Stream, watch: Watch) -> AsyncGenerator[Event, None]:
        """Events until the stream ends, or until it is cancelled: then the last one is that Cancelled."""
        decoder = Decoder()
        reader = Reader(self._app, self._endpoint, diffs=not self._endpoint.by_call)
        async with aclosing(stream.chunks()) as chunks:
            while not self._cancelled or not (self._told or self._interrupted or self._heard.is_set()):
                try:
                    chunk = await self._interruptibly(anext(chunks), watch) or b""
                except StopAsyncIteration:
                    return
                self._heard.set()
                at = self._elapsed()
                for message in decoder.feed(chunk):
                    event = await self._event(message, reader, at)
                    if self._cancelled:
                        break
                    if event is not None:
                        yield event
        yield self._cancelled

    async def _interruptibly(self, awaited: Awaitable[_T], watch: Watch) -> _T | None:
        """What is awaited; None when `cancel` interrupts the waiting. Raises TimedOut."""
        task = self._reader_task = _this_task()
        asked_before = task.cancelling()
        watch.begin(task)
        try:
            return await awaited
        except asyncio.CancelledError:
            # those of the watch and of `cancel` are our own; another one, somebody else's, goes on
            ours = [task.uncancel() for flag in (watch.fired, self._interrupted) if flag]
            if not ours or ours[-1] > asked_before:
                raise
            if not self._interrupted:
                raise self._silent() from None
            return None
        finally:
            watch.end()
            self._reader_task = None

    async def _event(self, message: Message, reader: Reader, at: float) -> Event | None:
        try:
            if len(message.data) > _LARGE:  # 19 MB of JSON block for 600 ms
                value = await asyncio.to_thread(_JSON.decode, message.data)
            else:
                value = _JSON.decode(message.data)
        except ValueError:
            return broken_message(message.data, at)
        event = self._typed(message, value, reader, at)
        if isinstance(event, Failed):  # an error is kept and reported, so no secret may be in it
            event = self._typed(message, self._connection.masker.value(value), reader, at)
        return event

    def _typed(self, message: Message, value: Json, reader: Reader, at: float) -> Event | None:
        if self._stream == "result":
            return reader.of_call(message.event, value, at)
        if not isinstance(value, dict) or value.get("event_id") not in (None, self.event_id):
            return None  # another run of the same session
        return reader.of_queue(value, at)

    def _elapsed(self) -> float:
        return time.perf_counter() - self._began if self._began else 0.0

    def _what_remains(self) -> str:
        if self._ended:
            return "It had already ended."
        if self._posting is None:
            return "Nothing was sent yet."
        if self._endpoint.generator:
            return "The app stops it at its next step."
        if self._started:
            return "The app cannot interrupt this function: it runs on there to its end, and its result is dropped."
        if self._stream == "queue" and self.event_id:
            return "It was still waiting and leaves the app's queue."
        return "If the app has begun it, it runs on there to its end, and its result is dropped."


def _this_task() -> asyncio.Task[Any]:
    task = asyncio.current_task()
    assert task is not None
    return task


async def _encode(body: Json) -> bytes:
    """The body as JSON, encoded in a thread where it is large."""
    try:
        if any(isinstance(value, str) and len(value) > _LARGE for value in body["data"]):
            return (await asyncio.to_thread(json.dumps, body, allow_nan=False)).encode()
        return json.dumps(body, allow_nan=False).encode()
    except (TypeError, ValueError) as error:
        raise WrongUse("A value is no JSON.", f"{error}.", "Correct the value.") from error
