"""What is put into the trash is where a file manager looks for it, and comes back."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from urllib.parse import unquote

import pytest
from tests.disks import mounted

from gradioscope.library.disk_trouble import DiskTrouble
from gradioscope.library.trash import NoTrash, trash

pytestmark = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="the trash is no folder there")


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data" / "Trash"


def test_a_note_tells_where_it_was(tmp_path, home):
    path = tmp_path / "Zoë 100%.gradio.yaml"
    path.write_text("a")
    trashed = trash(path)
    assert trashed.kept == home / "files" / path.name
    note = (home / "info" / f"{path.name}.trashinfo").read_text("ascii")
    where = re.escape(str(tmp_path)) + "/Zo%C3%AB%20100%25\\.gradio\\.yaml"
    assert re.fullmatch(rf"\[Trash Info\]\nPath={where}\nDeletionDate=\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d\n", note)
    assert home.stat().st_mode & 0o777 == 0o700
    trashed.restore()
    assert path.read_text() == "a"
    assert (os.listdir(home / "files"), os.listdir(home / "info")) == ([], [])


@pytest.mark.skipif(shutil.which("gio") is None, reason="no gio here")
def test_the_note_is_as_gio_writes_it(tmp_path, home):
    path = tmp_path / "Zoë's 100% #1 (a+b),~.txt"
    notes = []
    for put in (trash, lambda path: subprocess.run(["gio", "trash", path], check=True)):
        path.write_text("a")
        put(path)
        (note,) = (home / "info").iterdir()
        notes.append(re.sub("DeletionDate=.*", "", note.read_text()))
        shutil.rmtree(home)
    assert unquote(notes[0]) == unquote(notes[1])


def test_the_same_name_again_gets_another_one(tmp_path, home):
    kept = []
    for text in ("first", "second", "third"):
        (tmp_path / "a.gradio.yaml").write_text(text)
        kept.append(trash(tmp_path / "a.gradio.yaml"))
    assert [each.kept.name for each in kept] == ["a.gradio.yaml", "a 2.gradio.yaml", "a 3.gradio.yaml"]
    kept[1].restore()
    assert (tmp_path / "a.gradio.yaml").read_text() == "second"
    with pytest.raises(DiskTrouble, match="something of that name already"):
        kept[0].restore()
    assert kept[0].kept.read_text() == "first"


def test_it_comes_back_although_its_folder_is_gone(tmp_path, home):
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "a").write_text("a")
    trashed = trash(tmp_path / "folder" / "a")
    (tmp_path / "folder").rmdir()
    trashed.restore()
    assert (tmp_path / "folder" / "a").read_text() == "a"


def test_a_trash_that_was_emptied_is_said(tmp_path, home):
    (tmp_path / "a").write_text("a")
    trashed = trash(tmp_path / "a")
    shutil.rmtree(home)
    with pytest.raises(DiskTrouble, match="not in the trash any more"):
        trashed.restore()


def test_a_link_goes_itself(tmp_path, home):
    (tmp_path / "a").write_text("a")
    os.symlink("a", tmp_path / "link")
    trashed = trash(tmp_path / "link")
    assert os.readlink(trashed.kept) == "a"
    assert (tmp_path / "a").read_text() == "a"
    os.symlink("nowhere", tmp_path / "broken")
    assert os.readlink(trash(tmp_path / "broken").kept) == "nowhere"


def test_what_is_not_there_is_said(tmp_path, home):
    with pytest.raises(NoTrash, match="not there any more"):
        trash(tmp_path / "gone")
    assert not home.exists()


@pytest.mark.parametrize(("mode", "shared"), [(0o1777, True), (0o777, False)])
def test_a_disk_s_shared_trash_is_used_where_it_is_safe(tmp_path, home, mode, shared):
    with mounted(tmp_path / "disk") as disk:
        (disk / ".Trash").mkdir()
        (disk / ".Trash").chmod(mode)
        (disk / "folder").mkdir()
        (disk / "folder" / "a").write_text("a")
        trashed = trash(disk / "folder" / "a")
        user = str(os.getuid())
        place = disk / ".Trash" / user if shared else disk / f".Trash-{user}"
        assert trashed.kept == place / "files" / "a"
        assert "Path=folder/a\n" in (place / "info" / "a.trashinfo").read_text()


def test_a_disk_whose_trash_is_a_link_is_copied_home(tmp_path, home):
    with mounted(tmp_path / "disk") as disk:
        (tmp_path / "elsewhere").mkdir()
        os.symlink(tmp_path / "elsewhere", disk / f".Trash-{os.getuid()}")
        (disk / "folder").mkdir()
        (disk / "folder" / "a").write_text("a")
        trashed = trash(disk / "folder")
        assert trashed.kept == home / "files" / "folder"
        assert os.listdir(tmp_path / "elsewhere") == []
        trashed.restore()
        assert (disk / "folder" / "a").read_text() == "a"


OTHER_SYSTEM = """
import sys
from pathlib import Path
from gradioscope.library.trash import _by_system
path = Path(sys.argv[1])
trashed = _by_system(path)
assert not path.exists()
trashed.restore()
assert (path / "inner" / "a").read_text() == "a"
"""


def test_the_system_s_own_trash_by_send2trash(tmp_path, home):
    (tmp_path / "folder" / "inner").mkdir(parents=True)
    (tmp_path / "folder" / "inner" / "a").write_text("a")
    # a process of its own: Send2Trash looks for the trash when it is imported
    subprocess.run([sys.executable, "-c", OTHER_SYSTEM, tmp_path / "folder"], check=True)
    assert (home / "files" / "folder" / "inner" / "a").exists()
