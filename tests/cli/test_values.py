"""VALUEs and --data -> the values of a call, by parameter name."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from gradioscope.cli import values
from gradioscope.cli.values import Given
from gradioscope.gradio.errors import WrongUse
from gradioscope.gradio.model import App, Endpoint, FieldKind, LocalFile, Parameter
from gradioscope.request.draft import Draft


def parameter(name: str, kind: FieldKind, position: int = 0, **more: Any) -> Parameter:
    return Parameter(name, more.pop("label", name.capitalize()), kind, kind, position, **more)


CHOICES = {"choices": [["a", "a"], ["b", "b"], ["c, d", "c, d"]]}
PARAMETERS = (
    parameter("text", "text", 0),
    parameter("number", "number", 1),
    parameter("flag", "checkbox", 2),
    parameter("size", "choice", 3, props={"choices": [["Small", 10], ["Large", 20]]}),
    parameter("picks", "choices", 4, props=CHOICES),
    parameter("file", "file", 5),
    parameter("image", "image", 6),
    parameter("files", "files", 7),
    parameter("data", "json", 8),
)
ENDPOINT = Endpoint("/all", "", PARAMETERS, (), inputs=9)
APP = App("http://x", "", "", "6", (ENDPOINT,))


def bound(*words: str, data: str | None = None) -> dict[str, Any]:
    return values.bind(ENDPOINT, values.read(words, data))


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("a.txt", "b.txt", "c=d.txt", "grün.txt"):
        (tmp_path / name).write_text(name)
    (tmp_path / "folder" / "sub").mkdir(parents=True)
    (tmp_path / "folder" / "one").write_text("1")
    (tmp_path / "folder" / "sub" / "two").write_text("2")
    (tmp_path / "empty").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("text=hello", Given("text", "text", "hello")),
        ("text=", Given("text", "text", "")),
        ("text==", Given("text", "text", "=")),
        ("text=a:=1", Given("text", "text", "a:=1")),
        ("text=me@example.org", Given("text", "text", "me@example.org")),
        ("text=two\nlines ☃", Given("text", "text", "two\nlines ☃")),
        ("data:=1", Given("data", "json", 1)),
        ("data:= [1, null] ", Given("data", "json", [1, None])),
        ('data:="a=b@c"', Given("data", "json", "a=b@c")),
        ('data:="\\ud83d\\ude00"', Given("data", "json", "😀")),
        ("file@a.txt", Given("file", "file", LocalFile("a.txt"))),
        ("file@c=d.txt", Given("file", "file", LocalFile("c=d.txt"))),
        ("file@grün.txt", Given("file", "file", LocalFile("grün.txt"))),
        ("p_1=x", Given("p_1", "text", "x")),
        ("text:x=1", Given("text:x", "text", "1")),
    ],
)
def test_the_first_separator_counts(files: Path, word: str, expected: Given) -> None:
    assert values.read([word]) == [expected]


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("hello", "none of `=`"),
        ("", "none of `=`"),
        ("=x", "names its parameter"),
        ("@a.txt", "names its parameter"),
        (":=1", "names its parameter"),
        ("data:=", "not JSON"),
        ("data:={a: 1}", "not JSON"),
        ("data:=NaN", "JSON has no NaN"),
        ("data:=-Infinity", "JSON has no -Infinity"),
        ('data:="\\ud800"', "half a character"),
        ('data:={"\\udfff": 1}', "half a character"),
        ("data:=" + "[" * 100_000, "nested too deeply"),
        ("text=\udcff", "not text"),
        ("file@", "names no file"),
        ("file@missing.txt", "cannot be read"),
        ("file@a.txt/b", "cannot be read"),
        ("file@a\0b", "cannot be read"),
        ('data:={"$file": "missing.txt"}', "cannot be read"),
    ],
)
def test_what_is_wrong_is_said_before_anything_is_sent(files: Path, word: str, said: str) -> None:
    with pytest.raises(WrongUse) as caught:
        values.read([word])
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["text=3"], {"text": "3"}),
        (["number=3"], {"number": 3}),
        (["number=-1.5e3"], {"number": -1500.0}),
        (["number:=3.0"], {"number": 3.0}),
        (["flag=yes"], {"flag": True}),
        (["flag:=false"], {"flag": False}),
        (["size=20"], {"size": 20}),
        (["size=Large"], {"size": 20}),
        (["picks=a"], {"picks": ["a"]}),
        (["picks=a,b"], {"picks": ["a", "b"]}),
        (["picks=c, d", "picks=a"], {"picks": ["c, d", "a"]}),
        (["picks:=[]"], {"picks": []}),
        (["file@a.txt"], {"file": LocalFile("a.txt")}),
        (["files@a.txt"], {"files": [LocalFile("a.txt")]}),
        (["files@a.txt", "files@b.txt"], {"files": [LocalFile("a.txt"), LocalFile("b.txt")]}),
        (["data=plain text"], {"data": "plain text"}),
        (["data={}"], {"data": {}}),
        (["data@a.txt"], {"data": LocalFile("a.txt")}),
        (["data@a.txt", "data@b.txt"], {"data": [LocalFile("a.txt"), LocalFile("b.txt")]}),
        (
            ['data:={"text": "hi", "files": [{"$file": "a.txt"}, {"$file": 1}]}'],
            {"data": {"text": "hi", "files": [LocalFile("a.txt"), {"$file": 1}]}},
        ),
    ],
)
def test_text_takes_the_type_of_its_parameter(files: Path, words: list[str], expected: dict[str, Any]) -> None:
    found = bound(*words)
    assert found == expected
    assert [type(value) for value in found.values()] == [type(value) for value in expected.values()]


def test_an_address_is_a_file_too() -> None:
    assert bound("image=https://example.org/a%20cat.png?x=1")["image"]["path"] == "https://example.org/a%20cat.png?x=1"


def test_a_folder_gives_its_files(files: Path) -> None:
    assert [item.path for item in bound("files@folder")["files"]] == [
        str(Path("folder/one")),
        str(Path("folder/sub/two")),
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["number=many"], "takes a number"),
        (["number="], "takes a number"),
        (["number=nan"], "takes a number"),
        (["flag=perhaps"], "true or false"),
        (["size=30"], "Small, Large"),
        (["picks=a,x"], "'x' is not one of the choices"),
        (["file=a.txt"], "name@FILE"),
        (["file@folder"], "is a folder"),
        (["files@empty"], "holds no files"),
        (["text=1", "text=2"], "given twice"),
        (["number:=1", "number:=2"], "given twice"),
        (["file@a.txt", "file@b.txt"], "takes one value; 2 files were given"),
        (["file@a.txt", "file=https://example.org/b.txt"], "given twice"),
        (["txt=1"], "Did you mean `text`?"),
        (["Numbr=1"], "Did you mean `number`?"),
        (["zzz=1"], "It takes `text`, `number`"),
    ],
)
def test_what_the_endpoint_does_not_take(files: Path, words: list[str], said: str) -> None:
    with pytest.raises(WrongUse) as caught:
        bound(*words)
    assert said in str(caught.value)


def test_a_label_is_taken_for_the_name_that_was_meant() -> None:
    endpoint = Endpoint("/x", "", (parameter("param_0", "text", label="Your question"),), (), inputs=1)
    with pytest.raises(WrongUse) as caught:
        values.bind(endpoint, values.read(["your question=x"]))
    assert "label of `param_0`" in str(caught.value)


def test_data_gives_values_by_name_and_a_value_replaces_it(files: Path) -> None:
    data = {"text": "from data", "number": 1, "files": [{"$file": "a.txt"}], "data": {"deep": [{"$file": "b.txt"}]}}
    assert bound("number=2", data=json.dumps(data)) == {
        "text": "from data",
        "number": 2,
        "files": [LocalFile("a.txt")],
        "data": {"deep": [LocalFile("b.txt")]},
    }


@pytest.mark.parametrize("content", ['{"text": "grün"}', '\ufeff{"text": "grün"}', '\n{"text":\n"gr\\u00fcn"}\n'])
def test_data_comes_from_a_file_or_standard_input(files: Path, monkeypatch: pytest.MonkeyPatch, content: str) -> None:
    (files / "values.json").write_text(content, "utf-8")
    assert bound(data="@values.json") == {"text": "grün"}
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content.encode())))
    assert bound(data="@-") == {"text": "grün"}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        ("[1]", "It is a list"),
        ('"x"', "It is a text"),
        ("null", "It is null"),
        ("true", "It is true"),
        ("1", "It is a number"),
        ('{"text": Infinity}', "JSON has no Infinity"),
        ('{"text": "\\udc00"}', "half a character"),
        ('{"file": {"$file": "missing"}}', "cannot be read"),
        ("@missing.json", "missing.json cannot be read"),
        ("@a.txt", "not JSON"),
        ("@latin.json", "not UTF-8"),
    ],
)
def test_data_that_is_wrong(files: Path, data: str, said: str) -> None:
    (files / "latin.json").write_bytes('{"text": "grün"}'.encode("latin-1"))
    with pytest.raises(WrongUse) as caught:
        bound(data=data)
    assert said in str(caught.value)


def test_what_is_missing_is_named_with_an_example(tmp_path: Path) -> None:
    picture = tmp_path / "a.png"
    picture.touch()
    endpoint = Endpoint(
        "/x",
        "",
        (
            parameter("prompt", "text", 0, required=True),
            parameter("image", "image", 1, required=True, label="Start image"),
            parameter("steps", "number", 2, default=4),
        ),
        (),
        inputs=3,
    )
    with pytest.raises(WrongUse) as caught:
        values.check(Draft(APP, endpoint, {}))
    explanation = caught.value.explanation
    assert "`prompt`, `image`" in explanation.what
    assert "Start image" in explanation.why
    assert "image@FILE" in explanation.do
    assert explanation.parameter == "prompt"
    values.check(Draft(APP, endpoint, {"prompt": "x", "image": LocalFile(str(picture))}))


def test_a_value_that_cannot_be_sent_is_named() -> None:
    with pytest.raises(WrongUse) as caught:
        values.check(Draft(APP, ENDPOINT, {"number": "3", "text": ["x"]}))
    assert "`number`" in str(caught.value)
    assert "`text`" in str(caught.value)
