"""One request, one file: read, saved with what a person has around it left as it is, or opened as text.

The key `format` tells the version of the format, which is 1 where it is not there. A file of an older one is read as
if it were of today's, and becomes one when a change of it is saved. A file of a newer one is read as far as it can be,
and never written over. Keys that nobody here knows are kept in any file.

None of these functions is for the UI thread.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Mapping
from pathlib import Path

from gradioscope.gradio.errors import GradioscopeError, WrongUse
from gradioscope.gradio.model import Json
from gradioscope.library.collection.place import handed_on_with
from gradioscope.library.collection.saved_document import FORMAT, TEXTS, WrongValue, from_document, to_document
from gradioscope.library.collection.yaml.editing import edited, identical
from gradioscope.library.collection.yaml.nodes import Node, YamlError, parse, place
from gradioscope.library.collection.yaml.writing import document
from gradioscope.library.disk_trouble import explained
from gradioscope.request.saved import SavedRequest

LARGEST = 64 * 1024 * 1024
"""Bytes of a file that is read."""

MIGRATIONS: Mapping[int, Callable[[dict[str, Json]], dict[str, Json]]] = {}
"""A format's number -> the change of its keys to those of the next."""

_BOM = "\ufeff"


class RequestFileError(GradioscopeError):
    """A file is there and no request can be read from it. `line` and `column` from 1, `text` is the file's."""

    exit_code = 2
    action = "edit"

    def __init__(self, path: Path, line: int, column: int, message: str, text: str) -> None:
        super().__init__(
            f"{path.name} cannot be read as a request.", f"Line {line}: {message}", "Correct the file's text."
        )
        self.path, self.line, self.column, self.message, self.text = path, line, column, message, text


class RequestUnopened(GradioscopeError):
    """A file cannot be read at all: gone, not allowed, no ordinary file, too large. Nothing of it was sent."""

    exit_code = 2


def read_request(path: Path) -> SavedRequest:
    """The request in a file, its local files with absolute paths. RequestFileError, GradioscopeError for OSError."""
    text = read_text(path)
    return request_in(text, path)


def request_in(text: str, path: Path) -> SavedRequest:
    """The request in a text that is, or will be, the file's. RequestFileError."""
    return _understood(path, text, _root(path, text))


def write_request(path: Path, saved: SavedRequest, root: Path | None = None) -> None:
    """Save a request. Of a file that is there only what changed is written anew, all else stays as it is.

    `root` is its collection's folder; without it, the one that `handed_on_with` finds. Local files in there are
    written relative to the request. Atomic and durable. RequestFileError for a file that cannot be read, WrongUse for
    values that no file can hold, DiskTrouble where it cannot be saved.
    """
    try:
        before = read_text(path) if os.path.lexists(path) else ""
    except FileNotFoundError:
        before = ""
    after = changed_text(path, before, saved, root)
    if after != before or not before:
        write_text(path, after)


def changed_text(path: Path, before: str, saved: SavedRequest, root: Path | None = None) -> str:
    """The text of the request's file, made from what it was before (empty for none). Errors as of `write_request`."""
    node = _root(path, before)
    collection = root or handed_on_with(path)
    new = to_document(saved, path.parent, collection)
    try:
        bom = _BOM if before.startswith(_BOM) else ""
        if node is None:
            new = new if FORMAT == 1 else {"format": FORMAT, **new}
            return bom + edited(before.removeprefix(_BOM), new) if before else document(new)
        raw = node.json()
        version = _format(path, before, node)
        if version > FORMAT:
            raise WrongUse(
                f"{path.name} was not saved.",
                f"Its format is {version}, and this Gradioscope writes {FORMAT}: what a newer one keeps in it could be "
                "lost.",
                "Update Gradioscope, or save the request under another name.",
            )
        was = to_document(_understood(path, before, node), path.parent, collection)
        new = _wanted(_migrated(raw, version), was, new)
        if version < FORMAT:
            if identical(_wanted(_migrated(raw, version), was, was), new):
                return before
            new["format"] = FORMAT
        if identical(raw, new):
            return before
        return bom + edited(before.removeprefix(_BOM), new)
    except ValueError as error:
        raise WrongUse(f"{path.name} was not saved.", str(error), "Correct the value and save again.") from error


