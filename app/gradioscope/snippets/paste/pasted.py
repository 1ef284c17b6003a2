"""What was found in a pasted text, before any app was asked what it makes of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from gradioscope.gradio.model import FILE_DATA, Json, LocalFile

DEEPEST = 60
"""Levels of lists and objects inside of each other that are read; what is deeper is no request."""


class Unread(str):
    """The text of an expression that stands where a value should: a variable, a call. Never evaluated."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Pasted:
    """Values are raw JSON, with a LocalFile where the text names a file, and Unread where nothing could be read."""

    source: str
    """What kind of text it was: `curl`, `python`, `javascript`, `powershell`, `gradio`, `json`, `address`."""
    address: str = ""
    endpoint: str = ""
    """Its name as the text has it, percent-decoded; the slash in front is optional."""
    fn_index: int | None = None
    data: tuple[Json, ...] | None = None
    """The list that is sent, a null in each State's place."""
    arguments: tuple[Json, ...] = ()
    """By position, States left out."""
    named: Mapping[str, Json] = field(default_factory=dict)
    session_hash: str | None = None
    stream: Literal["queue", "result"] = "queue"
    login_user: str | None = None
    token: bool = False
    headers: tuple[tuple[str, str], ...] = ()
    insecure: bool = False
    notes: tuple[str, ...] = ()
    """What was not understood, a sentence each."""

    @property
    def is_request(self) -> bool:
        """Whether it says more than where the app is."""
        return bool(self.endpoint or self.fn_index is not None or self.data is not None or self.named or self.arguments)


def unread(value: Json) -> Iterator[Unread]:
    """Every Unread inside a value."""
    if isinstance(value, Unread):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from unread(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from unread(item)


def with_files(value: Json, depth: int = 0) -> Json:
    """The value with each FileData whose path is a LocalFile as that file. RecursionError where it is too deep."""
    if depth > DEEPEST:
        raise RecursionError
    if isinstance(value, Mapping):
        if isinstance(value.get("path"), LocalFile) and value.get("meta") == FILE_DATA:
            return value["path"]
        return {key: with_files(item, depth + 1) for key, item in value.items()}
    return [with_files(item, depth + 1) for item in value] if isinstance(value, list | tuple) else value
