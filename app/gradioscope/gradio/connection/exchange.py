"""What went over the wire, for the person to see: each request and its answer, secrets masked."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gradioscope.gradio.masking import MASK, Masker

if TYPE_CHECKING:
    import httpx

BODY_KEPT = 64 * 1024
"""Bytes of a body that an Exchange keeps."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One HTTP request and its answer as they went over the wire, secrets masked.

    It is reported when the answer's head is there and again when its body ended, with the same
    `number`; the later one replaces the earlier. `status` is None where no answer came.
    """

    number: int
    method: str
    url: str
    request_headers: tuple[tuple[str, str], ...]
    request_body: str
    status: int | None
    response_headers: tuple[tuple[str, str], ...]
    response_body: str
    started: float
    """Seconds since the epoch."""
    seconds: float
    size: int
    """Bytes of the answer's body so far."""
    finished: bool
    error: str = ""


class ExchangeLog:
    """Makes the Exchange of one request."""

    def __init__(
        self,
        number: int,
        masker: Masker,
        report: Callable[[Exchange], None],
        request: httpx.Request,
        form: Mapping[str, str] | None,
        content: bytes | None,
    ) -> None:
        self._number = number
        self._masker = masker
        self._report = report
        self._request = request
        if form is not None:
            body = "&".join(f"{name}={MASK if 'pass' in name else value}" for name, value in form.items())
        elif content is not None:
            body = content[:BODY_KEPT].decode("utf-8", "replace")
        else:
            kind = request.headers.get("content-type", "")
            body = f"({kind.partition(';')[0]}, not kept)" if kind.startswith("multipart") else ""
        self._body = masker.text(body)
        self._started = time.time()
        self._clock = time.perf_counter()
        self._response: httpx.Response | None = None
        self._kept = bytearray()
        self._size = 0

    def head(self, response: httpx.Response) -> None:
        self._response = response
        self._send(finished=False)

    def body(self, chunk: bytes) -> None:
        self._size += len(chunk)
        if len(self._kept) < BODY_KEPT:
            self._kept += chunk[: BODY_KEPT - len(self._kept)]

    def end(self, error: str = "") -> None:
        """The body ended, or the `error` came instead."""
        self._send(finished=True, error=error)

    def _send(self, *, finished: bool, error: str = "") -> None:
        masker = self._masker
        response = self._response
        kind = response.headers.get("content-type", "") if response else ""
        textual = not kind or any(word in kind for word in ("text", "json", "xml", "javascript", "event-stream"))
        kept = self._kept.decode("utf-8", "replace") if textual else f"({kind}, not shown)" if self._kept else ""
        self._report(
            Exchange(
                number=self._number,
                method=self._request.method,
                url=masker.text(str(self._request.url)),
                request_headers=masker.headers(self._request.headers.multi_items()),
                request_body=self._body,
                status=response.status_code if response else None,
                response_headers=masker.headers(response.headers.multi_items()) if response else (),
                response_body=masker.text(kept),
                started=self._started,
                seconds=time.perf_counter() - self._clock,
                size=self._size,
                finished=finished,
                error=error,
            )
        )
