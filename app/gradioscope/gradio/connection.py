"""The way to the network, and the only module that knows httpx.

One Connection serves one person's session: it decides, request by request, which origin may see which
credential, follows no redirect to another origin, and turns what goes wrong into errors a person can
read. httpx is imported with the first request: it costs more than half of a command's start.
"""

from __future__ import annotations

import itertools
import json
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from gradioscope import __version__
from gradioscope.gradio.address import hub_url, origin_of
from gradioscope.gradio.errors import (
    BadCertificate,
    ConnectionFailed,
    ConnectionRefused,
    HostNotFound,
    NoAnswer,
    RedirectsElsewhere,
    StreamBroken,
    WrongUse,
)
from gradioscope.gradio.masking import Masker
from gradioscope.gradio.model import Json

if TYPE_CHECKING:
    import ssl

    import httpx

BODY_KEPT = 64 * 1024
"""Bytes of a body that an Exchange keeps."""

_REDIRECTS = (301, 302, 303, 307, 308)
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


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

    async def chunks(self) -> AsyncIterator[bytes]:
        """Bytes as they arrive. Raises StreamBroken when the connection ends too early."""
        import httpx

        try:
            async for chunk in self._response.aiter_bytes():
                self._record(chunk)
                yield chunk
        except (httpx.TransportError, httpx.StreamError) as error:
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
        for name, value in headers:
            if not name.isascii() or not name.strip() or any(c in name + value for c in "\r\n\0"):
                raise WrongUse(f"“{name}” cannot be sent as a header.", "", "Write it as 'Name: value', on one line.")
        self.masker = Masker()
        self._headers = tuple(headers)
        self._insecure = insecure
        self._insecure_origins: set[str] = set()
        self._timeout = timeout
        self._tokens: dict[str, str] = {}
        self._hub_token: str | None = None
        self._app_origins: set[str] = set()
        self._cookies: dict[str, dict[str, tuple[str, bool]]] = {}
        self._clients: dict[bool, httpx.AsyncClient] = {}
        self._listeners: list[Callable[[Exchange], None]] = []
        self._numbers = itertools.count(1)
        for name, value in headers:
            if name.lower() not in ("accept", "user-agent", "accept-language"):
                self.masker.learn(value, value.partition(" ")[2])

    # -- who may see what

    def use_token(self, origin: str, token: str | None) -> None:
        """The person's choice: send this Hugging Face token to that origin, or none any more."""
        if token:
            _check_token(token)
            self.masker.learn(token)
            self._tokens[origin_of(origin)] = token
        else:
            self._tokens.pop(origin_of(origin), None)

    def set_hub_token(self, token: str | None) -> None:
        """The token for the Hub itself."""
        if token:
            _check_token(token)
            self.masker.learn(token)
        self._hub_token = token

    def has_token(self, origin: str) -> bool:
        return origin_of(origin) in self._tokens

    def allow_insecure(self, origin: str) -> None:
        """Accept a certificate of this origin that cannot be checked."""
        self._insecure_origins.add(origin_of(origin))

    def trust_app(self, url: str) -> None:
        """The person named this app: their own headers may go to its origin."""
        self._app_origins.add(origin_of(url))

    def forget_login(self, url: str) -> None:
        """Drop the cookies of an origin."""
        self._cookies.pop(origin_of(url), None)

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
                body = await Stream(response, record).read()
                answer = Answer(response.status_code, response.headers, body, url, _tls(response))
            if method != "GET" or answer.status not in _REDIRECTS or "location" not in answer.headers:
                return answer
            target = urljoin(url, answer.headers["location"])
            if origin_of(target) != origin_of(url):
                raise _elsewhere(url, target)
            url = target
        raise ConnectionFailed(
            "The address redirects in a circle.", f"{url} sends from one page to the next.", "Check the address."
        )

    def stream(
        self, method: str, url: str, *, headers: Mapping[str, str] | None = None
    ) -> AbstractAsyncContextManager[Stream]:
        """An answer to be read as it comes, with no limit on how long it may be silent."""
        return self._stream(method, url, headers)

    @asynccontextmanager
    async def _stream(self, method: str, url: str, headers: Mapping[str, str] | None) -> AsyncIterator[Stream]:
        async with self._open(method, url, None, None, None, headers, None) as (response, record):
            if response.status_code in _REDIRECTS and "location" in response.headers:
                raise _elsewhere(url, urljoin(url, response.headers["location"]))
            yield Stream(response, record)

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
        import httpx

        client = self._client(url)
        try:
            request = client.build_request(
                method,
                url,
                content=content,
                data=form,
                files=files,
                headers=[*self._credentials(url), *(headers or {}).items()],
                timeout=httpx.Timeout(self._timeout, read=read_timeout, write=max(self._timeout, 60.0)),
            )
        except (httpx.InvalidURL, UnicodeError) as error:
            raise WrongUse("This is not an address.", str(error), "Check the address.") from error
        log = _Log(self, request, form, content) if self._listeners else None
        try:
            response = await client.send(request, stream=True)
        except httpx.TransportError as error:
            explained = _explain(error, url)
            if log:
                log.fail(explained)
            raise explained from error
        try:
            self._keep_cookies(url, response.headers.get_list("set-cookie"))
            if log:
                log.head(response)
            yield response, log.body if log else _ignore
        finally:
            await response.aclose()
            if log:
                log.end()

    def _client(self, url: str) -> httpx.AsyncClient:
        insecure = self._insecure or origin_of(url) in self._insecure_origins
        client = self._clients.get(insecure)
        if client is None:
            client = self._clients[insecure] = _new_client(insecure)
        return client

    def _credentials(self, url: str) -> list[tuple[str, str]]:
        origin = origin_of(url)
        sent: list[tuple[str, str]] = []
        if origin in self._app_origins:
            sent += self._headers
        token = self._tokens.get(origin)
        if token is None and self._hub_token and origin == origin_of(hub_url()):
            token = self._hub_token
        if token:
            own = any(name.lower() == "authorization" for name, _ in sent)
            # the Spaces proxy reads either; an app's own Authorization stays free for the app
            sent.append(("x-hf-authorization" if own else "Authorization", f"Bearer {token}"))
        https = url.startswith("https:")
        cookies = [
            f"{name}={value}" for name, (value, secure) in self._cookies.get(origin, {}).items() if https or not secure
        ]
        if cookies:
            sent.append(("Cookie", "; ".join(cookies)))
        return sent

    def _keep_cookies(self, url: str, lines: Sequence[str]) -> None:
        """Cookies of an origin stay with that very origin, whatever Domain or Path they ask for."""
        for line in lines:
            try:
                parsed = SimpleCookie(line)
            except CookieError:
                continue
            jar = self._cookies.setdefault(origin_of(url), {})
            for name, morsel in parsed.items():
                if morsel["max-age"] == "0" or (not morsel.value and morsel["expires"]):
                    jar.pop(name, None)
                else:
                    jar[name] = (morsel.coded_value, bool(morsel["secure"]))
                    if name.startswith("access-token"):
                        self.masker.learn(morsel.value)

    def _report(self, exchange: Exchange) -> None:
        for listener in self._listeners:
            listener(exchange)

    async def aclose(self) -> None:
        """Close every connection."""
        clients, self._clients = list(self._clients.values()), {}
        for client in clients:
            await client.aclose()


