"""Where pasted pictures are kept until they are sent: a folder of this session."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTemporaryDir

_folder: Path | None = None
_own: QTemporaryDir | None = None


def set_scratch(folder: Path) -> None:
    """Pasted pictures go there from now on. The folder is made when one is pasted; who sets it removes it."""
    global _folder
    _folder = folder


def new_file(stem: str, suffix: str) -> Path:
    """A path in the session's folder that nothing has yet: `stem.suffix`, `stem 2.suffix`, …"""
    folder = _scratch()
    folder.mkdir(parents=True, exist_ok=True)
    count = 1
    while True:
        path = folder / (f"{stem}{suffix}" if count == 1 else f"{stem} {count}{suffix}")
        try:
            path.touch(exist_ok=False)
        except FileExistsError:
            count += 1
        else:
            return path


def _scratch() -> Path:
    global _own
    if _folder is not None:
        return _folder
    if _own is None or not _own.isValid():
        import atexit

        _own = QTemporaryDir()
        atexit.register(_own.remove)
    return Path(_own.path())
