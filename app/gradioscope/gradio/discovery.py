"""An address -> the App that is there: the Hub for Spaces, then `/config`, then `/info`.

`config.root` is never used: it echoes proxy headers. The URL that answered `/config` is the base.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import urlsplit

from gradioscope.gradio import hub
from gradioscope.gradio.address import Address, is_space_host, origin_of, parse
from gradioscope.gradio.connection import Answer, Connection
from gradioscope.gradio.description import api_prefix, describe_app, is_config, page_titles, plain_text
from gradioscope.gradio.errors import (
    BadCertificate,
    ConnectionFailed,
    GradioscopeError,
    LoginNeeded,
    NotGradio,
    RedirectsElsewhere,
    TokenNeeded,
    TooOld,
    WrongPath,
)
from gradioscope.gradio.model import App, Json

StepName = Literal["address", "hub", "wake", "name", "tls", "http", "config", "info"]
_IN_PAGE = re.compile(r"window\.gradio_config\s*=\s*(\{.*?\});\s*</script>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was tried on the way to an app; what the connection doctor shows.

    A step is reported when it begins (`running`) and when it ends. `seconds` is its own time.
    """

    name: StepName
    state: Literal["running", "ok", "failed", "skipped"]
    detail: str = ""
    seconds: float = 0.0


class _Steps:
    def __init__(self, listener: Callable[[Step], None] | None) -> None:
        self._listener = listener
        self._began = time.perf_counter()

    def begin(self, name: StepName, detail: str = "") -> None:
        self._began = time.perf_counter()
        self._tell(Step(name, "running", detail))

    def end(self, name: StepName, detail: str = "", state: Literal["ok", "failed", "skipped"] = "ok") -> None:
        self._tell(Step(name, state, detail, time.perf_counter() - self._began))

    def _tell(self, step: Step) -> None:
        if self._listener:
            self._listener(step)


async def connect(
    connection: Connection,
    address_text: str,
    on_step: Callable[[Step], None] | None = None,
    on_space: Callable[[str], None] | None = None,
) -> App:
    """The app that a person's text leads to.

    `on_space` is called with a Space's own address once the Hub told it, before anything is sent there:
    the place to choose a token for it.

    Raises WrongUse for a text that is no address, LoginNeeded for an app with a login (its `url` is
    the app's base), TokenNeeded and SpaceUnavailable for Spaces, and ConnectionFailed's kin.
    """
    steps = _Steps(on_step)
    steps.begin("address")
    try:
        address = parse(address_text)
    except GradioscopeError as error:
        steps.end("address", error.explanation.what, "failed")
        raise
    steps.end("address", address.space_id or address.url or "")
    if address.space_id:
        url = await _space(connection, address.space_id, steps, on_space)
        address = Address(address.text, (url,), address.space_id)
    base, config = await _find_config(connection, address, steps)
    info = await _info(connection, base, config, steps)
    try:
        app = describe_app(base, config, info)
        rest = (address.url or "").removeprefix(base).strip("/")
        app = replace(app, page=page_titles(config).get(rest, "") if rest else "")
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise NotGradio(
            "The app describes itself in a way that cannot be read.",
            "Its /config or /info is not shaped like that of any Gradio so far.",
            "Look for a newer version of Gradioscope, and report the app's address.",
            details=f"{type(error).__name__}: {error}",
        ) from error
    if not app.endpoints and info is None:
        raise NotGradio(
            "The app does not describe its endpoints.",
            "Its /info failed, and /config names no function that can be called.",
            "Ask the app's author to name its endpoints (api_name).",
        )
    return app


async def _space(connection: Connection, space_id: str, steps: _Steps, on_space: Callable[[str], None] | None) -> str:
    steps.begin("hub", space_id)
    try:
        space = await hub.find(connection, space_id)
    except GradioscopeError as error:
        steps.end("hub", error.explanation.what, "failed")
        raise
    steps.end("hub", f"{space.url} · {space.stage or 'stage unknown'}")
    if on_space:
        on_space(space.url)
    if space.usable:
        return space.url
    steps.begin("wake", space.stage)
    try:
        await hub.wake(connection, space, lambda stage: steps.begin("wake", stage))
    except GradioscopeError as error:
        steps.end("wake", error.explanation.what, "failed")
        raise
    steps.end("wake", "RUNNING")
    return space.url


