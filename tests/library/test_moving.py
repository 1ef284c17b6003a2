"""Nothing takes the place of another file, and half a copy is never seen."""

from __future__ import annotations

import os

import pytest
from tests.disks import fill, mounted, only_read

from gradioscope.library.moving import copy, move


@pytest.mark.parametrize("does", [copy, move])
@pytest.mark.parametrize("kind", ["file", "folder", "broken link"])
def test_a_target_that_is_taken_stays(tmp_path, does, kind):
    (tmp_path / "a").write_text("a")
    target = tmp_path / "b"
    if kind == "file":
        target.write_text("b")
    elif kind == "folder":
        target.mkdir()
    else:
        os.symlink("nowhere", target)
    before = target.lstat()
    with pytest.raises(FileExistsError):
        does(tmp_path / "a", target)
    assert target.lstat() == before
    assert sorted(os.listdir(tmp_path)) == ["a", "b"]


def test_a_hard_link_is_another_file(tmp_path):
    (tmp_path / "a").write_text("a")
    os.link(tmp_path / "a", tmp_path / "A")
    with pytest.raises(FileExistsError):
        move(tmp_path / "a", tmp_path / "A")
    assert sorted(os.listdir(tmp_path)) == ["A", "a"]


def test_a_copy_has_modes_times_and_links(tmp_path):
    source = tmp_path / "source"
    (source / "inner").mkdir(parents=True)
    (source / "run").write_text("#!")
    (source / "run").chmod(0o755)
    os.utime(source / "run", (1, 2))
    os.symlink("../run", source / "inner" / "link")
    (source / "inner").chmod(0o500)
    copy(source, tmp_path / "target")
    about = (tmp_path / "target" / "run").stat()
    assert (about.st_mode & 0o777, about.st_mtime) == (0o755, 2)
    assert os.readlink(tmp_path / "target" / "inner" / "link") == "../run"
    assert (tmp_path / "target" / "inner").stat().st_mode & 0o777 == 0o500
    assert sorted(os.listdir(tmp_path)) == ["source", "target"]


@pytest.mark.parametrize("does", [copy, move])
def test_a_full_disk_has_no_half_of_it(tmp_path, does):
    source = tmp_path / "source"
    source.mkdir()
    for number in range(10):
        (source / str(number)).write_bytes(bytes(50_000))
    with mounted(tmp_path / "disk") as disk:
        fill(disk, 300_000)
        with pytest.raises(OSError, match="No space left") as caught:
            does(source, disk / "target")
        assert (caught.value.filename, caught.value.filename2) == (str(source), str(disk / "target"))
        assert os.listdir(disk) == ["filler"]
    assert len(os.listdir(source)) == 10


def test_what_cannot_be_taken_away_is_not_copied_either(tmp_path):
    with mounted(tmp_path / "disk") as disk:
        (disk / "a").write_text("a")
        with only_read(disk), pytest.raises(OSError, match="Read-only"):
            move(disk / "a", tmp_path / "b")
        assert os.listdir(tmp_path) == ["disk"]
        assert (disk / "a").read_text() == "a"
        move(disk / "a", tmp_path / "b")
        assert (tmp_path / "b").read_text() == "a"
        assert os.listdir(disk) == []
