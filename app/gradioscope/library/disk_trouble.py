"""What a refusal of the file system means to a person: full, read-only, gone, not allowed."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from gradioscope.gradio.errors import GradioscopeError

_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG}
_REFUSED = {errno.EACCES, errno.EPERM}
_GONE = {errno.ENOENT, errno.ENOTDIR, errno.ENODEV, errno.ENXIO, getattr(errno, "ESTALE", errno.ENOENT), errno.EIO}


class DiskTrouble(GradioscopeError):
    """A file or folder could not be read, written, moved or deleted. `error` is the system's."""

    def __init__(self, what: str, why: str, do: str, error: OSError | None = None) -> None:
        super().__init__(what, why, do, details=str(error) if error is not None else "")
        self.error = error


def explained(what: str, error: OSError, path: Path, kept: str = "") -> DiskTrouble:
    """The error in a person's words. `what` was not done with `path`; `kept` says what is still there."""
    why, do = _why(error, path)
    return DiskTrouble(what, why, " ".join(part for part in (do, kept) if part), error)


def _why(error: OSError, path: Path) -> tuple[str, str]:
    folder, code = path.parent, error.errno
    if code in _FULL:
        return f"There is no room left for it in {folder}.", "Make room there, or choose another place."
    if code == errno.EROFS:
        return f"{folder} can only be read.", "Choose another place, or make it writable."
    if code in _REFUSED and os.path.isfile(path) and not os.access(path, os.W_OK) and os.access(folder, os.W_OK):
        return f"{path} is protected against writing.", "Allow writing it, or save it under another name."
    if code in _REFUSED:
        return f"You are not allowed to change {path}.", f"Allow writing in {folder}, or choose another place."
    if isinstance(error, FileExistsError) or code == errno.ENOTEMPTY:
        return f"There is something of that name already: {path}.", "Choose another name."
    if code in _GONE and not os.path.exists(folder):
        return (
            f"The folder {folder} is gone; it was renamed or deleted, or its drive was taken out.",
            "Bring it back, or choose another place.",
        )
    if code in _GONE and code != errno.EIO:
        return f"{path} is not there any more.", "Look what happened to it; another program may have moved it."
    if code == errno.ENAMETOOLONG:
        return "The name, or the path with it, is too long for this file system.", "Choose a shorter name."
    if code == errno.EBUSY or getattr(error, "winerror", 0) in (32, 33):
        return f"Another program has {path} open.", "Close it there and try again."
    return f"{error.strerror or error}: {path}.", "Try again, or choose another place."