def read_text(path: Path) -> str:
    """The file's text, line breaks as they are. RequestFileError where it is no text, GradioscopeError for OSError."""
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise _unusable(path, "It is no ordinary file.")
        if about.st_size > LARGEST:
            raise _unusable(path, f"It is larger than {LARGEST // 2**20} MB.")
        content = path.read_bytes()
    except PermissionError as error:
        raise _unusable(path, "You are not allowed to read it.") from error
    except OSError as error:
        found = explained(f"{path.name} cannot be opened.", error, path).explanation
        raise RequestUnopened(found.what, found.why, found.do, details=found.details) from error
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        text = content.decode("utf-8", "replace")
        line = content.count(b"\n", 0, error.start) + 1
        raise RequestFileError(path, line, 1, "There are bytes here that are no text in UTF-8.", text) from error


def write_text(path: Path, text: str) -> None:
    """Replace the file's text. Atomic and durable. GradioscopeError where it cannot be saved; what was there stays."""
    from gradioscope.library.atomic import write_atomically

    try:
        write_atomically(path, text.encode("utf-8"), private=False)
    except OSError as error:
        kept = "What was in the file before is still there." if os.path.exists(path) else ""
        raise explained(f"{path.name} was not saved.", error, path, kept) from error


def _root(path: Path, text: str) -> Node | None:
    try:
        root = parse(text.removeprefix(_BOM))
    except YamlError as error:
        raise RequestFileError(path, error.line, error.column, error.message, text) from error
    if root is None or (root.kind == "scalar" and root.value is None):
        return None
    if root.kind != "map":
        raise RequestFileError(
            path, *place(text, root.start), "A request is names with values, such as `address: …`.", text
        )
    return root


def _understood(path: Path, text: str, root: Node | None) -> SavedRequest:
    version = _format(path, text, root)
    entries = () if root is None else root.entries
    raw = _migrated({key.value: value.json(words=key.value in TEXTS) for key, value in entries}, version)
    try:
        return from_document(raw, path.parent)
    except WrongValue as error:
        newer = f"The file's format is {version}, newer than this Gradioscope knows. " if version > FORMAT else ""
        raise _wrong(path, text, root, error.key, newer + error.message) from error


def _format(path: Path, text: str, root: Node | None) -> int:
    entry = None if root is None else root.entry("format")
    version = 1 if entry is None else entry[1].json()
    if type(version) is not int or version < 1:
        raise _wrong(path, text, root, "format", "`format` is the number of a version, from 1.")
    return version


def _migrated(raw: dict[str, Json], version: int) -> dict[str, Json]:
    for number in range(version, FORMAT):
        raw = MIGRATIONS[number](raw)
    return raw


def _wanted(raw: dict[str, Json], was: Mapping[str, Json], new: Mapping[str, Json]) -> dict[str, Json]:
    """What the file should hold: its own way of saying what is still the same, and keys nobody here knows."""
    found: dict[str, Json] = {}
    for key, value in new.items():
        if key in raw and key in was and identical(was[key], value):
            found[key] = raw[key]
        elif key in ("values", "made_for") and isinstance(raw.get(key), dict) and isinstance(was.get(key), dict):
            kept = _wanted(raw[key], was[key], value)
            found[key] = kept
        else:
            found[key] = value
    for key, value in raw.items():
        # a key at its default, or without a value, says nothing; it stays where the person has written it
        if key not in new and key not in was:
            found[key] = value
    return found


def _wrong(path: Path, text: str, root: Node | None, key: str, message: str) -> RequestFileError:
    entry = None if root is None else root.entry(key)
    return RequestFileError(path, *place(text, entry[0].start if entry else 0), message, text)


def _unusable(path: Path, why: str) -> RequestUnopened:
    return RequestUnopened(f"{path.name} cannot be opened.", why, f"Look whether {path} is there and may be read.")
