"""A saved request <-> the mapping that its file holds. What is at its default is left out."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, Literal

from gradioscope.gradio.model import Json, LocalFile
from gradioscope.request.saved import MadeFor, MadeForParameter, SavedRequest
from gradioscope.request.saving import value_as_json, value_from_json

FORMAT = 1
"""Of files that this program writes. From 2 on they say it."""

TEXTS = frozenset({"address", "endpoint", "session", "headers", "login", "token", "notes"})
"""Keys whose values are text in any case: what looks like a number there is taken as it is written, 1.10 or 007."""

_KINDS: dict[type, str] = {str: "text", dict: "names with values", list: "a list"}


class WrongValue(Exception):
    """A key's value is not what it should be. `key` is empty where it is the whole."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(message)
        self.key, self.message = key, message


def to_document(saved: SavedRequest, folder: Path, root: Path) -> dict[str, Json]:
    """The keys in their order. Files within `root` are written relative to `folder`, the request's, others whole."""
    found: dict[str, Json] = {
        "address": saved.address,
        "endpoint": saved.endpoint,
        "values": {name: value_as_json(_mapped(value, Outward(folder, root))) for name, value in saved.values.items()},
        "session": saved.session,
        "stream": saved.stream if saved.stream != "queue" else None,
        "headers": _headers_out(saved.headers),
        "login": saved.login,
        "token": saved.token,
        "notes": saved.notes,
        "expect": list(saved.expect),
        "made_for": _made_for_out(saved.made_for),
    }
    return {key: value for key, value in found.items() if value is not None and value not in ("", {}, [])}


def from_document(document: Mapping[str, Json], folder: Path) -> SavedRequest:
    """The request; relative files are taken from `folder`. WrongValue."""
    try:
        values = {
            name: _mapped(value_from_json(value), Inward(folder))
            for name, value in _get(document, "values", dict, {}).items()
        }
    except TypeError as error:
        raise WrongValue("values", "A `$file` needs the path of a file, as text.") from error
    stream: Literal["queue", "result"] = "queue"
    if (said := _get(document, "stream", str, "queue")) not in ("queue", "result"):
        raise WrongValue("stream", f"`stream` is {said!r}; it can be queue or result.")
    if said == "result":
        stream = "result"
    return SavedRequest(
        address=_get(document, "address", str, ""),
        endpoint=_get(document, "endpoint", str, ""),
        values=values,
        session=_get(document, "session", str, None),
        stream=stream,
        headers=_headers_in(document.get("headers")),
        login=_get(document, "login", str, None),
        token=_get(document, "token", str, None),
        notes=_get(document, "notes", str, ""),
        expect=tuple(_get(document, "expect", list, [])),
        made_for=_made_for_in(document.get("made_for")),
    )


def files_changed(value: Json, change: Callable[[str], str]) -> Json:
    """A value as a file has it, with other paths of local files; nothing else of it is different."""
    return _files_changed(value, change, False)


def _files_changed(value: Json, change: Callable[[str], str], plain: bool) -> Json:
    if isinstance(value, dict):
        if not plain and value.keys() == {"$file"} and isinstance(value["$file"], str):
            return {"$file": change(value["$file"])}
        # what is directly in `$json` looks like a file and is none
        shield = not plain and value.keys() == {"$json"}
        return {key: _files_changed(item, change, shield) for key, item in value.items()}
    if isinstance(value, list):
        return [_files_changed(item, change, False) for item in value]
    return value


def _get(document: Mapping[str, Json], key: str, kind: type, default: Any) -> Any:
    value = document.get(key)
    if value is None:
        return default
    if not isinstance(value, kind):
        raise WrongValue(key, f"`{key}` should be {_KINDS[kind]}.")
    return value


class Outward:
    """A local file's path as it is written: within the collection relative, with `/` on every system."""

    def __init__(self, folder: Path, root: Path) -> None:
        self._folder, self._root = os.path.abspath(folder), os.path.abspath(root)

    def __call__(self, path: str) -> str:
        if "{{" in path or not os.path.isabs(path):
            return path
        try:
            inside = os.path.commonpath([self._root, os.path.abspath(path)]) == self._root
        except ValueError:  # another drive
            return path
        if not inside:
            return path
        return PurePosixPath(*Path(os.path.relpath(path, self._folder)).parts).as_posix()


class Inward:
    """A path in the file as an absolute one."""

    def __init__(self, folder: Path) -> None:
        self._folder = os.path.abspath(folder)

    def __call__(self, path: str) -> str:
        if "{{" in path or not path or os.path.isabs(path):
            return path
        return os.path.normpath(os.path.join(self._folder, path))


def _mapped(value: Json, path: Outward | Inward) -> Json:
    if isinstance(value, LocalFile):
        return LocalFile(path(value.path))
    if isinstance(value, Mapping):
        return {key: _mapped(item, path) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_mapped(item, path) for item in value]
    return value


def _headers_out(headers: tuple[tuple[str, str], ...]) -> Json:
    names = [name for name, _ in headers]
    if len(set(names)) == len(names):
        return dict(headers)
    return [{name: value} for name, value in headers]


def _headers_in(written: Json) -> tuple[tuple[str, str], ...]:
    if written is None:
        return ()
    found = [written] if isinstance(written, dict) else written
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise WrongValue("headers", "`headers` should be names with a text each.")
    pairs = [(name, value) for each in found for name, value in each.items()]
    if any(isinstance(value, dict | list | bool) or value is None for _, value in pairs):
        raise WrongValue("headers", "A header's value should be text.")
    return tuple((name, str(value)) for name, value in pairs)


def _made_for_out(made_for: MadeFor | None) -> Json:
    if made_for is None:
        return None
    found: dict[str, Json] = {
        "gradio": made_for.version,
        "parameters": [_parameter_out(parameter) for parameter in made_for.parameters],
        "returns": list(made_for.returns),
    }
    return {key: value for key, value in found.items() if value}


def _parameter_out(parameter: MadeForParameter) -> Json:
    found: dict[str, Json] = {"name": parameter.name, "component": parameter.component}
    if parameter.label:
        found["label"] = parameter.label
    if parameter.choices is not None:
        found["choices"] = [value_as_json(choice) for choice in parameter.choices]
    if parameter.required:
        found["required"] = True
    if parameter.default is not None:
        found["default"] = value_as_json(parameter.default)
    return found


def _made_for_in(written: Json) -> MadeFor | None:
    if written is None:
        return None
    try:
        return MadeFor(
            _get(written, "gradio", str, ""),
            tuple(
                MadeForParameter(
                    name=_get(each, "name", str, ""),
                    component=_get(each, "component", str, ""),
                    label=_get(each, "label", str, ""),
                    required=each.get("required") is True,
                    default=value_from_json(each.get("default")),
                    choices=_choices(each),
                )
                for each in _get(written, "parameters", list, [])
            ),
            tuple(map(str, _get(written, "returns", list, []))),
        )
    except (AttributeError, TypeError, WrongValue) as error:
        raise WrongValue("made_for", "`made_for` is not what Gradioscope writes there; it can be deleted.") from error


def _choices(written: Mapping[str, Json]) -> tuple[Json, ...] | None:
    found = _get(written, "choices", list, None)
    return None if found is None else tuple(value_from_json(choice) for choice in found)