async def _resolve(url: str, steps: _Steps) -> None:
    """Look the name up by itself, so that a person sees which step fails."""
    parts = urlsplit(url)
    steps.begin("name", parts.hostname or "")
    try:
        found = await asyncio.get_running_loop().getaddrinfo(parts.hostname, parts.port or parts.scheme)
    except OSError as error:
        # a proxy may know names that this computer does not: go on, the request itself tells
        steps.end("name", error.strerror or str(error), "failed")
    else:
        steps.end("name", ", ".join(dict.fromkeys(str(item[4][0]) for item in found)))


async def _find_config(connection: Connection, address: Address, steps: _Steps) -> tuple[str, Mapping[str, Json]]:
    """The base URL that answers `/config`, and the config."""
    first_failure: GradioscopeError | None = None
    dead: set[str] = set()
    resolved: set[str] = set()
    pages: list[tuple[str, Answer]] = []
    queue = list(address.candidates)
    while queue:
        base = queue.pop(0)
        if origin_of(base) in dead:
            continue
        if base.startswith("https:") or address.candidates[0].startswith("http:"):
            # a host written without a scheme is tried by http last: nobody asked to send secrets in the clear
            connection.trust_app(base)
        host = urlsplit(base).netloc
        if host not in resolved:
            resolved.add(host)
            await _resolve(base, steps)
        carries_secrets = connection.carries_secrets(base)
        secure = base.startswith("https:")
        steps.begin("tls" if secure else "http", base)
        try:
            answer = await connection.request("GET", f"{base}/config")
        except RedirectsElsewhere as error:
            target = _upgraded(base, error.explanation.target)
            if target and target not in address.candidates and not carries_secrets:
                # nothing is taken along: the first request carried nothing of the person's
                steps.end("http", f"redirects to {target}")
                queue.insert(0, target)
                continue
            if secure:
                steps.end("tls")
                steps.begin("http", base)
            steps.end("http", error.explanation.what, "failed")
            raise
        except ConnectionFailed as error:
            if secure and not isinstance(error, BadCertificate):
                steps.end("tls", "not reached", "skipped")
            steps.end("tls" if isinstance(error, BadCertificate) else "http", error.explanation.what, "failed")
            first_failure = first_failure or error
            dead.add(origin_of(base))
            continue
        if secure:
            steps.end("tls", answer.tls or "through a proxy")
            steps.begin("http", base)
        steps.end("http", f"{answer.status} · {len(answer.body):,} bytes".replace(",", " "))
        steps.begin("config", f"{base}/config")
        config = _config_of(answer)
        if config is not None:
            found = _base_of(answer, base)
            steps.end("config", f"Gradio {config['version']}")
            return found, _callable(config)
        refusal = _refused(base, answer)
        if refusal:
            steps.end("config", refusal.explanation.what, "failed")
            raise refusal
        steps.end("config", f"{answer.status}: not Gradio's", "failed")
        pages.append((base, answer))
        first_failure = first_failure or await _not_gradio(connection, base, answer)
    return await _from_page(connection, pages, first_failure, steps)


def _upgraded(base: str, target: str) -> str | None:
    """The same host by https, where an app redirects from http to it: nothing but the scheme changes."""
    a, b = urlsplit(base), urlsplit(target)
    if a.scheme == "http" and b.scheme == "https" and a.hostname == b.hostname and not b.port:
        return f"https://{b.netloc}{b.path.removesuffix('/config').rstrip('/')}"
    return None


def _base_of(answer: Answer, base: str) -> str:
    """Where `/config` was in the end: an app under `root_path` redirects within its origin."""
    path = urlsplit(answer.url).path.rstrip("/")
    if path.endswith("/config"):
        return origin_prefix(answer.url) + path.removesuffix("/config")
    return base


