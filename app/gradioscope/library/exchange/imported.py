"""What was found in another tool's file, before anything of it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from gradioscope.gradio.model import Json
from gradioscope.request.saved import SavedRequest


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something of the file that was not taken, and why, in a sentence."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Item:
    """A request, by the name it had, in the folders it lay in, the outermost first."""

    name: str
    saved: SavedRequest
    folders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VariableSet:
    """An environment; without a name the collection's own variables."""

    name: str
    variables: Mapping[str, Json] = field(default_factory=dict)
    secret_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Imported:
    """No secret is in it: those that the file held are named in `notes`."""

    source: str
    """The tool's name: `Postman`."""
    name: str = ""
    """The collection's."""
    items: tuple[Item, ...] = ()
    variables: tuple[VariableSet, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[str, ...] = ()
    """What the person should know, a sentence each."""


def joined(parts: list[Imported]) -> Imported:
    """Several files' contents as one."""
    first = parts[0]
    if len(parts) == 1:
        return first
    return replace(
        first,
        name="",
        items=tuple(item for part in parts for item in part.items),
        variables=tuple(item for part in parts for item in part.variables),
        left_out=tuple(item for part in parts for item in part.left_out),
        notes=tuple(dict.fromkeys(note for part in parts for note in part.notes)),
    )
