"""New requests, and copies of others: under free names, and with a way back."""

from __future__ import annotations

import pytest

from gradioscope.gradio.errors import GradioscopeError, WrongUse
from gradioscope.gradio.model import LocalFile
from gradioscope.library.collection import read_request, write_request
from gradioscope.library.collection.making import copy, new_request
from gradioscope.request.saved import SavedRequest


def names(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_new_requests_are_numbered_and_taken_back(tmp_path):
    first, second = new_request(tmp_path), new_request(tmp_path)
    assert names(tmp_path) == ["New request 2.gradio.yaml", "New request.gradio.yaml"]
    assert read_request(second.results[0]) == SavedRequest()
    second.undo()
    first.undo()
    assert names(tmp_path) == []
    first.redo()
    assert first.results == (tmp_path / "New request.gradio.yaml",)


def test_a_new_request_somebody_worked_on_goes_to_the_trash(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    (tmp_path / "mine").mkdir()
    change = new_request(tmp_path / "mine")
    write_request(change.results[0], SavedRequest(address="x"))
    change.undo()
    assert names(tmp_path / "mine") == []
    kept = [path for path in (tmp_path / "data").rglob("*.gradio.yaml") if path.is_file()]
    assert [read_request(path).address for path in kept] == ["x"]


def test_a_copy_keeps_its_comments_and_points_to_the_same_files(tmp_path):
    one, two = tmp_path / "one", tmp_path / "two" / "deep"
    one.mkdir()
    two.mkdir(parents=True)
    (one / "cat.png").write_bytes(b"png")
    source = one / "a.gradio.yaml"
    source.write_text("# mine\naddress: x\nendpoint: /p\nvalues:\n  image: {$file: cat.png}\n")
    assert read_request(source).values == {"image": LocalFile(str(one / "cat.png"))}
    change = copy([source], two)
    (copied,) = change.results
    assert copied == two / "a.gradio.yaml"
    assert copied.read_text().startswith("# mine\n")
    assert read_request(copied) == read_request(source)
    change.undo()
    assert names(tmp_path / "two") == []


def test_copies_take_free_names_and_folders_come_whole(tmp_path):
    (tmp_path / "f" / "g").mkdir(parents=True)
    for path in (tmp_path / "a.gradio.yaml", tmp_path / "f" / "g" / "b.gradio.yaml"):
        path.write_text("address: x\n")
    change = copy([tmp_path / "a.gradio.yaml", tmp_path / "f"])
    assert change.results == (tmp_path / "a 2.gradio.yaml", tmp_path / "f 2")
    again = copy([tmp_path / "a.gradio.yaml", tmp_path / "f" / "g" / "b.gradio.yaml"], tmp_path)
    assert again.results == (tmp_path / "a 3.gradio.yaml", tmp_path / "b.gradio.yaml")
    again.undo()
    change.undo()
    assert names(tmp_path) == ["a.gradio.yaml", "f/g/b.gradio.yaml"]


def test_a_file_that_is_no_request_is_copied_as_it_is(tmp_path):
    (tmp_path / "a.gradio.yaml").write_text("values: [\n")
    (copied,) = copy([tmp_path / "a.gradio.yaml"]).results
    assert copied.read_text() == "values: [\n"


def test_what_cannot_be_is_said(tmp_path):
    (tmp_path / "f").mkdir()
    with pytest.raises(WrongUse, match="into itself"):
        copy([tmp_path / "f"], tmp_path / "f")
    with pytest.raises(GradioscopeError, match="is gone"):
        new_request(tmp_path / "gone")
