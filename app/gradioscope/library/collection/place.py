"""Where requests are: their files' names, and which collection a file belongs to."""

from __future__ import annotations

import os
from pathlib import Path

SUFFIX = ".gradio.yaml"
"""Of a request's file; the request's name is what is before it."""
COLLECTION_FILE = "collection.yaml"
ENVIRONMENTS = "environments"


def collection_of(path: Path) -> Path | None:
    """The collection that a request's file, or a folder, lies in: the nearest folder that says so.

    That is one with a `collection.yaml`; where there is none up to the root, the nearest one with an `environments`
    folder that has a file in it. None where neither is found: the file's own folder is as good as any then.
    """
    folder = Path(os.path.abspath(path))
    if path.name.endswith(SUFFIX):
        folder = folder.parent
    places = [folder, *folder.parents]
    for each in places:
        if os.path.isfile(each / COLLECTION_FILE):  # not Path's, which raises where one may not look
            return each
    for each in places:
        try:
            if any(name.endswith(".yaml") for name in os.listdir(each / ENVIRONMENTS)):
                return each
        except OSError:
            continue
    return None


def handed_on_with(path: Path) -> Path:
    """The folder that a request is handed on with: its collection's, or its repository's; its own where it is in
    neither. Paths of files within it are worth more relative to the request."""
    found = collection_of(path)
    if found is not None:
        return found
    folder = Path(os.path.abspath(path)).parent
    return next((each for each in (folder, *folder.parents) if os.path.lexists(each / ".git")), folder)
