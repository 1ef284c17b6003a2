"""A collection as a zip, out and in; and zips that are made to do harm."""

from __future__ import annotations

import os
import stat
import zipfile

import pytest

from gradioscope.gradio.errors import GradioscopeError, WrongUse
from gradioscope.library.exchange import zipped
from gradioscope.library.exchange.zipped import holds_requests, pack, unpack


def below(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def collection(tmp_path):
    folder = tmp_path / "Mine é"
    for name in ["a.gradio.yaml", "In/b.gradio.yaml", "environments/Test.yaml", "In/cat.png", ".git/config", "In/.x"]:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)
    (folder / "link").symlink_to("/etc/passwd")
    (folder / "folder").symlink_to("/etc")
    return folder


KEPT = ["In/b.gradio.yaml", "In/cat.png", "a.gradio.yaml", "environments/Test.yaml"]


def test_out_and_in(collection, tmp_path):
    packed = pack(collection, tmp_path / "x.zip")
    assert packed.files == 4
    assert sorted(each.partition(":")[0] for each in packed.left_out) == ["folder", "link"]
    assert holds_requests(tmp_path / "x.zip")
    assert unpack(tmp_path / "x.zip", tmp_path / "back").files == 4
    assert below(tmp_path / "back") == KEPT
    assert (tmp_path / "back/In/cat.png").read_text() == "In/cat.png"


def test_into_the_folder_itself(collection):
    for _ in range(2):
        assert pack(collection, collection / "all.zip").files == 4


def test_nothing_is_overwritten(collection, tmp_path):
    pack(collection, tmp_path / "x.zip")
    with pytest.raises(WrongUse, match="is there already"):
        unpack(tmp_path / "x.zip", collection)


def made(tmp_path, **entries):
    path = tmp_path / "bad.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return path


@pytest.mark.parametrize(
    "name",
    [
        "../up.yaml", "/etc/cron.d/x", "a/../../b", "C:/x", "C:x", "a\\..\\b", "a//b", "./a", "con", "a/nul.yaml",
        "a:b", "a ", "a.", "x" * 300, "/".join(["a"] * 60), "a\nb", "..", "../.hidden", ".git/../../x",
    ],
)  # fmt: skip
def test_names_that_lead_elsewhere(tmp_path, name):
    with pytest.raises(WrongUse, match="leads out of the folder"):
        unpack(made(tmp_path, **{"good.gradio.yaml": "x", name: "x"}), tmp_path / "out")
    assert below(tmp_path) == ["bad.zip"]


@pytest.mark.parametrize(
    "entries",
    [
        {"a.yaml": "1", "A.yaml": "2"},
        {"In/a.yaml": "1", "in/b.yaml": "2"},
        {"é": "1", "e\u0301": "2"},
        {"a": "1", "a/b": "2"},
    ],
)
def test_names_that_are_one_on_some_systems(tmp_path, entries):
    with pytest.raises(WrongUse):
        unpack(made(tmp_path, **entries), tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_the_same_name_twice(tmp_path):
    path = tmp_path / "bad.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.yaml", "1")
        archive.writestr("a.yaml", "2")
    with pytest.raises(WrongUse, match="in it twice"):
        unpack(path, tmp_path / "out")


def test_a_link_is_left_out(tmp_path):
    path = tmp_path / "bad.zip"
    link = zipfile.ZipInfo("link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(link, "/etc/passwd")
        archive.writestr("link2/a.yaml", "x")
        archive.writestr(".git/hooks/post-checkout", "x")
    packed = unpack(path, tmp_path / "out")
    assert below(tmp_path / "out") == ["a.yaml"]
    assert len(packed.left_out) == 2


def test_bombs(tmp_path, monkeypatch):
    with pytest.raises(WrongUse, match="unfold more than"):
        unpack(made(tmp_path, bomb=b"\0" * 20_000_000), tmp_path / "out")
    monkeypatch.setattr(zipped, "LARGEST", 1000)
    with pytest.raises(WrongUse, match="unfold to more"):
        unpack(made(tmp_path, a=os.urandom(600), b=os.urandom(600)), tmp_path / "out")
    monkeypatch.setattr(zipped, "MOST", 3)
    with pytest.raises(WrongUse, match="more than 3 files"):
        unpack(made(tmp_path, a="1", b="2", c="3", d="4"), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_size_that_is_told_falsely(tmp_path):
    path = made(tmp_path, **{"a.yaml": "x" * 5000})
    content = bytearray(path.read_bytes())
    at = content.rindex(b"PK\x01\x02")
    content[at + 24 : at + 28] = (10).to_bytes(4, "little")
    path.write_bytes(content)
    with pytest.raises(GradioscopeError):
        unpack(path, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("content", [b"", b"PK\x05\x06" + b"\0" * 10, b"no zip", os.urandom(500)])
def test_no_zip(tmp_path, content):
    (tmp_path / "x.zip").write_bytes(content)
    with pytest.raises(WrongUse, match="no zip, or damaged"):
        unpack(tmp_path / "x.zip", tmp_path / "out")
    assert not holds_requests(tmp_path / "x.zip")
