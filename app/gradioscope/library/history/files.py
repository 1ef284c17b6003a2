"""Copies of returned files, each content once, for as long as a run that is kept has it."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from hashlib import sha256
from pathlib import Path

_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,12}")


def copy_out(source: Path, folder: Path, name: str) -> Path:
    """Copy a kept file to where a person wants it; ` (2)` is added rather than a file replaced. OSError."""
    wanted = Path(name)
    for number in range(1, 10_000):
        target = folder / (name if number == 1 else f"{wanted.stem} ({number}){wanted.suffix}")
        try:
            with open(source, "rb") as opened, open(target, "xb") as created:
                shutil.copyfileobj(opened, created)
            return target
        except FileExistsError:
            continue
    raise OSError(f"no free name for {name} in {folder}")


class KeptFiles:
    """A folder that only its owner reads. Not for the UI thread; OSError everywhere."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, source: Path) -> tuple[str, int]:
        """Copy a file in. Its name in here, and its bytes.

        The suffix is the file's own, as viewers go by it; the rest of the name is made of its content.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, copy = tempfile.mkstemp(prefix=".", suffix=".new", dir=self.folder)
        try:
            digest = sha256()
            size = 0
            with os.fdopen(handle, "wb") as target, open(source, "rb") as opened:
                while block := opened.read(1 << 20):
                    digest.update(block)
                    target.write(block)
                    size += len(block)
            suffix = source.suffix if _SUFFIX.fullmatch(source.suffix) else ""
            name = digest.hexdigest()[:40] + suffix.lower()
            os.replace(copy, self.folder / name)
        except BaseException:
            os.unlink(copy)
            raise
        return name, size

    def path(self, name: str) -> Path:
        return self.folder / name

    def forget(self, names: list[str]) -> None:
        """Delete files that no run has any more; one that is gone already is none of our business."""
        for name in names:
            self.path(name).unlink(missing_ok=True)
