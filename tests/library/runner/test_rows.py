"""Rows of a CSV, of JSON Lines and of a folder: what is read, what is refused, and that nothing is read whole."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from gradioscope.gradio.errors import WrongUse
from gradioscope.gradio.model import LocalFile
from gradioscope.library.runner.rows import Row, open_rows


def test_a_csv_has_texts_by_column(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes('text;n\r\n"a;b\r\nc";1\r\n\r\nd\u2028e;\r\nf\r\n'.encode())
    rows = open_rows(path)
    assert (rows.form, rows.columns, rows.texts) == ("csv", ("text", "n"), True)
    assert list(rows) == [
        Row(1, {"text": "a;b\r\nc", "n": "1"}, "line 3"),
        Row(2, {"text": "d\u2028e", "n": ""}, "line 5"),
        Row(3, {"text": "f"}, "line 6"),
    ]
    assert list(rows) == list(rows)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_csv_of_any_usual_encoding(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "rows.csv").write_bytes("größe,x\ngrün,1\n".encode(encoding))
    assert next(iter(open_rows(tmp_path / "rows.csv"))).values == {"größe": "grün", "x": "1"}


def test_json_lines_keep_their_types_and_their_files(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('{"a": 1, "b": [{"$file": "x/y.png"}]}\n\n{"c": null, "t": "a\u2028b"}\n')
    rows = open_rows(path)
    assert (rows.form, rows.columns) == ("jsonl", ("a", "b", "c", "t"))
    assert list(rows) == [
        Row(1, {"a": 1, "b": [LocalFile(str(tmp_path / "x" / "y.png"))]}, "line 1"),
        Row(2, {"c": None, "t": "a\u2028b"}, "line 3"),
    ]


def test_a_folder_has_a_row_a_file_in_natural_order(tmp_path: Path) -> None:
    for name in ("10.png", "2.png", "sub/1.png", ".hidden", ".git/x"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    rows = open_rows(tmp_path)
    assert [row.place for row in rows] == ["2.png", "10.png", "sub/1.png"]
    assert list(rows)[2].values == {
        "file": LocalFile(str(tmp_path / "sub/1.png")),
        "file.name": "1.png",
        "file.stem": "1",
        "file.path": "sub/1.png",
    }


def test_the_fingerprint_is_that_of_the_content(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("a\n1\n")
    before = open_rows(path).fingerprint
    path.write_text("a\n1\n")
    assert open_rows(path).fingerprint == before
    path.write_text("a\n2\n")
    assert open_rows(path).fingerprint != before
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "a").write_text("1")
    first = open_rows(folder).fingerprint
    (folder / "b").write_text("1")
    assert open_rows(folder).fingerprint != first


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"", "Its first line should name the columns"),
        ("a.csv", b"a,a\n1,2\n", "The name a is there twice."),
        ("a.csv", b"a,,b\n1,2,3\n", "Column 2 has no name."),
        ("a.csv", b"a,b\n1,2,3\n", "In line 2 there are 3 cells, in the first line 2."),
        ("a.csv", b"a\n\0\0\0", "It is no text."),
        ("a.jsonl", b"", "It has no objects in it."),
        ("a.jsonl", b'{"a": 1}\n[1]\n', "Line 2: It is no object."),
        ("a.jsonl", b'{"a": 1}\n{"a": \n', "Line 2: Expecting value"),
        ("a.jsonl", b'{"a": NaN}\n', "Line 1: JSON has no NaN."),
        ("a.jsonl", b'{"a": "\\ud800"}\n', "Line 1:"),
        ("a.jsonl", b'{"a": ' + b"[" * 100_000, "Line 1: It is nested too deep."),
        ("a.jsonl", b'{"a": "\xff"}\n', "Line 1:"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_line(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(WrongUse) as raised:
        list(open_rows(tmp_path / name))
    assert said in raised.value.explanation.why


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="No such file"):
        open_rows(tmp_path / "gone.csv")
    with pytest.raises(WrongUse, match="There are no files in it"):
        open_rows(tmp_path)


def test_a_long_table_is_not_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    with path.open("w") as file:
        file.write("text,number\n")
        file.writelines(f"row {number} of many{' ' * 50},{number}\n" for number in range(50_000))
    tracemalloc.start()
    count = sum(1 for _ in open_rows(path))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 50_000
    assert most < 2 * 2**20 < path.stat().st_size
