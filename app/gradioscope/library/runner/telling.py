"""What a run came to on one line, for tables: bounded, whatever an app returned."""

from __future__ import annotations

import json
from collections.abc import Callable

from gradioscope.gradio.files import file_name
from gradioscope.gradio.model import Json, is_file_data
from gradioscope.library.runner.ran import Ran

_ITEMS = 100
"""Of a list or a mapping, that are looked at."""
_DEPTH = 20


def line_of(ran: Ran, masked: Callable[[Json], Json], most: int) -> str:
    """Why it is not well, or the beginning of its result, files by their names, secrets masked.

    Costs as much as it shows: no result is too large for it.
    """
    if not ran.well or ran.outcome.status != "complete":
        return _cut(" ".join((ran.sentence or ran.outcome.error).split()), most)
    data = ran.outcome.data
    if not data:
        return ""
    value = _beginning(data[0] if len(data) == 1 else list(data), 0)
    text = value if isinstance(value, str) else _json(value, 10 * most)
    # cut far behind what is shown first: half a secret would not be known as one
    return _cut(" ".join(str(masked(text[: 10 * most])).split()), most)


def _beginning(value: Json, depth: int) -> Json:
    """The value's first parts, with files as their names."""
    if is_file_data(value):
        return file_name(value)
    if isinstance(value, dict):
        if depth > _DEPTH:
            return {}
        return {key: _beginning(value[key], depth + 1) for key in list(value)[:_ITEMS]}
    if isinstance(value, list | tuple):
        return [] if depth > _DEPTH else [_beginning(item, depth + 1) for item in value[:_ITEMS]]
    return value


def _json(value: Json, most: int) -> str:
    pieces: list[str] = []
    length = 0
    for piece in json.JSONEncoder(ensure_ascii=False, default=str).iterencode(value):
        pieces.append(piece)
        length += len(piece)
        if length > most:
            break
    return "".join(pieces)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
