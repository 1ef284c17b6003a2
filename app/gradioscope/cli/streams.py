"""Standard output and standard error at the beginning and the end of a command. Imports next to nothing:
the window is started through here too."""

from __future__ import annotations

import os
import sys


def prepare() -> None:
    """Never fail on a character that the terminal's encoding does not have."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def flush() -> None:
    """Raise what a closed pipe has to say now, not when the interpreter ends."""
    if sys.stdout is not None:
        sys.stdout.flush()


def abandon() -> None:
    """Standard output is gone; keep the interpreter from flushing into it at its end."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        return
