"""Hugging Face Spaces: where a Space's app is, and whether it runs.

Source: the two clients of Gradio and huggingface_hub. The Hub's address is `HF_ENDPOINT`, which
huggingface_hub honours too. A Space's host is asked for, never computed from its name.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from gradioscope.gradio.address import hub_url
from gradioscope.gradio.connection import Answer, Connection
from gradioscope.gradio.errors import ConnectionFailed, SpaceUnavailable, TimedOut, TokenNeeded
from gradioscope.gradio.model import Json

USABLE = ("RUNNING", "RUNNING_BUILDING", "RUNNING_APP_STARTING")
ASLEEP = ("SLEEPING", "STOPPED")
STARTING = ("BUILDING", "APP_STARTING")

POLL_SECONDS = 2.0
"""Time between two looks at a Space that wakes."""
WAKE_SECONDS = 600.0
"""How long a Space may take to wake or build before it is given up; large images take minutes."""


@dataclass(frozen=True, slots=True)
class Space:
    """A Space as the Hub describes it. `stage` is empty where the Hub does not tell."""

    id: str
    url: str
    stage: str

    @property
    def usable(self) -> bool:
        return not self.stage or self.stage in USABLE


async def find(connection: Connection, space_id: str) -> Space:
    """The Space of that id. Raises TokenNeeded, SpaceUnavailable, and ConnectionFailed's kin."""
    api = f"{hub_url()}/api/spaces/{quote(space_id)}"
    answer = await connection.request("GET", f"{api}/host")
    url = _host(_object(answer))
    stage = ""
    if url is None:
        described = await connection.request("GET", api)
        url = _host(_object(described))
        if url is None:
            raise _missing(space_id, answer if described.status == 200 else described)
        runtime = _object(described).get("runtime")
        stage = str(runtime.get("stage") or "") if isinstance(runtime, dict) else ""
    return Space(space_id, url, stage or await stage_of(connection, space_id))


async def stage_of(connection: Connection, space_id: str) -> str:
    """The Space's stage (`RUNNING`, `SLEEPING`, …), or empty."""
    answer = await connection.request("GET", f"{hub_url()}/api/spaces/{quote(space_id)}/runtime")
    return str(_object(answer).get("stage") or "")


async def stage_of_host(connection: Connection, url: str) -> str:
    """The stage of the Space behind a `*.hf.space` address, or empty where the Hub does not tell."""
    subdomain = (urlsplit(url).hostname or "").removesuffix(".hf.space")
    try:
        answer = await connection.request("GET", f"{hub_url()}/api/spaces/by-subdomain/{quote(subdomain)}")
    except ConnectionFailed:
        return ""
    runtime = _object(answer).get("runtime")
    return str(runtime.get("stage") or "") if isinstance(runtime, dict) else ""


async def wake(connection: Connection, space: Space, on_stage: Callable[[str], None]) -> None:
    """Wake a Space that sleeps, or wait for one that builds, until it runs.

    A request to its host is what wakes it. Raises SpaceUnavailable for the stages that only its owner
    can end, and TimedOut after WAKE_SECONDS.
    """
    stage = space.stage
    waited = 0.0
    knocked = False
    while stage not in USABLE:
        if stage not in ASLEEP and stage not in STARTING:
            raise unavailable(space.id, stage)
        if stage in ASLEEP and not knocked:
            knocked = True
            try:
                await connection.request("GET", f"{space.url}/config")
            except ConnectionFailed:
                pass  # the knock counts, not the answer: a sleeping host may refuse it
        if waited >= WAKE_SECONDS:
            raise TimedOut(
                f"The Space {space.id} did not start in {WAKE_SECONDS / 60:.0f} minutes.",
                f"Its stage is still {stage}.",
                "Look at its page on the Hub, or try again later.",
            )
        await asyncio.sleep(POLL_SECONDS)
        waited += POLL_SECONDS
        stage = await stage_of(connection, space.id) or stage
        on_stage(stage)


def unavailable(name: str, stage: str) -> SpaceUnavailable:
    """Why a Space in that stage cannot be used, and what it needs."""
    what, why, do = {
        "PAUSED": ("is paused", "Its owner stopped it.", "Only the owner can restart it; or duplicate the Space."),
        "SLEEPING": ("is asleep", "Nobody used it for a while.", "Connect again: the request has woken it."),
        "STOPPED": ("is stopped", "Nobody used it for a while.", "Connect again: the request has woken it."),
        "BUILDING": ("is being built", "Its code changed.", "Try again in a few minutes."),
        "APP_STARTING": ("is starting", "Its app is not up yet.", "Try again in a minute."),
        "BUILD_ERROR": ("could not be built", "Its build failed.", "Only the owner can mend it."),
        "RUNTIME_ERROR": ("has crashed", "Its app ended with an error.", "Only the owner can mend or restart it."),
        "CONFIG_ERROR": ("is not set up right", "Its settings have an error.", "Only the owner can mend it."),
        "NO_APP_FILE": ("holds no app", "No app file was added yet.", "Look at its page on the Hub."),
        "DELETING": ("is being deleted", "", "Look for another copy of it."),
    }.get(stage, ("cannot be used", f"The Hub says its stage is {stage}.", "Look at its page on the Hub."))
    return SpaceUnavailable(f"The Space {name} {what}.", why, do, details=f"stage: {stage}")


def _object(answer: Answer) -> dict[str, Json]:
    if answer.status != 200:
        return {}
    try:
        value = answer.json()
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _host(described: dict[str, Json]) -> str | None:
    host = described.get("host")
    if isinstance(host, str) and urlsplit(host).scheme in ("http", "https") and urlsplit(host).hostname:
        return host.rstrip("/")
    return None


def _missing(space_id: str, answer: Answer) -> TokenNeeded | SpaceUnavailable:
    if answer.status in (401, 403):
        return TokenNeeded(
            f"The Hub does not show a Space {space_id}.",
            "It is private or does not exist, and no token that may see it was sent.",
            "Choose an access token that may see it, or check its name.",
        )
    if answer.status == 404:
        return SpaceUnavailable(
            f"There is no Space {space_id}.",
            "The Hub knows none of that name, or your token may not see it.",
            "Check the name; a private Space needs a token of somebody who may see it.",
            action="token",
        )
    return SpaceUnavailable(
        f"The Hub does not say where the Space {space_id} is.",
        f"It answered {answer.status}" + (": too many requests." if answer.status == 429 else "."),
        "Try again in a minute.",
        action="retry",
        details=answer.text[:2000],
    )
