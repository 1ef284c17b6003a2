"""Disks that are full, can only be read, or are taken out: real file systems, mounted by root.

Where mounting is not allowed, a test that needs one is skipped; run as somebody without rights, a folder's mode does
for one that can only be read.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def mounted(folder: Path, size: str = "1m") -> Iterator[Path]:
    """A disk of its own of this size at this new folder; it may be unmounted within."""
    folder.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], check=False, capture_output=True
    )
    if done.returncode:
        pytest.skip(f"No disk can be mounted here: {done.stderr.decode().strip()}")
    try:
        yield folder
    finally:
        if folder.is_mount():
            subprocess.run(["umount", folder], check=True)


def take_out(folder: Path) -> None:
    subprocess.run(["umount", folder], check=True)


@contextmanager
def only_read(folder: Path) -> Iterator[None]:
    """The folder of `mounted` can only be read now; root included."""
    subprocess.run(["mount", "-o", "remount,ro", folder], check=True)
    try:
        yield
    finally:
        subprocess.run(["mount", "-o", "remount,rw", folder], check=True)


def free(folder: Path) -> int:
    """Bytes that are left on the disk."""
    about = os.statvfs(folder)
    return about.f_bavail * about.f_frsize


def fill(folder: Path, left: int) -> None:
    """Leave just so many bytes."""
    with (folder / "filler").open("wb") as file:
        file.write(bytes(max(free(folder) - left, 0)))
