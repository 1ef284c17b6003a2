"""The cells of a table: as text, and back from text by the type of their column.

A column's type is Gradio's word for it: `str`, `number`, `bool`, `date`, `markdown`, `html`, `image`, or `auto`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from gradioscope.gradio.model import Json

AUTO = "auto"
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_BOOLS = {"true": True, "false": False, "yes": True, "no": False}
_DIGITS = 4000
"""Of a whole number: Python refuses to read longer ones."""


def cell_text(value: Json) -> str:
    """A cell as it is written in a text file: nothing for null, JSON's words for numbers and bools."""
    if type(value) is str:
        return value
    if value is None:
        return ""
    return json.dumps(value, ensure_ascii=False, default=str)


def blank_cell(datatype: str) -> Json:
    """What a new cell holds."""
    return {"number": None, "bool": False}.get(datatype, "")


def number_from(text: str) -> int | float | None:
    """The number a text stands for; None where it is none, or one that JSON does not have."""
    text = text.strip()
    if _NUMBER.fullmatch(text) is None:
        return None
    if text.lstrip("+-").isdigit() and len(text) < _DIGITS:
        return int(text)
    number = float(text)
    return None if number in (float("inf"), float("-inf")) else number


def cell_from(text: str, datatype: str, before: Json = "") -> Json:
    """The cell of a text that was written, or read from a file, into a column.

    What a column cannot read stays the text that it is, for `check` to tell. A number in a column of texts stays a
    number when another one is written over it.
    """
    if datatype == "number":
        if not text.strip():
            return None
        number = number_from(text)
        return text if number is None else number
    if datatype == "bool":
        if not text.strip():
            return None
        return _BOOLS.get(text.strip().lower(), text)
    if type(before) in (int, float):
        number = number_from(text)
        return text if number is None else number
    if type(before) is bool:
        return {"true": True, "false": False}.get(text.strip().lower(), text)
    if before is None and not text:
        return None
    if isinstance(before, dict | list):
        try:
            read = json.loads(text)
        except (ValueError, RecursionError):
            return text
        return read if isinstance(read, dict | list) else text
    return text


def guessed(texts: Iterable[str]) -> str:
    """The type of a column whose cells are these texts: `number` or `bool` where all that is there is one.

    Digits with a zero before them are text, as in a postcode.
    """
    found = {_guess(text) for text in texts if text}
    return found.pop() if len(found) == 1 else "str"


def _guess(text: str) -> str:
    if text.strip().lower() in ("true", "false"):
        return "bool"
    if number_from(text) is None or re.match(r"[+-]?0\d", text.strip()):
        return "str"
    return "number"
