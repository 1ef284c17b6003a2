"""Insomnia's exports: version 4 (JSON, a list of resources that name their parents) and 5 (YAML, a tree)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from gradioscope.gradio.model import Json
from gradioscope.library.exchange.postman import authorization, mapping, text
from gradioscope.library.exchange.sent import Environments, Sent
from gradioscope.library.exchange.syntax import escaped_secrets, ours

_SETS = re.compile(r"""\.set\(\s*["']([\w.-]{1,100})["']""")
_DEEPEST = 40


def recognised(value: Json) -> bool:
    if not isinstance(value, Mapping):
        return False
    return (value.get("_type") == "export" and isinstance(value.get("resources"), list)) or text(
        value.get("type")
    ).startswith("collection.insomnia.rest/5")


def read(value: Mapping[str, Any]) -> tuple[str, list[Sent], Environments]:
    """The collection's name, its requests in their order, its variables."""
    return _resources(value["resources"]) if "resources" in value else _tree(value)


def _tree(value: Mapping[str, Any]) -> tuple[str, list[Sent], Environments]:
    values: dict[str, Mapping[str, Json]] = {}
    base = mapping(value.get("environments"))
    values[""] = _flat(base.get("data"))
    for each in base.get("subEnvironments") or []:
        values[text(mapping(each).get("name")) or "Environment"] = _flat(mapping(each).get("data"))
    return text(value.get("name")), list(_children(value.get("collection"), (), None, 0)), Environments(values)


def _children(items: Json, folders: tuple[str, ...], auth: Json, depth: int) -> Iterator[Sent]:
    if depth > _DEEPEST or not isinstance(items, list):
        return
    found = [each for each in items if isinstance(each, Mapping)]
    for each in sorted(found, key=lambda each: _number(mapping(each.get("meta")).get("sortKey"))):
        name = text(each.get("name"))
        if isinstance(each.get("children"), list):
            yield from _children(
                each["children"], (*folders, name or "Folder"), each.get("authentication") or auth, depth + 1
            )
        elif each.get("url") is not None:
            notes = text(mapping(each.get("meta")).get("description"))
            yield _sent(each, name, folders, notes, each.get("authentication") or auth)


def _resources(resources: list[Json]) -> tuple[str, list[Sent], Environments]:
    found = {text(each.get("_id")): each for each in resources if isinstance(each, Mapping)}
    name = next((text(each.get("name")) for each in found.values() if each.get("_type") == "workspace"), "")
    values: dict[str, Mapping[str, Json]] = {"": {}}
    for each in found.values():
        if each.get("_type") == "environment":
            inner = text(mapping(found.get(text(each.get("parentId")))).get("_type")) == "environment"
            values[text(each.get("name")) or "Environment" if inner else ""] = _flat(each.get("data"))
    placed = []
    for each in found.values():
        if each.get("_type") != "request":
            continue
        folders, keys, auth = _above(each, found)
        sent = _sent(each, text(each.get("name")), folders, text(each.get("description")), auth)
        placed.append(((*keys, _number(each.get("metaSortKey"))), sent))
    placed.sort(key=lambda item: item[0])
    return name, [sent for _, sent in placed], Environments(values)


def _above(item: Mapping[str, Any], found: Mapping[str, Any]) -> tuple[tuple[str, ...], tuple[float, ...], Json]:
    """Names of the folders around it, the outermost first; their places; its authorization."""
    folders: list[str] = []
    keys: list[float] = []
    auth = item.get("authentication") or None
    seen: set[str] = set()
    parent = text(item.get("parentId"))
    while parent in found and parent not in seen and len(seen) < _DEEPEST:
        seen.add(parent)
        around = found[parent]
        if around.get("_type") == "request_group":
            folders.insert(0, text(around.get("name")) or "Folder")
            keys.insert(0, _number(around.get("metaSortKey")))
            auth = auth or around.get("authentication")
        parent = text(around.get("parentId"))
    return tuple(folders), tuple(keys), auth


def _sent(item: Mapping[str, Any], name: str, folders: tuple[str, ...], notes: str, auth: Json) -> Sent:
    body = mapping(item.get("body"))
    params = [each for each in body.get("params") or [] if isinstance(each, Mapping) and not each.get("disabled")]
    scripts = mapping(item.get("scripts"))
    before = text(scripts.get("preRequest") or item.get("preRequestScript"))
    after = text(scripts.get("afterResponse") or item.get("afterResponseScript"))
    written, secrets = escaped_secrets(before, ours(text(body.get("text"))))
    headers = [
        (text(each.get("name")), ours(text(each.get("value"))))
        for each in item.get("headers") or []
        if isinstance(each, Mapping) and not each.get("disabled")
    ]
    own = mapping(auth)
    if not own.get("disabled"):
        given = {key: text(value) for key, value in own.items()}
        given["in"] = "header" if given.get("addTo", "header") == "header" else "query"
        headers += authorization(text(own.get("type")), given)
    is_form = "urlencoded" in text(body.get("mimeType"))
    return Sent(
        name=name,
        method=text(item.get("method")) or "GET",
        url=ours(text(item.get("url"))),
        folders=folders,
        headers=tuple(headers),
        body=written,
        form=tuple((text(each.get("name")), ours(text(each.get("value")))) for each in params) if is_form else (),
        files=tuple(text(each.get("fileName")) for each in params if each.get("type") == "file" and each["fileName"]),
        notes=notes,
        takes=next(iter(_SETS.findall(after[:100_000])), ""),
        session_made=tuple(_SETS.findall(before[:100_000])),
        secrets=secrets,
    )


def _flat(data: Json, prefix: str = "", depth: int = 0) -> dict[str, Json]:
    """Variables; what lies in objects has a dotted name, as it is asked for by one."""
    found: dict[str, Json] = {}
    for key, value in mapping(data).items():
        if isinstance(value, Mapping) and depth < 10:
            found |= _flat(value, f"{prefix}{key}.", depth + 1)
        else:
            found[f"{prefix}{key}"] = ours(value) if isinstance(value, str) else value
    return found


def _number(value: Json) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0.0
