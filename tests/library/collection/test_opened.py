"""Which collections are open."""

import os
from pathlib import Path

from gradioscope.library.collection.opened import Opened
from gradioscope.library.places import Places


def test_what_was_opened_is_there_the_next_time(tmp_path):
    opened = Opened(Places(tmp_path))
    opened.add(tmp_path / "one")
    opened.add(tmp_path / "two")
    opened.add(tmp_path / "x" / ".." / "one")
    assert Opened(Places(tmp_path)).folders() == [tmp_path / "one", tmp_path / "two"]


def test_a_closed_one_is_gone_and_a_moved_one_keeps_its_place(tmp_path):
    opened = Opened(Places(tmp_path))
    for name in ("one", "two", "three"):
        opened.add(tmp_path / name)
    opened.remove(tmp_path / "three")
    opened.replace(tmp_path / "one", tmp_path / "eins")
    assert opened.folders() == [tmp_path / "eins", tmp_path / "two"]


def test_a_damaged_list_is_an_empty_one(tmp_path):
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "collections.json").write_text('{"folders": [1, null, "/a"]}')
    assert Opened(Places(tmp_path)).folders() == [Path("/a")]


def test_a_folder_whose_name_is_no_text_is_kept(tmp_path):
    folder = tmp_path / os.fsdecode(b"latin-\xe9")
    opened = Opened(Places(tmp_path / "home"))
    opened.add(folder)
    assert Opened(Places(tmp_path / "home")).folders() == [folder]
