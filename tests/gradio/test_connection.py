"""Who may see what: servers that record everything they were sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.gradio.client import Client
from tests.gradio.web import Reply, Request, Web

from gradioscope.gradio.address import origin_of
from gradioscope.gradio.connection import Connection, Exchange
from gradioscope.gradio.discovery import connect
from gradioscope.gradio.errors import (
    CallRefused,
    ConnectionFailed,
    GradioscopeError,
    RedirectsElsewhere,
    WrongUse,
)
from gradioscope.gradio.login import login
from gradioscope.gradio.masking import MASK
from gradioscope.gradio.model import App, Endpoint

pytestmark = pytest.mark.anyio
TOKEN = "hf_thetokenoftheperson"
OWN = "own-header-secret"
COOKIE = "cookie-of-the-login"


def cookie_then(reply: Reply) -> Callable[[Request], Reply]:
    """Sets a login cookie at /login, and answers everything else with the reply."""

    def answer(request: Request) -> Reply:
        if request.path.endswith("/login"):
            return Reply(
                200, {"success": True}, (("Set-Cookie", f"access-token-unsecure-x={COOKIE}; HttpOnly; Path=/"),)
            )
        return reply

    return answer


async def refused(connection: Connection, method: str, url: str, content: bytes | None = None) -> None:
    with pytest.raises(RedirectsElsewhere):
        await connection.request(method, url, content=content)


# -- tokens


async def test_a_token_goes_to_the_chosen_origin_alone(web: Callable[..., Web], connection: Connection) -> None:
    chosen, other = web(), web()
    connection.use_token(chosen.url, TOKEN)
    for server in (chosen, other):
        await connection.request("GET", f"{server.url}/config")
        await connection.request("GET", f"http://localhost:{server.port}/config")
    assert chosen.sent("authorization") == [f"Bearer {TOKEN}"], "localhost is another origin than 127.0.0.1"
    assert not other.holds(TOKEN)
    connection.use_token(chosen.url, None)
    await connection.request("GET", f"{chosen.url}/config")
    assert len(chosen.sent("authorization")) == 1


async def test_the_hubs_token_goes_to_the_hub_alone(
    web: Callable[..., Web], connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub, app = web(), web()
    monkeypatch.setenv("HF_ENDPOINT", hub.url)
    connection.set_hub_token(TOKEN)
    for server in (hub, app):
        await connection.request("GET", f"{server.url}/api/spaces/a/b/host")
    assert hub.sent("authorization") == [f"Bearer {TOKEN}"]
    assert not app.holds(TOKEN)


async def test_a_token_leaves_an_apps_own_authorization_free(web: Callable[..., Web]) -> None:
    connection = Connection(headers=[("Authorization", f"Basic {OWN}")])
    server = web()
    connection.trust_app(server.url)
    connection.use_token(server.url, TOKEN)
    await connection.request("GET", server.url)
    await connection.aclose()
    assert server.sent("authorization") == [f"Basic {OWN}"]
    assert server.sent("x-hf-authorization") == [f"Bearer {TOKEN}"]


async def test_each_task_sends_its_own_headers(web: Callable[..., Web]) -> None:
    """Requests of several tabs share the connection, and not what one of them adds."""
    import asyncio

    connection = Connection()
    server, other = web(), web()
    connection.trust_app(server.url)

    async def ask(value: str) -> None:
        connection.use_headers([("X-Team", value)])
        await connection.request("GET", server.url)
        await connection.request("GET", other.url)

    await asyncio.gather(asyncio.create_task(ask("blue")), asyncio.create_task(ask("red")))
    await connection.request("GET", server.url)
    await connection.aclose()
    assert sorted(server.sent("x-team")) == ["blue", "red"]
    assert other.sent("x-team") == []
    with pytest.raises(WrongUse):
        connection.use_headers([("X-Team", "two\r\nlines")])


@pytest.mark.parametrize("token", ["two words", "line\nbreak", "naïve", "tab\tbed"])
def test_what_cannot_be_a_token_is_refused_without_repeating_it(token: str) -> None:
    for use in (Connection().set_hub_token, lambda t: Connection().use_token("http://a", t)):
        with pytest.raises(WrongUse) as wrong:
            use(token)
        assert token not in str(wrong.value)


# -- the person's own headers


async def test_own_headers_go_to_the_app_that_was_named_alone(
    web: Callable[..., Web], monkeypatch: pytest.MonkeyPatch
) -> None:
    named, other, hub = web(), web(), web()
    monkeypatch.setenv("HF_ENDPOINT", hub.url)
    connection = Connection(headers=[("X-Key", OWN)])
    for address in (named.url, "user/space"):
        with pytest.raises(GradioscopeError):
            await connect(connection, address)
    await connection.request("GET", other.url)
    await connection.aclose()
    assert set(named.sent("x-key")) == {OWN}
    assert hub.received
    assert not hub.holds(OWN)
    assert not other.holds(OWN)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-A", "b\r\nX-Evil: 1"),
        ("X-A", "b\n"),
        ("X-A\r\nX-Evil", "1"),
        ("X-A", "nul\0"),
        ("X-A", "é"),
        ("", "1"),
        ("two words", "1"),
        ("X-A:", "1"),
    ],
)
def test_a_header_that_would_be_another_one_is_refused(name: str, value: str) -> None:
    with pytest.raises(WrongUse):
        Connection(headers=[(name, value)])


# -- redirects


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_nothing_follows_a_redirect_to_another_origin(web: Callable[..., Web], status: int, host: str) -> None:
    """Another port is another origin, and so is another name of the same computer."""
    other = web(host=host)
    server = web(cookie_then(Reply(status, headers=(("Location", f"{other.url}/stolen"),))))
    connection = Connection(headers=[("X-Key", OWN)])
    connection.trust_app(server.url)
    connection.use_token(server.url, TOKEN)
    await login(connection, server.url, "alice", "wonder")
    await refused(connection, "GET", f"{server.url}/config")
    with pytest.raises(RedirectsElsewhere):
        async with connection.stream(f"{server.url}/queue/data"):
            pass
    posted = await connection.request("POST", f"{server.url}/call/x", content=b"the body")
    await connection.aclose()
    assert posted.status == status
    assert other.received == []
    assert server.sent("x-key"), "the one that was chosen did get them"


async def test_a_redirected_call_says_so(web: Callable[..., Web], connection: Connection) -> None:
    other = web()
    server = web(lambda _: Reply(307, headers=(("Location", f"{other.url}/call/x"),)))
    endpoint = Endpoint("/x", "", (), (), 0)
    client = Client(connection, App(server.url, "", "", "6.31.0", (endpoint,)))
    with pytest.raises(CallRefused) as wrong:
        await client.run("/x")
    assert "another address" in wrong.value.explanation.what
    assert wrong.value.explanation.action == "reconnect"
    assert other.received == []


@pytest.mark.parametrize("secret", ["token", "header", "cookie"])
async def test_a_redirect_to_https_is_not_followed_with_anything_in_hand(
    web: Callable[..., Web], monkeypatch: pytest.MonkeyPatch, secret: str
) -> None:
    server = web(cookie_then(Reply(301, headers=(("Location", "https://127.0.0.1/config"),))))
    connection = Connection(headers=[("X-Key", OWN)] if secret == "header" else [])
    if secret == "token":
        connection.use_token(server.url, TOKEN)
    elif secret == "cookie":
        await login(connection, server.url, "alice", "wonder")
    with pytest.raises(RedirectsElsewhere) as elsewhere:
        await connect(connection, server.url)
    await connection.aclose()
    assert elsewhere.value.explanation.target == "https://127.0.0.1/config"


async def test_a_redirect_to_https_is_followed_with_empty_hands(
    web: Callable[..., Web], connection: Connection
) -> None:
    headers = (("Location", "https://127.0.0.1/config"), ("Set-Cookie", "balancer=1"))
    tried: list[str] = []
    with pytest.raises(GradioscopeError):
        await connect(
            connection,
            web(lambda _: Reply(301, headers=headers)).url,
            lambda step: tried.append(f"{step.name} {step.detail}"),
        )
    assert "tls https://127.0.0.1" in tried


async def test_a_host_without_a_scheme_gets_no_header_in_the_clear(
    web: Callable[..., Web], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Public hosts are tried by https first: somebody who only blocks that must not get the headers by http."""
    server = web()
    monkeypatch.setattr("gradioscope.gradio.address._schemes", lambda _: ["https", "http"])
    connection = Connection(headers=[("X-Key", OWN)])
    with pytest.raises(GradioscopeError):
        await connect(connection, f"127.0.0.1:{server.port}")
    await connection.aclose()
    assert server.paths(), "http was tried"
    assert not server.holds(OWN)


