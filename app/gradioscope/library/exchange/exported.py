"""What is exported, on the disk."""

from __future__ import annotations

from pathlib import Path

from gradioscope.gradio.errors import GradioscopeError
from gradioscope.library.atomic import write_atomically


def write_text(path: Path, text: str) -> None:
    """A script can be run then. GradioscopeError where it cannot be written."""
    try:
        write_atomically(path.absolute(), text.encode())
        if text.startswith("#!"):
            path.chmod(path.stat().st_mode | 0o111)
    except OSError as error:
        raise GradioscopeError(
            f"{path} cannot be written.", f"{error.strerror or error}.", "Choose another place."
        ) from error
