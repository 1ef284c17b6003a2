"""Postman collections, version 2.1 (and 2.0, which differs in where addresses are), and its files of environments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from gradioscope.gradio.model import Json
from gradioscope.library.exchange.sent import Environments, Sent
from gradioscope.library.exchange.syntax import escaped_secrets, ours

_SETS = re.compile(r"""(?:\.set|setEnvironmentVariable|setGlobalVariable)\(\s*["']([\w.-]{1,100})["']""")
_DEEPEST = 40


def recognised(value: Json) -> bool:
    return isinstance(value, Mapping) and (
        (isinstance(value.get("info"), Mapping) and isinstance(value.get("item"), list))
        or _is_environment(value)
        # the API hands collections out like this
        or (isinstance(value.get("collection"), Mapping) and recognised(value["collection"]))
    )


def _is_environment(value: Mapping[str, Any]) -> bool:
    return isinstance(value.get("values"), list) and "_postman_variable_scope" in value


def read(value: Mapping[str, Any]) -> tuple[str, list[Sent], Environments]:
    """The collection's name, its requests in their order, its variables."""
    if isinstance(value.get("collection"), Mapping):
        value = value["collection"]
    if _is_environment(value):
        name = str(value.get("name") or "Environment")
        values, secrets = _variables(value["values"])
        return "", [], Environments({name: values}, {name: secrets})
    values, secrets = _variables(value.get("variable"))
    name = text(mapping(value.get("info")).get("name"))
    sent = list(_items(value.get("item"), (), value.get("auth"), 0))
    return name, sent, Environments({"": values}, {"": secrets})


def _items(items: Json, folders: tuple[str, ...], auth: Json, depth: int) -> Iterator[Sent]:
    if depth > _DEEPEST or not isinstance(items, list):
        return
    for item in items:
        if not isinstance(item, Mapping):
            continue
        name = text(item.get("name"))
        if isinstance(item.get("item"), list):
            own = item.get("auth") if item.get("auth") is not None else auth
            yield from _items(item["item"], (*folders, name or "Folder"), own, depth + 1)
        elif item.get("request") is not None:
            yield _sent(item, name, folders, auth)


def _sent(item: Mapping[str, Any], name: str, folders: tuple[str, ...], auth: Json) -> Sent:
    request = item["request"]
    if isinstance(request, str):
        return Sent(name, "GET", ours(request), folders)
    request = mapping(request)
    own = request.get("auth") if request.get("auth") is not None else auth
    body = mapping(request.get("body"))
    mode = body.get("mode")
    before, after = _scripts(item.get("event"))
    raw, secrets = escaped_secrets(before, text(body.get("raw")))
    return Sent(
        name=name,
        method=text(request.get("method")) or "GET",
        url=ours(_url(request.get("url"))),
        folders=folders,
        headers=tuple(_headers(request.get("header"), own)),
        body=ours(raw) if mode == "raw" else "",
        form=tuple((text(each.get("key")), ours(text(each.get("value")))) for each in _enabled(body.get("urlencoded")))
        if mode == "urlencoded"
        else (),
        files=tuple(_files(body)),
        notes=_description(request.get("description")) or _description(item.get("description")),
        takes=next(iter(_SETS.findall(after)), ""),
        session_made=tuple(_SETS.findall(before)),
        secrets=secrets,
    )


def _files(body: Mapping[str, Any]) -> Iterator[str]:
    if body.get("mode") == "formdata":
        for each in _enabled(body.get("formdata")):
            if each.get("type") == "file":
                source = each.get("src")
                yield from (text(path) for path in (source if isinstance(source, list) else [source]) if path)


def _url(url: Json) -> str:
    if isinstance(url, str):
        return url
    found = mapping(url)
    if found.get("raw"):
        return text(found["raw"])
    host, path = found.get("host"), found.get("path")
    host = ".".join(map(text, host)) if isinstance(host, list) else text(host)
    path = "/".join(map(text, path)) if isinstance(path, list) else text(path)
    protocol = text(found.get("protocol"))
    return f"{f'{protocol}://' if protocol else ''}{host}/{path}"


def _headers(headers: Json, auth: Json) -> Iterator[tuple[str, str]]:
    for each in _enabled(headers):
        yield text(each.get("key")), ours(text(each.get("value")))
    found = mapping(auth)
    kind = text(found.get("type"))
    values = found.get(kind)
    given = (
        {text(each.get("key")): text(each.get("value")) for each in values if isinstance(each, Mapping)}
        if isinstance(values, list)
        else {key: text(value) for key, value in mapping(values).items()}
    )
    yield from authorization(kind, given)


def authorization(kind: str, given: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The header of an authorization that tools keep apart; a literal secret in it is left out by who reads on."""
    if kind == "bearer" and given.get("token"):
        yield "Authorization", f"{given.get('prefix') or 'Bearer'} {ours(given['token'])}"
    elif kind == "apikey" and given.get("key") and given.get("in", "header") in ("header", "headers"):
        yield ours(given["key"]), ours(given.get("value", ""))
    elif kind == "basic" and given.get("username"):
        yield "Authorization", "Basic …"


def _scripts(events: Json) -> tuple[str, str]:
    found = {"prerequest": "", "test": ""}
    for event in events if isinstance(events, list) else []:
        listen = text(mapping(event).get("listen"))
        lines = mapping(mapping(event).get("script")).get("exec")
        if listen in found:
            found[listen] += "\n".join(map(text, lines)) if isinstance(lines, list) else text(lines)
    return found["prerequest"][:100_000], found["test"][:100_000]


def _variables(found: Json) -> tuple[dict[str, Json], tuple[str, ...]]:
    values: dict[str, Json] = {}
    secrets: list[str] = []
    for each in _enabled(found):
        name = text(each.get("key") or each.get("id"))
        if name:
            value = each.get("value")
            values[name] = ours(value) if isinstance(value, str) else value
            if each.get("type") == "secret":
                secrets.append(name)
    return values, tuple(secrets)


def _enabled(items: Json) -> list[Mapping[str, Any]]:
    return [
        each
        for each in (items if isinstance(items, list) else [])
        if isinstance(each, Mapping) and not each.get("disabled") and each.get("enabled", True)
    ]


def _description(value: Json) -> str:
    return text(value.get("content")) if isinstance(value, Mapping) else text(value)


def mapping(value: Json) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def text(value: Json) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None or isinstance(value, dict | list | bool) else str(value)
