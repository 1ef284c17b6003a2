"""A request and its file: everything of it comes back, and what a person has written around it stays."""

from __future__ import annotations

import difflib
import os

import pytest

from gradioscope.gradio.errors import GradioscopeError, WrongUse
from gradioscope.gradio.model import LocalFile
from gradioscope.library.collection import RequestFileError, read_request, write_request
from gradioscope.request.saved import KEPT_SESSION, MadeFor, MadeForParameter, SavedRequest

WHOLE = SavedRequest(
    address="https://{{host}}/app",
    endpoint="/predict",
    values={"text": "a\nb\n", "times": 3, "data": {"$file": 1}, "on": False, "none": None},
    session=KEPT_SESSION,
    stream="result",
    headers=(("X-One", "1"), ("X-Two", "{{two}}"), ("x-one", "no")),
    login="me",
    token="work",
    notes="# What it is for\n\nA *table*.\n",
    expect=({"status": "complete"}, {"path": "$[0]", "equals": 1}),
    made_for=MadeFor(
        "6.31.0",
        (
            MadeForParameter("text", "Textbox", "Text", required=True),
            MadeForParameter("times", "Slider", default=1.0),
            MadeForParameter("kind", "Radio", choices=("a", {"$json": 2}), default="a"),
        ),
        ("Image", "JSON"),
    ),
)


def changed_lines(before, after):
    return [line for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line[0] in "+-"]


def test_everything_of_a_request_comes_back(tmp_path):
    path = tmp_path / "a.gradio.yaml"
    write_request(path, WHOLE)
    assert read_request(path) == WHOLE


def test_what_is_at_its_default_is_left_out(tmp_path):
    path = tmp_path / "a.gradio.yaml"
    write_request(path, SavedRequest("http://localhost:7860", "/predict", {"text": "hello"}))
    assert path.read_text() == "address: http://localhost:7860\nendpoint: /predict\nvalues:\n  text: hello\n"


def test_an_empty_request_comes_back(tmp_path):
    path = tmp_path / "a.gradio.yaml"
    write_request(path, SavedRequest())
    assert read_request(path) == SavedRequest()


def test_files_of_the_collection_are_relative_to_the_request(tmp_path):
    (tmp_path / "collection.yaml").write_text("name: Mine\n")
    (tmp_path / "inner").mkdir()
    path = tmp_path / "inner" / "a.gradio.yaml"
    files = [tmp_path / "inner" / "cat.png", tmp_path / "dog.png", tmp_path.parent / "elsewhere.png"]
    request = SavedRequest(
        values={"files": [LocalFile(str(file)) for file in files], "at": LocalFile("{{here}}/x.png")}
    )
    write_request(path, request)
    text = path.read_text()
    assert "$file: cat.png" in text
    assert "$file: ../dog.png" in text
    assert f"$file: {files[2]}" in text
    assert read_request(path) == request


BY_HAND = """\
# What the team asks every morning.
endpoint: /predict      # the only one
address: 'http://127.0.0.1:7860'

values:
    # how often
    times: 0x10
    text: "hello"
team:                    # for another program
    owner: {name: Ada}

notes: |
    Long

    text.
"""


def test_one_changed_value_is_one_changed_line(tmp_path):
    path = tmp_path / "a.gradio.yaml"
    path.write_text(BY_HAND)
    before = read_request(path)
    write_request(
        path, SavedRequest(before.address, before.endpoint, {**before.values, "text": "bye"}, notes=before.notes)
    )
    assert changed_lines(BY_HAND, path.read_text()) == ['-     text: "hello"', "+     text: bye"]


def test_saving_nothing_new_leaves_the_file_alone(tmp_path):
    path = tmp_path / "a.gradio.yaml"
    path.write_text(BY_HAND)
    before = path.stat()
    write_request(path, read_request(path))
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ("address: x\nvalues: [1]\n", 2, "names with values"),
        ("values:\n  a: {$file: 3}\n", 1, "$file"),
        ("a: 1\nstream: fast\n", 2, "queue or result"),
        ("headers: [a]\n", 1, "headers"),
        ("- a\n", 1, "names with values"),
        ("a: [\n", 2, ""),
        ("format: x\n", 1, "format"),
        ("made_for: 3\n", 1, "made_for"),
    ],
)
def test_a_file_that_is_no_request_says_where(tmp_path, text, line, part):
    path = tmp_path / "a.gradio.yaml"
    path.write_text(text)
    with pytest.raises(RequestFileError) as caught:
        read_request(path)
    assert (caught.value.line, part in caught.value.message, caught.value.text) == (line, True, text)
    with pytest.raises(RequestFileError):
        write_request(path, WHOLE)
    assert path.read_text() == text


def test_bytes_that_are_no_text_say_where(tmp_path):
    path = tmp_path / "a.gradio.yaml"
    path.write_bytes(b"a: 1\nb: \xff\n")
    with pytest.raises(RequestFileError) as caught:
        read_request(path)
    assert caught.value.line == 2


def test_a_file_that_is_not_there_or_no_file_is_said(tmp_path):
    with pytest.raises(GradioscopeError, match="not there any more"):
        read_request(tmp_path / "a.gradio.yaml")
    with pytest.raises(GradioscopeError, match="no ordinary file"):
        read_request(tmp_path)
    os.mkfifo(tmp_path / "b.gradio.yaml")
    with pytest.raises(GradioscopeError, match="no ordinary file"):
        read_request(tmp_path / "b.gradio.yaml")


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "a\ud800"])
def test_a_value_that_no_file_can_hold_is_refused_before_anything_is_written(tmp_path, value):
    path = tmp_path / "a.gradio.yaml"
    with pytest.raises(WrongUse, match="cannot be kept"):
        write_request(path, SavedRequest(values={"a": value}))
    assert list(tmp_path.iterdir()) == []
