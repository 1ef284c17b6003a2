"""A collection of Insomnia 5: YAML, written as the JSON that YAML has in it. `inso run collection` runs it."""

from __future__ import annotations

import hashlib
import json

from gradioscope.gradio.model import Json
from gradioscope.request.draft import Draft
from gradioscope.snippets.exports.steps import Step, Steps, made_session, steps_of


def render(draft: Draft) -> str:
    steps = steps_of(draft)
    data: dict[str, Json] = {"app": steps.app, **dict.fromkeys(steps.secrets, "")}
    collection = {
        "type": "collection.insomnia.rest/5.0",
        "name": steps.name,
        "meta": {"id": _id("wrk", steps, "collection")},
        "collection": [_request(steps, step, number) for number, step in enumerate(steps.steps)],
        "environments": {
            "name": "Base Environment",
            "meta": {"id": _id("env", steps, "environment")},
            "data": data,
        },
    }
    return json.dumps(collection, ensure_ascii=False, indent=2)


def _id(kind: str, steps: Steps, name: str) -> str:
    """The same for the same request, so that importing it again changes it in place."""
    return f"{kind}_{hashlib.sha256(f'{steps.app} {steps.name} {name}'.encode()).hexdigest()[:32]}"


def _request(steps: Steps, step: Step, number: int) -> Json:
    request: dict[str, Json] = {
        "url": "{{ _.app }}" + _own(step.path),
        "name": step.name,
        "meta": {"id": _id("req", steps, step.name), "sortKey": number},
        "method": step.method,
        "headers": [{"name": name, "value": _own(value)} for name, value in step.headers],
    }
    if step.body:
        request["body"] = {"mimeType": "application/json", "text": _own(step.body)}
    elif step.form:
        form = [{"name": key, "value": _own(value)} for key, value in step.form]
        request["body"] = {"mimeType": "application/x-www-form-urlencoded", "params": form}
    elif step.upload is not None:
        part = {"name": "files", "type": "file", "fileName": step.upload.file.path}
        request["body"] = {"mimeType": "multipart/form-data", "params": [part]}
    scripts: dict[str, Json] = {}
    if step.makes_session:
        scripts["preRequest"] = f'insomnia.baseEnvironment.set("session", {made_session()});'
    if step.takes:
        scripts["afterResponse"] = (
            f'const answer = insomnia.response.json();\ninsomnia.baseEnvironment.set("{step.takes}", {step.taken});'
        )
    elif step.expects:
        scripts["afterResponse"] = (
            'insomnia.test("The app succeeded", () => '
            f"insomnia.expect(insomnia.response.text()).to.match({step.expects}));"
        )
    if scripts:
        request["scripts"] = scripts
    return request


def _own(text: str) -> str:
    """`{{name}}` as Insomnia writes it. No other braces are there: values have theirs escaped."""
    return text.replace("{{", "{{ _.").replace("}}", " }}") if "{{" in text else text
