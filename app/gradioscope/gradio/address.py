"""Anything a person pastes as an app's address -> where to look for it. Pure; nothing is sent."""

from __future__ import annotations

import ipaddress
import os
import re
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urlsplit

from gradioscope.gradio.errors import WrongUse

DEFAULT_HUB = "https://huggingface.co"

_SPACE_ID = re.compile(r"^[\w.\-]+/[\w.\-]+$", re.ASCII)
_URL_IN_TEXT = re.compile(r"""https?://[^\s'"<>`\\]+""", re.IGNORECASE)
_SCHEME = re.compile(r"^([a-z][a-z0-9+.\-]*)://", re.IGNORECASE)
_BEGINS_LIKE_ONE = re.compile(r"[\w.\-\[\]:]+(?:[/?#@]|$)")
# what a copied address may end with: parts of the API, and pages that every app has
_API_TAIL = re.compile(r"/(?:gradio_api(?:/.*)?|config|info|(?:call|run)/.+|queue/(?:join|data)|file[/=].+|login)$")
_INVISIBLE = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD))


@dataclass(frozen=True, slots=True)
class Address:
    """Where an app may be. Either `space_id` or `candidates` is set.

    `candidates` are base URLs without a slash at the end, in the order they should be asked.
    """

    text: str
    candidates: tuple[str, ...] = ()
    space_id: str | None = None

    @property
    def url(self) -> str | None:
        return self.candidates[0] if self.candidates else None


def hub_url() -> str:
    """The Hub's address: `HF_ENDPOINT`, or Hugging Face itself. WrongUse where that is no address."""
    hub = (os.environ.get("HF_ENDPOINT") or DEFAULT_HUB).strip().rstrip("/")
    try:
        parts = urlsplit(hub)
        if parts.scheme in ("http", "https") and parts.hostname and (parts.port is None or parts.port):
            return hub
    except ValueError:
        pass
    raise WrongUse(
        f"HF_ENDPOINT is “{hub}”, which is not an address.",
        "The environment says where the Hugging Face Hub is, and Spaces are looked up there.",
        f"Set HF_ENDPOINT to an address such as {DEFAULT_HUB}, or remove it.",
        action="",
    )


def is_hub(url: str) -> bool:
    """Whether the URL is of the Hub's own origin, to which its token goes."""
    try:
        return origin_of(url) == origin_of(hub_url())
    except (ValueError, WrongUse):
        return False


def origin_of(url: str) -> str:
    """Scheme, host and port of a URL, always with its port: `https://example.org:443`. Lower case."""
    parts = urlsplit(url)
    scheme = parts.scheme.lower()
    port = parts.port or {"https": 443, "http": 80}.get(scheme, 0)
    host = (parts.hostname or "").lower()
    return f"{scheme}://{f'[{host}]' if ':' in host else host}:{port}"


def is_space_host(url: str) -> bool:
    """Whether the URL is a Space's own host, to which the Hugging Face token is offered."""
    parts = urlsplit(url)
    return parts.scheme == "https" and (parts.hostname or "").lower().endswith(".hf.space")


def parse(text: str) -> Address:
    """The address in a person's text: a URL, a host, a Space id, a Space page, a line of a terminal.

    Raises WrongUse where nothing in it is one.
    """
    given = text.translate(_INVISIBLE).strip().strip("<>\"'`").strip()
    if not given:
        raise WrongUse(
            "There is no address.", "", "Paste the address of a Gradio app, or a Space as user/name.", action="edit"
        )
    if any(character.isspace() for character in given) or ("://" in given and not _BEGINS_LIKE_ONE.match(given)):
        found = _URL_IN_TEXT.search(given)
        if not found:
            raise _not_an_address(text)
        given = found.group().rstrip(".,;:!?)]}")
    scheme = _SCHEME.match(given)
    if scheme and scheme.group(1).lower() not in ("http", "https"):
        raise WrongUse(
            f"Addresses that begin with {scheme.group(1)}:// cannot be called.",
            "A Gradio app is reached by http:// or https://.",
            "Paste the address that a browser shows for the app.",
        )
    if not scheme:
        given = given.removeprefix("//")
        if given.isdigit():
            given = f"localhost:{given}"
        elif re.fullmatch(r":\d+(/.*)?", given):
            given = f"localhost{given}"
    try:
        space_id = _space_of(given, bool(scheme))
        if space_id:
            return Address(text, space_id=space_id)
        schemes = [scheme.group(1).lower()] if scheme else _schemes(given)
        rest = given[scheme.end() :] if scheme else given
        candidates = tuple(url for name in schemes for url in _bases(f"{name}://{rest}"))
    except ValueError as error:
        raise _not_an_address(text) from error
    return Address(text, candidates)


