"""`gradioscope` alone, `--demo` and `--open ADDRESS`: the window. The only command that loads Qt."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING

from gradioscope.library.places import Places

if TYPE_CHECKING:
    import argparse
    from pathlib import Path


def window(arguments: argparse.Namespace) -> int:
    return open_window(arguments.open, arguments.demo, arguments.home)


def open_window(address: str | None = None, demo: bool = False, home: Path | None = None) -> int:
    """Show the window until it is closed; the exit code."""
    _need_a_display()
    gc.disable()  # nothing that is made until the first paint can be collected; then the window collects itself
    try:
        from gradioscope.window.application import run
    except ImportError as error:
        # a missing libEGL.so.1 is told as an ImportError of PySide6's own modules
        if not (error.name or "PySide6").startswith(("PySide6", "shiboken6", "qasync")):
            raise
        from gradioscope.gradio.errors import GradioscopeError

        raise GradioscopeError(
            "The window's library, Qt, cannot be loaded.",
            f"{error}.",
            "Install what is missing (`python3 packaging/dev.py doctor` names the package), or use the commands: "
            "`gradioscope describe ADDRESS`.",
        ) from error
    return run(address, demo, Places(home))


def _need_a_display() -> None:
    """Qt ends the process where it finds no display, so that nothing could be explained any more."""
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return
    from gradioscope.gradio.errors import WrongUse  # what the window does not need is not loaded before it

    raise WrongUse(
        "There is no display to open a window on.",
        "Neither DISPLAY nor WAYLAND_DISPLAY is set, as on a server or in a plain ssh session.",
        "Use the commands instead (`gradioscope describe ADDRESS`, `gradioscope call …`), "
        "or run it on a desktop; `ssh -X` forwards one.",
    )
