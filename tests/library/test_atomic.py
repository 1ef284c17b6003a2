"""A saved file is the old or the new one, looks as it did, and leaves nothing beside it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from tests.disks import fill, mounted, only_read, take_out

from gradioscope.gradio.errors import GradioscopeError
from gradioscope.library.atomic import write_atomically
from gradioscope.library.collection import Collection, read_request, signature, write_request
from gradioscope.library.collection.operations import move, new_folder, rename, trash
from gradioscope.library.disk_trouble import DiskTrouble
from gradioscope.request.saved import SavedRequest

OLD, NEW = SavedRequest("x", values={"text": "old\n" * 10_000}), SavedRequest("x", values={"text": "new\n" * 30_000})


@pytest.mark.all
@pytest.mark.timeout(400)  # 15 seconds where nothing else is going on
def test_killed_a_thousand_times_it_is_the_old_or_the_new_file(tmp_path):
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-m", "tests.library.killed_saves", tmp_path, "1000"],
        cwd=root,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout.split(",")[1].split()[0]) > 100, done.stdout


def test_modes_and_links_stay(tmp_path):
    path, link = tmp_path / "a", tmp_path / "link"
    path.write_bytes(b"old")
    path.chmod(0o640)
    os.symlink("a", link)
    write_atomically(link, b"new")
    assert (path.read_bytes(), path.stat().st_mode & 0o777, os.readlink(link)) == (b"new", 0o640, "a")
    assert sorted(os.listdir(tmp_path)) == ["a", "link"]


def test_the_owner_stays(tmp_path):
    if os.getuid() != 0:
        pytest.skip("only root can give a file away")
    (tmp_path / "a").write_bytes(b"old")
    os.chown(tmp_path / "a", 12345, 23456)
    write_atomically(tmp_path / "a", b"new")
    about = (tmp_path / "a").stat()
    assert (about.st_uid, about.st_gid) == (12345, 23456)


def test_a_new_private_file_is_its_owner_s_alone(tmp_path):
    before = os.umask(0o027)
    try:
        write_atomically(tmp_path / "private", b"")
        write_atomically(tmp_path / "shared", b"", private=False)
        write_request(tmp_path / "a.gradio.yaml", OLD)
    finally:
        os.umask(before)
    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    assert modes == {"private": 0o600, "shared": 0o640, "a.gradio.yaml": 0o640}


def test_a_link_to_nothing_yet_gets_its_file(tmp_path):
    os.symlink("there", tmp_path / "link")
    write_atomically(tmp_path / "link", b"new")
    assert (tmp_path / "there").read_bytes() == b"new"


def test_what_is_no_file_stays(tmp_path):
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "fifo")
    os.symlink("itself", tmp_path / "itself")
    for name in ("folder", "fifo", "itself"):
        with pytest.raises(OSError, match=r"ordinary|directory|symbolic"):
            write_atomically(tmp_path / name, b"new")
    assert sorted(os.listdir(tmp_path)) == ["fifo", "folder", "itself"]


def test_a_name_as_long_as_can_be(tmp_path):
    path = tmp_path / ("a" * 255)
    write_atomically(path, b"old")
    write_atomically(path, b"new")
    assert os.listdir(tmp_path) == [path.name]


def test_what_others_are_writing_stays(tmp_path):
    import fcntl

    fresh, abandoned, held = (tmp_path / f".a.{name}.new" for name in ("fresh", "abandoned", "held"))
    for path in (fresh, abandoned, held, tmp_path / ".ab.other.new"):
        path.write_bytes(b"")
    for path in (abandoned, held, tmp_path / ".ab.other.new"):
        os.utime(path, (1, 1))
    with held.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        write_atomically(tmp_path / "a", b"new")
    assert sorted(os.listdir(tmp_path)) == [".a.fresh.new", ".a.held.new", ".ab.other.new", "a"]


def check_refused(path, what):
    """The save is refused with all three sentences; the file is the old one, and alone."""
    before = sorted(os.listdir(path.parent))
    with pytest.raises(DiskTrouble, match=what) as caught:
        write_request(path, NEW)
    told = caught.value.explanation
    assert all(part.endswith(".") for part in (told.what, told.why, told.do))
    assert read_request(path) == OLD
    assert sorted(os.listdir(path.parent)) == before


def test_a_full_disk(tmp_path):
    with mounted(tmp_path / "disk") as disk:
        path = disk / "a.gradio.yaml"
        write_request(path, OLD)
        fill(disk, 20_000)
        check_refused(path, "no room left")
        (disk / "filler").unlink()
        write_request(path, NEW)
        assert read_request(path) == NEW


def test_a_quota(tmp_path):
    """A limit for the size of files, as some systems have; in a process of its own, as it cannot be lifted."""
    path = tmp_path / "a.gradio.yaml"
    write_request(path, OLD)
    code = """
