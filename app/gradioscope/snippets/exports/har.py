"""An HTTP archive, version 1.2, of requests that were not sent: their answers are empty. A page is a request."""

from __future__ import annotations

import json
from collections.abc import Sequence

from gradioscope import __version__
from gradioscope.gradio.model import Json
from gradioscope.snippets.entry import Entry
from gradioscope.snippets.exports.steps import Step, steps_of

NOT_SENT = "1970-01-01T00:00:00.000Z"


def render(entries: Sequence[Entry], name: str = "") -> str:
    steps = steps_of(entries, name)
    pages = []
    found = []
    for number, call in enumerate(steps.calls, 1):
        page = f"page_{number}"
        title = "/".join([*call.entry.folders, call.entry.name]) or steps_of([call.entry]).name
        pages.append({"startedDateTime": NOT_SENT, "id": page, "title": title, "pageTimings": {}})
        found += [_entry(steps.apps[step.app], step, page) for step in call.steps]
    log = {
        "version": "1.2",
        "creator": {"name": "Gradioscope", "version": __version__},
        "comment": "{{name}} stands for what an earlier request answers, or for a secret.",
        "pages": pages,
        "entries": found,
    }
    return json.dumps({"log": log}, ensure_ascii=False, indent=2)


def _entry(app: str, step: Step, page: str) -> Json:
    request: dict[str, Json] = {
        "method": step.method,
        "url": app + step.path,
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": [{"name": name, "value": value} for name, value in step.headers],
        "queryString": _query(step.path),
        "headersSize": -1,
        "bodySize": len(step.body.encode()) if step.method == "POST" and step.body else -1,
    }
    if step.body:
        request["postData"] = {"mimeType": "application/json", "text": step.body}
    elif step.form:
        form = [{"name": key, "value": value} for key, value in step.form]
        request["postData"] = {"mimeType": "application/x-www-form-urlencoded", "params": form}
    elif step.upload is not None:
        part = {"name": "files", "fileName": step.upload.file.path}
        request["postData"] = {"mimeType": "multipart/form-data", "params": [part]}
    if step.notes:
        request["comment"] = step.notes
    response = {
        "status": 0,
        "statusText": "",
        "httpVersion": "",
        "cookies": [],
        "headers": [],
        "content": {"size": 0, "mimeType": "x-unknown"},
        "redirectURL": "",
        "headersSize": -1,
        "bodySize": -1,
    }
    comment = f"{step.name}. {{{{{step.takes}}}}} is in its answer." if step.takes else f"{step.name}."
    return {
        "pageref": page,
        "startedDateTime": NOT_SENT,
        "time": 0,
        "request": request,
        "response": response,
        "cache": {},
        "timings": {"send": 0, "wait": 0, "receive": 0},
        "comment": comment,
    }


def _query(path: str) -> list[Json]:
    _, _, query = path.partition("?")
    pairs = (pair.partition("=") for pair in query.split("&") if pair)
    return [{"name": name, "value": value} for name, _, value in pairs]
