"""A request and its file: everything of it comes back, and what a person has written around it stays."""

from __future__ import annotations

import difflib
import os
import re
from dataclasses import replace

import pytest
import yaml as other_yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from gradioscope.gradio.errors import GradioscopeError, WrongUse
from gradioscope.gradio.model import LocalFile
from gradioscope.library.collection import RequestFileError, read_request, write_request
from gradioscope.library.collection.yaml.editing import identical
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


def test_without_a_collection_the_repository_is_what_files_are_relative_to(tmp_path):
    (tmp_path / "requests").mkdir()
    path = tmp_path / "requests" / "a.gradio.yaml"
    request = SavedRequest(values={"file": LocalFile(str(tmp_path / "data" / "cat.png"))})
    write_request(path, request)
    assert f"$file: {tmp_path}" in path.read_text()
    (tmp_path / ".git").mkdir()
    path.unlink()
    write_request(path, request)
    assert "$file: ../data/cat.png" in path.read_text()
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


def test_a_file_of_a_newer_format_is_read_and_never_written_over(tmp_path):
    path = tmp_path / "a.gradio.yaml"
    text = "format: 2\naddress: x\nnovel: {a: 1}\n"
    path.write_text(text)
    assert read_request(path) == SavedRequest("x")
    with pytest.raises(WrongUse, match="Its format is 2, and this Gradioscope writes 1"):
        write_request(path, SavedRequest("y"))
    assert path.read_text() == text


def test_a_newer_file_that_cannot_be_read_says_that_it_is_newer(tmp_path):
    path = tmp_path / "a.gradio.yaml"
    path.write_text("format: 2\nvalues: [1]\n")
    with pytest.raises(RequestFileError, match="newer than this Gradioscope knows"):
        read_request(path)


def test_a_file_of_an_older_format_becomes_new_when_a_change_is_saved(tmp_path, monkeypatch):
    """Today's format is the first one, so that this one is called the second."""

    def renamed(raw):
        return {("address" if name == "url" else name): value for name, value in raw.items()}

    monkeypatch.setattr("gradioscope.library.collection.request_file.FORMAT", 2)
    monkeypatch.setattr("gradioscope.library.collection.request_file.MIGRATIONS", {1: renamed})
    path = tmp_path / "a.gradio.yaml"
    text = "# mine\nurl: x\nendpoint: /a   # stays\ntheirs: 1\n"
    path.write_text(text)
    assert read_request(path) == SavedRequest("x", "/a")
    write_request(path, SavedRequest("x", "/a"))
    assert path.read_text() == text
    write_request(path, SavedRequest("x", "/a", {"b": 1}))
    assert read_request(path) == SavedRequest("x", "/a", {"b": 1})
    after = path.read_text()
    assert all(part in after for part in ("# mine\n", "endpoint: /a   # stays\n", "theirs: 1\n", "format: 2\n"))
    assert "url" not in after
    write_request(tmp_path / "b.gradio.yaml", SavedRequest("x"))
    assert (tmp_path / "b.gradio.yaml").read_text() == "format: 2\naddress: x\n"


def test_what_a_newer_version_keeps_in_the_same_format_stays(tmp_path):
    path = tmp_path / "a.gradio.yaml"
    path.write_text("address: x\nretries: {times: 3}\nmade_for: {gradio: 1.0.0, build: abc}\n")
    request = read_request(path)
    write_request(path, replace(request, address="new", made_for=MadeFor("2.0.0")))
    assert path.read_text() == 'address: new\nretries: {times: 3}\nmade_for: {gradio: "2.0.0", build: abc}\n'


def test_windows_line_ends_and_a_mark_at_the_beginning_stay(tmp_path):
    path = tmp_path / "a.gradio.yaml"
    path.write_bytes(b"\xef\xbb\xbf# mine\r\naddress: x\r\nvalues:\r\n  a: 1\r\n")
    assert read_request(path) == SavedRequest("x", values={"a": 1})
    write_request(path, SavedRequest("x", values={"a": 2, "text": "a\nb\n"}))
    content = path.read_bytes()
    assert content == (b"\xef\xbb\xbf# mine\r\naddress: x\r\nvalues:\r\n  a: 2\r\n  text: |\r\n    a\r\n    b\r\n")
    assert read_request(path).values == {"a": 2, "text": "a\nb\n"}