# -- cookies


async def test_cookies_stay_with_their_origin_ports_included(web: Callable[..., Web], connection: Connection) -> None:
    server, other = web(cookie_then(Reply(200))), web()
    await login(connection, server.url, "alice", "wonder")
    for url in (server.url, other.url, f"http://localhost:{server.port}"):
        await connection.request("GET", f"{url}/x")
    assert server.sent("cookie") == [f"access-token-unsecure-x={COOKIE}"]
    assert other.sent("cookie") == []
    connection.forget_login(server.url)
    await connection.request("GET", f"{server.url}/x")
    assert len(server.sent("cookie")) == 1


async def test_a_cookie_for_a_whole_domain_stays_with_its_origin(
    web: Callable[..., Web], connection: Connection
) -> None:
    server = web(lambda _: Reply(200, headers=(("Set-Cookie", "a=1; Domain=localhost; Path=/"),)), "localhost")
    other = web(host="localhost")
    await connection.request("GET", server.url)
    await connection.request("GET", other.url)
    assert other.sent("cookie") == []


async def test_secure_cookies_are_not_sent_in_the_clear_and_removed_ones_not_at_all(
    web: Callable[..., Web], connection: Connection
) -> None:
    lines = ["a=1; Secure; HttpOnly", "b=2; HttpOnly", "c=3", "d=4; SameSite=none"]
    server = web(lambda _: Reply(200, headers=tuple(("Set-Cookie", line) for line in lines)))
    await connection.request("GET", server.url)
    lines[:] = ["c=; expires=Thu, 01 Jan 1970 00:00:00 GMT", 'd=""; Max-Age=0', "broken cookie;;=,"]
    await connection.request("GET", server.url)
    await connection.request("GET", server.url)
    assert server.sent("cookie") == ["b=2; c=3; d=4", "b=2"]


