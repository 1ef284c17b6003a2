"""Addresses, headers and bodies of a Gradio app's API, from whatever language they were written in."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from gradioscope.gradio.api_path import parts_of
from gradioscope.gradio.model import Json
from gradioscope.snippets.paste.pasted import Pasted, Unread, with_files

__all__ = ["json_of", "noted", "parts_of", "with_files", "with_header", "with_post"]

_BROWSERS = re.compile(
    r"(?:accept.*|sec-.*|user-agent|origin|referer|priority|pragma|cache-control|content-.*|connection|dnt|host"
    r"|upgrade-insecure-requests|x-requested-with|te|x-gradio-user|x-gradio-server|:.*)",
    re.IGNORECASE,
)


def with_post(pasted: Pasted, kind: str, name: str, body: Json) -> Pasted:
    """What a POST says of the request. RecursionError where the body is too deep."""
    endpoint = name.removeprefix("v2/")
    if kind in ("call", "run", "api") and endpoint:
        pasted = replace(pasted, endpoint="/" + endpoint.removeprefix("/"))
    if not isinstance(body, Mapping):
        return pasted if body is None else noted(pasted, "The body is no JSON object, so it holds no values.")
    body = with_files(body)
    if name.startswith("v2/") and not isinstance(body.get("data"), list):
        named = {str(key): value for key, value in body.items() if key != "session_hash"}
        return replace(pasted, named=named, session_hash=_session(body.get("session_hash")))
    if isinstance(body.get("data"), list):
        pasted = replace(pasted, data=tuple(body["data"]))
    else:
        pasted = noted(pasted, "The body has no list `data`, so it holds no values.")
    number = body.get("fn_index")
    if isinstance(number, int) and not isinstance(number, bool):
        pasted = replace(pasted, fn_index=number)
    if body.get("event_data") is not None:
        pasted = noted(pasted, "The body's `event_data` was left out.")
    if session := _session(body.get("session_hash")):
        pasted = replace(pasted, session_hash=session)
    return pasted


def _session(value: Json) -> str | None:
    return value if isinstance(value, str) and value and not isinstance(value, Unread) else None


def with_header(pasted: Pasted, name: str, value: Json) -> Pasted:
    """What a header says: those a browser sends of itself are nobody's wish, and cookies are a login's."""
    name = name.strip()
    if not name or _BROWSERS.fullmatch(name):
        return pasted
    text = str(value)
    if name.lower() == "cookie":
        return noted(pasted, "The cookies were left out: where the app asks for a login, log in.")
    if name.lower() == "authorization" and "HF_TOKEN" in text:
        return replace(pasted, token=True)
    if isinstance(value, Unread) or ("$" in text and "\0" in text):
        return noted(pasted, f"The header {name} is in a variable, {text.strip()[:60]}: give it by hand.")
    if re.match(r"\s*bearer\s+hf_", text, re.IGNORECASE):
        return noted(replace(pasted, token=True), "A token in the text was left out: choose it from the keyring.")
    if any(name.lower() == known.lower() for known, _ in pasted.headers):
        return pasted
    return replace(pasted, headers=(*pasted.headers, (name, text.strip())))


def noted(pasted: Pasted, note: str) -> Pasted:
    return pasted if note in pasted.notes else replace(pasted, notes=(*pasted.notes, note))


def json_of(text: str, meaning: Callable[[str], Json | None] | None = None) -> Json:
    """JSON text; `meaning` may replace a text in it. ValueError, and RecursionError where it is too deep."""
    value = json.loads(text, strict=False, parse_constant=_no_constant)
    return value if meaning is None or "\0" not in text else _replaced(value, meaning)


def _replaced(value: Json, meaning: Callable[[str], Json | None]) -> Json:
    if isinstance(value, str):
        found = meaning(value) if "\0" in value else None
        return value if found is None else found
    if isinstance(value, dict):
        return {key: _replaced(item, meaning) for key, item in value.items()}
    return [_replaced(item, meaning) for item in value] if isinstance(value, list) else value


def _no_constant(name: str) -> Json:
    raise ValueError(f"JSON has no {name}")