class _Log:
    """Makes the Exchange of one request."""

    def __init__(
        self, connection: Connection, request: httpx.Request, form: Mapping[str, str] | None, content: bytes | None
    ) -> None:
        self._connection = connection
        self._number = next(connection._numbers)
        self._request = request
        masker = connection.masker
        if form is not None:
            body = "&".join(f"{name}={'••••••' if 'pass' in name else value}" for name, value in form.items())
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

    def end(self) -> None:
        self._send(finished=True)

    def fail(self, error: Exception) -> None:
        self._send(finished=True, error=str(error))

    def _send(self, *, finished: bool, error: str = "") -> None:
        masker = self._connection.masker
        response = self._response
        kind = response.headers.get("content-type", "") if response else ""
        textual = not kind or any(word in kind for word in ("text", "json", "xml", "javascript", "event-stream"))
        kept = self._kept.decode("utf-8", "replace") if textual else f"({kind}, not shown)" if self._kept else ""
        self._connection._report(
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


def _ignore(_chunk: bytes) -> None:
    return None


def _check_token(token: str) -> None:
    if not token.isascii() or not token.isprintable() or " " in token:
        raise WrongUse(
            "This cannot be a Hugging Face token.",
            "A token is one word of plain letters, digits and signs.",
            "Copy it again from the Hub's settings.",
        )


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


def _elsewhere(url: str, target: str) -> RedirectsElsewhere:
    return RedirectsElsewhere(
        f"The address sends to another one: {origin_of(target)}.",
        f"{urlsplit(url).netloc} redirects there, and what you send would go to somebody else unasked.",
        "Connect to that address if it is the one you want.",
        target=target,
    )


def _chain(error: BaseException) -> list[BaseException]:
    """An error with all that caused it, groups opened."""
    found: list[BaseException] = []
    waiting: list[BaseException | None] = [error]
    while waiting:
        item = waiting.pop()
        if item is None or item in found:
            continue
        found.append(item)
        waiting += [item.__cause__, item.__context__]
        if isinstance(item, BaseExceptionGroup):
            waiting += item.exceptions
    return found


def _explain(error: Exception, url: str) -> ConnectionFailed:
    """The error of the transport in a person's words."""
    import socket
    import ssl

    import httpx

    parts = urlsplit(url)
    host = parts.hostname or ""
    causes = _chain(error)
    details = "; ".join(dict.fromkeys(str(cause) for cause in causes if str(cause)))
    for cause in causes:
        if isinstance(cause, socket.gaierror):
            return HostNotFound(
                f"There is no host named {host}.",
                "The name could not be resolved: it is misspelt, has expired, or this computer is offline.",
                "Check the address and the network.",
                details=details,
            )
        if isinstance(cause, ssl.SSLCertVerificationError):
            return BadCertificate(
                f"The certificate of {host} cannot be trusted.",
                f"{cause.verify_message or 'It could not be verified'}. Somebody may be listening in between.",
                "If the app is your own and you expect this, allow it for this host (--insecure).",
                details=details,
            )
        if isinstance(cause, ssl.SSLError):
            return BadCertificate(
                f"No secure connection to {host} could be made.",
                "It does not speak TLS the way https asks for.",
                f"If the app is served without TLS, use http://{parts.netloc}.",
                details=details,
                target=f"http://{parts.netloc}{parts.path}",
            )
        if isinstance(cause, ConnectionRefusedError):
            return ConnectionRefused(
                f"Nothing answers at {parts.netloc}.",
                "The connection was refused: the app is not running, or on another port.",
                "Start the app, and compare the port with what it prints.",
                details=details,
            )
    if isinstance(error, httpx.TimeoutException):
        return NoAnswer(
            f"{host} does not answer.",
            "The time for an answer ran out.",
            "Try again; if the app is starting, give it a minute.",
            details=details,
        )
    return ConnectionFailed(
        f"The connection to {parts.netloc} failed.",
        details or type(error).__name__,
        "Check the address and the network, then try again.",
        details=details,
    )