@pytest.mark.parametrize(
    "text", ["", "\n", "# only a comment\n", "---\n", "{}\n", "null\n", "\ufeff", "# a\n\n{}  # b\n"]
)
def test_a_file_without_anything_is_an_empty_request_that_can_be_saved(tmp_path, text):
    path = tmp_path / "a.gradio.yaml"
    path.write_text(text)
    assert read_request(path) == SavedRequest()
    write_request(path, SavedRequest("x", "/y", {"a": 1}))
    assert read_request(path) == SavedRequest("x", "/y", {"a": 1})
    for comment in re.findall("# .*", text):
        assert comment in path.read_text()


leaves = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=["Cs"])),
    st.text(" \n\t\r:#-'\"|>{}[]$\u2028\x85\ufeffa", max_size=12),
    st.sampled_from(["no", "1e3", "0o7", "2001-12-14", "null", "~", "12:30", "$file", "$json", "{{a}}", "=", "<<"]),
)
names = st.one_of(st.sampled_from(["$file", "$json", "", "1", "no", "null", "a b", "<<"]), st.text(max_size=5))
json_values = st.recursive(
    leaves,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(names, inner, max_size=3)),
    max_leaves=8,
)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.text(max_size=8), json_values, max_size=3), st.dictionaries(names, json_values, max_size=3))
def test_any_json_value_comes_back_and_can_be_changed(tmp_path, values, others):
    path = tmp_path / "a.gradio.yaml"
    path.unlink(missing_ok=True)
    for each in (values, {**values, **others}, others):
        request = SavedRequest("x", "/y", each, notes="a\n")
        write_request(path, request)
        found = read_request(path)
        assert identical(dict(found.values), each)
        assert found == request
        assert YAML(typ="safe", pure=True).load(path) == other_yaml.safe_load(path.read_bytes())


def test_hostile_values_come_back(tmp_path):
    path = tmp_path / "a.gradio.yaml"
    deep: object = "leaf"
    for level in range(200):
        deep = [deep] if level % 2 else {"a": deep}
    values = {
        "blanks": "trailing  \n and more \t\n",
        "zero": -0.0,
        "one": 1.0,
        "int": 1,
        "large": 10**400,
        "long": "line of text, a long one: # and 'quotes'\n" * 120_000,
        "no break": "x" * 5_000_000,
        "deep": deep,
        "": {"": {"": None}},
        "1": {"$file": {"$json": 1}},
        "file": {"$file": "not one of ours", "other": 1},
        "looks like a file": {"$json": {"$file": "a"}},
    }
    write_request(path, SavedRequest(values=values))
    assert identical(dict(read_request(path).values), values)
    assert "  long: |\n    line of text" in path.read_text()


@pytest.mark.parametrize(
    "text",
    [
        "values: !!python/object/apply:os.system ['touch {place}/ran']\n",
        "!!python/object/apply:os.system ['touch {place}/ran']\n",
        "values: {{a: !!python/name:os.system}}\n",
        "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nvalues: {{v: [*c, *c]}}\n",
        "values: &v {{a: *v}}\n",
        "values: {{<<: *a}}\n",
    ],
)
def test_a_file_that_would_run_or_grow_is_refused(tmp_path, text):
    path = tmp_path / "a.gradio.yaml"
    path.write_text(text.format(place=tmp_path))
    (tmp_path / "b.gradio.yaml").write_text("address: x\n")
    with pytest.raises(RequestFileError, match=r"alias|tag"):
        read_request(path)
    assert sorted(item.name for item in tmp_path.iterdir()) == ["a.gradio.yaml", "b.gradio.yaml"]
    assert read_request(tmp_path / "b.gradio.yaml") == SavedRequest("x")


def test_a_huge_file_is_refused_without_being_read(tmp_path):
    path = tmp_path / "a.gradio.yaml"
    with path.open("wb") as file:
        file.truncate(2 * 2**30)
    with pytest.raises(GradioscopeError, match="larger than 64 MB"):
        read_request(path)


def test_what_is_text_in_any_case_is_taken_as_it_is_written(tmp_path):
    path = tmp_path / "a.gradio.yaml"
    text = "login: 007\ntoken: 1e3\nheaders:\n  X-Version: 1.10\n  X-Day: 2024-01-02\n  X-On: no\nvalues: {a: 1.10}\n"
    path.write_text(text)
    request = read_request(path)
    assert request == SavedRequest(
        login="007",
        token="1e3",
        headers=(("X-Version", "1.10"), ("X-Day", "2024-01-02"), ("X-On", "no")),
        values={"a": 1.1},
    )
    write_request(path, request)
    assert path.read_text() == text
    write_request(path, replace(request, login="8"))
    assert path.read_text() == text.replace("007", '"8"')
