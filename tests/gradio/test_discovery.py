"""From what a person typed to an App, on live servers and in front of everything else that may answer."""

from __future__ import annotations

import json
import socketserver
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.gradio.web import Reply, Request, Web, forward, not_found
from tests.servers import free_port

from gradioscope.gradio.call import Call
from gradioscope.gradio.connection import Connection
from gradioscope.gradio.discovery import Step, connect
from gradioscope.gradio.errors import (
    BadCertificate,
    ConnectionFailed,
    ConnectionRefused,
    GradioscopeError,
    HostNotFound,
    LoginNeeded,
    NoAnswer,
    NotGradio,
    RedirectsElsewhere,
    TooOld,
    WrongPath,
    WrongUse,
)

pytestmark = pytest.mark.anyio
HTML = b"<!doctype html><html><body>anything</body></html>"
CONFIG: dict[str, Any] = {
    "version": "6.31.0",
    "api_prefix": "/gradio_api",
    "title": "Small",
    "components": [{"id": 1, "type": "textbox", "props": {"label": "Text", "value": "seed"}}],
    "dependencies": [{"id": 0, "api_name": "echo", "inputs": [1], "outputs": [1], "backend_fn": True}],
}
INFO: dict[str, Any] = {
    "named_endpoints": {
        "/echo": {
            "parameters": [
                {"label": "Text", "parameter_name": "text", "parameter_has_default": False, "component": "Textbox"}
            ],
            "returns": [{"label": "Text", "component": "Textbox"}],
        }
    }
}


def gradio(config: Any = CONFIG, info: Any = INFO, path: str = "") -> Callable[[Request], Reply]:
    """The answers of an app at this path."""
    answers = {f"{path}/config": config, f"{path}/gradio_api/info": info}

    def answer(request: Request) -> Reply:
        found = answers.get(request.path)
        return found if isinstance(found, Reply) else Reply(200, found) if found else not_found(request)

    return answer


async def steps_of(connection: Connection, address: str) -> tuple[list[tuple[str, str]], Any]:
    """Every step's name and how it ended, and the app or the error."""
    seen: list[Step] = []
    try:
        result: Any = await connect(connection, address, seen.append)
    except GradioscopeError as error:
        result = error
    return [(step.name, step.state) for step in seen if step.state != "running"], result


# -- live apps


async def test_an_app_at_its_root(serve: Callable[..., str], every_gradio: str, connection: Connection) -> None:
    url = serve("echo", every_gradio)
    steps, app = await steps_of(connection, f" {url}/?__theme=dark#x ")
    assert app.url == url
    assert app.version.startswith(every_gradio)
    assert app.title == "Echo"
    assert app.api_prefix == ("" if every_gradio.startswith("4") else "/gradio_api")
    assert app.app_id.isdigit()
    assert app.space_id is None
    assert app.endpoint("echo_text") is app.endpoint("/echo_text") is not None
    assert steps == [("address", "ok"), ("name", "ok"), ("http", "ok"), ("config", "ok"), ("info", "ok")]


@pytest.mark.parametrize("path", ["/sub", "/sub/", "/sub/page", "/sub/?x=1", "/sub/gradio_api/info"])
async def test_a_mounted_app_by_any_address_under_it(
    serve: Callable[..., str], every_gradio: str, connection: Connection, path: str
) -> None:
    url = serve("mounted", every_gradio)
    app = await connect(connection, url + path)
    assert app.url == f"{url}/sub"
    assert app.endpoint("/upper")


async def test_the_host_of_a_mounted_app_is_a_wrong_path(
    serve: Callable[..., str], every_gradio: str, connection: Connection
) -> None:
    url = serve("mounted", every_gradio)
    steps, error = await steps_of(connection, url)
    assert type(error) is WrongPath
    assert "another one" in error.explanation.why
    assert steps[-1] == ("config", "failed")


async def test_an_app_behind_a_proxy_that_lies_about_its_host(
    serve: Callable[..., str], every_gradio: str, connection: Connection, web: Callable[..., Web]
) -> None:
    """`config.root` then names a host nobody can reach; what answered is what counts."""
    upstream = serve("mounted", every_gradio)
    proxy = web(forward(lambda: upstream, X_Forwarded_Host="internal.invalid", X_Forwarded_Proto="https"))
    app = await connect(connection, f"{proxy.url}/sub")
    assert app.url == f"{proxy.url}/sub"
    endpoint = app.endpoint("/upper")
    assert endpoint
    events = [event async for event in Call(connection, app, endpoint, ["abc"]).events()]
    assert events[-1].as_json()["data"] == ["ABC"]


async def test_an_app_with_a_login_asks_for_it(
    serve: Callable[..., str], every_gradio: str, connection: Connection
) -> None:
    url = serve("auth", every_gradio)
    steps, error = await steps_of(connection, url)
    assert type(error) is LoginNeeded
    assert error.url == url
    assert steps[-1] == ("config", "failed")
    if not every_gradio.startswith("4"):
        assert error.auth_message == "Ask the owner for a password", "without its HTML"


