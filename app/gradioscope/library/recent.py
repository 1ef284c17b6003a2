"""The addresses a person used lately, to complete them as they type."""

from __future__ import annotations

import re

from gradioscope.library.places import Places
from gradioscope.library.settings import JsonFile

LIMIT = 50

_TOKEN = re.compile(r"\b(hf|api_org)_[A-Za-z0-9]{8,}|\beyJ[\w-]{8,}\.")
_NAMED_SECRET = re.compile(r"[?&#;][^=&#;]*(sign|token|key|secret|passw|auth|session)[^=&#;]*=", re.IGNORECASE)


class Recent:
    """Recently used addresses, newest first, each once. Nothing secret is kept of them."""

    def __init__(self, places: Places, limit: int = LIMIT) -> None:
        self._file = JsonFile(places.state / "recent.json")
        self._limit = limit

    @property
    def notice(self) -> str:
        """Empty, or what went wrong with the file, for the person."""
        return self._file.notice

    def addresses(self) -> list[str]:
        found = self._file.get("addresses")
        if not isinstance(found, list):
            return []
        return [item for item in found if isinstance(item, str)][: self._limit]

    def add(self, address: str) -> None:
        """Put an address in front. One that may hold a secret which cannot be cut out is not kept."""
        kept = without_secrets(address)
        if kept:
            self._save([kept, *(item for item in self.addresses() if not _same(item, kept))])

    def remove(self, address: str) -> None:
        self._save([item for item in self.addresses() if not _same(item, address)])

    def clear(self) -> None:
        self._save([])

    def _save(self, addresses: list[str]) -> None:
        self._file.update({"addresses": addresses[: self._limit]})


def _same(one: str, other: str) -> bool:
    return one.rstrip("/") == other.rstrip("/")


def without_secrets(address: str) -> str:
    """An address fit to be kept: without user and password, query and fragment; empty where that is unsure.

    Finding the app needs neither query nor fragment (Hub pages carry `?__sign=…` there). A password may
    itself hold `/`, `?` or `#`, so an `@` behind those is taken as doubt.
    """
    text = address.strip()
    scheme, mark, rest = text.rpartition("://") if text.count("://") == 1 else ("", "", text)
    authority = re.split(r"[/?#\\]", rest, maxsplit=1)[0]
    if "@" in authority:
        rest = rest[authority.rindex("@") + 1 :]
        authority = authority.rpartition("@")[2]
    elif ":" in authority and "@" in rest:
        return ""
    path = re.split(r"[?#]", rest, maxsplit=1)[0]
    kept = scheme + mark + path
    if not path or _TOKEN.search(kept) or any(character.isspace() or character < " " for character in kept):
        return ""
    return kept


def kept_address(address: str) -> str:
    """An address fit for a file: as it was written where nothing in it looks like a secret, else `without_secrets`."""
    text = address.strip()
    doubtful = "@" in text or _TOKEN.search(text) or _NAMED_SECRET.search(text)
    return without_secrets(text) if doubtful else text
