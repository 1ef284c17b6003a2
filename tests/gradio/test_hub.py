"""Spaces, with a Hub that speaks as the real one was recorded to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from tests.gradio.web import Reply, Request, Web, not_found
from tests.servers import free_port

from gradioscope.gradio.connection import Connection
from gradioscope.gradio.discovery import Step, connect
from gradioscope.gradio.errors import ConnectionRefused, SpaceUnavailable, TimedOut, TokenNeeded

pytestmark = pytest.mark.anyio
TOKEN = "hf_thetokenoftheperson"
CONFIG = {
    "version": "6.31.0",
    "api_prefix": "/gradio_api",
    "space_id": "user/space",
    "components": [],
    "dependencies": [],
}
INFO: dict[str, Any] = {"named_endpoints": {"/run": {"parameters": [], "returns": []}}}


@dataclass
class Hub:
    """The Hub's answers about `user/space`, and the Space's own host."""

    hub: Web
    app: Web
    stages: list[str] = field(default_factory=lambda: ["RUNNING"])
    """One for each time the Hub is asked; the last one stays."""
    private: bool = False
    wakes: bool = True
    described: bool = True
    """Whether `/host` is answered; where not, the Space's description is."""

    def stage(self) -> str:
        return self.stages.pop(0) if len(self.stages) > 1 else self.stages[0]

    def answer(self, request: Request) -> Reply:
        if self.private and request.headers.get("authorization") != f"Bearer {TOKEN}":
            return Reply(401, {"error": "Repository not found"})
        if request.path == "/api/spaces/user/space/host" and self.described:
            return Reply(200, {"subdomain": "user-space", "host": self.app.url})
        if request.path == "/api/spaces/user/space/runtime":
            return Reply(200, {"stage": self.stage(), "hardware": {"current": "cpu-basic"}})
        if request.path == "/api/spaces/user/space":
            return Reply(200, {"id": "user/space", "host": self.app.url, "runtime": {"stage": self.stage()}})
        return Reply(404, {"error": "Repository not found"})

    def app_answer(self, request: Request) -> Reply:
        if self.stages[0] in ("SLEEPING", "STOPPED"):
            if self.wakes:
                self.stages[:] = ["APP_STARTING", "RUNNING"]
            return Reply(503, b"<html>asleep</html>")
        answers: dict[str, Any] = {"/config": CONFIG, "/gradio_api/info?all_endpoints=true": INFO}
        return Reply(200, answers[request.path]) if request.path in answers else not_found(request)


@pytest.fixture
def hub(web: Callable[..., Web], monkeypatch: pytest.MonkeyPatch) -> Hub:
    made = Hub(web(), web())
    made.hub.answer, made.app.answer = made.answer, made.app_answer
    monkeypatch.setenv("HF_ENDPOINT", f"{made.hub.url}/")
    monkeypatch.setattr("gradioscope.gradio.hub.POLL_SECONDS", 0.01)
    return made


@pytest.mark.parametrize("pasted", ["user/space", "spaces/user/space", "HUB/spaces/user/space?x=1"])
async def test_a_running_space(hub: Hub, connection: Connection, pasted: str) -> None:
    seen: list[Step] = []
    app = await connect(connection, pasted.replace("HUB", hub.hub.url), seen.append)
    assert app.url == hub.app.url
    assert app.space_id == "user/space"
    done = [(step.name, step.state) for step in seen if step.state != "running"]
    assert done == [
        ("address", "ok"),
        ("hub", "ok"),
        ("name", "ok"),
        ("http", "ok"),
        ("config", "ok"),
        ("info", "ok"),
    ]


async def test_a_hub_that_only_describes_the_space(hub: Hub, connection: Connection) -> None:
    hub.described = False
    assert (await connect(connection, "user/space")).url == hub.app.url


@pytest.mark.parametrize("stage", ["SLEEPING", "STOPPED"])
async def test_a_sleeping_space_is_woken_and_the_person_sees_it_wake(
    hub: Hub, connection: Connection, stage: str
) -> None:
    hub.stages = [stage, stage]
    seen: list[Step] = []
    app = await connect(connection, "user/space", seen.append)
    assert app.url == hub.app.url
    assert [step.detail for step in seen if step.name == "wake"] == [stage, "APP_STARTING", "RUNNING", "RUNNING"]
    assert hub.app.paths().count("GET /config") == 2, "knocked once, then asked"


async def test_a_building_space_is_waited_for_without_knocking(hub: Hub, connection: Connection) -> None:
    hub.stages = ["BUILDING", "BUILDING", "APP_STARTING", "RUNNING"]
    await connect(connection, "user/space")
    assert hub.app.paths() == ["GET /config", "GET /gradio_api/info?all_endpoints=true"]


