"""Finding requests by what they are called and what they say, as one types.

    index = Index()
    await asyncio.to_thread(index.update, folders)             # reads what is new or has changed, nothing else
    for found in index.search("cat", cancelled=event.is_set):  # in a thread, too; the best first
        ...

Names, folders, addresses, endpoints, values and notes are searched; all words have to be there, capitals do not count.
A file is read by its lines and not as YAML, which would take a hundred times as long: a key at the beginning of a line
begins a part, what is not indented ends it. So broken files are found as well.
"""

from __future__ import annotations

import heapq
import os
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from gradioscope.library.collection.tree import RequestEntry, scan
from gradioscope.library.collection.watching import Fingerprint, fingerprint_of

Where = Literal["name", "folder", "endpoint", "address", "value", "notes"]

MOST = 200
"""Results that are told; their number is told in any case."""
_KEPT = 32 * 1024
"""Bytes of a file that are kept in memory; what is after that is read again for each search."""
_LONGEST = 8 * 1024 * 1024
"""Bytes of a file that are searched at all."""
_PAUSE = 0.1
"""Seconds between two tellings of what is found in large files."""
_STEP = 500
"""Requests between two looks at whether the search was cancelled."""

_PART = re.compile(r"""(["']?)([a-z_]+)\1[ \t]*:(?=[ \t\r\n]|$)""")
_BLOCK = re.compile(r"\s*[|>][0-9+-]*\s*(?:#.*)?")
_KEY = re.compile(r"""(["']?)(.*?)\1[ \t]*:(?=[ \t]|$)""")
_NOTES = "\f"
_ESCAPE = re.compile(r'\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(["\\/])|[nrt])')


@dataclass(frozen=True, slots=True)
class Entry:
    """A request, as far as searching needs it."""

    place: str
    """The path of its file."""
    collection: Path
    fingerprint: Fingerprint
    name: str
    folder: str
    """Relative to the collection, with `/`."""
    address: str
    endpoint: str
    text: str
    """The lines of its values and notes, or the first of them."""
    is_all: bool
    """Whether `text` is all of it."""
    folded: tuple[str, str, str, str, str] = field(repr=False)
    """Name, folder, endpoint, address and text, to compare with."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A request that was found, and where: `excerpt` is the line of a value or of the notes, or the address, endpoint
    or folder; empty for the name."""

    path: Path
    collection: Path
    name: str
    folder: str
    address: str
    endpoint: str
    where: Where
    excerpt: str
    parameter: str = ""
    """Whose value it is, where that can be told."""


@dataclass(frozen=True, slots=True)
class Found:
    """What is found so far, the best first: each replaces the one before. `total` counts those that are not told."""

    hits: tuple[Hit, ...]
    total: int
    is_complete: bool


class Index:
    """The requests of all open collections. Its methods may run in different threads, `update` in one at a time."""

    def __init__(self) -> None:
        self._entries: tuple[Entry, ...] = ()

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All requests, collection by collection, in the order of the tree."""
        return self._entries

    def update(self, folders: Sequence[Path], cancelled: Callable[[], bool] = lambda: False) -> bool:
        """Look at the collections' files again; whether all was read, and not cancelled. No errors: what cannot be
        read has a name, which is searched."""
        known = {entry.place: entry for entry in self._entries}
        found: list[Entry] = []
        for collection in dict.fromkeys(Path(os.path.abspath(folder)) for folder in folders):
            for number, request in enumerate(scan(collection).all_requests()):
                if number % _STEP == 0 and cancelled():
                    return False
                try:
                    about = os.stat(request.place)
                    now = fingerprint_of(about)
                except OSError:
                    continue
                before = known.get(request.place)
                if before is not None and before.fingerprint == now and before.collection == collection:
                    found.append(before)
                else:
                    found.append(_read(request, collection, now, about.st_size))
        self._entries = tuple(found)
        return True

    def search(self, wanted: str, cancelled: Callable[[], bool] = lambda: False) -> Iterator[Found]:
        """What is found in memory at once, then with what is in the rest of large files. Nothing once cancelled."""
        words = wanted.casefold().split()
        if not words:
            return
        entries = self._entries
        ranked: list[tuple[int, int]] = []
        large: list[int] = []
        for place, entry in enumerate(entries):
            if place % _STEP == 0 and cancelled():
                return
            rank = _rank(words, entry.folded)
            if rank is not None:
                ranked.append((rank, place))
            elif not entry.is_all:
                large.append(place)
        yield _found(entries, ranked, words, not large)
        if not large:
            return
        told = time.monotonic()
        for place in large:
            if cancelled():
                return
            rank = _rank(words, (*entries[place].folded[:4], _whole(entries[place].place).casefold()))
            if rank is not None:
                ranked.append((rank, place))
                if time.monotonic() - told > _PAUSE:
                    yield _found(entries, ranked, words, False)
                    told = time.monotonic()
        yield _found(entries, ranked, words, True)


def parts(text: str) -> tuple[str, str, str]:
    """Address, endpoint, and the lines of values and, after a line with a form feed, of notes, of a request's text."""
    found: dict[str, list[str]] = {"address": [], "endpoint": [], "values": [], "notes": []}
    part: list[str] | None = None
    if text.lstrip("\ufeff \r\n").startswith("{"):
        # all of it in braces
        return "", "", _searched(text.split("\n"))
    for line in text.lstrip("\ufeff").split("\n"):
        if line[:1] not in ("", " ", "\t", "#", "-", "\r"):
            key = _PART.match(line)
            part = found.get(key[2]) if key else None
            if key is not None and part is not None:
                part.append(line[key.end() :])
        elif part is not None:
            part.append(line)
    return _word(found["address"]), _word(found["endpoint"]), _searched([*found["values"], _NOTES, *found["notes"]])


