"""A filled-in request with variables in it -> the one that is sent.

What an app wrote itself is no variable, even if it looks like one: an app that has `{{api_key}}` in a default, an
example or a choice would get a person's secret for it, and one whose default is a template of its own
(`Hello {{name}}`) wants it back as it is, also after a person changed a word around it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from gradioscope.gradio.model import Endpoint, Json, LocalFile, Parameter
from gradioscope.request.draft import Draft
from gradioscope.request.equality import same
from gradioscope.request.fields import field_for
from gradioscope.request.saved import SavedRequest
from gradioscope.request.template import Lookup, escape_live, names, resolve_request


def template_of(draft: Draft, address: str = "", login: str | None = None) -> SavedRequest:
    """What of a draft may hold variables, secrets in password fields and headers included: nothing to be kept.

    `login` is the user name as the person wrote it; one that the app told is none.
    """
    values = {name: guarded(draft.endpoint, name, value) for name, value in own_values(draft).items()}
    return SavedRequest(
        address=address,
        values=values,
        session=draft.session_hash,
        headers=draft.access.headers,
        login=login,
    )


def resolved(draft: Draft, template: SavedRequest, lookup: Lookup, folder: Path | None = None) -> Draft:
    """The draft as it is sent. Errors as of `template.resolve_request`; not for the UI thread where it is large."""
    found = resolve_request(template, lookup, folder)
    return replace(
        draft,
        values={**draft.values, **fitted(draft.endpoint, template.values, found.values, folder)},
        session_hash=found.session,
        access=replace(
            draft.access,
            headers=found.headers,
            login_user=draft.access.login_user if template.login is None else found.login,
        ),
    )


FILES = frozenset({"file", "files", "image", "audio", "video", "model3d", "gallery", "image_pair", "image_editor"})
"""Kinds of fields for which a variable's text is the place of a file."""
TEXTS = frozenset({"text", "code", "markdown", "html", "color", "datetime"})
"""Kinds of fields for which a variable's number is its text."""


def fitted(
    endpoint: Endpoint,
    written: Mapping[str, Json],
    found: Mapping[str, Json],
    folder: Path | None = None,
    of_apps: Collection[str] = (),
) -> dict[str, Json]:
    """The resolved values as their parameters take what a variable stands for.

    Where a file is wanted, a text is its address, or its path from the folder: JSON has no files, so that no variable
    could be one otherwise. Not of the parameters in `of_apps`, whose text an app answered: it would choose which file
    of this computer is uploaded. Where a text is wanted, `3` is one.
    """
    return {
        name: _fitted(endpoint.parameter(name), value, folder, name not in of_apps)
        if names(written.get(name))
        else value
        for name, value in found.items()
    }


def _fitted(parameter: Parameter | None, found: Json, folder: Path | None, local: bool) -> Json:
    if parameter is None:
        return found
    if parameter.kind in TEXTS and isinstance(found, bool | int | float):
        return json.dumps(found)
    if parameter.kind not in FILES or not isinstance(found, str):
        return found
    field = field_for(parameter)
    try:
        if found.startswith(("http://", "https://")):
            return field.from_text(found)
        if not local:
            return found
        return field.from_files([LocalFile(str(folder / found if folder is not None else found))])
    except ValueError:
        return found


def own_values(draft: Draft) -> dict[str, Json]:
    """The values that say something of their own; what is at its default is the app's."""
    return own(draft.endpoint, draft.values)


def own(endpoint: Endpoint, values: Mapping[str, Json]) -> dict[str, Json]:
    """The same of an endpoint's values."""
    found: dict[str, Json] = {}
    for parameter in endpoint.parameters:
        if parameter.name in values:
            value = values[parameter.name]
            if parameter.required or not same(value, field_for(parameter).initial):
                found[parameter.name] = value
    return found


def with_variables(draft: Draft) -> dict[str, Json]:
    """The values to be resolved before they are checked and sent, by parameter; also those with literal braces."""
    return {
        name: guarded(draft.endpoint, name, value) for name, value in own_values(draft).items() if has_braces(value)
    }


def guarded(endpoint: Endpoint, name: str, value: Json) -> Json:
    """A parameter's value with the variables of the app's own texts made literal, and so sent as they are."""
    parameter = endpoint.parameter(name)
    if parameter is None:
        return value
    if parameter.kind == "server_files" and not isinstance(value, str):
        return escape_live(value) if names(value) else value
    # most apps have none, and then a value of 5 MB is not looked through
    of_app = app_names(endpoint, parameter)
    return escape_live(value, of_app) if of_app and names(value) else value


def app_names(endpoint: Endpoint, parameter: Parameter) -> frozenset[str]:
    """The names between double braces in what the app offers for a parameter."""
    texts: list[Json] = [parameter.default, parameter.example, parameter.props.get("choices")]
    texts += [example.values.get(parameter.name) for example in endpoint.examples]
    return frozenset(name for text in texts for name in names(text))


def may_hold_variables(saved: SavedRequest) -> bool:
    """Whether there is anything to resolve: double braces anywhere, be they literal."""
    headers = (text for _, text in saved.headers)
    lines = (saved.address, saved.endpoint, saved.session or "", saved.login or "", *headers)
    return any("{{" in line for line in lines) or any(map(has_braces, (*saved.values.values(), *saved.expect)))


def has_braces(value: Json) -> bool:
    """Whether double braces are in any text of a value, however deep."""
    return any("{{" in text for text in _texts(value))


def _texts(value: Json) -> Iterator[str]:
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            yield item
        elif isinstance(item, LocalFile):
            yield item.path
        elif isinstance(item, Mapping):
            waiting.extend(item.values())
        elif isinstance(item, list | tuple):
            waiting.extend(item)