async def test_a_space_that_never_wakes_is_given_up(
    hub: Hub, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gradioscope.gradio.hub.WAKE_SECONDS", 0.05)
    hub.stages, hub.wakes = ["SLEEPING"], False
    with pytest.raises(TimedOut, match="did not start"):
        await connect(connection, "user/space")


@pytest.mark.parametrize(
    ("stage", "says"),
    [
        ("PAUSED", "is paused"),
        ("BUILD_ERROR", "could not be built"),
        ("RUNTIME_ERROR", "has crashed"),
        ("CONFIG_ERROR", "is not set up right"),
        ("NO_APP_FILE", "holds no app"),
        ("DELETING", "is being deleted"),
        ("SOMETHING_NEW", "SOMETHING_NEW"),
    ],
)
async def test_a_space_that_only_its_owner_can_start(hub: Hub, connection: Connection, stage: str, says: str) -> None:
    hub.stages = [stage]
    seen: list[Step] = []
    with pytest.raises(SpaceUnavailable) as unavailable:
        await connect(connection, "user/space", seen.append)
    assert says in str(unavailable.value)
    assert unavailable.value.explanation.do
    assert (seen[-1].name, seen[-1].state) == ("wake", "failed")
    assert hub.app.received == [], "nothing is sent to a Space that cannot answer"


async def test_a_space_that_fails_while_it_wakes(hub: Hub, connection: Connection) -> None:
    hub.stages = ["BUILDING", "BUILD_ERROR"]
    with pytest.raises(SpaceUnavailable, match="could not be built"):
        await connect(connection, "user/space")


async def test_a_space_that_does_not_exist(hub: Hub, connection: Connection) -> None:
    with pytest.raises(SpaceUnavailable) as missing:
        await connect(connection, "nobody/nothing")
    assert missing.value.explanation.what == "There is no Space nobody/nothing."
    assert missing.value.explanation.action == "token"
    assert missing.value.exit_code == 3


async def test_a_private_space_asks_for_a_token(hub: Hub, connection: Connection) -> None:
    hub.private = True
    with pytest.raises(TokenNeeded) as needed:
        await connect(connection, "user/space")
    assert needed.value.exit_code == 4
    assert needed.value.explanation.action == "token"


async def test_the_token_opens_it_at_the_hub_and_is_not_sent_to_the_app(hub: Hub, connection: Connection) -> None:
    hub.private = True
    connection.set_hub_token(TOKEN)
    await connect(connection, "user/space")
    assert set(hub.hub.sent("authorization")) == {f"Bearer {TOKEN}"}
    assert hub.app.received
    assert not hub.app.holds(TOKEN)


async def test_the_token_goes_to_the_app_when_the_person_chooses_it_there(hub: Hub, connection: Connection) -> None:
    hub.stages = ["SLEEPING", "SLEEPING"]
    connection.set_hub_token(TOKEN)
    offered: list[str] = []

    def choose(url: str) -> None:
        assert hub.app.received == [], "the choice comes before anything is sent, the knock included"
        offered.append(url)
        connection.use_token(url, TOKEN)

    await connect(connection, "user/space", on_space=choose)
    assert offered == [hub.app.url]
    assert hub.app.sent("authorization") == [f"Bearer {TOKEN}"] * 3


async def test_a_hub_that_is_down(connection: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{free_port()}")
    seen: list[Step] = []
    with pytest.raises(ConnectionRefused):
        await connect(connection, "user/space", seen.append)
    assert (seen[-1].name, seen[-1].state) == ("hub", "failed")


@pytest.mark.parametrize(
    ("reply", "says"),
    [
        (Reply(429, b"slow down"), "too many requests"),
        (Reply(500), "answered 500"),
        (Reply(200, b"<html>"), "does not say where"),
        (Reply(200, {"host": "javascript:alert(1)"}), "does not say where"),
        (Reply(200, {"host": 5}), "does not say where"),
    ],
)
async def test_a_hub_that_answers_something_else(hub: Hub, connection: Connection, reply: Reply, says: str) -> None:
    hub.hub.answer = lambda _: reply
    with pytest.raises(SpaceUnavailable) as unavailable:
        await connect(connection, "user/space")
    assert says in str(unavailable.value)


async def test_the_hub_explains_a_spaces_own_address_that_does_not_answer(
    hub: Hub, connection: Connection, web: Callable[..., Web], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`*.hf.space` cannot be had here, so a local address counts as one."""
    asleep = web(lambda _: Reply(404, b"<html>nothing here</html>"))
    monkeypatch.setattr("gradioscope.gradio.discovery.is_space_host", lambda _: True)
    hub.hub.answer = lambda request: (
        Reply(200, {"id": "user/space", "runtime": {"stage": "PAUSED"}})
        if "by-subdomain" in request.path
        else Reply(404)
    )
    with pytest.raises(SpaceUnavailable, match="is paused"):
        await connect(connection, asleep.url)
