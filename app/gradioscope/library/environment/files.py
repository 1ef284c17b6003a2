"""The files that define variables: `environments/NAME.yaml` of a collection's folders, and its `collection.yaml`.

```yaml
variables:
  base: https://example.com
secrets: [api_key]      # names only; the values are in the keyring
```

An environment may also have its variables at the top, without `variables`, as people write it by hand; it is kept so.

An environment is all the files of its name from the request's folder up to the collection's: what a nearer one
defines wins. None of these functions is for the UI thread.
"""

from __future__ import annotations

import os
import re
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path

from gradioscope.gradio.errors import GradioscopeError, WrongUse
from gradioscope.gradio.model import Json
from gradioscope.library.environment.document import DocumentError, change, read, replace
from gradioscope.library.environment.scope import Environment

FOLDER = "environments"
SUFFIX = ".yaml"
COLLECTION_FILE = "collection.yaml"

_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
_NO_FILE_NAME = re.compile(r'[/\\:*?"<>|]|^\.|[. ]$|^ ')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")


def read_environment(path: Path) -> Environment:
    """An environment's file. DocumentError where it cannot be read as one."""
    values = read(path)
    if _is_plain(values):
        values = {"variables": _own(values), "secrets": values.get("secrets")}
    return _environment(path, path.name.removesuffix(SUFFIX), values)


def read_collection(folder: Path) -> Environment:
    """The collection's own variables; none where it has no `collection.yaml`. DocumentError."""
    path = folder / COLLECTION_FILE
    return _environment(path, "", read(path))


def collection_id(folder: Path) -> str:
    """The collection's id; empty where it has none yet, or none that can be one. DocumentError."""
    found = read(folder / COLLECTION_FILE).get("id")
    return found if isinstance(found, str) and _ID.fullmatch(found) else ""


def give_id(folder: Path, anew: bool = False) -> str:
    """The collection's id, written down where it has none yet; `anew` gives a copy one of its own."""
    found = "" if anew else collection_id(folder)
    if not found:
        found = str(uuid.uuid4())
        change(folder / COLLECTION_FILE, {"id": found})
    return found


def names_for(folder: Path, collection: Path) -> list[str]:
    """The names of the environments that a request in this folder can use, sorted."""
    found = {path.name.removesuffix(SUFFIX) for place in on_the_way(folder, collection) for path in _files(place)}
    return sorted(found, key=lambda name: (name.casefold(), name))


def environments(folder: Path, collection: Path) -> list[Environment]:
    """Every environment's file from the request's folder outwards, the innermost first. DocumentError."""
    return [read_environment(path) for place in on_the_way(folder, collection) for path in _files(place)]


def applying(folder: Path, collection: Path, active: str) -> list[Environment]:
    """What a request in this folder sees: the active environment from the inside out, then the collection's own.

    DocumentError where one of these files cannot be read. `active` may be empty.
    """
    found: list[Environment] = []
    if active:
        for place in on_the_way(folder, collection):
            path = place / FOLDER / f"{active}{SUFFIX}"
            if path.is_file():
                found.append(read_environment(path))
    return [*found, read_collection(collection)]


def all_files(collection: Path) -> list[Path]:
    """The environments' files of all the collection's folders, in no hidden one, following no link."""
    found: list[Path] = []
    for place, folders, _ in os.walk(collection):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        if FOLDER in folders:
            folders.remove(FOLDER)
            found += _files(Path(place))
    return found


def write_environment(environment: Environment) -> None:
    """Save its variables and the names of its secrets; comments, order and unknown keys of the file stay.

    WrongUse for a name that cannot be written between braces; else as `document.change`.
    """
    from gradioscope.request.template import steps

    plain = bool(environment.name) and _is_plain(read(environment.path))
    taken = {"runs", *(("variables", "secrets") if plain else ())}
    for name in (*environment.variables, *environment.secret_names):
        if not re.fullmatch(r"[\w-]+(\.[\w-]+)*", name) or steps(name)[0] in taken:
            raise WrongUse(
                f"{name!r} cannot be the name of a variable.",
                f"A name has letters, digits, `_` and `-`, and dots between them; taken: {', '.join(sorted(taken))}.",
                "Choose another name.",
            )
    if plain:
        secrets: dict[str, Json] = {"secrets": list(environment.secret_names)} if environment.secret_names else {}
        replace(environment.path, {**environment.variables, **secrets})
        return
    values: dict[str, Json] = {
        "variables": dict(environment.variables) or None,
        "secrets": list(environment.secret_names) or None,
    }
    change(environment.path, values)


def create(folder: Path, name: str) -> Environment:
    """A new environment in a folder of a collection. WrongUse where there is one, or for what is no name."""
    path = _new(folder / FOLDER, name)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.open("x").close()
    except OSError as error:
        raise _failed(path, error) from error
    return Environment(name, path)


def rename(path: Path, name: str) -> Path:
    """Give an environment's file another name. WrongUse where that is taken, or no name."""
    new = _new(path.parent, name, unless=path)
    try:
        os.rename(path, new)
    except OSError as error:
        raise _failed(path, error) from error
    return new


def duplicate(path: Path, name: str) -> Path:
    """A copy of an environment's file under another name in the same folder, comments included."""
    from gradioscope.library.atomic import write_atomically

    new = _new(path.parent, name)
    try:
        write_atomically(new, path.read_bytes())
    except OSError as error:
        raise _failed(path, error) from error
    return new


def on_the_way(folder: Path, collection: Path) -> Iterator[Path]:
    """The folders from the request's up to the collection's; the collection's alone for one outside of it."""
    if folder.is_relative_to(collection):
        while folder != collection:
            yield folder
            folder = folder.parent
    yield collection


def _is_plain(values: Mapping[str, Json]) -> bool:
    """Whether an environment's variables are the file's own keys."""
    return "variables" not in values and bool(_own(values))


def _own(values: Mapping[str, Json]) -> dict[str, Json]:
    return {name: value for name, value in values.items() if name != "secrets"}


def _environment(path: Path, name: str, values: Mapping[str, Json]) -> Environment:
    variables, secrets = values.get("variables") or {}, values.get("secrets") or []
    if not isinstance(variables, dict):
        raise DocumentError(path, "`variables` should be names with a value each.")
    if not isinstance(secrets, list) or not all(isinstance(item, str) for item in secrets):
        raise DocumentError(path, "`secrets` should be a list of names; their values are not in the file.")
    return Environment(name, path, variables, tuple(dict.fromkeys(secrets)))


def _files(place: Path) -> list[Path]:
    try:
        entries = sorted(os.listdir(place / FOLDER))
    except OSError:
        return []
    return [place / FOLDER / name for name in entries if name.endswith(SUFFIX) and not name.startswith(".")]


def _new(folder: Path, name: str, unless: Path | None = None) -> Path:
    path = folder / f"{name}{SUFFIX}"
    if not name or len(name) > 80 or not name.isprintable() or _NO_FILE_NAME.search(name) or _RESERVED.fullmatch(name):
        raise WrongUse(
            f"{name!r} cannot be the name of an environment.",
            "It becomes a file's name, on every system.",
            "Choose a short name without signs such as / and :.",
        )
    # a change of capitals alone is the same file on Windows and macOS
    if path.exists() and not (unless is not None and path.samefile(unless) and path != unless):
        raise WrongUse(f"There is an environment {name} already.", f"It is {path}.", "Choose another name.")
    return path


def _failed(path: Path, error: OSError) -> GradioscopeError:
    return GradioscopeError(f"{path} could not be changed.", f"{error.strerror or error}.", "Allow writing there.")
