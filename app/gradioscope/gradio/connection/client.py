"""The way to the network, and the only package that knows httpx.

One Connection serves one person's session: it decides, request by request, which origin may see which
credential, follows no redirect to another origin, and turns what goes wrong into errors a person can
read. httpx is imported with the first request: it costs more than half of a command's start.
"""

from __future__ import annotations

import importlib
import itertools
import json
import sys
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import urljoin

from gradioscope import __version__
from gradioscope.gradio.address import origin_of
from gradioscope.gradio.connection.credentials import Credentials
from gradioscope.gradio.connection.exchange import Exchange, ExchangeLog
from gradioscope.gradio.connection.failures import elsewhere, explain
from gradioscope.gradio.errors import ConnectionFailed, StreamBroken, WrongUse
from gradioscope.gradio.masking import Masker
from gradioscope.gradio.model import Json

if TYPE_CHECKING:
    import ssl

    import httpx

_REDIRECTS = (301, 302, 303, 307, 308)
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str
    tls: str = ""
    """The TLS version it came by, or empty."""

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    def json(self) -> Json:
        """The body as JSON. ValueError where it is none."""
        return json.loads(self.body)

    @property
    def is_html(self) -> bool:
        return "html" in self.headers.get("content-type", "") or self.body.lstrip()[:1] == b"<"


class Stream:
    """An answer that is read as it comes."""

    def __init__(self, response: httpx.Response, record: Callable[[bytes], None]) -> None:
        self._response = response
        self._record = record
        self.status = response.status_code
        self.headers: Mapping[str, str] = response.headers

    async def chunks(self) -> AsyncGenerator[bytes, None]:
        """Bytes as they arrive. Raises StreamBroken when the connection ends too early."""
        import httpx

        try:
            async for chunk in self._response.aiter_bytes():
                self._record(chunk)
                yield chunk
        except (httpx.RequestError, httpx.StreamError) as error:
            raise StreamBroken(
                "The connection ended in the middle of an answer.",
                "The app may have been stopped or restarted, or the network was interrupted.",
                "Run it again; Gradio cannot resume a stream.",
            ) from error

    async def read(self) -> bytes:
        return b"".join([chunk async for chunk in self.chunks()])


