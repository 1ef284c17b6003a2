"""A variable's value as a person reads and writes it on one line, its JSON type kept."""

from __future__ import annotations

import json

from gradioscope.gradio.model import Json

TYPES = {type(None): "null", bool: "yes/no", int: "number", float: "number", str: "text", list: "list", dict: "object"}


def written(value: Json) -> str:
    """A text as it is, unless it would be read as something else; any other value as JSON."""
    if isinstance(value, str) and read(value) == value and not _is_json_text(value) and value.isprintable():
        return value
    return json.dumps(value, ensure_ascii=False)


def read(line: str) -> Json:
    """What a line stands for: JSON where it is some, else the text itself. `"5"` is a text, `5` a number."""
    text = line.strip()
    if not text:
        return ""
    try:
        return json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return line


def type_of(value: Json) -> str:
    """The value's type in a word."""
    return TYPES.get(type(value), "text")


def _is_json_text(text: str) -> bool:
    return text.strip().startswith('"') and isinstance(read(text), str) and read(text) != text


def _no_number(name: str) -> Json:
    raise ValueError(name)
