"""Imports in a folder: free names, nothing overwritten, nothing outside of it."""

from __future__ import annotations

import pytest

from gradioscope.library.collection import read_request
from gradioscope.library.environment.files import read_collection, read_environment
from gradioscope.library.exchange import Imported, Item, VariableSet
from gradioscope.library.exchange.writing import write
from gradioscope.request.saved import SavedRequest

ONE = SavedRequest("https://example.org", "/a", {"param_0": "x"})


def below(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_requests_in_their_folders(tmp_path):
    items = (Item("One", ONE), Item("One", ONE, ("In", "Deeper")), Item("one", ONE))
    written = write(Imported("Postman", "Mine", items), tmp_path / "new")
    assert below(tmp_path) == ["new/In/Deeper/One.gradio.yaml", "new/One.gradio.yaml", "new/one 2.gradio.yaml"]
    assert [read_request(path) for path in written.requests] == [ONE] * 3


@pytest.mark.parametrize("name", ["../up", "/etc/passwd", "C:\\x", "..", ".hidden", "con", "a\0b\n", "x" * 500, ""])
def test_names_stay_inside(tmp_path, name):
    write(Imported("Postman", "", (Item(name, ONE, (name,)),)), tmp_path / "here")
    [found] = below(tmp_path)
    assert found.startswith("here/")
    assert found.endswith(".gradio.yaml")
    assert not any(part.startswith(".") for part in found.split("/"))


def test_what_is_there_stays(tmp_path):
    items = (Item("One", ONE, ("environments",)),)
    variables = (VariableSet("", {"base": "new", "more": 1}), VariableSet("Test", {"a": "b"}, ("key",)))
    (tmp_path / "collection.yaml").write_text("name: Mine\nvariables:\n  base: old\n")
    for _ in range(2):
        written = write(Imported("Postman", "", items, variables), tmp_path)
    assert below(tmp_path) == [
        "collection.yaml",
        "environments 2/One.gradio.yaml",
        "environments 3/One.gradio.yaml",
        "environments/Test.yaml",
    ]
    assert read_collection(tmp_path).variables == {"base": "old", "more": 1}
    assert read_environment(tmp_path / "environments/Test.yaml").secret_names == ("key",)
    assert any("base" in note for note in written.notes)


def test_a_value_that_no_file_holds_is_left_out(tmp_path):
    bad = SavedRequest("https://example.org", "/a", {"x": float("nan")})
    written = write(Imported("HAR", "", (Item("Bad", bad), Item("Good", ONE))), tmp_path)
    assert [path.name for path in written.requests] == ["Good.gradio.yaml"]
    assert [left.what for left in written.left_out] == ["Bad"]
