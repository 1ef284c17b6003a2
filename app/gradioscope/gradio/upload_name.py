"""The name under which a file is sent to an app, which makes a path of it."""

from __future__ import annotations


def not_hidden(name: str) -> str:
    """A file's name without a dot in front, which Gradio refuses once the file is uploaded.

    Gradio 4 and 5 first leave out what is no letter, digit, blank, `-` or `_`: `#.txt` is `.txt` to them, and `#` is
    nothing. The true name goes into the FileData as `orig_name`.
    """
    first = next((sign for sign in name if sign.isalnum() or sign in "._- "), ".")
    return name if first != "." else "_" + name.removeprefix(".")
