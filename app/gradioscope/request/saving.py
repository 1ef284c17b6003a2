"""What is filled in -> what is kept of it: the request without what stands at its default, and without secrets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, replace

from gradioscope.gradio.model import Json, LocalFile
from gradioscope.request.draft import Draft
from gradioscope.request.equality import same
from gradioscope.request.fields import field_for
from gradioscope.request.fields.text import TextField
from gradioscope.request.resolving import guarded
from gradioscope.request.saved import MadeFor, MadeForParameter, SavedRequest
from gradioscope.request.template import is_whole

_SECRET_HEADER = re.compile(r"auth|cookie|token|key|secret|passw|session|credential|signature", re.IGNORECASE)
_SECRET_VALUE = re.compile(r"\s*(bearer|basic|digest|token)\s|hf_|sk-|gh[a-z]_", re.IGNORECASE)
_VARIABLE = re.compile(r"\{\{.+?\}\}")


def saved(
    draft: Draft,
    address: str,
    rest: SavedRequest,
    session: str | None = None,
    written: Mapping[str, Json] | None = None,
) -> SavedRequest:
    """The request as it is written down. `rest` has what a form does not show: headers, login, token, notes,
    what it was made for.

    Values at the parameter's default are left out, but for those that the file has `written` itself, and so is what
    was typed into a password field: a secret is a variable's, or typed again.
    """
    return replace(
        without_secret_headers(rest),
        address=address,
        endpoint=draft.endpoint.name,
        values=kept_values(draft, written or {}),
        session=session,
        stream=draft.stream,
    )


def without_secret_headers(request: SavedRequest) -> SavedRequest:
    return replace(
        request, headers=tuple((name, value) for name, value in request.headers if not secret_header(name, value))
    )


def kept_values(draft: Draft, written: Mapping[str, Json] | None = None) -> dict[str, Json]:
    """The values that say something of their own, secrets left out, in the order of the parameters.

    One that is `written` and still the same says something also where the app's default is that by now.
    """
    kept: dict[str, Json] = {}
    for parameter in draft.endpoint.parameters:
        if parameter.name not in draft.values:
            continue
        value = draft.values[parameter.name]
        field = field_for(parameter)
        by_hand = written is not None and parameter.name in written and same(value, written[parameter.name])
        if not parameter.required and not by_hand and same(value, field.initial):
            continue
        hidden = isinstance(field, TextField) and field.form == "password"
        if hidden and not is_whole(value):
            continue
        # what the app wrote itself stays as it is when the file is run, be it a variable's name by chance
        kept[parameter.name] = guarded(draft.endpoint, parameter.name, value)
    return kept


def secret_header(name: str, value: str) -> bool:
    """Whether a header holds a secret itself, to judge by its name and its beginning; a variable in it is none."""
    found = _SECRET_HEADER.search(name) or _SECRET_VALUE.match(value)
    return bool(found) and not _VARIABLE.search(value)


def secrets_left_out(draft: Draft, rest: SavedRequest) -> tuple[str, ...]:
    """What is not saved as it is a secret: names of headers, and labels of password fields that were filled in."""
    headers = [name for name, value in rest.headers if secret_header(name, value)]
    kept = kept_values(draft)
    fields = [
        parameter.label
        for parameter in draft.endpoint.parameters
        if parameter.name not in kept
        and isinstance(field := field_for(parameter), TextField)
        and field.form == "password"
        and draft.values.get(parameter.name)
        and not same(draft.values[parameter.name], field.initial)
    ]
    return (*headers, *fields)


def same_request(a: SavedRequest, b: SavedRequest) -> bool:
    """Whether two say the same to a person; what the endpoint was when it was saved is no difference."""
    one, other = dict(a.values), dict(b.values)
    if one != other:  # a hundred times as fast for 5 MB, and what is unequal is not the same either
        return False
    return same(one, other) and replace(a, values={}, made_for=None) == replace(b, values={}, made_for=None)


def as_json(request: SavedRequest) -> dict[str, Json]:
    """For the file of unsaved work. A local file is `{"$file": path}`; see `from_json`."""
    return {
        "address": request.address,
        "endpoint": request.endpoint,
        "values": {name: value_as_json(value) for name, value in request.values.items()},
        "session": request.session,
        "stream": request.stream,
        "headers": [list(header) for header in request.headers],
        "login": request.login,
        "token": request.token,
        "notes": request.notes,
        "expect": list(request.expect),
        "made_for": asdict(request.made_for) if request.made_for is not None else None,
    }


def from_json(data: Json) -> SavedRequest:
    """The request of `as_json`. ValueError where it is none."""
    try:
        return SavedRequest(
            address=_text(data["address"]),
            endpoint=_text(data["endpoint"]),
            values={name: value_from_json(value) for name, value in data["values"].items()},
            session=None if data["session"] is None else _text(data["session"]),
            stream="result" if data["stream"] == "result" else "queue",
            headers=tuple((_text(name), _text(value)) for name, value in data["headers"]),
            login=None if data["login"] is None else _text(data["login"]),
            token=None if data["token"] is None else _text(data["token"]),
            notes=_text(data["notes"]),
            expect=tuple(data["expect"]),
            made_for=None if data["made_for"] is None else _made_for(data["made_for"]),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"It is no request: {error}.") from error


def _made_for(data: Json) -> MadeFor:
    parameters = [
        MadeForParameter(**{**item, "choices": None if item["choices"] is None else tuple(item["choices"])})
        for item in data["parameters"]
    ]
    return MadeFor(_text(data["version"]), tuple(parameters), tuple(map(_text, data["returns"])))


_FILE, _DATA = "$file", "$json"


def value_as_json(value: Json) -> Json:
    """A value with its local files as `{"$file": path}`; one that looks like that itself is wrapped as `$json`."""
    if isinstance(value, LocalFile):
        return {_FILE: value.path}
    if isinstance(value, Mapping):
        plain = {key: value_as_json(item) for key, item in value.items()}
        # what looks like one of ours, and is the person's
        return {_DATA: plain} if plain.keys() in ({_FILE}, {_DATA}) else plain
    if isinstance(value, list | tuple):
        return [value_as_json(item) for item in value]
    return value


def value_from_json(value: Json, *, raw: bool = False) -> Json:
    """The value of `value_as_json`. TypeError where a file has no path."""
    if isinstance(value, dict):
        if not raw and value.keys() == {_FILE}:
            return LocalFile(_text(value[_FILE]))
        if not raw and value.keys() == {_DATA}:
            return value_from_json(value[_DATA], raw=True)
        return {key: value_from_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [value_from_json(item) for item in value]
    return value


def _text(value: Json) -> str:
    if isinstance(value, str):
        return value
    raise TypeError(f"{type(value).__name__} is no text")
