"""Which origin may see which credential: the Hugging Face token, the person's headers, login cookies."""

from __future__ import annotations

from collections.abc import Sequence
from contextvars import ContextVar
from http.cookies import CookieError, SimpleCookie

from gradioscope.gradio.address import is_hub, origin_of
from gradioscope.gradio.errors import WrongUse
from gradioscope.gradio.headers import header_problem
from gradioscope.gradio.masking import Masker

_HARMLESS = ("accept", "user-agent", "accept-language")

_of_task: ContextVar[tuple[tuple[str, str], ...]] = ContextVar("gradioscope_request_headers", default=())
"""Headers of one request among several on the same connection: its task has them, and what that task starts."""


class Credentials:
    """What may be sent where. Every secret it takes is learned by the masker."""

    def __init__(self, headers: Sequence[tuple[str, str]], masker: Masker) -> None:
        self._masker = masker
        self._headers = self._checked(headers)
        self._app_origins: set[str] = set()
        self._tokens: dict[str, str] = {}
        self._hub_token: str | None = None
        self._cookies: dict[str, dict[str, tuple[str, bool]]] = {}

    def use_headers(self, headers: Sequence[tuple[str, str]]) -> None:
        """The running task's own, in place of those it had; they go to app origins alone. WrongUse for what is none."""
        _of_task.set(self._checked(headers))

    def trust_app(self, url: str) -> None:
        """The person named this app: their own headers may go to its origin."""
        self._app_origins.add(origin_of(url))

    def use_token(self, url: str, token: str | None) -> None:
        """The person's choice: this token for that origin, or none any more."""
        if token:
            self._check(token)
            self._tokens[origin_of(url)] = token
        else:
            self._tokens.pop(origin_of(url), None)

    def carries(self, url: str) -> bool:
        """Whether a request to this URL takes anything of the person's along."""
        return bool(self.for_url(url))

    def has_token(self, url: str) -> bool:
        return origin_of(url) in self._tokens

    def set_hub_token(self, token: str | None) -> None:
        """The token for the Hub itself."""
        if token:
            self._check(token)
        self._hub_token = token

    def forget_login(self, url: str) -> None:
        """Drop the cookies of an origin."""
        self._cookies.pop(origin_of(url), None)

    def for_url(self, url: str) -> list[tuple[str, str]]:
        """The headers that a request to this URL carries."""
        origin = origin_of(url)
        sent: list[tuple[str, str]] = []
        if origin in self._app_origins:
            sent += self._headers
            sent += _of_task.get()
        token = self._tokens.get(origin)
        if token is None and self._hub_token and is_hub(url):
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

    def keep_cookies(self, url: str, lines: Sequence[str]) -> None:
        """Keep what `Set-Cookie` says. A cookie stays with this very origin, whatever it asks for."""
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
                        self._masker.learn(morsel.value)

    def _checked(self, headers: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        for name, value in headers:
            if problem := header_problem(name, value):
                raise WrongUse(
                    f"“{name}” cannot be sent as a header.",
                    problem,
                    "Write it as 'Name: value'.",
                )
            if name.lower() not in _HARMLESS:
                self._masker.learn(value, value.partition(" ")[2])
        return tuple(headers)

    def _check(self, token: str) -> None:
        if not token.isascii() or not token.isprintable() or " " in token:
            raise WrongUse(
                "This cannot be a Hugging Face token.",
                "A token is one word of plain letters, digits and signs.",
                "Copy it again from the Hub's settings.",
            )
        self._masker.learn(token)
