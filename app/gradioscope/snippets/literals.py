"""A JSON value as a literal of Python or of JavaScript, laid out as a person would: short values on one line.

JSON's own text is nearly one of either language: the constants are other words in Python, and what a terminal acts
on is escaped in each one's own way.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from gradioscope.gradio.errors import WrongUse
from gradioscope.gradio.model import Json
from gradioscope.snippets.payload import ACTIVE, checked, escape

WIDTH = 88
"""Columns a line should keep to."""
_NAME = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")


class Expression(str):
    """Code that stands in a value's place."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Language:
    null: str
    true: str
    false: str
    indent: str
    bare_keys: bool
    """Whether a key that is a name needs no quotes."""
    escape: Callable[[re.Match[str]], str]
    padding: str
    """Between the braces and what is in them."""


def _python_escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\U{code:08x}" if code > 0xFFFF else f"\\u{code:04x}"


PYTHON = Language("None", "True", "False", "    ", bare_keys=False, escape=_python_escape, padding="")
JAVASCRIPT = Language("null", "true", "false", "  ", bare_keys=True, escape=escape, padding=" ")


def string(text: str, language: Language) -> str:
    """A text in double quotes. WrongUse for half a character, which nothing could send."""
    # outside of JSON's escapes no control character is left but DEL and those above
    return ACTIVE.sub(language.escape, json.dumps(checked(text), ensure_ascii=False))


def literal(value: Json, language: Language, margin: int = 0, used: int = 0) -> str:
    """The value; `margin` is the indentation of the line it begins on, `used` the columns that it has before it."""
    if not isinstance(value, Mapping | list | tuple) or not value:
        return _flat(value, language)
    # what cannot be short is not written twice
    if _room_left(value, WIDTH - used) >= 0 and len(flat := _flat(value, language)) + used <= WIDTH:
        return flat
    inner, end = " " * margin + language.indent, " " * margin
    deeper = margin + len(language.indent)
    if isinstance(value, Mapping):
        lines = []
        for key, item in value.items():
            before = f"{inner}{_key(key, language)}: "
            lines.append(f"{before}{literal(item, language, deeper, len(before) + 1)},")
        return "\n".join(["{", *lines, end + "}"])
    lines = [f"{inner}{literal(item, language, deeper, deeper + 1)}," for item in value]
    return "\n".join(["[", *lines, end + "]"])


def _room_left(value: Json, room: int) -> int:
    """Columns that are left beside a value at the least it takes; below 0, how many does not matter."""
    if isinstance(value, str):
        return room - len(value)
    if isinstance(value, Mapping):
        for key, item in value.items():
            room = _room_left(item, room - len(key) - 2)
            if room < 0:
                break
        return room
    if isinstance(value, list | tuple):
        for item in value:
            room = _room_left(item, room - 2)
            if room < 0:
                break
        return room + 2
    return room - 1


def _key(key: str, language: Language) -> str:
    # `__proto__:` would set an object's prototype
    if language.bare_keys and _NAME.fullmatch(key) and key != "__proto__":
        return key
    if language.bare_keys and key == "__proto__":
        return '["__proto__"]'
    return string(key, language)


def _flat(value: Json, language: Language) -> str:
    match value:
        case Expression():
            return str(value)
        case None:
            return language.null
        case bool():
            return language.true if value else language.false
        case str():
            return string(value, language)
        case int() | float():
            try:
                return json.dumps(value, allow_nan=False)
            except ValueError as error:
                raise WrongUse(
                    "A value is not a number JSON can carry.", "It holds NaN or an infinity.", "Use another number."
                ) from error
        case Mapping():
            if not value:
                return "{}"
            inner = ", ".join(f"{_key(key, language)}: {_flat(item, language)}" for key, item in value.items())
            return f"{{{language.padding}{inner}{language.padding}}}"
        case list() | tuple():
            return f"[{', '.join(_flat(item, language) for item in value)}]"
    raise TypeError(f"{type(value).__name__} is no JSON")


def replaced(value: Json, replace: Callable[[Json], Json | None]) -> Json:
    """The value with whatever `replace` gives another thing for in its place."""
    other = replace(value)
    if other is not None:
        return other
    if isinstance(value, Mapping):
        return {key: replaced(item, replace) for key, item in value.items()}
    return [replaced(item, replace) for item in value] if isinstance(value, list | tuple) else value
