"""A Bruno collection: as the one file its Import takes, or as the folder that `bru run` runs."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from gradioscope.gradio.errors import WrongUse
from gradioscope.gradio.model import Json
from gradioscope.snippets.entry import Entry
from gradioscope.snippets.exports.steps import Group, Step, Steps, grouped, made_session, steps_of


def render(entries: Sequence[Entry], name: str = "") -> str:
    """The one file."""
    steps = steps_of(entries, name)
    variables = [
        # Bruno gives its ids itself to all but these
        {"uid": f"{number:021d}", "name": key, "value": value, "enabled": True, "local": False}
        for number, (key, value) in enumerate(_variables(steps))
    ]
    collection = {
        "name": _name(steps.name),
        "version": "1",
        "items": _requests(steps.calls[0].steps) if steps.alone else _items(grouped(steps)),
        "environments": [],
        "root": {"request": {"vars": {"req": variables}}},
    }
    return json.dumps(collection, ensure_ascii=False, indent=2)


def folder(entries: Sequence[Entry], name: str = "") -> dict[str, str]:
    """Path (with `/`) to text of each file of the folder."""
    steps = steps_of(entries, name)
    variables = "\n".join(f"  {key}: {value}".rstrip() for key, value in _variables(steps))
    files = {
        "bruno.json": json.dumps({"version": "1", "name": _name(steps.name), "type": "collection"}, indent=2) + "\n",
        "collection.bru": f"vars:pre-request {{\n{variables}\n}}\n",
    }
    if steps.alone:
        files |= _files(steps.calls[0].steps, "")
    else:
        _add(files, grouped(steps), "")
    return files


def _add(files: dict[str, str], group: Group, place: str) -> None:
    number = 0
    for inner in group.groups.values():
        number += 1
        inside = _folder(files, place, inner.name, number)
        _add(files, inner, inside)
    for call in group.calls:
        number += 1
        files |= _files(call.steps, _folder(files, place, call.entry.name, number))


def _folder(files: dict[str, str], place: str, name: str, number: int) -> str:
    """Its place; two names that come to the same on disk are kept apart by their numbers."""
    inside = f"{place}{_name(name)}/"
    # capitals make no other file on some systems
    if f"{inside}folder.bru".casefold() in {path.casefold() for path in files}:
        inside = f"{place}{_name(name)} {number}/"
    files[f"{inside}folder.bru"] = f"meta {{\n  name: {_line(name)}\n  seq: {number}\n}}\n"
    return inside


def _files(steps: Sequence[Step], place: str) -> dict[str, str]:
    return {
        f"{place}{number} {step.name.split(' /')[0]}.bru": _text(step, number) for number, step in enumerate(steps, 1)
    }


def _variables(steps: Steps) -> list[tuple[str, str]]:
    # a variable set to nothing would hide the one of the environment
    return [
        *steps.apps.items(),
        *steps.defaults.items(),
        *((name, f"{{{{process.env.{name}}}}}") for name in steps.secrets),
    ]


def _name(text: str) -> str:
    return re.sub(r"[^\w .·-]+", " ", text).strip(" .") or "Gradio"


def _line(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _before(step: Step) -> str:
    lines = [
        f'bru.setVar("{name}", JSON.stringify(bru.interpolate("{{{{{secret}}}}}")).slice(1, -1));'
        for name, secret in step.escapes
    ]
    if step.makes_session:
        lines.append(f'bru.setVar("session", {made_session()});')
    return "\n".join(lines)


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


def _items(group: Group) -> list[Json]:
    folders = [(each.name, _items(each)) for each in group.groups.values()]
    folders += [(call.entry.name, _requests(call.steps)) for call in group.calls]
    return [
        {"type": "folder", "name": name, "seq": number, "items": items}
        for number, (name, items) in enumerate(folders, 1)
    ]


def _requests(steps: Sequence[Step]) -> list[Json]:
    return [_item(step, number) for number, step in enumerate(steps, 1)]


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
        "url": f"{{{{{step.app}}}}}{step.path}",
        "method": step.method,
        "headers": [{"name": name, "value": value, "enabled": True} for name, value in step.headers],
        "params": [],
        "auth": {"mode": "none"},
        "body": body,
        "script": {"req": _before(step), "res": _after(step)},
        "tests": _tests(step),
    }
    if step.notes:
        request["docs"] = step.notes
    return {"type": "http", "name": step.name, "seq": number, "request": request}


def _text(step: Step, number: int) -> str:
    if step.upload is not None and re.search(r"[()|]", step.upload.file.path):
        raise WrongUse(
            f"{step.upload.file.name} cannot be named in a Bruno folder.",
            "Its format has no way to write parentheses and bars in the name of a file.",
            "Rename the file, or export one file for Bruno's Import.",
        )
    kind = "json" if step.body else "formUrlEncoded" if step.form else "multipartForm" if step.upload else "none"
    blocks = [
        ("meta", f"name: {step.name}\ntype: http\nseq: {number}"),
        (step.method.lower(), f"url: {{{{{step.app}}}}}{step.path}\nbody: {kind}\nauth: none"),
        ("headers", "\n".join(f"{name}: {value}" for name, value in step.headers)),
        ("body:json", step.body),
        ("body:form-urlencoded", "\n".join(f"{key}: {value}" for key, value in step.form)),
        ("body:multipart-form", f"files: @file({step.upload.file.path})" if step.upload else ""),
        ("script:pre-request", _before(step)),
        ("script:post-response", _after(step)),
        ("tests", _tests(step)),
        ("docs", step.notes),
    ]
    return "\n".join(f"{name} {{\n{_indented(text)}\n}}\n" for name, text in blocks if text)


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.split("\n"))