def _not_an_address(text: str) -> WrongUse:
    shown = text.strip()
    shown = shown if len(shown) <= 60 else shown[:59] + "…"
    return WrongUse(
        f"“{shown}” is not an address.",
        "",
        "Paste a URL such as http://localhost:7860, or a Space as user/name.",
    )


def _space_of(given: str, has_scheme: bool) -> str | None:
    """The Space id in an id, or in the address of a Space's page on the Hub."""
    if not has_scheme:
        name = given.removeprefix("spaces/").rstrip("/")
        first = name.partition("/")[0]
        # a host may look like an id: example.org/app, localhost/app, 10.0.0.7/app
        if _SPACE_ID.match(name) and "." not in first and first.lower() != "localhost":
            return name
    parts = urlsplit(given if has_scheme else f"//{given}")
    host = (parts.hostname or "").lower().removeprefix("www.")
    hugging_face = host in ("huggingface.co", "hf.co")
    page = re.match(r"^/spaces/([\w.\-]+/[\w.\-]+)", parts.path, re.ASCII)
    if page and (hugging_face or is_hub(f"{parts.scheme or 'https'}://{parts.netloc}")):
        return page.group(1)
    if hugging_face:
        raise WrongUse(
            "This is a page of Hugging Face, not an app.",
            "Only Spaces hold Gradio apps.",
            "Open the Space, and paste its address or its user/name.",
        )
    return None


def _schemes(given: str) -> list[str]:
    """Which schemes to try for a host without one: local hosts rarely have TLS, public ones mostly."""
    host = urlsplit(f"//{given}").hostname or ""
    try:
        local = not ipaddress.ip_address(host).is_global
    except ValueError:
        local = "." not in host or host.endswith((".local", ".localhost", ".lan", ".internal"))
    return ["http", "https"] if local else ["https", "http"]


def _bases(url: str) -> list[str]:
    """Base URLs to ask, the given path first, then its parents. ValueError where it is no URL."""
    parts = urlsplit(url)
    if not parts.hostname or not re.fullmatch(r"[\w.\-:]+", parts.hostname):
        raise ValueError("no host")
    if parts.username or parts.password:
        raise WrongUse(
            "The address holds a user name or a password.",
            "Addresses are shown and kept, so a secret has no place in them.",
            "Leave the part before @ out; the app's login is asked for once it is needed.",
        )
    path = _API_TAIL.sub("", parts.path.rstrip("/"))
    bases = []
    while True:
        bases.append(_base(parts, path))
        if not path:
            return bases if len(bases) <= 5 else [*bases[:4], bases[-1]]
        path = path.rpartition("/")[0].rstrip("/")


def _base(parts: SplitResult, path: str) -> str:
    host = (parts.hostname or "").encode("idna").decode() if not (parts.hostname or "").isascii() else parts.hostname
    host = (host or "").lower()
    if host in ("0.0.0.0", "::"):  # noqa: S104 - what a server prints as listening on; nothing connects to it
        host = "127.0.0.1" if host == "0.0.0.0" else "::1"  # noqa: S104
    if ":" in host:
        host = f"[{host}]"
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme.lower()}://{host}{port}{quote(path, safe='/%:@!$&()*+,;=~-._')}"
