"""A request as it would be sent, part by part, for people to look at: secrets are dots, what is missing is said."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from gradioscope.gradio.errors import WrongUse
from gradioscope.gradio.model import Json, LocalFile
from gradioscope.library.environment.scope import Variables, preview
from gradioscope.request.saved import SavedRequest
from gradioscope.request.template import NoValue, Unresolved, names, resolve, used

LONGEST = 4000
"""Characters of one part that are shown."""


@dataclass(frozen=True, slots=True)
class Part:
    """`problem` is why there is no text, in sentences."""

    group: str
    name: str
    text: str = ""
    problem: str = ""
    changed: bool = False
    """Whether a variable was put in."""


def parts_of(request: SavedRequest, variables: Variables) -> list[Part]:
    """Address, headers and values after their variables are put in, then the variables themselves.

    Not for the UI thread where values may be large.
    """
    shown = variables.as_shown()
    found = [_part("Request", "Address", request.address, shown)]
    for name, text in (("Session", request.session), ("Login", request.login)):
        if text:
            found.append(_part("Request", name, text, shown))
    found += [_part("Headers", name, text, shown) for name, text in request.headers]
    found += [_part("Values", name, value, shown) for name, value in request.values.items()]
    return found + _variables(request, shown)


def as_text(parts: list[Part]) -> str:
    """All of it as text to copy."""
    lines: list[str] = []
    group = ""
    for part in parts:
        if part.group != group:
            group = part.group
            lines += ["", f"# {group}"]
        lines.append(f"{part.name}: {part.text or part.problem}")
    return "\n".join(lines).strip() + "\n"


def _part(group: str, name: str, value: Json, variables: Variables) -> Part:
    try:
        found = resolve(value, variables.lookup)
    except Unresolved as error:
        return Part(group, name, "", f"{error.explanation.what} {error.explanation.why}")
    except WrongUse as error:
        return Part(group, name, "", str(error.explanation))
    return Part(group, name, _text(found), changed=bool(names(value)))


def _variables(request: SavedRequest, variables: Variables) -> list[Part]:
    try:
        asked = used(request, variables.lookup)
    except WrongUse:
        return []  # a circle, which its part says
    return [_variable(name, variables) for name in asked]


def _variable(name: str, variables: Variables) -> Part:
    origin = variables.origin(name)
    told = f"{name} ({origin.name.removesuffix('.yaml')})" if origin is not None else name
    lookup: Callable[[str], Json] = variables.lookup
    try:
        value = resolve("{{" + name + "}}", lookup)
    except (WrongUse, NoValue) as error:
        why = error.explanation.why if isinstance(error, WrongUse) else error.why
        return Part("Variables", told, "", why or "It has no value.")
    return Part("Variables", told, preview(value))


def _text(value: Json) -> str:
    if isinstance(value, str):
        text = value
    elif isinstance(value, LocalFile):
        text = value.path
    else:
        text = json.dumps(
            value, ensure_ascii=False, indent=2 if isinstance(value, Mapping | list) else None, default=_path
        )
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}… ({len(text):,} characters)"


def _path(item: object) -> str:
    return item.path if isinstance(item, LocalFile) else str(item)
