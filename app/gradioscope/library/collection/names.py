"""Names of requests and folders: free text to a person, file names that every system can hold on disk."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

LONGEST = 120
"""Bytes of a name; file systems take 255 with everything that is put around it."""

_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_JOINERS = "\u200c\u200d"
"""Not printed themselves, and part of Persian words and of many emoji."""
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:\..*)?", re.IGNORECASE)
_DIGITS = re.compile(r"([0-9]+)")


def file_name(name: str) -> str:
    """A name that Windows, macOS and Linux can hold, as near to the person's as can be; "request" for an empty one."""
    kept = unicodedata.normalize("NFC", name[: 10 * LONGEST].encode("utf-8", "ignore").decode())
    kept = "".join(
        character if character.isprintable() or character in _JOINERS else " "
        for character in _FORBIDDEN.sub("-", kept)
    )
    kept = " ".join(kept.split())
    while len(kept.encode()) > LONGEST:
        kept = kept[:-1]
    # a leading dot hides it, a trailing dot or blank is dropped by Windows
    kept = kept.lstrip(". ").rstrip(". ")
    if _RESERVED.fullmatch(kept):
        kept = f"_{kept}"
    return kept or "request"


def is_file_name(name: str) -> bool:
    """Whether every system can hold a file of this name."""
    return bool(name) and file_name(name) == unicodedata.normalize("NFC", name)


def free_name(wanted: str, taken: Iterable[str]) -> str:
    """The name itself, or with the first number that makes it another one, capitals not counted."""
    folded = {folded_name(name) for name in taken}
    if folded_name(wanted) not in folded:
        return wanted
    stem, number = wanted, 2
    if found := re.fullmatch(r"(.*\S) ([0-9]{1,6})", wanted):
        stem, number = found[1], int(found[2]) + 1
    while folded_name(f"{stem} {number}") in folded:
        number += 1
    return f"{stem} {number}"


def folded_name(name: str) -> str:
    """The same for names that are one file on Windows or macOS."""
    return unicodedata.normalize("NFC", name).casefold()


def natural(name: str) -> tuple[str | int, ...]:
    """A key to sort names as people do: capitals not counted, `2` before `10`."""
    parts: list[str | int] = [*_DIGITS.split(name.casefold())]
    # what is between the digits is at the even places, so that like is compared with like
    parts[1::2] = map(int, parts[1::2])
    return tuple(parts)
