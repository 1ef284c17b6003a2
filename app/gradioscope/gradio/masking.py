"""Secrets kept out of everything that is shown, kept or reported."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from urllib.parse import quote, quote_plus

from gradioscope.gradio.events import Event
from gradioscope.gradio.model import Json

MASK = "••••••"
_APP_TEXTS = ("data", "text", "title", "raw")
"""Fields of events that hold what an app sent."""

_SECRET_HEADERS = re.compile(
    r"^(?:authorization|proxy-authorization|cookie|set-cookie|x-hf-authorization|x-ip-token)$|token|secret|api-?key",
    re.IGNORECASE,
)
_TOKEN_SHAPES = re.compile(r"\bhf_[A-Za-z0-9]{8,}|(?<=__sign=)[^&\s\"]+")


class Masker:
    """Replaces every secret it was told of, and whatever has a token's shape."""

    def __init__(self) -> None:
        self._secrets: list[str] = []  # the longest first, as one may be within another

    def learn(self, *secrets: str) -> None:
        """Secrets to replace from now on. Very short ones are left alone: they would mask ordinary words."""
        for secret in secrets:
            if len(secret) >= 4:
                # as it stands in addresses, in forms, and inside of JSON text
                in_json = {json.dumps(secret, ensure_ascii=ascii_only)[1:-1] for ascii_only in (True, False)}
                new = {secret, quote(secret, safe="", errors="replace"), quote_plus(secret, errors="replace"), *in_json}
                self._secrets = sorted(new.union(self._secrets), key=len, reverse=True)

    def text(self, text: str) -> str:
        for secret in self._secrets:
            if secret in text:
                text = text.replace(secret, MASK)
        return _TOKEN_SHAPES.sub(MASK, text) if "hf_" in text or "__sign=" in text else text

    def value(self, value: Json) -> Json:
        """The value with its texts masked; itself where nothing is to be masked."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return {key: self.value(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.value(item) for item in value]
        return value

    def event(self, event: Event) -> Event:
        """The event as it may be kept and shown in a log: an app may send back what it was sent."""
        changed: dict[str, Json] = {}
        for name in _APP_TEXTS:
            if hasattr(event, name):
                before = getattr(event, name)
                try:
                    after = self.value(before)
                except RecursionError:
                    after = MASK  # nested too deep to be looked through
                if after != before:
                    changed[name] = after
        return replace(event, **changed) if changed else event

    def headers(self, headers: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        """Headers as they may be shown: the scheme of an Authorization stays, a cookie's name too."""
        return tuple((name, self._header(name, value)) for name, value in headers)

    def _header(self, name: str, value: str) -> str:
        if not _SECRET_HEADERS.search(name):
            return self.text(value)
        lower = name.lower()
        if lower == "cookie":
            return "; ".join(f"{part.partition('=')[0].strip()}={MASK}" for part in value.split(";"))
        if lower == "set-cookie":
            cookie, semicolon, attributes = value.partition(";")
            return f"{cookie.partition('=')[0]}={MASK}{semicolon}{attributes}"
        scheme, space, _ = value.partition(" ")
        return f"{scheme} {MASK}" if space else MASK