async def test_a_mounted_app_with_a_login_names_its_own_base(
    serve: Callable[..., str], every_gradio: str, connection: Connection
) -> None:
    url = serve("mounted", every_gradio)
    with pytest.raises(LoginNeeded) as needed:
        await connect(connection, f"{url}/locked/")
    assert needed.value.url == f"{url}/locked"


# -- what is no app


@pytest.mark.parametrize(
    ("reply", "kind", "says"),
    [
        (Reply(404, {"detail": "Not Found"}), WrongPath, "There is no Gradio app at"),
        (Reply(200, HTML, (("Content-Type", "text/html"),)), NotGradio, "is not a Gradio app"),
        (Reply(200, HTML), NotGradio, "is not a Gradio app"),
        (Reply(200, {"version": "1.0", "ok": True}), NotGradio, "is not a Gradio app"),
        (Reply(200, [1, 2]), NotGradio, "is not a Gradio app"),
        (Reply(200, b'{"version": '), NotGradio, "is not a Gradio app"),
        (Reply(204), NotGradio, "is not a Gradio app"),
        (Reply(401, b"", (("WWW-Authenticate", "Basic"),)), NotGradio, "wants to know who asks"),
        (Reply(403, HTML), NotGradio, "wants to know who asks"),
        (Reply(500, b"Internal Server Error"), NotGradio, "error of its own (500)"),
        (Reply(503, HTML), NotGradio, "error of its own (503)"),
        (Reply(200, CONFIG | {"version": "2.9.4"}), TooOld, "2.9.4"),
        (Reply(200, CONFIG | {"dependencies": [{"api_name": "x", "inputs": 5}]}), NotGradio, "cannot be read"),
    ],
)
async def test_what_answers_but_cannot_be_called(
    web: Callable[..., Web], connection: Connection, reply: Reply, kind: type[GradioscopeError], says: str
) -> None:
    _, error = await steps_of(connection, web(lambda _: reply).url)
    assert type(error) is kind
    assert says in error.explanation.what
    assert error.explanation.do
    assert error.exit_code == 3


async def test_420_is_new_enough(web: Callable[..., Web], connection: Connection) -> None:
    server = web(gradio(CONFIG | {"version": "4.20.0"}))
    assert (await connect(connection, server.url)).version == "4.20.0"


async def test_a_config_that_is_only_in_the_page(web: Callable[..., Web], connection: Connection) -> None:
    page = f"<html><script>window.gradio_config = {json.dumps(CONFIG)};</script></html>".encode()
    answers = {"/": Reply(200, page), "/gradio_api/info": Reply(200, INFO)}
    server = web(lambda request: answers.get(request.path, not_found(request)))
    assert (await connect(connection, server.url)).endpoint("/echo")


@pytest.mark.parametrize("info", [Reply(500, b"Internal Server Error"), Reply(200, HTML), Reply(200, {"x": 1})])
async def test_without_a_usable_info_the_endpoints_come_from_the_config(
    web: Callable[..., Web], connection: Connection, info: Reply
) -> None:
    steps, app = await steps_of(connection, web(gradio(info=info)).url)
    assert steps[-1] == ("info", "failed")
    (endpoint,) = app.endpoints
    assert endpoint.name == "/echo"
    assert [(p.label, p.component, p.kind, p.default) for p in endpoint.parameters] == [
        ("Text", "textbox", "text", "seed")
    ]
    assert [r.label for r in endpoint.returns] == ["Text"]


async def test_no_info_and_no_named_function_is_no_app_to_call(web: Callable[..., Web], connection: Connection) -> None:
    server = web(gradio(CONFIG | {"dependencies": []}, Reply(500)))
    with pytest.raises(NotGradio, match="does not describe its endpoints"):
        await connect(connection, server.url)


# -- redirects


async def test_a_redirect_within_the_origin_is_followed(web: Callable[..., Web], connection: Connection) -> None:
    inner = gradio(path="/pre")

    def answer(request: Request) -> Reply:
        return Reply(307, headers=(("Location", "/pre/config"),)) if request.path == "/config" else inner(request)

    server = web(answer)
    assert (await connect(connection, server.url)).url == f"{server.url}/pre"


async def test_a_redirect_to_another_origin_is_shown_not_followed(
    web: Callable[..., Web], connection: Connection
) -> None:
    other = web(gradio())
    server = web(lambda _: Reply(302, headers=(("Location", f"{other.url}/config"),)))
    steps, error = await steps_of(connection, server.url)
    assert type(error) is RedirectsElsewhere
    assert error.explanation.action == "connect_to"
    assert error.explanation.target.startswith(other.url)
    assert steps[-1] == ("http", "failed")
    assert other.received == []


@pytest.mark.parametrize("location", ["http://[", "http://host:99999/", "http://"])
async def test_a_redirect_to_nonsense(web: Callable[..., Web], connection: Connection, location: str) -> None:
    with pytest.raises(ConnectionFailed):
        await connect(connection, web(lambda _: Reply(302, headers=(("Location", location),))).url)


