"""OpenAPI 3: the calls that a description has examples for, or that it describes; Gradio's own `openapi.json`, too."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from gradioscope.gradio.api_path import parts_of
from gradioscope.gradio.model import Json
from gradioscope.library.exchange.postman import mapping, text
from gradioscope.library.exchange.sent import Environments, Sent

SERVER = "server"
"""The variable of the collection that the person puts the address into, where the file has none: Gradio's has none."""


def recognised(value: Json) -> bool:
    return isinstance(value, Mapping) and "paths" in value and text(value.get("openapi")).startswith("3")


def read(value: Mapping[str, Any]) -> tuple[str, list[Sent], Environments]:
    """The title, a request for each example of each operation."""
    server = _server(value.get("servers"))
    variables = Environments() if server else Environments({"": {SERVER: ""}})
    server = server or f"{{{{{SERVER}}}}}"
    bearer = bool(value.get("security"))
    found: list[Sent] = []
    # logins and uploads come before the calls that need them
    paths = sorted(mapping(value.get("paths")).items(), key=lambda item: not item[0].endswith(("/login", "/upload")))
    for path, item in paths:
        for method, operation in mapping(item).items():
            if method in ("get", "post", "put", "patch", "delete") and isinstance(operation, Mapping):
                found += _sent(server + text(path), method.upper(), operation, bearer)
    return text(mapping(value.get("info")).get("title")), found, variables


def _server(servers: Json) -> str:
    server = mapping(servers[0]) if isinstance(servers, list) and servers else {}
    url = text(server.get("url"))
    for name, variable in mapping(server.get("variables")).items():
        url = url.replace(f"{{{name}}}", text(mapping(variable).get("default")))
    return url.rstrip("/") if "://" in url else ""


def _sent(url: str, method: str, operation: Mapping[str, Any], bearer: bool) -> Iterator[Sent]:
    kind = parts_of(url)[1]
    name = text(operation.get("summary")) or text(operation.get("operationId")) or url
    if method == "GET" and kind in ("call", "queue/data"):
        return  # the events of the calls; how they are read is a call's own matter
    content = mapping(mapping(operation.get("requestBody")).get("content"))
    examples = [
        (key, example, "json" in media)
        for media, described in content.items()
        for key, example in _examples(mapping(described))
    ]
    for key, example, is_json in examples[:1] if method == "GET" else examples:
        if kind == "login":
            yield Sent(name, method, url, _place(key), form=_form(example))
        elif kind == "upload":
            before, _, variable = key.rpartition(": ")
            files = tuple(value for name, value in _form(example) if name == "files")
            yield Sent(name, method, url, _place(before), files=files, takes=variable)
        else:
            yield _call(url, method, operation, key, example if is_json else {}, bearer)
    if not examples:
        yield Sent(name, method, url, templates=False)


def _place(key: str) -> tuple[str, ...]:
    """An example's name as folders and a name; that of a request without one begins with the endpoint's slash."""
    return tuple(key.split("/")) if key and not key.startswith("/") else ()


def _form(example: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((text(name), text(value)) for name, value in mapping(example.get("value")).items())


def _call(
    url: str, method: str, operation: Mapping[str, Any], key: str, example: Mapping[str, Any], bearer: bool
) -> Sent:
    own = example.get("x-gradioscope-variables")
    variables = tuple(map(text, own)) if isinstance(own, list) else ()
    token = "HF_TOKEN" in variables if isinstance(own, list) else bearer
    headers = [*_headers(operation, key), *([("Authorization", "Bearer {{HF_TOKEN}}")] if token else [])]
    value = example.get("value")
    ours = isinstance(own, list)
    return Sent(
        name=f"Call {text(operation.get('summary'))}" if ours else _named(url, operation, key),
        method=method,
        url=url,
        folders=_place(key) if ours else (),
        headers=tuple(headers),
        body="" if value is None else json.dumps(value, ensure_ascii=False),
        notes=text(example.get("description")) if ours else text(operation.get("description")),
        session_made=("session",) if own else (),
        stream=text(example.get("x-gradioscope-stream")),
        templates=False,
        variables=variables,
        secrets=tuple(name for name in variables if not re.fullmatch(r"file_[0-9]+|session|event_id|HF_TOKEN", name)),
        whole=ours and bool(_place(key)),
        by_name=not ours,
    )


def _named(url: str, operation: Mapping[str, Any], key: str) -> str:
    """After the endpoint, as a summary is a sentence; with the example's name where that says something."""
    endpoint = parts_of(url)[2].removeprefix("v2/") or text(operation.get("operationId")) or url
    return endpoint if re.fullmatch(r"(?i)(example ?[0-9]*|default)?", key) else f"{endpoint} {key}"


def _examples(described: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    named = mapping(described.get("examples"))
    for key, each in named.items():
        yield text(key), mapping(each)
    if not named:
        value = described.get("example", mapping(described.get("schema")).get("example"))
        yield "", {"value": value}


def _headers(operation: Mapping[str, Any], key: str) -> Iterator[tuple[str, str]]:
    for each in operation.get("parameters") or []:
        parameter = mapping(each)
        if parameter.get("in") != "header":
            continue
        examples = mapping(parameter.get("examples"))
        if key and examples:
            if key in examples:
                yield text(parameter.get("name")), text(mapping(examples[key]).get("value"))
        elif not re.fullmatch(r"(?i)accept|content-type|authorization", text(parameter.get("name"))):
            value = text(parameter.get("example"))
            if value:
                yield text(parameter.get("name")), value
