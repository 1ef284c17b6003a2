"""What other programs do to a collection is seen, however they do it."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest
from tests.disks import mounted, take_out

from gradioscope.library.collection import fingerprint, read_request, signature, write_request
from gradioscope.library.collection.watching import Changes, changed
from gradioscope.request.saved import SavedRequest
from gradioscope.request.saving import same_request

TEXT = "address: x\n"


@pytest.fixture
def place(tmp_path):
    root = tmp_path / "mine"
    (root / "inner" / "environments").mkdir(parents=True)
    (root / ".git").mkdir()
    for name in ("a.gradio.yaml", "inner/b.gradio.yaml", "inner/environments/work.yaml", "collection.yaml"):
        (root / name).write_text(TEXT)
    return root


def written_in_place(path):
    path.write_text("address: y\n")


def written_by_rename(path):
    other = path.with_name(".a.swp")
    other.write_text("address: y\n")
    os.replace(other, path)


def deleted_and_made_again(path):
    path.unlink()
    path.write_text(TEXT)


def set_back_in_time(path):
    path.write_text("address: y\n")
    os.utime(path, (1, 1))


def with_the_time_of_before(path):
    """As rsync does it in place: another content of the same size under the same time."""
    about = path.stat()
    path.write_text("address: y\n")
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))


@pytest.mark.parametrize(
    "does",
    [written_in_place, written_by_rename, deleted_and_made_again, set_back_in_time, with_the_time_of_before],
)
@pytest.mark.parametrize("name", ["a.gradio.yaml", "inner/environments/work.yaml", "collection.yaml"])
def test_a_file_that_was_written_is_seen(place, does, name):
    path = place / name
    before, before_all = fingerprint(path), signature(place)
    # a file system's clock may be as coarse as the time between two lines here
    os.utime(path, (10**9, 10**9))
    before, before_all = fingerprint(path), signature(place)
    does(path)
    assert fingerprint(path) != before
    assert changed(before_all, signature(place)) == Changes(changed=frozenset({str(path)}))


def test_what_came_and_went_is_seen(place):
    before = signature(place)
    os.rename(place / "inner", place / "other")
    (place / "new").mkdir()
    (place / "a.gradio.yaml").unlink()
    found = changed(before, signature(place))
    names = ("", "/b.gradio.yaml", "/environments", "/environments/work.yaml")
    assert found.added == {str(place / "new"), *(f"{place / 'other'}{name}" for name in names)}
    assert found.removed == {str(place / "a.gradio.yaml"), *(f"{place / 'inner'}{name}" for name in names)}
    assert not found.changed


def test_what_is_none_of_a_collection_is_not_looked_at(place):
    before = signature(place)
    (place / ".git" / "config.yaml").touch()
    (place / "notes.txt").touch()
    (place / ".a.gradio.yaml.new").touch()
    (place / "node_modules").mkdir()
    (place / "node_modules" / "a.gradio.yaml").touch()
    assert not changed(before, signature(place))


def test_a_collection_that_is_taken_out_and_comes_back(tmp_path):
    with mounted(tmp_path / "disk") as disk:
        (disk / "mine").mkdir()
        (disk / "mine" / "a.gradio.yaml").write_text(TEXT)
        before = signature(disk / "mine")
        take_out(disk)
        assert signature(disk / "mine") == {}
        assert changed(before, {}).removed == before.keys()


def test_our_own_save_is_told_by_what_it_says(place):
    path = place / "a.gradio.yaml"
    before = fingerprint(path)
    saved = SavedRequest("x", "/y", {"a": 1.0})
    write_request(path, saved)
    assert fingerprint(path) != before
    assert same_request(read_request(path), saved)
    before = fingerprint(path)
    write_request(path, saved)
    assert fingerprint(path) == before


@pytest.mark.skipif(shutil.which("git") is None, reason="no git here")
def test_a_pull_is_seen(tmp_path):
    def git(*arguments, folder):
        identity = ["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "init.defaultBranch=main"]
        subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)

    theirs, mine = tmp_path / "theirs", tmp_path / "mine"
    theirs.mkdir()
    git("init", folder=theirs)
    for name in ("a", "b", "c"):
        write_request(theirs / f"{name}.gradio.yaml", SavedRequest("x"))
    git("add", ".", folder=theirs)
    git("commit", "-m", "one", folder=theirs)
    git("clone", "-q", str(theirs), str(mine), folder=tmp_path)
    before = signature(mine)
    write_request(theirs / "a.gradio.yaml", SavedRequest("y"))
    (theirs / "b.gradio.yaml").unlink()
    write_request(theirs / "d.gradio.yaml", SavedRequest("z"))
    git("add", "-A", ".", folder=theirs)
    git("commit", "-m", "two", folder=theirs)
    git("pull", "-q", folder=mine)
    assert changed(before, signature(mine)) == Changes(
        added=frozenset({str(mine / "d.gradio.yaml")}),
        removed=frozenset({str(mine / "b.gradio.yaml")}),
        changed=frozenset({str(mine / "a.gradio.yaml")}),
    )


def test_links_that_lead_back_end(place):
    os.symlink(place, place / "inner" / "back")
    os.symlink("nowhere", place / "broken.gradio.yaml")
    assert str(place / "a.gradio.yaml") in signature(place)
