"""An App as JSON and back, so that a form can be shown without asking the app again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, asdict, fields
from typing import Any, TypeVar, get_args

from gradioscope.gradio.model import App, Endpoint, Example, FieldKind, Json, OutputKind, Parameter, Return

_T = TypeVar("_T")
_PARTS: dict[tuple[type, str], type] = {
    (App, "endpoints"): Endpoint,
    (App, "hidden"): Endpoint,
    (Endpoint, "parameters"): Parameter,
    (Endpoint, "returns"): Return,
    (Endpoint, "examples"): Example,
}
"""Fields that hold several values of another class."""
_SCALARS: dict[str, tuple[type, ...]] = {
    "str": (str,),
    "str | None": (str, type(None)),
    "int": (int,),
    "int | None": (int, type(None)),
    "bool": (bool,),
    "Mapping[str, Json]": (dict,),
}
"""The types that a damaged file could get wrong, by how the model writes them."""


def app_as_json(app: App) -> dict[str, Json]:
    """Everything that the app told of itself, who is logged in left out."""
    found: dict[str, Json] = asdict(app)
    del found["username"]
    return found


def app_from_json(data: Json) -> App:
    """The App of `app_as_json`, also of an older version of this program. ValueError where it is none."""
    return _made(App, data)


def endpoint_as_json(endpoint: Endpoint) -> dict[str, Json]:
    found: dict[str, Json] = asdict(endpoint)
    return found


def endpoint_from_json(data: Json) -> Endpoint:
    """The Endpoint of `endpoint_as_json`. ValueError where it is none."""
    return _made(Endpoint, data)


def _made(kind: type[_T], data: Json) -> _T:
    if not isinstance(data, Mapping):
        raise ValueError(f"{kind.__name__} is not an object.")
    given: dict[str, Any] = {}
    for item in fields(kind):  # type: ignore[arg-type]  # each kind is a dataclass
        if item.name not in data:
            if item.default is MISSING and item.default_factory is MISSING:
                raise ValueError(f"{kind.__name__} has no {item.name}.")
            continue
        value = data[item.name]
        part = _PARTS.get((kind, item.name))
        if part is not None:
            value = tuple(_made(part, each) for each in _listed(value))
        elif item.name in ("missing", "left_out"):
            value = tuple(map(str, _listed(value)))
        elif not isinstance(value, _SCALARS.get(str(item.type), (object,))):
            raise ValueError(f"{kind.__name__}.{item.name} is not {item.type}.")
        given[item.name] = value
    if kind in (Parameter, Return) and given["kind"] not in get_args(FieldKind if kind is Parameter else OutputKind):
        given["kind"] = "json"
    return kind(**given)


def _listed(value: Json) -> list[Json]:
    if isinstance(value, list | tuple):
        return list(value)
    raise ValueError("A list is something else.")
