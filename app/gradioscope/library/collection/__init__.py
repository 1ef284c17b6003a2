"""Requests as files in ordinary folders, which anyone can read, edit, compare and merge.

What reads and writes them is imported when it is first asked for: a window that opens needs their names alone.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from gradioscope.library.collection.place import SUFFIX, collection_of

if TYPE_CHECKING:
    from gradioscope.library.collection.names import file_name
    from gradioscope.library.collection.request_file import (
        RequestFileError,
        read_request,
        read_text,
        write_request,
        write_text,
    )
    from gradioscope.library.collection.tree import Collection, Folder, RequestEntry
    from gradioscope.library.collection.watching import fingerprint, signature

__all__ = [
    "SUFFIX",
    "Collection",
    "Folder",
    "RequestEntry",
    "RequestFileError",
    "collection_of",
    "file_name",
    "fingerprint",
    "read_request",
    "read_text",
    "signature",
    "write_request",
    "write_text",
]

_FILES = {
    "file_name": "names",
    "RequestFileError": "request_file",
    "read_request": "request_file",
    "read_text": "request_file",
    "write_request": "request_file",
    "write_text": "request_file",
    "Collection": "tree",
    "Folder": "tree",
    "RequestEntry": "tree",
    "fingerprint": "watching",
    "signature": "watching",
}


def __getattr__(name: str) -> object:
    if name not in _FILES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{_FILES[name]}"), name)
    globals()[name] = found
    return found
