"""Returned files that viewers show: kept for the session, up to a limit, the oldest removed first."""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

PREFIX = "files-"
LIMIT = 1024 * 1024 * 1024
"""Bytes, where the settings say nothing."""
SETTING = "files.limit_mb"
"""Setting: how many megabytes of returned files a session keeps."""
ABANDONED = 2 * 24 * 3600.0
"""Seconds after which a folder that nobody wrote to belongs to a session that ended without cleaning up."""


def limit_from(megabytes: Any) -> int:
    """The limit in bytes that a setting means; LIMIT for what is no whole number above 0."""
    whole = isinstance(megabytes, int) and not isinstance(megabytes, bool)
    return megabytes * 1024 * 1024 if whole and megabytes > 0 else LIMIT


class FileCache:
    """One session's folder of files below `root`. Safe to be used by several windows at once: each has its own."""

    def __init__(self, root: Path, limit: int = LIMIT) -> None:
        self._root = root
        self.limit = limit
        self._folder: Path | None = None

    @property
    def folder(self) -> Path:
        """Made when it is first asked for; what ended sessions left behind goes then."""
        if self._folder is None:
            self._root.mkdir(parents=True, exist_ok=True)
            self._clean()
            self._folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=self._root))
        return self._folder

    def make_room(self, newest: Path) -> list[Path]:
        """Removes the oldest files until the limit holds; never the newest. What was removed."""
        if self._folder is None:
            return []
        found = sorted((p for p in self._folder.iterdir() if p.is_file()), key=lambda p: p.stat().st_mtime)
        total = sum(path.stat().st_size for path in found)
        removed = []
        for path in found:
            if total <= self.limit:
                break
            if path != newest:
                total -= path.stat().st_size
                path.unlink(missing_ok=True)
                removed.append(path)
        return removed

    def close(self) -> None:
        """The session is over."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def _clean(self) -> None:
        limit = time.time() - ABANDONED
        for folder in self._root.glob(f"{PREFIX}*"):
            if folder.is_dir() and not folder.is_symlink() and folder.stat().st_mtime < limit:
                shutil.rmtree(folder, ignore_errors=True)
