"""The system's trash: what is put there can be brought back, here or in the file manager.

On Linux and the BSDs it is that of the freedesktop.org Trash specification 1.0: the person's own, or that of the
drive which the file lies on. No desktop has to run for it. On macOS and Windows Send2Trash asks the system, which does
not tell where the file went; a copy is kept until the end of the process then, so that it can be brought back.

None of these functions is for the UI thread.
"""

from __future__ import annotations

import atexit
import errno
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from gradioscope.library.disk_trouble import DiskTrouble, explained
from gradioscope.library.moving import move, remove


class NoTrash(DiskTrouble):
    """It could not be put into the trash, and is still where it was. Deleting for good is the person's to choose."""


@dataclass(frozen=True, slots=True)
class Trashed:
    """Something in the trash."""

    path: Path
    """Where it was."""
    kept: Path
    """Where it is now."""
    info: Path | None
    """The note that tells the file manager where it was."""

    def restore(self) -> None:
        """Bring it back to where it was. DiskTrouble, FileExistsError among its causes."""
        what = f"{self.path.name} could not be brought back."
        if not os.path.lexists(self.kept):
            raise DiskTrouble(what, "It is not in the trash any more.", "Look whether the trash was emptied.")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            move(self.kept, self.path)
        except OSError as error:
            raise explained(what, error, self.path, "It is still in the trash.") from error
        if self.info is not None:
            self.info.unlink(missing_ok=True)


def trash(path: Path) -> Trashed:
    """Put a file or a folder with all that is in it into the trash. NoTrash."""
    path = Path(os.path.abspath(path))
    try:
        path.lstat()
        return _by_system(path) if sys.platform in ("win32", "darwin") else _by_specification(path)
    except OSError as error:
        found = explained(f"{path.name} was not deleted.", error, path).explanation
        raise NoTrash(
            found.what, f"It could not be put into the trash. {found.why}", "It is still there. " + found.do, error
        ) from error


# -- freedesktop.org


def _by_specification(path: Path) -> Trashed:
    failed: OSError | None = None
    for place, top in _places(path):
        try:
            return _put(path, place, top)
        except OSError as error:
            failed = failed or error
    raise failed or OSError(errno.ENOENT, os.strerror(errno.ENOENT))


def _places(path: Path) -> Iterator[tuple[Path, Path | None]]:
    """The trashes to try, each with the drive that its paths are relative to (None for the person's own)."""
    data = os.environ.get("XDG_DATA_HOME", "")
    home = Path(data if os.path.isabs(data) else Path.home() / ".local" / "share") / "Trash"
    near = _device(home) == path.parent.stat().st_dev
    if near:
        yield home, None
    top = path.parent.resolve()
    while not top.is_mount():
        top = top.parent
    user = str(os.getuid())  # type: ignore[attr-defined,unused-ignore]
    shared = top / ".Trash"
    # sticky and no link, else anybody could look into it
    with suppress(OSError):
        mode = shared.lstat().st_mode
        if stat.S_ISDIR(mode) and mode & stat.S_ISVTX:
            yield shared / user, top
    yield top / f".Trash-{user}", top
    if not near:
        yield home, None  # by copying


def _put(path: Path, place: Path, top: Path | None) -> Trashed:
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    # home's may be a link of the person's own; that of a drive may be anybody's
    if top is not None and place.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(place))
    for folder in ("files", "info"):
        (place / folder).mkdir(mode=0o700, exist_ok=True)
    real = path.parent.resolve() / path.name
    where = real.relative_to(top) if top is not None and real.is_relative_to(top) else path
    note = (
        f"[Trash Info]\nPath={quote(os.fsencode(where))}\nDeletionDate={datetime.now().strftime('%Y-%m-%dT%H:%M:%S')}\n"
    )
    name, info = _reserve(place, path.name)
    try:
        info.write_text(note, "ascii")
        move(path, place / "files" / name)
    except BaseException:
        info.unlink(missing_ok=True)
        raise
    return Trashed(path, place / "files" / name, info)


def _reserve(place: Path, name: str) -> tuple[str, Path]:
    """A name that is free in the trash, and its note's file, which takes it."""
    stem, dot, ending = name.partition(".")
    number = 1
    while True:
        chosen = name if number == 1 else f"{stem} {number}{dot}{ending}"
        info = place / "info" / f"{chosen}.trashinfo"
        if not os.path.lexists(place / "files" / chosen):
            try:
                info.open("x").close()
            except FileExistsError:
                pass
            else:
                return chosen, info
        number += 1


def _device(path: Path) -> int:
    """The drive that a path is on, or would be."""
    while True:
        try:
            return path.stat().st_dev
        except OSError:
            if path == path.parent:
                raise
            path = path.parent


# -- macOS and Windows


def _by_system(path: Path) -> Trashed:
    import send2trash

    copy = _undo_folder() / path.name
    if path.is_dir() and not path.is_symlink():
        shutil.copytree(path, copy, symlinks=True)
    else:
        shutil.copy2(path, copy, follow_symlinks=False)
    try:
        send2trash.send2trash(str(path))
    except BaseException:
        remove(copy)
        raise
    return Trashed(path, copy, None)


def _undo_folder() -> Path:
    folder = tempfile.mkdtemp(prefix="gradioscope-undo-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)