# -- what is shown


async def test_an_exchange_is_reported_at_its_head_and_at_its_end(
    web: Callable[..., Web], connection: Connection
) -> None:
    seen: list[Exchange] = []
    connection.watch(seen.append)
    server = web(lambda _: Reply(200, {"a": 1}))
    await connection.request("POST", f"{server.url}/x?y=1", content=b'{"data": []}')
    await connection.request("GET", f"{server.url}/z")
    assert [(e.number, e.method, e.finished) for e in seen] == [
        (1, "POST", False),
        (1, "POST", True),
        (2, "GET", False),
        (2, "GET", True),
    ]
    last = seen[1]
    assert (last.url, last.status, last.request_body) == (f"{server.url}/x?y=1", 200, '{"data": []}')
    assert last.response_body == '{"a": 1}'
    assert last.size == len('{"a": 1}')
    assert last.seconds >= seen[0].seconds
    assert not last.error


async def test_an_exchange_without_an_answer_says_why(web: Callable[..., Web]) -> None:
    connection = Connection(timeout=1)
    seen: list[Exchange] = []
    connection.watch(seen.append)
    for reply in (Reply(0, hang=True), Reply(200, b"half", (("Content-Length", "9"),))):
        with pytest.raises(ConnectionFailed):
            await connection.request("GET", web(lambda _, reply=reply: reply).url)
    await connection.aclose()
    ended = [exchange for exchange in seen if exchange.finished]
    assert [exchange.status for exchange in ended] == [None, 200]
    assert all(exchange.error for exchange in ended)


async def test_secrets_are_masked_in_everything_an_exchange_shows(web: Callable[..., Web]) -> None:
    def echo(request: Request) -> Reply:
        shown = f"{request.path} {request.headers} {request.body.decode()} access-token-x={COOKIE}"
        return Reply(200, {"you sent": shown}, (("Set-Cookie", f"access-token-x={COOKIE}; Path=/"), ("X-Back", shown)))

    connection = Connection(headers=[("X-Key", OWN), ("Authorization", f"Bearer {OWN}-2")])
    seen: list[Exchange] = []
    connection.watch(seen.append)
    server = web(echo)
    connection.trust_app(server.url)
    connection.use_token(server.url, TOKEN)
    await login(connection, server.url, "alice", "wonderland & more")
    await connection.request("GET", f"{server.url}/file?__sign=signature-of-a-link&token={TOKEN}")
    await connection.aclose()
    assert server.holds(TOKEN)
    assert server.holds(COOKIE)
    shown = "\n".join(repr(replace(exchange)) for exchange in seen)
    for secret in (TOKEN, OWN, COOKIE, "wonderland", "signature-of-a-link"):
        assert secret not in shown
    assert MASK in shown
    assert f"username=alice&password={MASK}" in shown


async def test_a_refused_call_repeats_no_secret(web: Callable[..., Web], connection: Connection) -> None:
    server = web(lambda request: Reply(500, {"error": str(request.headers)}))
    connection.use_token(server.url, TOKEN)
    endpoint = Endpoint("/x", "", (), (), 0)
    with pytest.raises(CallRefused) as wrong:
        await Client(connection, App(server.url, "", "", "6.31.0", (endpoint,))).run("/x")
    assert server.holds(TOKEN)
    assert TOKEN not in repr(wrong.value.explanation)


def test_origins_that_were_allowed_are_compared_whole() -> None:
    connection = Connection()
    connection.use_token("https://Example.org/app", TOKEN)
    assert connection.has_token("https://example.org:443/other")
    assert not connection.has_token("http://example.org")
    assert not connection.has_token("https://example.org:8443")
    assert origin_of("https://example.org") == "https://example.org:443"
