"""A Postman collection, schema 2.1, which `newman run` takes: the requests in a row, linked by collection variables."""

from __future__ import annotations

import json

from gradioscope.gradio.model import Json
from gradioscope.request.draft import Draft
from gradioscope.snippets.exports.steps import Step, made_session, steps_of

SCHEMA = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"


def render(draft: Draft) -> str:
    steps = steps_of(draft)
    variables = [{"key": "app", "value": steps.app}, *({"key": name, "value": ""} for name in steps.secrets)]
    collection = {
        "info": {"name": steps.name, "schema": SCHEMA},
        "item": [_item(step) for step in steps.steps],
        "variable": variables,
    }
    return json.dumps(collection, ensure_ascii=False, indent=2)


def _item(step: Step) -> Json:
    request: dict[str, Json] = {
        "method": step.method,
        "header": [{"key": name, "value": value} for name, value in step.headers],
        "url": "{{app}}" + step.path,
    }
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
    if step.makes_session:
        events.append(_event("prerequest", [f'pm.collectionVariables.set("session", {made_session()});']))
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
