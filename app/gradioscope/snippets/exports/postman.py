"""A Postman collection, schema 2.1, which `newman run` takes: the requests in a row, linked by collection variables."""

from __future__ import annotations

import json
from collections.abc import Sequence

from gradioscope.gradio.model import Json
from gradioscope.snippets.entry import Entry
from gradioscope.snippets.exports.steps import Call, Group, Step, grouped, made_session, steps_of

SCHEMA = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"


def render(entries: Sequence[Entry], name: str = "") -> str:
    steps = steps_of(entries, name)
    variables = [
        *({"key": key, "value": text} for key, text in (steps.apps | steps.defaults).items()),
        *({"key": key, "value": ""} for key in steps.secrets),
    ]
    items = [_item(step) for step in steps.calls[0].steps] if steps.alone else _items(grouped(steps))
    collection = {"info": {"name": steps.name, "schema": SCHEMA}, "item": items, "variable": variables}
    return json.dumps(collection, ensure_ascii=False, indent=2)


def _items(group: Group) -> list[Json]:
    inner = [{"name": each.name, "item": _items(each)} for each in group.groups.values()]
    return [*inner, *map(_folder, group.calls)]


def _folder(call: Call) -> Json:
    return {"name": call.entry.name, "item": [_item(step) for step in call.steps]}


def _item(step: Step) -> Json:
    request: dict[str, Json] = {
        "method": step.method,
        "header": [{"key": name, "value": value} for name, value in step.headers],
        "url": f"{{{{{step.app}}}}}{step.path}",
    }
    if step.notes:
        request["description"] = step.notes
    if step.body:
        request["body"] = {"mode": "raw", "raw": step.body, "options": {"raw": {"language": "json"}}}
    elif step.form:
        request["body"] = {
            "mode": "urlencoded",
            "urlencoded": [{"key": key, "value": value} for key, value in step.form],
        }
    elif step.upload is not None:
        part = {"key": "files", "type": "file", "src": step.upload.file.path}
        request["body"] = {"mode": "formdata", "formdata": [part]}
    item: dict[str, Json] = {"name": step.name, "request": request}
    events = []
    before = [
        f'pm.collectionVariables.set("{name}", JSON.stringify(pm.variables.get("{secret}") || "").slice(1, -1));'
        for name, secret in step.escapes
    ]
    if step.makes_session:
        before.append(f'pm.collectionVariables.set("session", {made_session()});')
    if before:
        events.append(_event("prerequest", before))
    if step.takes:
        lines = [
            "const answer = pm.response.json();",
            f'pm.collectionVariables.set("{step.takes}", {step.taken});',
        ]
        events.append(_event("test", lines))
    elif step.expects:
        line = f'pm.test("The app succeeded", () => pm.expect(pm.response.text()).to.match({step.expects}));'
        events.append(_event("test", [line]))
    if events:
        item["event"] = events
    return item


def _event(listen: str, lines: list[str]) -> Json:
    return {"listen": listen, "script": {"type": "text/javascript", "exec": lines}}
