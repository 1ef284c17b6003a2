"""Calls of an app from before `/call` (Gradio 3, and 4.0 to 4.19): one `POST /run/NAME`, one answer.

Measured on 3.50: it passes the queue by, so it tells no position and no progress; a generator gives its first step
alone; an app may refuse it (`queue(api_open=False)`). Files are `{"name", "data", "is_file"}` there, and images
texts in base64; since 4.0 both are FileData.
"""

from __future__ import annotations

import asyncio
import base64
import json
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from gradioscope.gradio.connection import Answer, Connection
from gradioscope.gradio.errors import CallRefused, Explanation, GradioscopeError, LoginNeeded, TimedOut
from gradioscope.gradio.events import Cancelled, Complete, Event, Failed, Log, Started
from gradioscope.gradio.explain import explain_error, refusal
from gradioscope.gradio.media.types import media_type
from gradioscope.gradio.messages import Reader
from gradioscope.gradio.model import FILE_DATA, App, Endpoint, Json, LocalFile, is_file_data

SECONDS = 600.0
"""How long an answer may take, where the caller says nothing: nothing is heard until it is whole."""
LARGEST_IMAGE = 32 * 1024 * 1024
"""Bytes of a picture that may become text."""


class LegacyCall:
    """Like Call: iterate `events()` once; `cancel()` may be called from another task meanwhile."""

    def __init__(
        self,
        connection: Connection,
        app: App,
        endpoint: Endpoint,
        data: Sequence[Json],
        *,
        session_hash: str | None = None,
        idle_timeout: float | None = None,
    ) -> None:
        self._connection, self._app, self._endpoint = connection, app, endpoint
        self._data = [to_legacy(value) for value in data] if app.version_tuple < (4,) else list(data)
        self.session_hash = session_hash or ""
        self.event_id: str | None = None
        self._timeout = idle_timeout or SECONDS
        self._began = 0.0
        self._asking: asyncio.Task[Answer] | None = None
        self._cancelled: Cancelled | None = None

    async def events(self) -> AsyncIterator[Event]:
        """Started, then what it came to. Raises CallRefused, LoginNeeded, TimedOut and ConnectionFailed's kin."""
        self._began = time.perf_counter()
        if self._cancelled is None:
            yield Started(0.0)
            yield Log(0.0, "info", "This app is of an old Gradio: nothing is heard of it until it is done.")
            self._asking = asyncio.create_task(self._ask())
            try:
                answer = await self._asking
            except asyncio.CancelledError:
                if self._cancelled is None:
                    raise
            else:
                yield self._outcome(answer)
                return
        assert self._cancelled is not None
        yield self._cancelled

    async def cancel(self) -> Cancelled:
        """Stop waiting. An app of that age cannot be told to stop."""
        if self._cancelled is None:
            note = "An app of this age cannot be told to stop: it runs on there to its end."
            self._cancelled = Cancelled(self._elapsed(), note)
            if self._asking is not None:
                self._asking.cancel()
        return self._cancelled

    async def _ask(self) -> Answer:
        body: dict[str, Json] = {"data": self._data, **run_number(self._endpoint)}
        if self.session_hash:
            body["session_hash"] = self.session_hash
        try:
            async with asyncio.timeout(self._timeout):
                return await self._connection.request(
                    "POST",
                    run_url(self._app, self._endpoint),
                    content=json.dumps(body, allow_nan=False).encode(),
                    headers={"Content-Type": "application/json"},
                    timeout=self._timeout,
                )
        except TimeoutError:
            raise TimedOut(
                f"The app did not answer within {self._timeout:g} seconds.",
                "An app of this age says nothing until it is done.",
                "Try again, or allow more time.",
            ) from None

    def _outcome(self, answer: Answer) -> Event:
        try:
            body = answer.json()
        except ValueError:
            body = None
        if answer.status == 200 and isinstance(body, dict) and isinstance(body.get("data"), list):
            values = [from_legacy(value) for value in body["data"]]
            took = body.get("duration")
            values = Reader(self._app, self._endpoint).results(values)
            return Complete(self._elapsed(), values, took if isinstance(took, int | float) else None)
        if answer.status == 500 and isinstance(body, dict) and "error" in body:
            safe = self._connection.masker.value(body)
            return Failed(self._elapsed(), explain_error(safe, self._app, self._endpoint), safe)
        raise self._refusal(answer)

    def _refusal(self, answer: Answer) -> GradioscopeError:
        if answer.status == 401:
            return LoginNeeded("", self._app.url)
        if answer.status == 404:
            return CallRefused(
                Explanation(
                    "The app does not allow this call.",
                    "It is of an old Gradio, and its author closed the way past the queue (api_open=False).",
                    "Use the app's own page, or ask its author to update Gradio.",
                ),
                404,
            )
        return refusal(answer, self._app, self._endpoint)

    def _elapsed(self) -> float:
        return time.perf_counter() - self._began if self._began else 0.0


def run_url(app: App, endpoint: Endpoint) -> str:
    """Where an endpoint of an old app is called; one that no address can name, by `run_number` under any name."""
    return f"{app.api}/run/{quote(endpoint.name.removeprefix('/'), safe='') if endpoint.by_call else 'predict'}"


def run_number(endpoint: Endpoint) -> dict[str, Json]:
    """What the body says besides `data`: the function's number, where its name cannot be in the address."""
    return {} if endpoint.by_call or endpoint.fn_index is None else {"fn_index": endpoint.fn_index}


def images_as_text(value: Json) -> Json:
    """A picture of this computer as the text in base64 that Gradio 3 takes. ValueError where it is too large."""
    if not isinstance(value, LocalFile):
        return value
    path = Path(value.path)
    if path.stat().st_size > LARGEST_IMAGE:
        raise ValueError(f"{value.name} is too large to be sent to an app of Gradio 3, which takes pictures as text.")
    kind = media_type(value.name) or "image/png"
    return f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()}"


def to_legacy(value: Json) -> Json:
    """A value with each FileData in it as Gradio 3 writes a file."""
    if is_file_data(value):
        return {"name": value["path"], "orig_name": value.get("orig_name"), "data": None, "is_file": True}
    if isinstance(value, Mapping):
        return {key: to_legacy(item) for key, item in value.items()}
    return [to_legacy(item) for item in value] if isinstance(value, list) else value


def from_legacy(value: Json) -> Json:
    """A value with each file of Gradio 3 in it as FileData, and each of 4.0 to 4.19, which lack its mark, with that."""
    if isinstance(value, dict):
        if {"path", "url", "orig_name", "mime_type"} <= value.keys() and isinstance(value["path"], str):
            return value | {"meta": dict(FILE_DATA)}
        if value.get("is_file") is True and isinstance(value.get("name"), str):
            more = {key: value.get(key) for key in ("orig_name", "size")}
            return {"path": value["name"], **more, "meta": dict(FILE_DATA)}
        return {key: from_legacy(item) for key, item in value.items()}
    return [from_legacy(item) for item in value] if isinstance(value, list) else value
