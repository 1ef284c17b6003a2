"""What else a request can have, in every shell: an address as a file, a token for the app, a chat's second turn."""

from __future__ import annotations

import functools
import http.server
import json
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.servers import NEWEST

from gradioscope.gradio.model import file_data
from gradioscope.request.draft import Access
from gradioscope.snippets import render


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def address_of(tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """`address_of(name)` -> where a file of that name can be fetched."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield lambda name: f"http://127.0.0.1:{server.server_port}/{name}"
    server.shutdown()
    server.server_close()


def test_an_address_as_a_file(shell, serve, draft, every_gradio, address_of, tmp_path):
    """Newer ones refuse a host of this machine, which shows that the address arrived, too."""
    (tmp_path / "it's a&b.txt").write_text("hello")
    url = file_data(address_of("it's%20a&b.txt"))
    ran = shell.run(render(shell.target, draft(serve("echo", every_gradio), "echo_file", {"file": url})))
    if every_gradio == "4.44":
        assert ran.data[0]["size"] == 5
    else:
        assert ran.status != 0
        assert "Hostname 127.0.0.1 failed validation" in ran.output or every_gradio != NEWEST


def test_a_token_for_the_app_s_code(shell, serve, draft):
    call = draft(serve("hub_token"), "needs", {"word": "a"}, access=Access(token=True))
    snippet = render(shell.target, call)
    assert shell.run(snippet, HF_TOKEN="hf_abcDEF0123456").data == ["a: hf_… (16)"]
    assert shell.run(snippet).status != 0


def test_the_second_turn_of_a_chat(shell, serve, app_at, draft, every_gradio):
    url = serve("chat", every_gradio)
    name = "reply" if every_gradio == NEWEST else "chat"
    call = draft(url, name, {"message": "it's me"}, session_hash=f"{shell.name} & co")
    snippet = render(shell.target, call)
    assert "after 0 earlier messages" in json.dumps(shell.run(snippet).data)
    # 4.44 keeps a turn as one
    earlier = 1 if every_gradio == "4.44" else 2
    assert f"after {earlier} earlier messages" in json.dumps(shell.run(snippet).data)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A self-signed certificate of localhost, its key in the same file."""
    made = tmp_path_factory.mktemp("certificate") / "both.pem"
    kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    command = [
        "openssl",
        "req",
        *kind,
        "-subj",
        "/CN=localhost",
        "-keyout",
        str(made.with_name("key.pem")),
        "-out",
        str(made),
    ]
    subprocess.run(command, check=True, capture_output=True)
    made.write_bytes(made.read_bytes() + made.with_name("key.pem").read_bytes())
    return made


@pytest.fixture
def encrypted(certificate: Path) -> Iterator[Callable[[str], str]]:
    """`encrypted(url)` -> the address at which the server there is behind TLS."""
    listening: list[socket.socket] = []

    def pump(source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                target.sendall(data)
        with suppress(OSError):
            target.shutdown(socket.SHUT_WR)

    def serve_one(client: socket.socket, context: ssl.SSLContext, port: int) -> None:
        server = socket.create_connection(("127.0.0.1", port))
        with suppress(OSError), server, context.wrap_socket(client, server_side=True) as secure:
            back = threading.Thread(target=pump, args=(server, secure), daemon=True)
            back.start()
            pump(secure, server)
            back.join(10)

    def encrypted(url: str) -> str:
        port = urlsplit(url).port
        assert port
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        own = socket.create_server(("127.0.0.1", 0))
        listening.append(own)

        def accept() -> None:
            with suppress(OSError):
                while True:
                    client, _ = own.accept()
                    threading.Thread(target=serve_one, args=(client, context, port), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        return f"https://localhost:{own.getsockname()[1]}"

    yield encrypted
    for own in listening:
        own.shutdown(socket.SHUT_RDWR)
        own.close()


def test_a_certificate_of_its_own(shell, serve, draft, encrypted):
    call = draft(serve("behaviour"), "plain", {"text": "x"}, access=Access(insecure=True))
    call = replace(call, app=replace(call.app, url=encrypted(call.app.url)))
    assert shell.run(render(shell.target, call)).data == ["X"]
    refused = shell.run(render(shell.target, replace(call, access=Access())))
    assert refused.status != 0
    assert "curl: (60)" in refused.errors
