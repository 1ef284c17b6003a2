"""Saved requests that are to be exported, read and with what their variables stand for. Nobody is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from gradioscope.gradio.errors import GradioscopeError
from gradioscope.library.collection import read_request
from gradioscope.library.environment.scope import Variables
from gradioscope.library.runner.folder import planned
from gradioscope.request.saved import SavedRequest
from gradioscope.request.template import resolve


@dataclass(frozen=True, slots=True)
class Ready:
    path: Path
    folders: tuple[str, ...]
    """Those it lies in, below what is exported."""
    name: str
    saved: SavedRequest
    variables: Variables
    """Without the values of secrets."""
    address: str
    """Resolved."""


LeftOut = list[tuple[str, GradioscopeError]]


def prepared(places: Sequence[Path], variables_of: Callable[[Path], Variables]) -> tuple[list[Ready], LeftOut]:
    """The requests of files and folders in their order, and those that cannot be read, with the reason.

    `variables_of` has the variables of a request's file. WrongUse where a place holds no request. Not for the UI
    thread.
    """
    found: list[Ready] = []
    left_out: LeftOut = []
    for place in places:
        around = (place.name,) if len(places) > 1 and place.is_dir() else ()
        for item in planned(place):
            *inner, name = item.name.split("/")
            folders = (*around, *inner)
            try:
                saved = read_request(item.path)
                variables = variables_of(item.path)
                address = str(resolve(saved.address, variables.lookup))
                found.append(Ready(item.path, folders, name, saved, variables, address))
            except GradioscopeError as error:
                left_out.append(("/".join([*folders, name]), error))
    return found, left_out
