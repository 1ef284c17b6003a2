"""Files that are either the old or the new one, whatever happens while they are written."""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from contextlib import suppress
from pathlib import Path

if sys.platform != "win32":
    import fcntl

_UNFINISHED = ".new"
_ABANDONED = 10.0
"""Seconds after which a temporary file that nobody holds is taken away."""


def write_atomically(path: Path, content: bytes, private: bool = True) -> None:
    """Replace the file's content: a temporary file beside it, flushed to the disk, then renamed. OSError.

    A symbolic link keeps being one (people link their settings to a repository); a file's permissions and owner
    stay, as far as that is allowed. A new file can be read by its owner alone where it is `private`, else by whom new
    files can. What a killed process has left of an earlier save is taken away.
    """
    path = Path(os.path.realpath(path))
    about = _about(path)
    handle, temporary = _new_file(path, private)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            _to_the_disk(file.fileno())
        if about is not None:
            _make_like(temporary, about)
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise
    _sync_folder(path.parent)
    _clear_away(path)


def set_aside(path: Path) -> Path:
    """Rename a file that cannot be read to `NAME.damaged`, `NAME.damaged-2`, …; OSError. The new path."""
    number = 1
    while True:
        aside = path.with_name(f"{path.name}.damaged" + (f"-{number}" if number > 1 else ""))
        if not aside.exists():
            os.replace(path, aside)
            return aside
        number += 1


def _about(path: Path) -> os.stat_result | None:
    """The file's; None where there is none yet. OSError for what is no file (a device, a folder, a link to itself), and
    for one that may not be written: renaming would not ask."""
    try:
        about = path.stat()
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(about.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(about.st_mode):
        raise OSError(errno.EINVAL, "It is no ordinary file", str(path))
    os.close(os.open(path, os.O_WRONLY))
    return about


def _prefix(path: Path) -> str:
    # short enough for the name of a file that is as long as can be
    return f".{path.name[:40]}."


def _new_file(path: Path, private: bool) -> tuple[int, str]:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    name = str(path.parent / f"{_prefix(path)}{os.urandom(6).hex()}{_UNFINISHED}")
    handle = os.open(name, flags | getattr(os, "O_CLOEXEC", 0), 0o600 if private else 0o666)
    if sys.platform != "win32":
        # tells other processes that somebody is at it
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return handle, name


def _make_like(path: str, about: os.stat_result) -> None:
    if sys.platform != "win32":
        mine = os.stat(path)
        if (mine.st_uid, mine.st_gid) != (about.st_uid, about.st_gid):
            with suppress(OSError):
                os.chown(path, about.st_uid, about.st_gid)
    # memory sticks have no modes
    with suppress(OSError):
        os.chmod(path, about.st_mode & 0o7777)


def _to_the_disk(handle: int) -> None:
    """Flush it; OSError, but for file systems that cannot."""
    if sys.platform == "darwin":
        # fsync leaves it in the drive's own memory there
        with suppress(OSError):
            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
            return
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.ENOSYS):
            raise


def _sync_folder(folder: Path) -> None:
    """Make the renaming itself last. Windows cannot open a folder, and some file systems cannot sync one."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        with suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)


def _clear_away(path: Path) -> None:
    """Take away the temporary files of this one that a killed process has left."""
    prefix = _prefix(path)
    with suppress(OSError), os.scandir(path.parent) as entries:
        for entry in entries:
            if entry.name.startswith(prefix) and entry.name.endswith(_UNFINISHED):
                with suppress(OSError):
                    if time.time() - entry.stat().st_mtime > _ABANDONED and _is_free(entry.path):
                        os.unlink(entry.path)


def _is_free(path: str) -> bool:
    if sys.platform != "win32":  # where an open file cannot be deleted
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        finally:
            os.close(handle)
    return True
