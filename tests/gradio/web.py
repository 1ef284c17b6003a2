"""A small web server that does what a test says and remembers all it was sent."""

from __future__ import annotations

import json
import ssl
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Request:
    """What a server was sent. Header names are in lower case."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Reply:
    """What a server answers. A `body` that is no bytes is sent as JSON."""

    status: int = 200
    body: Any = b""
    headers: tuple[tuple[str, str], ...] = ()
    hang: bool = False
    """Say nothing more after the head, or nothing at all where the status is 0."""


@dataclass
class Web:
    """A server on a loopback port. `answer` may be changed while it runs."""

    url: str
    answer: Callable[[Request], Reply]
    received: list[Request] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)
    server: ThreadingHTTPServer | None = None

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    def stop(self) -> None:
        self.closing.set()
        if self.server:
            self.server.shutdown()
            self.server.server_close()
            self.server = None

    def paths(self) -> list[str]:
        return [f"{request.method} {request.path}" for request in self.received]

    def sent(self, header: str) -> list[str]:
        """Every value that this header ever came with."""
        return [request.headers[header] for request in self.received if header in request.headers]

    def holds(self, secret: str) -> bool:
        """Whether the text came in anything that the server was sent."""
        return any(secret in f"{r.path} {r.headers} {r.body.decode('utf-8', 'replace')}" for r in self.received)


def not_found(request: Request) -> Reply:
    """What FastAPI says."""
    return Reply(404, {"detail": "Not Found"})


def forward(upstream: Callable[[], str], **headers: str) -> Callable[[Request], Reply]:
    """A reverse proxy in front of `upstream()`. `headers` are added, `_` for `-`."""
    added = {name.replace("_", "-"): value for name, value in headers.items()}

    class NoRedirect(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_: Any) -> None:
            return None

    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), NoRedirect)

    def answer(request: Request) -> Reply:
        kept = {k: v for k, v in request.headers.items() if k in ("content-type", "cookie", "authorization")}
        body = request.body if request.method == "POST" else None
        sent = urllib.request.Request(upstream() + request.path, body, kept | added, method=request.method)
        try:
            found = opener.open(sent, timeout=30)
        except urllib.error.HTTPError as error:
            found = error
        with found:
            back = [(k, v) for k, v in found.headers.items() if k.lower() in ("content-type", "set-cookie", "location")]
            return Reply(found.status, found.read(), tuple(back))

    return answer


def _handler(web: Web) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def serve(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            headers = {name.lower(): value for name, value in self.headers.items()}
            request = Request(self.command, self.path, headers, self.rfile.read(length))
            web.received.append(request)
            reply = web.answer(request)
            body = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body).encode()
            if reply.status:
                self.send_response(reply.status)
                given = {name.lower() for name, _ in reply.headers}
                if "content-type" not in given:
                    kind = "application/octet-stream" if isinstance(reply.body, bytes) else "application/json"
                    self.send_header("Content-Type", kind)
                for name, value in reply.headers:
                    self.send_header(name, value)
                if "content-length" not in given and not reply.hang:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
                self.wfile.flush()
            if reply.hang:
                web.closing.wait(60)
                self.close_connection = True
            if "content-length" in {name.lower() for name, _ in reply.headers}:
                self.close_connection = True  # a length of the test's own may be a lie

        do_GET = do_POST = do_PUT = do_HEAD = serve

        def log_message(self, *arguments: Any) -> None:
            pass

    return Handler


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *arguments: Any) -> None:
        pass  # clients that leave in the middle are what some tests are about


def start(answer: Callable[[Request], Reply], host: str, certificate: Path | None, port: int) -> Web:
    """A server that runs from now on, until its `stop`."""
    made = Web("", answer)
    server = _Server(("127.0.0.1", port), _handler(made))
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    made.url = f"{'https' if certificate else 'http'}://{host}:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    made.server = server
    return made
