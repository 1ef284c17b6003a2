"""Files and folders to another place, without ever taking the place of another one."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def move(source: Path, target: Path) -> None:
    """Rename; onto another drive by a complete copy first. OSError: nothing was moved then.

    FileExistsError where the target is taken. A name of which only the capitals differ is free, on file systems to
    which both are one, too.
    """
    if os.path.lexists(target):
        if not (source.parent == target.parent and source != target and _is_one(source, target)):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
        _rename_capitals(source, target)
        return
    try:
        os.rename(source, target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        _move_across(source, target)


def copy(source: Path, target: Path) -> None:
    """A copy of a file or folder, complete or not at all, links kept as links. OSError, FileExistsError."""
    if os.path.lexists(target):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
    with _unfinished(source, target) as found:
        os.rename(found, target)


def remove(path: Path) -> None:
    """Delete a file, a link or a folder with all that is in it, for good. OSError."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()


def _is_one(a: Path, b: Path) -> bool:
    # hard links are one file by two names, and both are listed
    return os.path.samestat(a.lstat(), b.lstat()) and b.name not in os.listdir(b.parent)


def _rename_capitals(source: Path, target: Path) -> None:
    os.rename(source, target)
    if target.name in os.listdir(target.parent):
        return
    # Linux takes a rename of a file to itself for done, and leaves the capitals
    between = source.with_name(f".{source.name[:80]}.renaming")
    os.rename(source, between)
    try:
        os.rename(between, target)
    except OSError:
        os.rename(between, source)
        raise


def _move_across(source: Path, target: Path) -> None:
    """At any moment it is at one of the two places, or at both."""
    with _unfinished(source, target) as found:
        os.rename(found, target)
        aside = source.with_name(f".{source.name[:80]}.moved")
        try:
            # what may not be renamed may not be deleted either
            os.rename(source, aside)
        except OSError:
            remove(target)
            raise
    try:
        remove(aside)
    except OSError:
        return  # hidden, and its content is at the target


@contextmanager
def _unfinished(source: Path, target: Path) -> Iterator[Path]:
    """A copy under another name beside the target, flushed to the disk. Its errors name the two paths."""
    folder = None
    try:
        folder = Path(tempfile.mkdtemp(prefix=".", suffix=".new", dir=target.parent))
        found = folder / "copy"
        _copy(os.fspath(source), os.fspath(found))
        yield found
    except OSError as error:
        at_source = error.filename2 is None and str(error.filename or "").startswith(str(source))
        if at_source or error.errno is None:
            raise
        raise OSError(error.errno, error.strerror or str(error), str(source), None, str(target)) from error
    finally:
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)


def _copy(source: str, target: str) -> None:
    if os.path.isdir(source) and not os.path.islink(source):
        os.mkdir(target)
        for name in os.listdir(source):
            _copy(os.path.join(source, name), os.path.join(target, name))
        shutil.copystat(source, target)
    else:
        shutil.copy2(source, target, follow_symlinks=False)
        if not os.path.islink(target):
            with open(target, "rb") as file:
                os.fsync(file.fileno())
