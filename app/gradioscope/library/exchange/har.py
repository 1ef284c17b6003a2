"""HTTP archives, as browsers and proxies save them. What happened is in them, so no text in one is a variable."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from gradioscope.gradio.model import Json
from gradioscope.library.exchange.postman import mapping, text
from gradioscope.library.exchange.sent import Environments, Sent


def recognised(value: Json) -> bool:
    return isinstance(value, Mapping) and isinstance(mapping(value.get("log")).get("entries"), list)


def read(value: Mapping[str, Any]) -> tuple[str, list[Sent], Environments]:
    """A name, the requests in their order; in those that Gradioscope wrote, `{{name}}` is a variable."""
    log = mapping(value["log"])
    own = mapping(log.get("creator")).get("name") == "Gradioscope"
    titles = {text(mapping(page).get("id")): text(mapping(page).get("title")) for page in log.get("pages") or []}
    found = [
        _sent(mapping(entry), titles.get(text(mapping(entry).get("pageref")), "") if own else "", own)
        for entry in log["entries"]
    ]
    return "", found, Environments()


def _sent(entry: Mapping[str, Any], title: str, own: bool) -> Sent:
    request = mapping(entry.get("request"))
    data = mapping(request.get("postData"))
    kind = text(data.get("mimeType"))
    params = [mapping(each) for each in data.get("params") or []]
    body = text(data.get("text"))
    form = [(text(each.get("name")), text(each.get("value"))) for each in params]
    if "urlencoded" in kind:
        form = form or parse_qsl(body[:100_000], keep_blank_values=True)
    url = text(request.get("url"))
    comment = text(entry.get("comment"))
    name = comment.partition(". {{")[0].removesuffix(".") if own else f"{request.get('method')} {urlsplit_path(url)}"
    takes = ""
    if own and "}} is in its answer." in comment:
        takes = comment.rpartition("{{")[2].partition("}}")[0]
    # that of a request without a name begins with the endpoint's slash
    folders = tuple(title.split("/")) if title and not title.startswith("/") else ()
    return Sent(
        name=name,
        method=text(request.get("method")) or "GET",
        url=url,
        folders=folders,
        headers=tuple(
            (text(mapping(each).get("name")), text(mapping(each).get("value"))) for each in request.get("headers") or []
        ),
        body=body if "json" in kind or body.lstrip().startswith("{") else "",
        form=tuple(form) if "urlencoded" in kind else (),
        files=tuple(text(each.get("fileName")) for each in params if each.get("fileName")) if own else (),
        notes=text(request.get("comment")) if own else "",
        takes=takes,
        templates=own,
        session_made=("session",) if own else (),
        secrets=secrets_in(body) if own else (),
    )


def urlsplit_path(url: str) -> str:
    """A short name for an address: its path."""
    try:
        return urlsplit(url).path[:100] or "/"
    except ValueError:
        return url[:100]


def secrets_in(body: str) -> tuple[str, ...]:
    """The variables of a body that we wrote which are no file and no session: what is left is a secret."""
    found = dict.fromkeys(re.findall(r"\{\{(\w+)\}\}", body))
    return tuple(name for name in found if not re.fullmatch(r"file_[0-9]+|session|event_id", name))
