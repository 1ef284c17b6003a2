"""The table's field: what is sent for it, and what a person is told of it."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest

from gradioscope.gradio.model import Json, LocalFile, Parameter
from gradioscope.request.fields import TableField, field_for
from gradioscope.request.fields.cells import blank_cell, cell_from, cell_text, guessed

TYPED = {"headers": ["name", "age", "ok"], "datatype": ["str", "number", "bool"], "row_count": [1, "dynamic"]}


def field(default: Json = None, **props: Any) -> TableField:
    made = field_for(Parameter("x", "People", "dataframe", "table", 0, default=default, props=props))
    assert isinstance(made, TableField)
    return made


def table(data: list[Any], headers: list[Any] | None = None) -> dict[str, Any]:
    return {"headers": headers or ["name", "age", "ok"], "data": data, "metadata": None}


def test_an_empty_table_has_the_apps_headers_and_no_rows() -> None:
    assert field(**TYPED).empty == table([])
    assert field().empty == table([], ["1", "2", "3"])


def test_the_counts_are_read_in_every_versions_words() -> None:
    assert field(col_count=[2, "fixed"], row_count=[3, "fixed"]).columns == 2
    assert field(column_count=[2, "fixed"]).columns == 2
    assert field(column_count=[2, "dynamic"]).columns is None
    assert field(row_count=[3, "fixed"]).rows == 3
    assert field(row_count=[3, "dynamic"], row_limits=[3, 3]).rows == 3
    assert field(row_count=[3, "dynamic"], row_limits=[None, 9], column_limits="x").rows is None
    assert field(headers=["a", "b"], static_columns=[0]).columns == 2
    assert field(row_count="many", column_count=[None, 1], headers=7, datatype=7, static_columns="x").rows is None


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        (table([["ann", 31, True], ["bob", 1.5, None]]), None),
        (table([]), None),
        (table([["", None, None], ["", "", ""]]), None),
        (None, "People takes a table: an object with headers, and data that is a list of rows."),
        ({"headers": ["a"]}, "People takes a table: an object with headers, and data that is a list of rows."),
        (table(["ann"]), "People takes a table: an object with headers, and data that is a list of rows."),
        (table([["ann", 1, True], ["bob"]]), "Row 2 of People has 1 cell for 3 columns."),
        (
            table([["ann", 1, True], ["bob", "old", True]]),
            'Row 2, column “age” of People takes a number; "old" is none.',
        ),
        (table([["ann", True, True]]), "Row 1, column “age” of People takes a number; true is none."),
        (table([["ann", 1, 1]]), "Row 1, column “ok” of People takes true or false; 1 is none."),
        (
            table([["ann", math.nan, True]]),
            "Row 1, column “age” of People holds NaN or Infinity, which JSON does not have.",
        ),
        (table([["a", "b", True]], ["x", "", "z"]), 'Row 1, column 2 of People takes a number; "b" is none.'),
    ],
)
def test_check(value: Json, problem: str | None) -> None:
    assert field(**TYPED).check(value) == problem


def test_fixed_counts_are_kept_to() -> None:
    fixed = field(row_count=[2, "fixed"], col_count=[2, "fixed"], headers=["a", "b"])
    assert fixed.check(table([[1, 2], [3, 4]], ["a", "b"])) is None
    assert fixed.check(table([[1, 2]], ["a", "b"])) == "People has 2 rows; this has 1."
    assert fixed.check(table([[1, 2, 3]] * 2, ["a", "b", "c"])) == "People has 2 columns; this has 3."
    assert fixed.check(table([], ["a", "b"])) is None, "an app's own default may have no rows"


def test_what_the_app_fills_in_is_sent_as_it_is() -> None:
    default = table([["x", "no number", 1]])
    assert field(default, **TYPED).check(default) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("name,age,ok\nann,31,true\nbob,,no", table([["ann", 31, True], ["bob", None, False]])),
        ("ann,31,true", table([["ann", 31, True]])),
        ("name,age,ok\nann,unknown,maybe", table([["ann", "unknown", "maybe"]])),
        ('{"headers": ["a"], "data": [[1]]}', table([[1]], ["a"])),
        ('[["ann", 31, true]]', table([["ann", 31, True]])),
        ('[{"a": 1}, {"b": 2}]', table([[1, None], [None, 2]], ["a", "b"])),
        ("[1],[2]\n3,4", table([["3", 4]], ["[1]", "[2]"])),
        ("", table([])),
    ],
)
def test_a_table_of_the_command_line_is_json_or_csv(text: str, value: Json) -> None:
    assert field(**TYPED).from_text(text) == value


def test_a_column_without_a_type_is_told_by_its_cells() -> None:
    read = field(datatype="auto").from_text("n,zip,yes,mixed\n1,01234,true,1\n2.5,90210,FALSE,x")
    assert read["data"] == [[1, "01234", True, "1"], [2.5, "90210", False, "x"]]


def test_a_file_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes("name;age;ok\r\nZoë;31;true\r\n".encode("utf-8-sig"))
    assert field(**TYPED).from_files([LocalFile(str(path))]) == table([["Zoë", 31, True]])


def test_a_file_that_is_none_is_told(tmp_path: Path) -> None:
    path = tmp_path / "people.xlsx"
    path.write_bytes(b"PK\x03\x04\x00\x00")
    with pytest.raises(ValueError, match=r"people\.xlsx is no CSV: People takes a table as text\."):
        field().from_files([LocalFile(str(path))])
    with pytest.raises(ValueError, match=r"gone\.csv cannot be read: No such file"):
        field().from_files([LocalFile(str(tmp_path / "gone.csv"))])
    with pytest.raises(ValueError, match="one CSV file; 2"):
        field().from_files([LocalFile("a"), LocalFile("b")])


@pytest.mark.parametrize(
    ("text", "datatype", "before", "cell"),
    [
        ("5", "number", None, 5),
        (" 5.0 ", "number", None, 5.0),
        ("1e3", "number", None, 1000.0),
        ("1e999", "number", None, "1e999"),
        ("nan", "number", None, "nan"),
        ("1_000", "number", None, "1_000"),
        ("9" * 5000, "number", None, "9" * 5000),
        ("", "number", 5, None),
        ("TRUE", "bool", None, True),
        ("maybe", "bool", None, "maybe"),
        ("5", "str", "4", "5"),
        ("5", "str", 4, 5),
        ("", "str", None, None),
        ("false", "str", True, False),
        ("[1, 2]", "str", [1], [1, 2]),
        ("2026-01-02", "date", "", "2026-01-02"),
    ],
)
def test_a_text_becomes_the_cell_of_its_column(text: str, datatype: str, before: Json, cell: Json) -> None:
    read = cell_from(text, datatype, before)
    assert (type(read), read) == (type(cell), cell)


@pytest.mark.parametrize("value", [5, 2.5, True, False, None, "text", [1, {"a": None}], 10**30])
def test_a_cell_that_is_written_over_by_itself_stays(value: Json) -> None:
    assert cell_from(cell_text(value), "str", value) == value


@pytest.mark.parametrize(
    ("headers", "types"),
    [
        (["name", "age", "ok"], ["str", "number", "bool"]),
        (["ok", "name", "age"], ["bool", "str", "number"]),
        (["name", "town", "age", "ok"], ["str", "str", "number", "bool"]),
        (["name", "years", "ok"], ["str", "number", "bool"]),
        (["age"], ["number"]),
        (["x", "y", "z", "more"], ["str", "number", "bool", "str"]),
        (["name", ["odd"], {"a": 1}], ["str", "number", "bool"]),
    ],
)
def test_columns_that_are_added_and_moved_keep_their_types(headers: list[Any], types: list[str]) -> None:
    assert field(**TYPED).types(headers) == types


def test_a_blank_cell_has_the_columns_type() -> None:
    assert [blank_cell(kind) for kind in ("str", "number", "bool", "date")] == ["", None, False, ""]


def test_the_type_of_a_column_is_that_of_all_its_cells() -> None:
    assert [guessed(texts) for texts in ([], [""], ["1", ""], ["true"], ["1", "true"], ["007"])] == [
        "str",
        "str",
        "number",
        "bool",
        "str",
        "str",
    ]
