"""A collection of Insomnia 5: YAML, written as the JSON that YAML has in it. `inso run collection` runs it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence

from gradioscope.gradio.model import Json
from gradioscope.snippets.entry import Entry
from gradioscope.snippets.exports.steps import Group, Step, Steps, grouped, made_session, steps_of


def render(entries: Sequence[Entry], name: str = "") -> str:
    return json.dumps(_Writer(steps_of(entries, name)).collection(), ensure_ascii=False, indent=2)


class _Writer:
    def __init__(self, steps: Steps) -> None:
        self._steps = steps

    def collection(self) -> Json:
        steps = self._steps
        if steps.alone:
            items = [self._request(step, number, step.name) for number, step in enumerate(steps.calls[0].steps)]
        else:
            items = self._items(grouped(steps), "")
        return {
            "type": "collection.insomnia.rest/5.0",
            "name": steps.name,
            "meta": {"id": self._id("wrk", "collection")},
            "collection": items,
            "environments": {
                "name": "Base Environment",
                "meta": {"id": self._id("env", "environment")},
                "data": {**steps.apps, **steps.defaults, **dict.fromkeys(steps.secrets, "")},
            },
        }

    def _id(self, kind: str, name: str) -> str:
        """The same for the same request, so that importing it again changes it in place."""
        app = next(iter(self._steps.apps.values()), "")
        return f"{kind}_{hashlib.sha256(f'{app} {self._steps.name} {name}'.encode()).hexdigest()[:32]}"

    def _items(self, group: Group, place: str) -> list[Json]:
        found: list[Json] = []
        for inner in group.groups.values():
            found.append(self._folder(inner.name, self._items(inner, f"{place}/{inner.name}"), place, len(found)))
        for call in group.calls:
            name = call.entry.name
            inside = [
                self._request(step, number, f"{place}/{name}/{step.name}") for number, step in enumerate(call.steps)
            ]
            found.append(self._folder(name, inside, f"{place}/", len(found)))
        return found

    def _folder(self, name: str, items: list[Json], place: str, number: int) -> Json:
        return {"name": name, "meta": {"id": self._id("fld", f"{place}/{name}"), "sortKey": number}, "children": items}

    def _request(self, step: Step, number: int, place: str) -> Json:
        meta: dict[str, Json] = {"id": self._id("req", place), "sortKey": number}
        if step.notes:
            meta["description"] = step.notes
        request: dict[str, Json] = {
            "url": f"{{{{ _.{step.app} }}}}" + _own(step.path),
            "name": step.name,
            "meta": meta,
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
        if scripts := _scripts(step):
            request["scripts"] = scripts
        return request


def _scripts(step: Step) -> dict[str, Json]:
    scripts: dict[str, Json] = {}
    before = [
        f'insomnia.baseEnvironment.set("{name}", '
        f'JSON.stringify(insomnia.variables.get("{secret}") || "").slice(1, -1));'
        for name, secret in step.escapes
    ]
    if step.makes_session:
        before.append(f'insomnia.baseEnvironment.set("session", {made_session()});')
    if before:
        scripts["preRequest"] = "\n".join(before)
    if step.takes:
        scripts["afterResponse"] = (
            f'const answer = insomnia.response.json();\ninsomnia.baseEnvironment.set("{step.takes}", {step.taken});'
        )
    elif step.expects:
        scripts["afterResponse"] = (
            'insomnia.test("The app succeeded", () => '
            f"insomnia.expect(insomnia.response.text()).to.match({step.expects}));"
        )
    return scripts


def _own(text: str) -> str:
    """`{{name}}` as Insomnia writes it. Values have their opening braces escaped, so that no other name is there."""
    return re.sub(r"\{\{(\w+)\}\}", r"{{ _.\1 }}", text)
