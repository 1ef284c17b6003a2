"""The values of a call as they are written on the command line.

Two steps: `read` checks what can be checked before anything is sent (syntax, JSON, files); `bind` gives
them to the parameters of the endpoint once the app has described itself.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from gradioscope.cli.arguments import stdin_text, usable_text
from gradioscope.gradio.errors import WrongUse
from gradioscope.gradio.model import Endpoint, Json, LocalFile, Parameter
from gradioscope.request.draft import Draft
from gradioscope.request.fields import Field, field_for

_SEPARATOR = re.compile(r":=|=|@")


@dataclass(frozen=True, slots=True)
class Given:
    """One VALUE. `value` is the text for `=`, the JSON value for `:=`, a LocalFile for `@`."""

    name: str
    form: Literal["text", "json", "file"]
    value: Json
    from_data: bool = False
    """Whether it comes from `--data`; a VALUE of the same name replaces it."""


def read(words: Sequence[str], data: str | None = None) -> list[Given]:
    """VALUEs and `--data`, the latter first, so that a VALUE replaces what it says. Raises WrongUse."""
    found = [] if data is None else [Given(name, "json", value, True) for name, value in _data(data).items()]
    return [*found, *map(_value, words)]


def _value(word: str) -> Given:
    if not usable_text(word):
        raise WrongUse(
            f"{word!r} is not text.", "It holds bytes that are not in the terminal's encoding.", "Write it in UTF-8."
        )
    separator = _SEPARATOR.search(word)
    if not separator or not separator.start():
        raise WrongUse(
            f"`{word}` is not a value.",
            "A value names its parameter." if separator else "It has none of `=`, `:=` and `@`.",
            "Write name=text, name:=json or name@file.",
        )
    name, rest = word[: separator.start()], word[separator.end() :]
    match separator.group():
        case ":=":
            return Given(name, "json", _with_files(_json(rest, f"`{word}`", f"For text write {name}={rest}"), name))
        case "@":
            return Given(name, "file", _file(rest, name))
        case _:
            return Given(name, "text", rest)


def _data(text: str) -> dict[str, Json]:
    source = "--data"
    if text == "@-":
        text, source = stdin_text(), "Standard input"
    elif text.startswith("@"):
        path = Path(text[1:])
        source = str(path)
        try:
            text = path.read_text("utf-8-sig")
        except OSError as error:
            raise WrongUse(f"{path} cannot be read.", f"{error.strerror}.", "Check the name.") from error
        except UnicodeDecodeError as error:
            raise WrongUse(f"{path} is not UTF-8 text.", f"{error}.", "Convert it first.") from error
    elif not usable_text(text):
        raise WrongUse("--data is not text.", "It is not in the terminal's encoding.", "Write it in UTF-8.")
    values = _json(text, source, 'The values of a call are one JSON object by name, as in \'{"text": "hi"}\'')
    if not isinstance(values, dict):
        raise WrongUse(
            f"{source} is not a JSON object.",
            f"It is {_kind(values)}, but values are given by name.",
            "Write it as '{\"name\": value}'.",
        )
    return {name: _with_files(value, name) for name, value in values.items()}


def _json(text: str, source: str, do: str) -> Json:
    try:
        value = json.loads(text, parse_constant=_no_constant)
        # what JSON can say and UTF-8 cannot
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise WrongUse(
            f"{source} holds half a character.",
            "A lone surrogate (\\ud800 to \\udfff) is not text and cannot be sent.",
            "Write both halves, or the character itself.",
        ) from error
    except RecursionError as error:
        raise WrongUse(f"{source} is nested too deeply.", "", "Give a flatter value.") from error
    except ValueError as error:
        why = str(error)
        raise WrongUse(f"{source} is not JSON.", why if why.endswith(".") else f"{why}.", f"{do}.") from error
    return value


def _no_constant(name: str) -> Json:
    raise ValueError(f"JSON has no {name}")


def _kind(value: Json) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return "a list" if isinstance(value, list) else "a text" if isinstance(value, str) else "a number"


def _with_files(value: Json, name: str) -> Json:
    """The value with each {"$file": "path"} in it as LocalFile."""
    if isinstance(value, dict):
        if value.keys() == {"$file"} and isinstance(value["$file"], str):
            return _file(value["$file"], name)
        return {key: _with_files(item, name) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_files(item, name) for item in value]
    return value


def _file(path: str, name: str) -> LocalFile:
    """A file that can be read, or a folder (for a parameter that takes one)."""
    if path.startswith("~") and not os.path.lexists(path):
        path = os.path.expanduser(path)  # the shell leaves it alone in the middle of a word
    do = f"Check the path given for `{name}`."
    if not path:
        raise WrongUse(f"`{name}` names no file.", "", f"Write {name}@FILE.")
    try:
        if not os.path.isdir(path):
            with open(path, "rb"):
                pass
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise WrongUse(f"The file {path} cannot be read.", f"{why}.", do, parameter=name) from error
    if not usable_text(path):
        raise WrongUse(f"The file name {path!r} is not text.", "It cannot be sent as a name.", "Rename the file.")
    return LocalFile(path)


def bind(endpoint: Endpoint, given: Sequence[Given]) -> dict[str, Json]:
    """Values by parameter name. WrongUse for an unknown name or a text that the parameter cannot take."""
    values: dict[str, Json] = {}
    given_before: set[str] = set()
    files: dict[str, list[LocalFile]] = {}
    for item in given:
        parameter = endpoint.parameter(item.name)
        if parameter is None:
            raise _unknown(endpoint, item.name)
        field = field_for(parameter)
        if item.form == "file":
            named = files.setdefault(item.name, [])
            named += _named_files(field, item)
            value = _from(field, item.name, lambda field=field, named=named: field.from_files(named))  # type: ignore[misc]
            if item.name in given_before and len(named) == 1:  # after a value of another form
                value = [*_listed(values[item.name], item.name), *_listed(value, item.name)]
        else:
            value = item.value
            if item.form == "text":
                value = _from(field, item.name, lambda field=field, item=item: field.from_text(item.value))  # type: ignore[misc]
            if item.name in given_before:
                value = [*_listed(values[item.name], item.name), *_listed(value, item.name)]
        values[item.name] = value
        if not item.from_data:
            given_before.add(item.name)
    return values


def _listed(value: Json, name: str) -> list[Json]:
    if isinstance(value, list):
        return value
    raise WrongUse(f"`{name}` is given twice.", "It takes one value.", "Leave one of them out.")


def _from(field: Field, name: str, make: Callable[[], Json]) -> Json:
    try:
        return make()
    except ValueError as error:
        raise WrongUse(
            str(error), "", f"Look at `{name}` in `describe`: it is of the kind {field.kind}.", parameter=name
        ) from error


def _named_files(field: Field, item: Given) -> list[LocalFile]:
    """The file that was named, or those in the folder that was."""
    if not os.path.isdir(item.value.path):
        return [item.value]
    if not field.takes_folders:
        raise WrongUse(
            f"{item.value.path} is a folder.", f"`{item.name}` takes one file.", "Name a file.", parameter=item.name
        )
    return _files_in(item.value.path, item.name)


def _files_in(folder: str, name: str) -> list[LocalFile]:
    found = sorted(str(path) for path in Path(folder).rglob("*") if path.is_file())
    if not found:
        raise WrongUse(f"The folder {folder} holds no files.", "", f"Check the path given for `{name}`.")
    return [_file(path, name) for path in found]


def _unknown(endpoint: Endpoint, name: str) -> WrongUse:
    from gradioscope.cli.matching import did_you_mean

    what = f"{endpoint.name} has no parameter `{name}`."
    if not endpoint.parameters:
        return WrongUse(what, "It takes no values at all.", "Leave it out.")
    labelled = next((p.name for p in endpoint.parameters if p.label.lower() == name.lower()), None)
    why = f"`{name}` is the label of `{labelled}`." if labelled else did_you_mean(name, names(endpoint))
    return WrongUse(what, why, f"It takes {', '.join(f'`{item}`' for item in names(endpoint))}.")


def names(endpoint: Endpoint) -> list[str]:
    return [parameter.name for parameter in endpoint.parameters]


def check(draft: Draft) -> None:
    """WrongUse where the draft cannot be sent: what is missing is named first, then each wrong value."""
    problems = draft.problems()
    if not problems:
        return
    endpoint = draft.endpoint
    missing = [name for name in problems if name not in draft.values]
    if missing:
        listed = ", ".join(f"`{name}`" for name in missing)
        sentences = [_missing(parameter) for name in missing if (parameter := endpoint.parameter(name))]
        raise WrongUse(
            f"{endpoint.name} needs a value for {listed}.",
            " ".join(sentence for sentence in sentences if sentence),
            f"Add {' '.join(_example(p) for name in missing if (p := endpoint.parameter(name)))}.",
            parameter=missing[0],
        )
    first = next(iter(problems))
    raise WrongUse(
        " ".join(f"`{name}`: {problem}" for name, problem in problems.items()),
        "",
        "Correct the value; `describe` shows what each parameter takes.",
        parameter=first,
    )


def _missing(parameter: Parameter) -> str:
    label = "" if parameter.label == parameter.name else f" (“{parameter.label}”)"
    return f"`{parameter.name}`{label} has no default." if parameter.required else ""


def _example(parameter: Parameter) -> str:
    if parameter.kind in ("file", "image", "files"):
        return f"{parameter.name}@FILE"
    return f"{parameter.name}:=JSON" if parameter.kind == "json" else f"{parameter.name}=…"