def origin_prefix(url: str) -> str:
    """Scheme and host of a URL as they are written in it."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _config_of(answer: Answer) -> Mapping[str, Json] | None:
    if answer.status != 200:
        return None
    try:
        value = answer.json()
    except ValueError:
        return None
    return value if is_config(value) else None


def _callable(config: Mapping[str, Json]) -> Mapping[str, Json]:
    """The config, if the app is new enough to be called by the names of its endpoints (3.0)."""
    version = str(config["version"])
    numbers = tuple(int(part) for part in re.findall(r"\d+", version)[:2])
    if numbers < (3, 0):
        raise TooOld(
            f"This app runs on Gradio {version}, whose functions cannot be called by name.",
            "Named endpoints came with Gradio 3.",
            "Ask the app's author to update Gradio.",
        )
    return config


def _refused(base: str, answer: Answer) -> GradioscopeError | None:
    """What a 401 means: an app's own login, or the Hub's door."""
    if answer.status not in (401, 403):
        return None
    detail: Json = None
    if not answer.is_html:
        try:
            body = answer.json()
            detail = body.get("detail") if isinstance(body, dict) else None
        except ValueError:
            detail = None
    message = detail.get("auth_message") if isinstance(detail, dict) else None
    error = detail.get("error") if isinstance(detail, dict) else detail
    if answer.status == 401 and error == "Not authenticated":
        return LoginNeeded(plain_text(message), base)
    if is_space_host(base):
        return TokenNeeded(
            "The Hub does not show this Space to everybody.",
            "It is private or does not exist, and no token that may see it was sent.",
            "Choose an access token for this Space, or check its name.",
            target=base,
        )
    return NotGradio(
        f"{urlsplit(base).netloc} wants to know who asks, but not in Gradio's way.",
        f"It answered {answer.status} to /config; something in front of the app asks for a login.",
        "If you have a header that opens it, add it; otherwise ask who runs the host.",
        details=answer.text[:2000],
    )


async def _not_gradio(connection: Connection, base: str, answer: Answer) -> GradioscopeError:
    """Why this answer is not an app's."""
    if is_space_host(base):
        stage = await hub.stage_of_host(connection, base)
        if stage:
            return hub.unavailable(urlsplit(base).hostname or base, stage)
    host = urlsplit(base).netloc
    details = answer.text[:2000]
    if answer.status == 404:
        return WrongPath(
            f"There is no Gradio app at {base}.",
            "The host answers, but has no /config at this path; the app may be mounted at another one.",
            "Open the app in a browser and paste the address shown there.",
            details=details,
        )
    if answer.status >= 500:
        return NotGradio(
            f"{host} answers with an error of its own ({answer.status}).",
            "The app, or a proxy in front of it, is not working just now.",
            "Try again in a minute; if it stays, tell who runs it.",
            action="retry",
            details=details,
        )
    return NotGradio(
        f"What answers at {host} is not a Gradio app.",
        "Its /config is a web page, as sites give for any address."
        if answer.is_html
        else f"Its /config ({answer.status}) is not a Gradio app's.",
        "Check the address; a Gradio app's page has “Use via API” at its foot.",
        details=details,
    )


async def _from_page(
    connection: Connection, pages: list[tuple[str, Answer]], failure: GradioscopeError | None, steps: _Steps
) -> tuple[str, Mapping[str, Json]]:
    """The last resort: the config inside the page's HTML. Raises `failure` where there is none."""
    for base, _ in pages:
        try:
            page = await connection.request("GET", f"{base}/", headers={"Accept": "text/html"})
        except ConnectionFailed:
            continue
        found = _IN_PAGE.search(page.text)
        if found:
            try:
                config = json.loads(found.group(1))
            except ValueError:
                continue
            if isinstance(config, dict) and config.get("auth_required"):
                raise LoginNeeded(plain_text(config.get("auth_message")), base)
            if is_config(config):
                steps.end("config", f"Gradio {config['version']}, read from the page")
                return base, _callable(config)
    assert failure is not None
    raise failure


async def _info(
    connection: Connection, base: str, config: Mapping[str, Json], steps: _Steps
) -> Mapping[str, Json] | None:
    """`/info`, or None where the app fails to make it, which many do."""
    steps.begin("info", f"{base}{api_prefix(config)}/info")
    url = f"{base}{api_prefix(config)}/info"
    try:
        # also those that the app does not list: shown on request, and marked in the answer
        answer = await connection.request("GET", f"{url}?all_endpoints=true", timeout=60)
        if answer.status not in (200, 401):  # one that is not listed may be what fails
            answer = await connection.request("GET", url, timeout=60)
    except ConnectionFailed as error:
        steps.end("info", f"{error.explanation.what} The form is built from /config.", "failed")
        return None
    if answer.status == 401:
        steps.end("info", "login needed", "failed")
        raise LoginNeeded("", base)
    try:
        info = answer.json() if answer.status == 200 else None
    except ValueError:
        info = None
    if not isinstance(info, dict) or not isinstance(info.get("named_endpoints"), dict):
        steps.end("info", f"{answer.status}: not usable; the form is built from /config", "failed")
        return None
    listed = sum(e.get("show_api") is not False for e in info["named_endpoints"].values() if isinstance(e, dict))
    steps.end("info", f"{listed} endpoints")
    return info
