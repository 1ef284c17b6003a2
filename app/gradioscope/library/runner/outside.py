"""Files that a request sends from outside of the folder it was handed on with.

A collection is often somebody else's, and `$file` may name any file of this computer. Nothing is held back, as people
keep their own files wherever they like; but nobody has to find out afterwards.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from gradioscope.gradio.model import Json, LocalFile
from gradioscope.library.collection.place import SUFFIX, handed_on_with

_LISTED = 5


def outside(value: Json, folder: Path) -> str:
    """A sentence that names the local files in a resolved value that are not below the collection (or repository) of
    the request's folder, links followed; empty where there are none. Looks at the disk: links, and for the collection.
    """
    paths = dict.fromkeys(_paths(value))
    if not paths:
        return ""
    # `handed_on_with` takes the place of a request
    home = Path(os.path.realpath(handed_on_with(folder / SUFFIX)))
    found = [path for path in paths if not Path(os.path.realpath(folder / path)).is_relative_to(home)]
    if not found:
        return ""
    listed = ", ".join(found[:_LISTED]) + (f" and {len(found) - _LISTED} more" if len(found) > _LISTED else "")
    return f"It sends {'a file' if len(found) == 1 else 'files'} from outside of {home}: {listed}."


def _paths(value: Json) -> Iterator[str]:
    if isinstance(value, LocalFile):
        yield value.path
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _paths(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _paths(item)
