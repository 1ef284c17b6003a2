"""Requests as files in ordinary folders, which anyone can read, edit, compare and merge."""

from gradioscope.library.collection.names import file_name
from gradioscope.library.collection.place import SUFFIX, collection_of
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
