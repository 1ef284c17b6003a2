"""Other tools' variables and tags in ours, and JSON bodies with variables in them."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Collection, Mapping

from gradioscope.gradio.model import Json
from gradioscope.request.template import escape, escaped, is_name

_BRACES = re.compile(r"\{\{[ \t]*([^{}\r\n]{1,200}?)[ \t]*\}\}")
_OFFERED = {
    "$guid": "$uuid",
    "$randomUUID": "$uuid",
    "$uuid": "$uuid",
    "$timestamp": "$timestamp",
    "$isoTimestamp": "$now",
    "$randomInt": "$random",
}
_PROCESS = re.compile(r"process\.env\.([A-Za-z_][A-Za-z0-9_]*)")
_STEP = re.compile(r"""_\.(.+)|_\[['"](.+)['"]\]""")
_LOOKED_AT = 20_000
"""Characters of a text that are looked through for what is not understood, only to tell of it."""
_TAG = re.compile(r"\{%.{1,500}?%\}", re.DOTALL)


def ours(text: str) -> str:
    """A text with its variables in our syntax: `{{ _.x }}` of Insomnia, `{{process.env.X}}` of Bruno, `{{$guid}}`.

    What our syntax has no word for stays as it is, and so is plain text to us.
    """
    if "{{" not in text:
        return text
    return _BRACES.sub(_ours, text)


def _ours(match: re.Match[str]) -> str:
    name = match[1]
    if step := _STEP.fullmatch(name):
        name = step[1] or step[2]
    name = _OFFERED.get(name, name)
    if process := _PROCESS.fullmatch(name):
        name = f"$env.{process[1]}"
    return f"{{{{{name}}}}}" if is_name(name) else match[0]


_ALIAS = re.compile(
    r"""set\w*\(\s*"(\w{1,100})",\s*JSON\.stringify\(\w+(?:\.\w+)?\.(?:get|interpolate)\("(?:\{\{)?(\w{1,100})(?:\}\})?"\)"""
)


def escaped_secrets(script: str, body: str) -> tuple[str, tuple[str, ...]]:
    """A body with its secrets' own names, and these, where a script of ours puts them in escaped for JSON."""
    found = dict(_ALIAS.findall(script[:100_000]))
    for name, secret in found.items():
        body = body.replace(f"{{{{{name}}}}}", f"{{{{{secret}}}}}")
    return body, tuple(dict.fromkeys(found.values()))


def unread(text: str) -> str:
    """A tag or an expression that only the other tool understands, or nothing."""
    start = text[:_LOOKED_AT]
    if found := _TAG.search(start):
        return found[0][:60]
    for match in _BRACES.finditer(start):
        if not is_name(_ours(match)[2:-2]):
            return match[0][:60]
    return ""


_PIECE = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|\{\{([^{}"]{1,200})\}\}', re.DOTALL)


def json_of(text: str, templates: bool, variables: Collection[str] = ()) -> Json:
    """The value of a JSON text. ValueError where it is none, RecursionError where it is nested too deeply.

    With `templates`, `{{name}}` is a variable in it, also outside of quotes; braces that are escaped there are not.
    Without, all of its texts are literal but those that are one of `variables` alone.
    """
    if not templates or "{{" not in text:
        value = _loaded(text)
        if not variables:
            return escaped(value)
        # those of files and sessions are a whole text always
        inside = [re.escape(f"{{{{{name}}}}}") for name in variables if not re.fullmatch(r"file_[0-9]+|session", name)]
        pattern = re.compile(f"({'|'.join(inside)})") if inside else None
        return _literal(value, {f"{{{{{name}}}}}" for name in variables}, pattern)
    mark = secrets.token_hex(8)

    def marked(match: re.Match[str]) -> str:
        if match[1] is not None:
            return f'"{mark}{match[1].strip()}>"' if is_name(match[1].strip()) else match[0]
        return _BRACES.sub(lambda found: f"{mark}{found[1]}>" if is_name(found[1]) else found[0], match[0])

    return _unmarked(escaped(_loaded(_PIECE.sub(marked, text))), re.compile(f"{mark}([^>]*)>"))


def _literal(value: Json, kept: Collection[str], within: re.Pattern[str] | None) -> Json:
    """All texts literal, but for those that are one of `kept`, and for what `within` finds in others."""
    if isinstance(value, str):
        if value in kept or within is None:
            return value if value in kept else escape(value)
        pieces = within.split(value)
        return "".join(piece if number % 2 else escape(piece) for number, piece in enumerate(pieces))
    if isinstance(value, Mapping):
        return {key: _literal(item, kept, within) for key, item in value.items()}
    return [_literal(item, kept, within) for item in value] if isinstance(value, list) else value


def _loaded(text: str) -> Json:
    value = json.loads(text, strict=False, parse_constant=_no_constant)
    _check(value)
    return value


DEEPEST = 200


def _check(value: Json) -> None:
    """RecursionError for what is nested deeper than any request."""
    level = [value]
    for _ in range(DEEPEST):
        level = [
            item
            for each in level
            if isinstance(each, dict | list)
            for item in (each.values() if isinstance(each, dict) else each)
        ]
        if not level:
            return
    raise RecursionError


def _no_constant(name: str) -> Json:
    raise ValueError(f"JSON has no {name}")


def _unmarked(value: Json, mark: re.Pattern[str]) -> Json:
    if isinstance(value, str):
        return mark.sub(lambda match: f"{{{{{match[1]}}}}}", value)
    if isinstance(value, Mapping):
        return {key: _unmarked(item, mark) for key, item in value.items()}
    return [_unmarked(item, mark) for item in value] if isinstance(value, list) else value
