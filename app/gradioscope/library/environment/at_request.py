"""What applies at one request: its collection, the environments to choose from, the active one, and its variables."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from gradioscope.gradio.errors import GradioscopeError
from gradioscope.library.collection.place import COLLECTION_FILE, ENVIRONMENTS, collection_of
from gradioscope.library.environment.consent import Choices
from gradioscope.library.environment.files import on_the_way
from gradioscope.library.environment.keyring import Keyring
from gradioscope.library.environment.of_collection import CollectionVariables
from gradioscope.library.environment.scope import Variables
from gradioscope.library.places import Places

Marks = Mapping[str, tuple[int, int]]
"""Path to time of change and size, of every file that says what applies; compared to tell that one changed."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a request in one folder can see. Its variables have no secret's value."""

    collection: Path | None = None
    """None for a request without a file, which sees what Gradioscope offers itself."""
    names: tuple[str, ...] = ()
    """The environments there are to choose from."""
    active: str = ""
    """The chosen one, which may be gone; empty for none."""
    variables: Variables = field(default_factory=Variables)
    problem: GradioscopeError | None = None
    """Why the files could not be read; nothing is defined then."""
    marks: Marks = field(default_factory=dict)


def scope_at(places: Places, keyring: Keyring, path: Path | None, allow: Collection[str] = ()) -> Scope:
    """What applies at a request's file; `allow` are names of the process's environment allowed for this session.

    Reads files: not for the UI thread.
    """
    if path is None:
        return Scope(variables=Variables(allowed=frozenset(allow)))
    folder = path.parent
    root = collection_at(path)
    seen = marks(places, folder, root)  # before the files: a change between the two is found the next time
    collection = CollectionVariables(places, keyring, root)
    try:
        return Scope(
            root,
            tuple(collection.names(folder)),
            collection.active(),
            collection.variables(folder, allow=allow),
            marks=seen,
        )
    except (GradioscopeError, OSError) as failed:
        error = failed if isinstance(failed, GradioscopeError) else _unreadable(root, failed)
        return Scope(root, problem=error, variables=Variables(allowed=frozenset(allow)), marks=seen)


def _unreadable(folder: Path, error: OSError) -> GradioscopeError:
    why = f"{error.strerror or error}."
    return GradioscopeError(f"The variables of {folder} cannot be read.", why, "Allow reading there.")


def collection_at(path: Path) -> Path:
    """The folder whose variables a request's file has: its collection, else the folder it is in."""
    return collection_of(path) or Path(os.path.abspath(path.parent))


def marks(places: Places, folder: Path, collection: Path) -> Marks:
    """The state of what `scope_at` reads. A few looks at the file system."""
    found: dict[str, tuple[int, int]] = {}
    files = [collection / COLLECTION_FILE, Choices.file(places)]
    for place in on_the_way(folder, collection):
        inner = place / ENVIRONMENTS
        try:
            files += [inner / name for name in os.listdir(inner) if name.endswith(".yaml")]
        except OSError:
            continue
    for file in files:
        try:
            about = file.stat()
        except OSError:
            continue
        found[str(file)] = about.st_mtime_ns, about.st_size
    return found