async def test_a_redirect_in_a_circle(web: Callable[..., Web], connection: Connection) -> None:
    with pytest.raises(ConnectionFailed, match="circle"):
        await connect(connection, web(lambda r: Reply(302, headers=(("Location", r.path),))).url)


# -- no answer at all


async def test_a_port_where_nothing_listens(connection: Connection) -> None:
    steps, error = await steps_of(connection, f"http://127.0.0.1:{free_port()}/a/b")
    assert type(error) is ConnectionRefused
    assert steps == [("address", "ok"), ("name", "ok"), ("http", "failed")], "and not again for each path"


async def test_a_host_that_does_not_exist(connection: Connection) -> None:
    steps, error = await steps_of(connection, "http://no-such-host.invalid")
    assert type(error) is HostNotFound
    assert "no-such-host.invalid" in error.explanation.what
    assert ("name", "failed") in steps


async def test_a_host_that_takes_the_connection_and_says_nothing(web: Callable[..., Web]) -> None:
    connection = Connection(timeout=0.3)
    steps, error = await steps_of(connection, web(lambda _: Reply(0, hang=True)).url)
    await connection.aclose()
    assert type(error) is NoAnswer
    assert steps[-1] == ("http", "failed")


async def test_an_answer_that_stops_in_the_middle(web: Callable[..., Web]) -> None:
    connection = Connection(timeout=0.3)
    hangs = web(lambda _: Reply(200, b'{"ver', (("Content-Length", "1000"),), hang=True))
    with pytest.raises(NoAnswer):
        await connect(connection, hangs.url)
    ends = web(lambda _: Reply(200, b'{"ver', (("Content-Length", "1000"),)))
    steps, error = await steps_of(connection, ends.url)
    await connection.aclose()
    assert type(error) is ConnectionFailed
    assert steps[-1] == ("http", "failed")


async def test_something_that_does_not_speak_http(connection: Connection, tmp_path: Path) -> None:
    class Babble(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.recv(100)
            self.request.sendall(b"220 ready for mail\r\n")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Babble) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        _, error = await steps_of(connection, f"http://127.0.0.1:{server.server_address[1]}")
        server.shutdown()
    assert type(error) is ConnectionFailed


# -- TLS


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A self-signed certificate of localhost, its key in the same file."""
    folder = tmp_path_factory.mktemp("tls")
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    made = [folder / "key.pem", folder / "certificate.pem"]
    command = ["openssl", "req", *kind, *subject, "-keyout", str(made[0]), "-out", str(made[1])]
    subprocess.run(command, check=True, capture_output=True)
    both = folder / "both.pem"
    both.write_bytes(b"".join(path.read_bytes() for path in made))
    return both


async def test_a_certificate_that_nobody_vouches_for(
    web: Callable[..., Web], connection: Connection, certificate: Path
) -> None:
    server = web(gradio(), "localhost", certificate)
    steps, error = await steps_of(connection, server.url)
    assert type(error) is BadCertificate
    assert "localhost" in error.explanation.what
    assert steps[-1] == ("tls", "failed")
    assert server.received == []


async def test_a_certificate_that_the_person_allowed(
    web: Callable[..., Web], connection: Connection, certificate: Path
) -> None:
    server, other = web(gradio(), "localhost", certificate), web(gradio(), "localhost", certificate)
    connection.allow_insecure(server.url)
    steps, app = await steps_of(connection, server.url)
    assert app.url == server.url
    assert [name for name, _ in steps] == ["address", "name", "tls", "http", "config", "info"]
    assert ("tls", "ok") in steps
    with pytest.raises(BadCertificate):
        await connect(connection, other.url)


async def test_all_certificates_allowed_for_one_session(web: Callable[..., Web], certificate: Path) -> None:
    connection = Connection(insecure=True)
    assert (await connect(connection, web(gradio(), "localhost", certificate).url)).title == "Small"
    await connection.aclose()


async def test_https_where_only_http_is_spoken(web: Callable[..., Web], connection: Connection) -> None:
    server = web(gradio())
    steps, error = await steps_of(connection, server.url.replace("http:", "https:"))
    assert type(error) is BadCertificate
    assert server.url in error.explanation.do
    assert steps[-1] == ("tls", "failed")


async def test_a_host_without_a_scheme_is_found_by_the_one_that_answers(
    web: Callable[..., Web], connection: Connection, certificate: Path
) -> None:
    server = web(gradio(), "localhost", certificate)
    connection.allow_insecure(server.url)
    assert (await connect(connection, f"localhost:{server.port}")).url == server.url
    plain = web(gradio())
    assert (await connect(connection, f"127.0.0.1:{plain.port}")).url == plain.url


async def test_a_text_that_is_no_address_sends_nothing(connection: Connection) -> None:
    steps, error = await steps_of(connection, "hello there")
    assert type(error) is WrongUse
    assert steps == [("address", "failed")]
