"""Which files a run returned."""

from __future__ import annotations

from gradioscope.gradio.model import Json, is_file_data

MOST = 200
"""Files kept of one run."""


def returned_files(data: Json) -> list[dict[str, Json]]:
    """The files on the app's server that an output names, each once, in reading order; the first MOST of them."""
    found: dict[str, dict[str, Json]] = {}
    waiting = [data]
    while waiting and len(found) < MOST:
        value = waiting.pop()
        if is_file_data(value):
            found.setdefault(value["path"], value)
        elif isinstance(value, dict):
            waiting.extend(reversed(value.values()))
        elif isinstance(value, list):
            waiting.extend(reversed(value))
    return list(found.values())
