"""Returned files are kept for the session, up to a limit."""

from __future__ import annotations

import os
import time
from pathlib import Path

from gradioscope.library.file_cache import ABANDONED, FileCache


def add(cache: FileCache, name: str, size: int, age: float) -> Path:
    path = cache.folder / name
    path.write_bytes(bytes(size))
    os.utime(path, (time.time() - age,) * 2)
    return path


def test_the_oldest_go_first_and_the_newest_stays(tmp_path: Path) -> None:
    cache = FileCache(tmp_path, limit=100)
    old, middle, new = add(cache, "a", 60, 30), add(cache, "b", 30, 20), add(cache, "c", 60, 10)
    assert cache.make_room(new) == [old]
    assert middle.exists()
    huge = add(cache, "d", 500, 0)
    assert cache.make_room(huge) == [middle, new]
    assert huge.exists()


def test_closing_removes_the_folder_and_another_session_s_stays(tmp_path: Path) -> None:
    first, second = FileCache(tmp_path), FileCache(tmp_path)
    kept = add(second, "a", 1, 0)
    folder = first.folder
    first.close()
    assert not folder.exists()
    assert kept.exists()


def test_what_a_killed_session_left_goes_with_the_next(tmp_path: Path) -> None:
    left = FileCache(tmp_path)
    add(left, "a", 1, 0)
    os.utime(left.folder, (time.time() - ABANDONED - 10,) * 2)
    assert FileCache(tmp_path).folder.exists()
    assert not left.folder.exists()
