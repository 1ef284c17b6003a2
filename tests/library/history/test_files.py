"""Copies of returned files: each content once, and out again under a name that is free."""

from __future__ import annotations

from pathlib import Path

import pytest

from gradioscope.library.history.files import KeptFiles, copy_out


def test_the_same_content_is_kept_once(tmp_path: Path) -> None:
    kept = KeptFiles(tmp_path / "kept")
    for name in ("one.txt", "two.txt", "three.TXT"):
        (tmp_path / name).write_bytes(b"same")
    names = {kept.keep(tmp_path / name) for name in ("one.txt", "two.txt", "three.TXT")}
    assert len(names) == 1
    ((name, size),) = names
    assert (kept.path(name).read_bytes(), size) == (b"same", 4)
    kept.forget([name, "never.txt"])
    assert list((tmp_path / "kept").iterdir()) == []


def test_nothing_is_left_of_a_copy_that_failed(tmp_path: Path) -> None:
    kept = KeptFiles(tmp_path / "kept")
    with pytest.raises(OSError, match="missing"):
        kept.keep(tmp_path / "missing.txt")
    assert list((tmp_path / "kept").iterdir()) == []


def test_a_suffix_is_kept_only_where_it_is_one(tmp_path: Path) -> None:
    kept = KeptFiles(tmp_path / "kept")
    for name, suffix in (("a.tar.gz", ".gz"), ("b.x y", ""), ("c", ""), ("d." + "e" * 40, "")):
        (tmp_path / name).write_text(name)
        assert Path(kept.keep(tmp_path / name)[0]).suffix == suffix


def test_a_file_that_is_there_is_never_replaced(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(b"new")
    (tmp_path / "cat.png").write_bytes(b"old")
    assert copy_out(source, tmp_path, "cat.png").name == "cat (2).png"
    assert copy_out(source, tmp_path, "cat.png").name == "cat (3).png"
    assert (tmp_path / "cat.png").read_bytes() == b"old"
    with pytest.raises(OSError, match="nowhere"):
        copy_out(source, tmp_path / "nowhere", "cat.png")
