"""The two requests as a description in OpenAPI 3.1, the second linked to the first; the values are its example."""

from __future__ import annotations

import json

from gradioscope.gradio.model import Json
from gradioscope.request.draft import Draft
from gradioscope.snippets.exports.steps import steps_of
from gradioscope.snippets.payload import Variable
from gradioscope.snippets.plan import plan


def render(draft: Draft) -> str:
    found, steps = plan(draft), steps_of(draft)
    by_session = all(piece != "event_id" for piece in found.events)
    events = steps.steps[-1].path.replace("{{", "{").replace("}}", "}")
    path, _, _ = events.partition("?")
    described = {
        "openapi": "3.1.0",
        "info": {"title": draft.app.title or found.app, "version": draft.app.version or "0"},
        "servers": [{"url": found.app}],
        "paths": {found.post: {"post": _post(draft, found.request, by_session)}, path: {"get": _get(events)}},
    }
    if draft.access.token:
        described["components"] = {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}}
        described["security"] = [{"token": []}]
    return json.dumps(described, ensure_ascii=False, indent=2)


def _post(draft: Draft, request: dict[str, Json], by_session: bool) -> Json:
    items: list[Json] = [{"title": "State", "type": "null"} for _ in range(draft.endpoint.inputs)]
    for parameter in draft.endpoint.parameters:
        items[parameter.position] = {**parameter.schema, "title": parameter.label}
    data: dict[str, Json] = {"type": "array", "prefixItems": items, "minItems": len(items), "maxItems": len(items)}
    schema = {"type": "object", "required": ["data"], "properties": {"data": data, "session_hash": {"type": "string"}}}
    event_id = {"type": "object", "properties": {"event_id": {"type": "string"}}}
    answer: dict[str, Json] = {
        "description": "The call is in the queue.",
        "content": {"application/json": {"schema": event_id}},
    }
    taken = {"session_hash": "$request.body#/session_hash"} if by_session else {"event_id": "$response.body#/event_id"}
    answer["links"] = {"events": {"operationId": "events", "parameters": taken}}
    return {
        "operationId": "call",
        "summary": draft.endpoint.name,
        "description": draft.endpoint.description,
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": schema, "example": _plain(request)}},
        },
        "responses": {"200": answer},
    }


def _get(events: str) -> Json:
    path, _, query = events.partition("?")
    given: list[Json] = []
    text = {"type": "string"}
    if "{event_id}" in path:
        given.append({"name": "event_id", "in": "path", "required": True, "schema": text})
    if query:
        given.append({"name": "session_hash", "in": "query", "required": True, "schema": text})
    stream = {"text/event-stream": {"schema": text}}
    return {
        "operationId": "events",
        "summary": "The events, to the result",
        "parameters": given,
        "responses": {"200": {"description": "Server-sent events", "content": stream}},
    }


def _plain(value: Json) -> Json:
    """Variables by their names."""
    if isinstance(value, Variable):
        return f"${value}"
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value
