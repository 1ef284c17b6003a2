"""A request to its file, unless that says something that the person has not seen. Not for the UI thread."""

from __future__ import annotations

import os
from pathlib import Path

from gradioscope.gradio.errors import GradioscopeError
from gradioscope.library.collection import SUFFIX, RequestFileError, file_name, read_text, write_request, write_text
from gradioscope.library.collection.names import folded_name
from gradioscope.library.collection.request_file import changed_text, request_in
from gradioscope.request.saved import SavedRequest
from gradioscope.request.saving import same_request


class ChangedOutside(GradioscopeError):
    """The file says something else than when it was read or saved last; nothing was written.

    `theirs` is its text now, `mine` what it would become; `request` is what it says, None where it is no request.
    """

    def __init__(self, path: Path, theirs: str, mine: str, request: SavedRequest | None) -> None:
        super().__init__(
            f"{path.name} was changed by another program.",
            "Saving would overwrite those changes.",
            "Choose which of the two to keep.",
        )
        self.path, self.theirs, self.mine, self.request = path, theirs, mine, request


class NameTaken(GradioscopeError):
    """There is another request of that name."""


def save(path: Path, request: SavedRequest, seen: SavedRequest | None) -> None:
    """Write the request, if its file says what the person has `seen` there last (None: that it is not there).

    ChangedOutside, GradioscopeError for a folder that is gone and for what else keeps it from being written.
    """
    if not path.parent.is_dir():
        raise GradioscopeError(
            f"{path.name} was not saved.",
            f"Its folder {path.parent} is gone: renamed, removed, or on a drive that is not there.",
            "Save it to another folder; it stays open here.",
        )
    if os.path.lexists(path) and (changed := told_apart(path, request, seen)) is not None:
        raise changed
    write_request(path, request)


def save_over(path: Path, request: SavedRequest) -> None:
    """Write the request whatever the file says now; comments in a file that can be read stay. GradioscopeError."""
    try:
        before = read_text(path) if path.exists() else ""
        text = changed_text(path, before, request)
    except RequestFileError:
        text = changed_text(path, "", request)
    write_text(path, text)


def path_of(folder: Path, name: str) -> Path:
    """Where a request of that name is."""
    return folder / (file_name(name) + SUFFIX)


def save_new(folder: Path, name: str, request: SavedRequest, make: Path | None = None) -> Path:
    """Write the request under a name that no other has there, capitals not counted. The path.

    `make` is a folder that is made where it is not there. NameTaken, and GradioscopeError where it cannot be written.
    """
    path = path_of(folder, name)
    try:
        if folder == make:
            folder.mkdir(parents=True, exist_ok=True)
        taken = {folded_name(each): each for each in os.listdir(folder)}
    except OSError as error:
        raise GradioscopeError(
            f"{path.name} was not saved.", f"{error.strerror or error}: {folder}.", "Choose another folder."
        ) from error
    there = taken.get(folded_name(path.name))
    if there is not None:
        raise NameTaken(
            f"There is a request “{there.removesuffix(SUFFIX)}” in {folder.name or folder}.", "", "Choose another name."
        )
    save_over(path, request)
    return path


def told_apart(path: Path, mine: SavedRequest, seen: SavedRequest | None) -> ChangedOutside | None:
    """What another program made of the file, where that is neither what was `seen` nor `mine`. GradioscopeError."""
    try:
        theirs = read_text(path)
        found = request_in(theirs, path)
    except RequestFileError as error:
        return ChangedOutside(path, error.text, changed_text(path, "", mine), None)
    if same_request(found, mine) or (seen is not None and same_request(found, seen)):
        return None
    return ChangedOutside(path, theirs, changed_text(path, theirs, mine), found)
