"""Each call's two requests as a description in OpenAPI 3.1, the second linked to the first; the values are examples."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from gradioscope.gradio.errors import WrongUse
from gradioscope.gradio.model import Json, LocalFile
from gradioscope.request.draft import Draft
from gradioscope.snippets.entry import Entry
from gradioscope.snippets.exports.steps import Call, Step, steps_of
from gradioscope.snippets.payload import Template, Variable
from gradioscope.snippets.plan import TOKEN


def render(entries: Sequence[Entry], name: str = "") -> str:
    """WrongUse for requests to several apps."""
    steps = steps_of(entries, name)
    if len(steps.apps) > 1:
        raise WrongUse(
            "An OpenAPI file describes one app.",
            f"These requests go to {', '.join(steps.apps.values())}.",
            "Export the requests of each app by themselves.",
        )
    paths: dict[str, Json] = {}
    for call in steps.calls:
        _describe(paths, call)
    draft = steps.calls[0].entry.draft if steps.calls else None
    title = name or (draft.app.title if draft is not None else "") or next(iter(steps.apps.values()), "Gradio")
    described: dict[str, Json] = {
        "openapi": "3.1.0",
        "info": {"title": title, "version": (draft.app.version if draft is not None else "") or "0"},
        "servers": [{"url": url} for url in steps.apps.values()],
        "paths": paths,
    }
    if any(call.entry.draft.access.token for call in steps.calls):
        described["components"] = {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}}
        described["security"] = [{"token": []}]
    return json.dumps(described, ensure_ascii=False, indent=2)


def _describe(paths: dict[str, Json], call: Call) -> None:
    """Add the call's paths; where one is there already, another example of it."""
    name = "/".join([*call.entry.folders, call.entry.name]) or call.entry.draft.endpoint.name
    events = call.steps[-1].path.replace("{{", "{").replace("}}", "}")
    path, _, _ = events.partition("?")
    post, get = call.plan.post, events
    example: dict[str, Json] = {"summary": call.steps[-2].name, "value": _plain(call.plan.request)}
    if call.entry.notes:
        example["description"] = call.entry.notes
    headers = " ".join(value for _, value in call.steps[-2].headers)
    variables = [*map(str, _variables(call.plan.request)), *re.findall(r"\{\{(\w+)\}\}", headers)]
    example["x-gradioscope-variables"] = list(dict.fromkeys(variables))
    if call.entry.draft.session_hash and call.entry.draft.stream == "result":
        example["x-gradioscope-stream"] = "result"
    if post not in paths:
        by_session = all(piece != "event_id" for piece in call.plan.events)
        number = "" if not paths else f"_{len(paths)}"
        paths[post] = {"post": _post(call.entry.draft, f"call{number}", f"events{number}", by_session)}
        if path in paths:
            by_id = paths[path]["get"]["operationId"]
            paths[post]["post"]["responses"]["200"]["links"]["events"]["operationId"] = by_id
        else:
            paths[path] = {"get": _get(get, f"events{number}")}
    examples = paths[post]["post"]["requestBody"]["content"]["application/json"]["examples"]
    key, again = name, 2
    while key in examples:
        key, again = f"{name} {again}", again + 1
    examples[key] = example
    _headers(paths[post]["post"], call, key)
    for step in call.steps[:-2]:
        _before(paths, step, key)


def _headers(operation: dict[str, Json], call: Call, key: str) -> None:
    given = operation.setdefault("parameters", [])
    for name, value in call.steps[-2].headers:
        if name == "Content-Type" or TOKEN in value:  # told elsewhere, as OpenAPI wants it
            continue
        known = next((each for each in given if each["name"] == name), None)
        if known is None:
            known = {"name": name, "in": "header", "schema": {"type": "string"}, "examples": {}}
            given.append(known)
        known["examples"][key] = {"value": value}


def _before(paths: dict[str, Json], step: Step, key: str) -> None:
    """A login, or an upload, as it is for that example."""
    kind, fields = "application/x-www-form-urlencoded", dict(step.form)
    if step.upload is not None:
        kind, fields, key = "multipart/form-data", {"files": step.upload.file.path}, f"{key}: {step.takes}"
    known = paths.setdefault(step.path, {"post": _form(kind, fields, "upload" if step.upload else "login")})
    known["post"]["requestBody"]["content"][kind]["examples"][key] = {"value": fields}


