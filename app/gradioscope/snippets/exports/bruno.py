"""A Bruno collection: as the one file its Import takes, or as the folder that `bru run` runs."""

from __future__ import annotations

import json
import re

from gradioscope.gradio.model import Json
from gradioscope.request.draft import Draft
from gradioscope.snippets.exports.steps import Step, made_session, steps_of


def render(draft: Draft) -> str:
    """The one file."""
    steps = steps_of(draft)
    variables = [{"name": name, "value": value, "enabled": True, "local": False} for name, value in _variables(draft)]
    collection = {
        "name": _name(steps.name),
        "version": "1",
        "items": [_item(step, number) for number, step in enumerate(steps.steps, 1)],
        "environments": [],
        "root": {"request": {"vars": {"req": variables}}},
    }
    return json.dumps(collection, ensure_ascii=False, indent=2)


def folder(draft: Draft) -> dict[str, str]:
    """Name to text of each file of the folder."""
    steps = steps_of(draft)
    variables = "\n".join(f"  {name}: {value}".rstrip() for name, value in _variables(draft))
    files = {
        "bruno.json": json.dumps({"version": "1", "name": _name(steps.name), "type": "collection"}, indent=2) + "\n",
        "collection.bru": f"vars:pre-request {{\n{variables}\n}}\n",
    }
    for number, step in enumerate(steps.steps, 1):
        files[f"{number} {step.name}.bru"] = _text(step, number)
    return files


def _variables(draft: Draft) -> list[tuple[str, str]]:
    steps = steps_of(draft)
    # a variable set to nothing would hide the one of the environment
    return [("app", steps.app), *((name, f"{{{{process.env.{name}}}}}") for name in steps.secrets)]


def _name(text: str) -> str:
    return re.sub(r"[^\w .·-]+", " ", text).strip() or "Gradio"


def _before(step: Step) -> str:
    return f'bru.setVar("session", {made_session()});' if step.makes_session else ""


def _after(step: Step) -> str:
    if not step.takes:
        return ""
    return f'const answer = res.getBody();\nbru.setVar("{step.takes}", {step.taken});'


def _tests(step: Step) -> str:
    if not step.expects:
        return ""
    return (
        'test("The app succeeded", () => {\n'
        "  const body = res.getBody();\n"
        f'  expect(typeof body === "string" ? body : JSON.stringify(body)).to.match({step.expects});\n'
        "});"
    )


def _item(step: Step, number: int) -> Json:
    body: dict[str, Json] = {"mode": "none"}
    if step.body:
        body = {"mode": "json", "json": step.body}
    elif step.form:
        form = [{"name": key, "value": value, "enabled": True} for key, value in step.form]
        body = {"mode": "formUrlEncoded", "formUrlEncoded": form}
    elif step.upload is not None:
        part = {"type": "file", "name": "files", "value": [step.upload.file.path], "enabled": True}
        body = {"mode": "multipartForm", "multipartForm": [part]}
    request: dict[str, Json] = {
        "url": "{{app}}" + step.path,
        "method": step.method,
        "headers": [{"name": name, "value": value, "enabled": True} for name, value in step.headers],
        "params": [],
        "auth": {"mode": "none"},
        "body": body,
        "script": {"req": _before(step), "res": _after(step)},
        "tests": _tests(step),
    }
    return {"type": "http", "name": step.name, "seq": number, "request": request}


def _text(step: Step, number: int) -> str:
    kind = "json" if step.body else "formUrlEncoded" if step.form else "multipartForm" if step.upload else "none"
    blocks = [
        ("meta", f"name: {step.name}\ntype: http\nseq: {number}"),
        (step.method.lower(), f"url: {{{{app}}}}{step.path}\nbody: {kind}\nauth: none"),
        ("headers", "\n".join(f"{name}: {value}" for name, value in step.headers)),
        ("body:json", step.body),
        ("body:form-urlencoded", "\n".join(f"{key}: {value}" for key, value in step.form)),
        ("body:multipart-form", f"files: @file({step.upload.file.path})" if step.upload else ""),
        ("script:pre-request", _before(step)),
        ("script:post-response", _after(step)),
        ("tests", _tests(step)),
    ]
    return "\n".join(f"{name} {{\n{_indented(text)}\n}}\n" for name, text in blocks if text)


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.split("\n"))