import resource, signal, sys
from pathlib import Path
from tests.library.test_atomic import check_refused
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
check_refused(Path(sys.argv[1]), "no room left")
"""
    subprocess.run([sys.executable, "-c", code, path], check=True, cwd=Path(__file__).resolve().parents[2])


def test_a_disk_that_can_only_be_read(tmp_path):
    with mounted(tmp_path / "disk") as disk:
        path = disk / "a.gradio.yaml"
        write_request(path, OLD)
        with only_read(disk):
            check_refused(path, "can only be read")


def as_nobody(does, path, *arguments):
    """Call a function of this module as somebody without rights: root may do anything."""
    root = Path(__file__).resolve().parents[2]
    call = f"from tests.library import test_atomic; test_atomic.drop_rights(); test_atomic.{does.__name__}"
    subprocess.run(
        [sys.executable, "-c", f"{call}(test_atomic.Path({str(path)!r}), *{arguments})"], check=True, cwd=root
    )


def drop_rights():
    # what is imported when it is needed has to be there: Python itself may lie where nobody may look
    with tempfile.TemporaryDirectory() as folder:
        write_request(Path(folder) / "a.gradio.yaml", OLD)
        write_request(Path(folder) / "a.gradio.yaml", NEW)
        rename(Path(folder) / "a.gradio.yaml", "b")
    if os.getuid() == 0:
        os.setgid(65534)
        os.setuid(65534)


@pytest.fixture
def anybody_s():
    """A folder that anybody can get to, which pytest's own are not."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        yield Path(folder)


def test_a_folder_one_may_not_write_in(anybody_s):
    path = anybody_s / "folder" / "a.gradio.yaml"
    path.parent.mkdir()
    write_request(path, OLD)
    path.chmod(0o666)
    path.parent.chmod(0o555)
    as_nobody(check_refused, path, "not allowed")


def test_a_file_that_is_protected(anybody_s):
    path = anybody_s / "folder" / "a.gradio.yaml"
    path.parent.mkdir()
    write_request(path, OLD)
    path.chmod(0o444)
    path.parent.chmod(0o777)
    as_nobody(check_refused, path, "protected against writing")


def check_closed(path):
    folder = path.parent
    assert Collection(folder).root.problem == "Permission denied."
    assert signature(folder) == {}
    for attempt in (
        lambda: read_request(path),
        lambda: write_request(path, SavedRequest()),
        lambda: rename(path, "b"),
        lambda: move([path], Path("/tmp")),
        lambda: trash([path]),
        lambda: new_folder(folder, "x"),
    ):
        with pytest.raises(GradioscopeError, match="not allowed"):
            attempt()


def test_a_folder_one_may_not_look_into(anybody_s):
    path = anybody_s / "folder" / "a.gradio.yaml"
    path.parent.mkdir()
    write_request(path, OLD)
    path.parent.chmod(0o700)
    as_nobody(check_closed, path)


def test_a_disk_that_is_taken_out(tmp_path):
    with mounted(tmp_path / "disk") as disk:
        (disk / "there").mkdir()
        path = disk / "there" / "a.gradio.yaml"
        write_request(path, OLD)
        take_out(disk)
        with pytest.raises(DiskTrouble, match="its drive was taken out"):
            write_request(path, NEW)
        assert os.listdir(disk) == []


def test_a_folder_that_was_removed(tmp_path):
    path = tmp_path / "folder" / "a.gradio.yaml"
    path.parent.mkdir()
    write_request(path, OLD)
    path.unlink()
    path.parent.rmdir()
    with pytest.raises(DiskTrouble, match="is gone"):
        write_request(path, NEW)
