"""The one module that reads the files that come with the program (package `gradioscope_resources`)."""

from __future__ import annotations

import gradioscope_resources


def read_bytes(path: str) -> bytes:
    """The content of a resource; `path` is relative with `/`, like "icons/run.svg". OSError where it is missing.

    Through the package's own loader, as `pkgutil.get_data` does: it works from a folder, a zip and a frozen program,
    and saves the 25 ms that importing `importlib.resources` takes before the first paint.
    """
    spec = gradioscope_resources.__spec__
    folder = gradioscope_resources.__path__[0]
    if spec is None or spec.loader is None:
        raise OSError(f"the program was installed without its resources ({path})")
    content: bytes = spec.loader.get_data(f"{folder}/{path}")  # type: ignore[attr-defined]
    return content


def read_text(path: str) -> str:
    """The same, as text in UTF-8."""
    return read_bytes(path).decode()
