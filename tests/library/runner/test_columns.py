"""Which column goes where, and cells as the values that their parameters take."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from gradioscope.gradio.errors import WrongUse
from gradioscope.gradio.model import Endpoint, LocalFile, Parameter, file_data
from gradioscope.library.runner.columns import Columns, RowsWrong, cells, check_rows, columns_for, fitting
from gradioscope.library.runner.rows import Row, Rows, open_rows
from gradioscope.request.fields import field_for

CHOICES = {"choices": [["Red", "r"], ["Two", 2]]}
PARAMETERS = (
    Parameter("text", "Text", "textbox", "text", 0, default="seed"),
    Parameter("steps", "Steps", "number", "number", 1, default=3),
    Parameter("flag", "Flag", "checkbox", "checkbox", 2, default=False),
    Parameter("data", "Data", "json", "json", 3, default=None),
    Parameter("colour", "Colour", "dropdown", "choice", 4, default="r", props=CHOICES),
    Parameter("image", "Image", "image", "image", 5, default=None),
    Parameter("pictures", "Pictures", "gallery", "gallery", 6, default=None),
    Parameter("needed", "Needed", "number", "number", 7, required=True),
)
ENDPOINT = Endpoint("/paint", "", PARAMETERS, (), inputs=8)


def rows_of(path: Path, text: str) -> Rows:
    path.write_text(text)
    return open_rows(path)


def columns(rows: Rows, asked: tuple[str, ...] = (), endpoint: Endpoint = ENDPOINT, **chosen: str) -> Columns:
    return columns_for(rows, asked, endpoint, chosen)


def test_names_decide_and_what_the_request_asks_for_goes_before_them(tmp_path: Path) -> None:
    rows = rows_of(tmp_path / "a.csv", "text,steps,word,other\n")
    assert columns(rows, ("word",)) == Columns({"text": "text", "steps": "steps"}, ("word",), ("other",))
    assert columns(rows, ("text", "word.a")) == Columns({"steps": "steps"}, ("text", "word"), ("other",))
    assert columns(rows, (), needed="other").parameters == {"text": "text", "steps": "steps", "needed": "other"}


def test_a_folder_goes_to_the_one_parameter_that_takes_files(tmp_path: Path) -> None:
    (tmp_path / "x.png").write_text("x")
    rows = open_rows(tmp_path)
    one = Endpoint("/one", "", PARAMETERS[:6], (), inputs=6)
    assert columns(rows, (), one).parameters == {"image": "file"}
    assert columns(rows, ("file",), one) == Columns({}, ("file",), ("file.name", "file.stem", "file.path"))
    assert columns(rows, (), pictures="file").parameters == {"pictures": "file"}
    with pytest.raises(WrongUse, match="takes files as image, pictures"):
        columns(rows)
    assert columns(rows, ("file.stem",), one).variables == ("file.stem",)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every file name is text")
def test_a_file_whose_name_is_no_text_is_said_before_anything_is_sent(tmp_path: Path) -> None:
    os.close(os.open(os.fsencode(tmp_path) + b"/\xff.png", os.O_CREAT))
    rows = open_rows(tmp_path)
    with pytest.raises(RowsWrong, match="is not text and cannot be sent"):
        check_rows(rows, Columns({"image": "file"}), Endpoint("/x", "", PARAMETERS[:6], (), inputs=6))


def test_files_of_another_type_are_left_out(tmp_path: Path) -> None:
    for name in ("2.png", "1.JPG", "read me.txt"):
        (tmp_path / name).write_text("x")
    rows = open_rows(tmp_path)
    fields = {item.name: field_for(item) for item in PARAMETERS}
    kept, left_out = fitting(rows, Columns({"image": "file"}), fields)
    assert (kept.files, left_out) == (("1.JPG", "2.png"), 1)
    assert kept.fingerprint != rows.fingerprint
    assert [row.number for row in kept] == [1, 2]
    assert fitting(rows, Columns({"pictures": "file"}, ("file.name",)), fields) == (rows, 0)
    with pytest.raises(WrongUse, match="It takes image"):
        fitting(replace(rows, files=("read me.txt",)), Columns({"image": "file"}), fields)


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"nothing": "word"}, "/paint has no parameter nothing."),
        ({"text": "nothing"}, "a.csv has no column nothing."),
        ({}, "None of the columns of a.csv is used."),
    ],
)
def test_what_fits_nowhere_is_said(tmp_path: Path, chosen: dict[str, str], said: str) -> None:
    with pytest.raises(WrongUse) as raised:
        columns_for(rows_of(tmp_path / "a.csv", "word\n1\n"), (), ENDPOINT, chosen)
    assert raised.value.explanation.what == said


@pytest.mark.parametrize(
    ("parameter", "text", "value"),
    [
        ("text", "", ""),
        ("text", "[1]", "[1]"),
        ("text", "007", "007"),
        ("steps", "7", 7),
        ("steps", "1e2", 100.0),
        ("flag", "yes", True),
        ("flag", "0", False),
        ("data", '{"a": [1]}', {"a": [1]}),
        ("data", "plain", "plain"),
        ("data", "3", 3),
        ("colour", "Red", "r"),
        ("colour", "2", 2),
        ("image", "x.png", "FILE"),
        ("image", "https://a.b/c.png", file_data("https://a.b/c.png", "c.png")),
        ("pictures", "x.png", [{"image": "FILE", "caption": None}]),
    ],
)
def test_a_text_becomes_what_the_parameter_takes(tmp_path: Path, parameter: str, text: str, value: Any) -> None:
    (tmp_path / "x.png").write_text("x")
    file = LocalFile(str(tmp_path / "x.png"))
    found = one_cell(tmp_path, parameter, text)
    wanted = file if value == "FILE" else [{"image": file, "caption": None}] if parameter == "pictures" else value
    assert found == {parameter: wanted}
    assert type(found[parameter]) is type(wanted)


@pytest.mark.parametrize("parameter", ["steps", "flag", "data", "colour", "image", "pictures"])
def test_an_empty_cell_stands_for_the_default(tmp_path: Path, parameter: str) -> None:
    assert one_cell(tmp_path, parameter, "") == {}


def one_cell(folder: Path, parameter: str, text: str) -> Any:
    rows = Rows(folder / "a.csv", "csv", (parameter,), "")
    fields = {item.name: field_for(item) for item in PARAMETERS}
    return cells(Row(1, {parameter: text}), rows, Columns({parameter: parameter}), fields).values


@pytest.mark.parametrize(
    ("parameter", "text", "said"),
    [
        ("steps", "many", "Steps takes a number; 'many' is not one."),
        ("flag", "maybe", "Flag takes true or false; 'maybe' is neither."),
        ("data", '{"a": ', "Data takes JSON here; '{\"a\": ' is none."),
        ("image", "gone.png", "There is no file"),
        ("colour", "blue", "Colour"),
    ],
)
def test_a_cell_that_cannot_be_sent_is_said(tmp_path: Path, parameter: str, text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said.split("; '{")[0]):
        one_cell(tmp_path, parameter, text)


def test_every_row_is_looked_at_before_anything_is_sent(tmp_path: Path) -> None:
    lines = "".join(f"{'x' if number % 2 else number},{number}\n" for number in range(100))
    rows = rows_of(tmp_path / "a.csv", "steps,needed\n" + lines)
    with pytest.raises(RowsWrong) as raised:
        check_rows(rows, columns(rows), ENDPOINT)
    assert raised.value.explanation.what == "50 rows cannot be sent."
    assert raised.value.problems[0] == "Row 2 (line 3): Steps takes a number; 'x' is not one."
    assert len(raised.value.problems) == 20
    assert raised.value.explanation.why.endswith("… and 30 more.")


def test_a_required_parameter_needs_its_cell(tmp_path: Path) -> None:
    rows = rows_of(tmp_path / "a.csv", 'needed\n1\n""\n')
    with pytest.raises(RowsWrong, match="Needed is required, and the cell is empty"):
        check_rows(rows, columns(rows), ENDPOINT)
    good = rows_of(tmp_path / "b.csv", "needed\n1\n2\n")
    assert check_rows(good, columns(good), ENDPOINT) == 2
    with pytest.raises(WrongUse, match="names of columns alone"):
        check_rows(rows_of(tmp_path / "c.csv", "needed\n"), Columns({"needed": "needed"}), ENDPOINT)
