"""A collection's folders and requests as they are on disk."""

from __future__ import annotations

import os

from gradioscope.library.collection import Collection


def names(folder):
    return {
        "folders": {each.name: names(each) for each in folder.folders},
        "requests": [each.name for each in folder.requests],
    }


def test_folders_and_requests_are_sorted_as_people_do(tmp_path):
    for name in ("b10", "B2", "a 2", "a", "Zoë/inner"):
        path = tmp_path / f"{name}.gradio.yaml"
        path.parent.mkdir(exist_ok=True)
        path.touch()
    for other in ("notes.txt", ".hidden.gradio.yaml", ".gradio.yaml", "collection.yaml"):
        (tmp_path / other).touch()
    (tmp_path / "environments").mkdir()
    (tmp_path / ".git").mkdir()
    (tmp_path / "empty").mkdir()
    assert names(Collection(tmp_path).root) == {
        "folders": {
            "empty": {"folders": {}, "requests": []},
            "Zoë": {"folders": {}, "requests": ["inner"]},
        },
        "requests": ["a", "a 2", "B2", "b10"],
    }


def test_a_link_that_leads_back_ends(tmp_path):
    (tmp_path / "a").mkdir()
    os.symlink(tmp_path, tmp_path / "a" / "back")
    root = Collection(tmp_path).root
    assert "leads back" in root.folders[0].folders[0].problem


def test_a_whole_disk_is_not_looked_through(tmp_path, monkeypatch):
    monkeypatch.setattr("gradioscope.library.collection.tree.MOST_FOLDERS", 5)
    for number in range(10):
        (tmp_path / str(number)).mkdir()
    problems = [folder.problem for folder in Collection(tmp_path).root.folders]
    assert problems.count("") == 4
    assert sum("more than 5 folders" in problem for problem in problems) == 6


def test_folders_may_be_called_like_files(tmp_path):
    (tmp_path / "a.gradio.yaml").mkdir()
    (tmp_path / "a.gradio.yaml" / "b.gradio.yaml").touch()
    (tmp_path / "node_modules").mkdir()
    os.mkfifo(tmp_path / "c.gradio.yaml")
    assert names(Collection(tmp_path).root) == {
        "folders": {"a.gradio.yaml": {"folders": {}, "requests": ["b"]}},
        "requests": [],
    }


def test_a_collection_that_is_gone_says_so(tmp_path):
    assert Collection(tmp_path / "gone").root.problem == "No such file or directory."


def test_a_collection_has_a_name_and_one_stable_id(tmp_path):
    collection = Collection(tmp_path)
    assert collection.name == tmp_path.name
    (tmp_path / "collection.yaml").write_text("# ours\nname: Mine\n")
    assert collection.name == "Mine"
    assert collection.id == collection.id == Collection(tmp_path).id
    assert (tmp_path / "collection.yaml").read_text().startswith("# ours\nname: Mine\nid: ")
