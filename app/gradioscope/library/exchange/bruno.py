"""Bruno's collections: the one file it exports, a folder of `.bru` files, or one of YAML files (OpenCollection)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from gradioscope.gradio.model import Json
from gradioscope.library.exchange import bru
from gradioscope.library.exchange.bounded import files_in, text_of, value_of
from gradioscope.library.exchange.postman import authorization, mapping, text
from gradioscope.library.exchange.sent import Environments, Sent
from gradioscope.library.exchange.syntax import escaped_secrets, ours

_SETS = re.compile(r"""\.set\w*Var\(\s*["']([\w.-]{1,100})["']""")
_FILE = re.compile(r"@file\((.*)\)", re.DOTALL)
_METHODS = ("get", "post", "put", "patch", "delete", "options", "head")
_DEEPEST = 40

Found = tuple[str, list[Sent], Environments]


def recognised(value: Json) -> bool:
    return (
        isinstance(value, Mapping)
        and isinstance(value.get("items"), list)
        and ("environments" in value or "root" in value or "version" in value)
    )


def is_folder(folder: Path) -> bool:
    return any((folder / name).is_file() for name in ("bruno.json", "opencollection.yml", "opencollection.yaml"))


def read(value: Mapping[str, Any]) -> Found:
    """Of the one file: the collection's name, its requests in their order, its variables."""
    values: dict[str, Mapping[str, Json]] = {}
    secrets: dict[str, tuple[str, ...]] = {}
    request = mapping(mapping(value.get("root")).get("request"))
    values[""], secrets[""] = _variables(mapping(request.get("vars")).get("req"))
    for each in value.get("environments") or []:
        name = text(mapping(each).get("name")) or "Environment"
        values[name], secrets[name] = _variables(mapping(each).get("variables"))
    sent = list(_items(value.get("items"), (), request.get("auth"), 0))
    return text(value.get("name")), sent, Environments(values, secrets)


def _items(items: Json, folders: tuple[str, ...], auth: Json, depth: int) -> Iterator[Sent]:
    if depth > _DEEPEST or not isinstance(items, list):
        return
    found = [each for each in items if isinstance(each, Mapping)]
    for each in sorted(found, key=lambda each: _number(each.get("seq"))):
        name = text(each.get("name"))
        if isinstance(each.get("items"), list):
            own = mapping(mapping(mapping(each.get("root")).get("request")).get("auth"))
            inner = auth if own.get("mode") in (None, "inherit", "none") else own
            yield from _items(each["items"], (*folders, name or "Folder"), inner, depth + 1)
        elif isinstance(each.get("request"), Mapping):
            yield _item(name, each["request"], folders, auth)


def _item(name: str, request: Mapping[str, Any], folders: tuple[str, ...], auth: Json) -> Sent:
    body = mapping(request.get("body"))
    mode = text(body.get("mode"))
    form, files = _parts(mode, body)
    own = mapping(request.get("auth"))
    given = mapping(auth) if own.get("mode") == "inherit" else own
    scripts = mapping(request.get("script"))
    written, secrets = escaped_secrets(text(scripts.get("req")), text(body.get("json")))
    return Sent(
        name=name,
        method=text(request.get("method")) or "GET",
        url=ours(text(request.get("url"))),
        folders=folders,
        headers=(*_pairs(request.get("headers")), *_authorization(text(given.get("mode")), given)),
        body=ours(written) if mode == "json" else ours(text(body.get("text"))) if mode == "text" else "",
        form=form,
        files=files,
        notes=text(request.get("docs")),
        takes=next(iter(_SETS.findall(text(scripts.get("res"))[:100_000])), ""),
        session_made=tuple(_SETS.findall(text(scripts.get("req"))[:100_000])),
        secrets=secrets,
    )


def _parts(mode: str, body: Mapping[str, Any]) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    if mode == "formUrlEncoded":
        return tuple(_pairs(body.get("formUrlEncoded"))), ()
    if mode != "multipartForm":
        return (), ()
    files: list[str] = []
    for each in body.get("multipartForm") or []:
        if mapping(each).get("type") == "file" and mapping(each).get("enabled", True):
            value = each.get("value")
            files += [text(path) for path in (value if isinstance(value, list) else [value]) if path]
    return (), tuple(files)


def _pairs(items: Json) -> list[tuple[str, str]]:
    return [
        (text(each.get("name")), ours(text(each.get("value"))))
        for each in (items if isinstance(items, list) else [])
        if isinstance(each, Mapping) and each.get("enabled", True) and not each.get("disabled")
    ]


def _authorization(kind: str, given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    inner = mapping(given.get(kind)) or given
    values = {key: text(value) for key, value in inner.items()}
    values["in"] = "header" if values.get("placement", "header") in ("", "header") else "query"
    yield from authorization(kind, values)


def _variables(items: Json) -> tuple[dict[str, Json], tuple[str, ...]]:
    values: dict[str, Json] = {}
    secrets: list[str] = []
    for each in items if isinstance(items, list) else []:
        variable = mapping(each)
        name = text(variable.get("name"))
        if not name or not variable.get("enabled", True) or variable.get("disabled"):
            continue
        if variable.get("secret"):
            secrets.append(name)
            continue
        value = variable.get("value")
        values[name] = ours(value) if isinstance(value, str) else value
    return values, tuple(secrets)


# -- a folder


def read_folder(folder: Path) -> Found:
    """Of a folder of `.bru` or YAML files. WrongUse where one cannot be read."""
    if (folder / "bruno.json").is_file():
        return _bru_folder(folder)
    return _yaml_folder(folder)


def _bru_folder(folder: Path) -> Found:
    about = mapping(value_of(folder / "bruno.json", text_of(folder / "bruno.json")))
    values: dict[str, Mapping[str, Json]] = {"": {}}
    secrets: dict[str, tuple[str, ...]] = {"": ()}
    placed: list[tuple[tuple[Any, ...], Sent]] = []
    parsed = {path: bru.blocks(text_of(path)) for path in files_in(folder, (".bru",))}
    folders = {path.parent: _meta(blocks) for path, blocks in parsed.items() if path.name == "folder.bru"}
    for path, blocks in parsed.items():
        inside = path.parent.relative_to(folder).parts
        if inside[:1] == ("environments",):
            values[path.stem] = {
                name: ours(value) for each in blocks if each.name == "vars" for name, value in each.pairs
            }
            secrets[path.stem] = tuple(name for each in blocks if each.name == "vars:secret" for name in each.names)
        elif path == folder / "collection.bru":
            values[""] = {
                name: ours(value) for each in blocks if each.name == "vars:pre-request" for name, value in each.pairs
            }
        elif path.name != "folder.bru" and any(each.name in _METHODS for each in blocks):
            around = [folder.joinpath(*inside[:length]) for length in range(1, len(inside) + 1)]
            names = tuple(folders.get(each, {}).get("name") or each.name for each in around)
            keys = tuple((_number(folders.get(each, {}).get("seq")), each.name) for each in around)
            meta = _meta(blocks)
            placed.append(((keys, _number(meta.get("seq")), path.name), _of_blocks(path, blocks, meta, names)))
    placed.sort(key=lambda item: item[0])
    return text(about.get("name")), [sent for _, sent in placed], Environments(values, secrets)


def _meta(blocks: list[bru.Block]) -> dict[str, str]:
    return dict(next((each.pairs for each in blocks if each.name == "meta"), []))


def _of_blocks(path: Path, blocks: list[bru.Block], meta: Mapping[str, str], folders: tuple[str, ...]) -> Sent:
    named = {each.name: each for each in blocks}
    method = next(each for each in blocks if each.name in _METHODS)
    request = dict(method.pairs)

    def pairs(name: str) -> list[tuple[str, str]]:
        return [(key, ours(value)) for key, value in named[name].pairs] if name in named else []

    def body(name: str) -> str:
        return named[name].text if name in named else ""

    kind = request.get("body", "")
    auth = request.get("auth", "none")
    given = dict(named[f"auth:{auth}"].pairs) if f"auth:{auth}" in named else {}
    files: list[str] = []
    for _, value in pairs("body:multipart-form") if kind == "multipartForm" else []:
        if found := _FILE.match(value):
            files += [part.strip() for part in found[1].split("|") if part.strip()]
    written, secrets = escaped_secrets(body("script:pre-request"), body("body:json") or body("body"))
    return Sent(
        name=meta.get("name") or path.stem,
        method=method.name.upper(),
        url=ours(request.get("url", "")),
        folders=folders,
        headers=(*pairs("headers"), *_authorization(auth, given)),
        body=ours(written) if kind in ("json", "") else "",
        form=tuple(pairs("body:form-urlencoded")) if kind == "formUrlEncoded" else (),
        files=tuple(files),
        notes=body("docs"),
        takes=next(iter(_SETS.findall(body("script:post-response")[:100_000])), ""),
        session_made=tuple(_SETS.findall(body("script:pre-request")[:100_000])),
        secrets=secrets,
    )


def _yaml_folder(folder: Path) -> Found:
    values: dict[str, Mapping[str, Json]] = {"": {}}
    secrets: dict[str, tuple[str, ...]] = {"": ()}
    name = folder.name
    placed: list[tuple[tuple[Any, ...], Sent]] = []
    parsed = {path: mapping(value_of(path, text_of(path))) for path in files_in(folder, (".yml", ".yaml"))}
    folders = {path.parent: mapping(each.get("info")) for path, each in parsed.items() if path.stem == "folder"}
    for path, each in parsed.items():
        inside = path.parent.relative_to(folder).parts
        info = mapping(each.get("info"))
        if path.stem == "opencollection" and not inside:
            name = text(info.get("name")) or name
            values[""], secrets[""] = _variables(mapping(each.get("request")).get("variables"))
        elif inside[:1] == ("environments",):
            environment = text(each.get("name")) or path.stem
            values[environment], secrets[environment] = _variables(each.get("variables"))
        elif isinstance(each.get("http"), Mapping):
            around = [folder.joinpath(*inside[:length]) for length in range(1, len(inside) + 1)]
            names = tuple(text(folders.get(place, {}).get("name")) or place.name for place in around)
            keys = tuple((_number(folders.get(place, {}).get("seq")), place.name) for place in around)
            placed.append(((keys, _number(info.get("seq")), path.name), _of_yaml(path, each, info, names)))
    placed.sort(key=lambda item: item[0])
    return name, [sent for _, sent in placed], Environments(values, secrets)


def _of_yaml(path: Path, document: Mapping[str, Any], info: Mapping[str, Any], folders: tuple[str, ...]) -> Sent:
    http = mapping(document.get("http"))
    body = mapping(http.get("body"))
    kind = text(body.get("type"))
    auth = mapping(http.get("auth"))
    scripts = {"before-request": "", "after-response": ""}
    for each in mapping(document.get("runtime")).get("scripts") or []:
        if text(mapping(each).get("type")) in scripts:
            scripts[each["type"]] += text(each.get("code"))
    data = body.get("data")
    parts = data if isinstance(data, list) else []
    files: list[str] = []
    for part in parts if kind == "multipart-form" else []:
        if mapping(part).get("type") == "file":
            value = part.get("value")
            files += [text(item) for item in (value if isinstance(value, list) else [value]) if item]
    docs = document.get("docs")
    return Sent(
        name=text(info.get("name")) or path.stem,
        method=text(http.get("method")) or "GET",
        url=ours(text(http.get("url"))),
        folders=folders,
        headers=(*_pairs(http.get("headers")), *_authorization(text(auth.get("type")), auth)),
        body=ours(text(data)) if kind in ("json", "text") else "",
        form=tuple(_pairs(parts)) if kind == "form-urlencoded" else (),
        files=tuple(files),
        notes=text(docs.get("content") if isinstance(docs, Mapping) else docs),
        takes=next(iter(_SETS.findall(scripts["after-response"][:100_000])), ""),
        session_made=tuple(_SETS.findall(scripts["before-request"][:100_000])),
    )


def _number(value: Json) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        return 0.0
