"""Edit lists of `queue/join` streams (protocol sse_v2 and later) -> full values.

Only endpoints whose name `/call` cannot carry are read this way. Gradio's diffs have bugs: before 5.29.1 the
deletes of a list carry the original indexes, later ones are wrong for lists in lists. So every edit
is guarded, one that does not fit leaves the value as it was, and the final value, always whole, decides.
"""

from __future__ import annotations

import copy

from gradioscope.gradio.model import Json


def apply_edits(value: Json, edits: Json) -> Json:
    """The value with `[[op, path, value], …]` applied in order; the given value is not changed."""
    if not isinstance(edits, list):
        return edits
    result = copy.deepcopy(value)
    for edit in edits:
        if isinstance(edit, list) and len(edit) == 3 and isinstance(edit[1], list):
            try:
                result = _apply(result, edit[0], edit[1], edit[2])
            except (IndexError, KeyError, TypeError, ValueError):
                continue
    return result


def _apply(value: Json, operation: str, path: list[Json], given: Json) -> Json:
    if not path:
        return given if operation == "replace" else value + given if operation == "append" else value
    parent = value
    for key in path[:-1]:
        parent = parent[key]
    key = path[-1]
    if operation == "replace":
        parent[key] = given
    elif operation == "append":
        parent[key] += given
    elif operation == "delete":
        del parent[key]
    elif operation == "add":
        if isinstance(parent, list):
            parent.insert(int(key), given)
        else:
            parent[key] = given
    return value