def _read(request: RequestEntry, collection: Path, fingerprint: Fingerprint, size: int) -> Entry:
    try:
        with open(request.place, "rb") as file:
            content = file.read(_KEPT)
    except OSError:
        content = b""
    address, endpoint, text = parts(content.decode("utf-8", "replace"))
    name = request.name
    folder = os.path.dirname(request.place)[len(os.path.join(collection, "")) :].replace(os.sep, "/")
    folded = (name.casefold(), folder.casefold(), endpoint.casefold(), address.casefold(), text.casefold())
    is_all = size <= _KEPT
    return Entry(request.place, collection, fingerprint, name, folder, address, endpoint, text, is_all, folded)


def _whole(place: str) -> str:
    try:
        with open(place, "rb") as file:
            return parts(file.read(_LONGEST).decode("utf-8", "replace"))[2]
    except OSError:
        return ""


def _rank(words: list[str], folded: tuple[str, ...]) -> int | None:
    """How good it is, 0 the best; None where a word is nowhere."""
    name = folded[0]
    worst = 0
    for word in words:
        if word in name:
            at = name.index(word)
            rank = 0 if at == 0 else 1 if not name[at - 1].isalnum() else 2
        elif word in folded[2]:
            rank = 3
        elif word in folded[1]:
            rank = 4
        elif word in folded[3]:
            rank = 5
        elif word in folded[4]:
            rank = 6
        else:
            return None
        worst += rank
    # what is called so, and nothing more, comes first
    return worst * 2 + (name != " ".join(words))


def _found(entries: Sequence[Entry], ranked: list[tuple[int, int]], words: list[str], is_complete: bool) -> Found:
    best = heapq.nsmallest(MOST, ranked)
    return Found(tuple(_hit(entries[place], words) for _, place in best), len(ranked), is_complete)


def _hit(entry: Entry, words: list[str]) -> Hit:
    name, folder, endpoint, address, text = entry.folded
    where: Where = "name"
    excerpt = parameter = ""
    for word in words:
        if word in name:
            continue
        if word in endpoint:
            where, excerpt = "endpoint", entry.endpoint
        elif word in folder:
            where, excerpt = "folder", entry.folder
        elif word in address:
            where, excerpt = "address", entry.address
        else:
            where, parameter, excerpt = _line(entry, text, word)
        break
    return Hit(
        Path(entry.place),
        entry.collection,
        entry.name,
        entry.folder,
        entry.address,
        entry.endpoint,
        where,
        excerpt,
        parameter,
    )


def _line(entry: Entry, folded: str, word: str) -> tuple[Where, str, str]:
    """Of values or of notes, the parameter's name, and the line with the word in it, cut to what is around it."""
    text = entry.text
    at = folded.find(word)
    if at < 0:
        text = _whole(entry.place)
        folded = text.casefold()
        at = folded.find(word)
        if at < 0:
            return "value", "", ""
    number = folded.count("\n", 0, at)
    *above, line = text.split("\n", number + 1)[: number + 1]
    begin = max(at - folded.rfind("\n", 0, at) - 1 - 30, 0)
    excerpt = ("…" if begin else "") + line[begin : begin + 120].strip()
    return ("notes", "", excerpt) if _NOTES in above else ("value", _parameter([*above, line]), excerpt)


def _parameter(lines: list[str]) -> str:
    """The name of the parameter that the last of these lines of `values` belongs to; empty where it cannot be told."""
    outermost = next((_indent(line) for line in lines[1:] if line.strip() and not line.lstrip().startswith("#")), 0)
    for line in reversed(lines[1:]):
        if _indent(line) == outermost and (key := _KEY.match(line.strip())):
            return key[2].replace("''", "'") if key[1] == "'" else _unescaped(key[2])
    return ""


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _searched(lines: list[str]) -> str:
    """The lines; one that may have quotes with escapes is there in both readings."""
    found: list[str] = []
    for line in lines:
        line = line.rstrip() if line != _NOTES else line
        found.append(line)
        if "\\" in line and '"' in line:
            found.append(_unescaped(line))
    return "\n".join(found)


def _word(lines: list[str]) -> str:
    """A value of one line, as it would be read."""
    if lines and _BLOCK.fullmatch(lines[0]):
        return " ".join(line.strip() for line in lines[1:]).strip()
    text = " ".join(line.strip() for line in lines if line.strip()).strip()
    if text[:1] in ('"', "'"):
        end = text.rfind(text[0])
        return _unescaped(text[1:end] if end else text[1:]) if text[0] == '"' else text[1:end].replace("''", "'")
    return text.split(" #", 1)[0].strip() if not text.startswith("#") else ""


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    return _ESCAPE.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    if code:
        return chr(int(code, 16)).encode("utf-8", "replace").decode()
    return match[3] or " "
