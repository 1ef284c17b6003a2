"""Files that are either the old or the new one, whatever happens while they are written."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write_atomically(path: Path, content: bytes) -> None:
    """Replace the file's content: a temporary file beside it, flushed to the disk, then renamed. OSError.

    A symbolic link keeps being one (people link their settings to a repository), a file's permissions
    stay, and a new file is readable by its owner alone.
    """
    path = path.resolve()
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".new", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            os.chmod(name, path.stat().st_mode & 0o7777)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise
    _sync_folder(path.parent)


def set_aside(path: Path) -> Path:
    """Rename a file that cannot be read to `NAME.damaged`, `NAME.damaged-2`, …; OSError. The new path."""
    number = 1
    while True:
        aside = path.with_name(f"{path.name}.damaged" + (f"-{number}" if number > 1 else ""))
        if not aside.exists():
            os.replace(path, aside)
            return aside
        number += 1


def _sync_folder(folder: Path) -> None:
    """Make the renaming itself last. Windows cannot open a folder, and some file systems cannot sync one."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        return
    finally:
        os.close(handle)