def _form(kind: str, fields: dict[str, str], operation: str) -> Json:
    schema: dict[str, Json] = {
        "type": "object",
        "required": list(fields),
        "properties": {name: {"type": "string"} for name in fields},
    }
    return {
        "operationId": operation,
        "requestBody": {"required": True, "content": {kind: {"schema": schema, "examples": {}}}},
        "responses": {"200": {"description": "The paths of the files" if operation == "upload" else "A cookie"}},
    }


def _post(draft: Draft, operation: str, events: str, by_session: bool) -> Json:
    items: list[Json] = [{"title": "State", "type": "null"} for _ in range(draft.endpoint.inputs)]
    for parameter in draft.endpoint.parameters:
        items[parameter.position] = {**_Inline(parameter.schema).schema(), "title": parameter.label}
    data: dict[str, Json] = {"type": "array", "minItems": len(items), "maxItems": len(items)}
    if items:
        data["prefixItems"] = items
    schema = {"type": "object", "required": ["data"], "properties": {"data": data, "session_hash": {"type": "string"}}}
    event_id = {"type": "object", "properties": {"event_id": {"type": "string"}}}
    answer: dict[str, Json] = {
        "description": "The call is in the queue.",
        "content": {"application/json": {"schema": event_id}},
    }
    taken = {"session_hash": "$request.body#/session_hash"} if by_session else {"event_id": "$response.body#/event_id"}
    answer["links"] = {"events": {"operationId": events, "parameters": taken}}
    return {
        "operationId": operation,
        "summary": draft.endpoint.name,
        "description": draft.endpoint.description,
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": schema, "examples": {}}},
        },
        "responses": {"200": answer},
    }


class _Inline:
    """A parameter's schema without references, which would lead elsewhere in this file. Bounded: an app says it."""

    def __init__(self, schema: Mapping[str, Json]) -> None:
        self._schema = schema
        definitions = schema.get("$defs")
        self._definitions = definitions if isinstance(definitions, Mapping) else {}
        self._left = 2000

    def schema(self) -> dict[str, Json]:
        found = self._plain({key: value for key, value in self._schema.items() if key != "$defs"}, 0)
        return found if isinstance(found, dict) else {}

    def _plain(self, value: Json, depth: int) -> Json:
        self._left -= 1
        if self._left < 0 or depth > 20:
            return {}
        if isinstance(value, Mapping):
            reference = value.get("$ref")
            if isinstance(reference, str):
                return self._plain(self._definitions.get(reference.removeprefix("#/$defs/"), {}), depth + 1)
            return {key: self._plain(item, depth + 1) for key, item in value.items()}
        return [self._plain(item, depth + 1) for item in value] if isinstance(value, list | tuple) else value


def _get(events: str, operation: str) -> Json:
    path, _, query = events.partition("?")
    given: list[Json] = []
    text = {"type": "string"}
    if "{event_id}" in path:
        given.append({"name": "event_id", "in": "path", "required": True, "schema": text})
    if query:
        given.append({"name": "session_hash", "in": "query", "required": True, "schema": text})
    stream = {"text/event-stream": {"schema": text}}
    return {
        "operationId": operation,
        "summary": "The events, to the result",
        "parameters": given,
        "responses": {"200": {"description": "Server-sent events", "content": stream}},
    }


def _variables(value: Json) -> Iterator[Variable]:
    if isinstance(value, Template):
        yield from (piece for piece in value.pieces if isinstance(piece, Variable))
    elif isinstance(value, Variable):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _variables(item)
    elif isinstance(value, list):
        for item in value:
            yield from _variables(item)


def _plain(value: Json) -> Json:
    """Variables by their names."""
    if isinstance(value, Template):
        return "".join(_plain(piece) for piece in value.pieces)
    if isinstance(value, Variable):
        return f"{{{{{value}}}}}"
    if isinstance(value, LocalFile):
        return {"path": value.path}
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value