class Connection:
    """Requests to apps and the Hub. Runs in one event loop; `aclose` it at the end.

    `headers` are the person's own and go to app origins alone. `insecure` accepts any certificate.
    """

    def __init__(
        self, *, headers: Sequence[tuple[str, str]] = (), insecure: bool = False, timeout: float = 10.0
    ) -> None:
        self.masker = Masker()
        self._credentials = Credentials(headers, self.masker)
        self._insecure = insecure
        self._insecure_origins: set[str] = set()
        self._timeout = timeout
        self._clients: dict[bool, httpx.AsyncClient] = {}
        self._listeners: list[Callable[[Exchange], None]] = []
        self._numbers = itertools.count(1)

    # -- who may see what

    def use_token(self, origin: str, token: str | None) -> None:
        """The person's choice: send this Hugging Face token to that origin, or none any more."""
        self._credentials.use_token(origin, token)

    def has_token(self, origin: str) -> bool:
        """Whether a token was chosen for that origin."""
        return self._credentials.has_token(origin)

    def use_headers(self, headers: Sequence[tuple[str, str]]) -> None:
        """Headers of the running task's requests to apps, and of the tasks it starts. WrongUse for what is none."""
        self._credentials.use_headers(headers)

    def set_hub_token(self, token: str | None) -> None:
        """The token for the Hub itself."""
        self._credentials.set_hub_token(token)

    def carries_secrets(self, url: str) -> bool:
        """Whether a request to this URL takes a token, a cookie or a header of the person's along."""
        return self._credentials.carries(url)

    def trust_app(self, url: str) -> None:
        """The person named this app: their own headers may go to its origin."""
        self._credentials.trust_app(url)

    def forget_login(self, url: str) -> None:
        """Drop the cookies of an origin."""
        self._credentials.forget_login(url)

    def allow_insecure(self, origin: str) -> None:
        """Accept a certificate of this origin that cannot be checked."""
        self._insecure_origins.add(origin_of(origin))

    def watch(self, listener: Callable[[Exchange], None]) -> None:
        """Call the listener with every exchange. It must not raise, and runs in the loop."""
        self._listeners.append(listener)

    # -- requests

    async def request(
        self,
        method: str,
        url: str,
        *,
        content: bytes | None = None,
        form: Mapping[str, str] | None = None,
        files: Sequence[tuple[str, tuple[str, IO[bytes], str]]] | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | None = None,
    ) -> Answer:
        """The whole answer, whatever its status. Redirects of a GET within the origin are followed.

        Raises ConnectionFailed and its kin; RedirectsElsewhere (its `target` names where) for others.
        """
        for _ in range(6):
            async with self._open(method, url, content, form, files, headers, timeout or self._timeout) as (
                response,
                record,
            ):
                try:
                    body = await Stream(response, record).read()
                except StreamBroken as error:
                    raise explain(error, url) from error
                answer = Answer(response.status_code, response.headers, body, url, _tls(response))
            if method != "GET" or answer.status not in _REDIRECTS or "location" not in answer.headers:
                return answer
            url = _redirected(url, answer.headers["location"])
        raise _circle(url)

    def stream(
        self, url: str, *, headers: Mapping[str, str] | None = None, timeout: float | None = None
    ) -> AbstractAsyncContextManager[Stream]:
        """A GET whose answer is read as it comes. `timeout`: seconds it may be silent; None is no limit.

        Redirects as in `request`.
        """
        return self._stream(url, headers, timeout)

    @asynccontextmanager
    async def _stream(
        self, url: str, headers: Mapping[str, str] | None, timeout: float | None
    ) -> AsyncIterator[Stream]:
        for _ in range(6):
            async with self._open("GET", url, None, None, None, headers, timeout) as (response, record):
                if response.status_code not in _REDIRECTS or "location" not in response.headers:
                    yield Stream(response, record)
                    return
                location = response.headers["location"]
            url = _redirected(url, location)
        raise _circle(url)

    @asynccontextmanager
    async def _open(
        self,
        method: str,
        url: str,
        content: bytes | None,
        form: Mapping[str, str] | None,
        files: Any,
        headers: Mapping[str, str] | None,
        read_timeout: float | None,
    ) -> AsyncIterator[tuple[httpx.Response, Callable[[bytes], None]]]:
        _load_httpx()
        import httpx

        client = self._client(url)
        try:
            request = client.build_request(
                method,
                url,
                content=content,
                data=form,
                files=files,
                headers=[*self._credentials.for_url(url), *(headers or {}).items()],
                timeout=httpx.Timeout(self._timeout, read=read_timeout, write=max(self._timeout, 60.0)),
            )
        except (httpx.InvalidURL, UnicodeError) as error:
            raise WrongUse("This is not an address.", str(error), "Check the address.") from error
        log = (
            ExchangeLog(next(self._numbers), self.masker, self._report, request, form, content)
            if self._listeners
            else None
        )
        try:
            response = await client.send(request, stream=True)
        except httpx.RequestError as error:
            explained = explain(error, url)
            if log:
                log.end(str(explained))
            raise explained from error
        trouble = ""
        try:
            self._credentials.keep_cookies(url, response.headers.get_list("set-cookie"))
            if log:
                log.head(response)
            yield response, log.body if log else _ignore
        except (StreamBroken, ConnectionFailed) as error:
            trouble = str(error)
            raise
        finally:
            await response.aclose()
            if log:
                log.end(trouble)

    def _client(self, url: str) -> httpx.AsyncClient:
        insecure = self._insecure or origin_of(url) in self._insecure_origins
        client = self._clients.get(insecure)
        if client is None:
            client = self._clients[insecure] = _new_client(insecure)
        return client

    def _report(self, exchange: Exchange) -> None:
        for listener in self._listeners:
            listener(exchange)

    async def aclose(self) -> None:
        """Close every connection."""
        clients, self._clients = list(self._clients.values()), {}
        for client in clients:
            await client.aclose()


def _redirected(url: str, location: str) -> str:
    """Where a redirect leads within the origin. Raises RedirectsElsewhere for another."""
    try:
        target = urljoin(url, location)
        same = origin_of(target) == origin_of(url)
    except ValueError as error:
        raise ConnectionFailed(
            "The address redirects to something that is no address.", location[:200], "Check the address."
        ) from error
    if not same:
        raise elsewhere(url, target)
    return target


def _circle(url: str) -> ConnectionFailed:
    return ConnectionFailed(
        "The address redirects in a circle.", f"{url} sends from one page to the next.", "Check the address."
    )


def _ignore(_chunk: bytes) -> None:
    return None


def _load_httpx() -> None:
    """Import httpx without its own command line.

    httpx 0.28 loads that with click and rich wherever another package (Gradio) brought them, which is
    more than half of its import; it goes without where click is missing.
    """
    if "httpx" in sys.modules or "click" in sys.modules:
        return
    sys.modules["click"] = None  # type: ignore[assignment]  # makes `import click` an ImportError
    try:
        importlib.import_module("httpx")
    finally:
        del sys.modules["click"]


def _new_client(insecure: bool) -> httpx.AsyncClient:
    import ssl
    from http.cookiejar import CookieJar, DefaultCookiePolicy

    import httpx

    verify: ssl.SSLContext | bool
    if insecure:
        verify = False
    else:
        import truststore  # the system's certificates, as in a browser; reads them at the first handshake

        verify = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    no_proxy: dict[str, httpx.AsyncBaseTransport | None] = {f"all://{host}": None for host in _LOOPBACK}
    return httpx.AsyncClient(
        verify=verify,
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),  # ours are kept per origin, ports included
        follow_redirects=False,
        headers={"User-Agent": f"gradioscope/{__version__}", "Accept": "*/*"},
        mounts=no_proxy,
    )


def _tls(response: httpx.Response) -> str:
    stream = response.extensions.get("network_stream")
    tls: ssl.SSLObject | None = stream.get_extra_info("ssl_object") if stream is not None else None
    return (tls.version() or "") if tls is not None else ""
