"""Tables to write and tables that came back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.contact_sheet import InputSpecimen as Input
from tests.contact_sheet import ViewerSpecimen as Viewer

HEADERS = ["name", "age", "member", "since"]
TYPES = {"headers": HEADERS, "datatype": ["str", "number", "bool", "date"]}
ROWS = [
    ["Ada Lovelace", 36, True, "1815-12-10"],
    ["Alan Turing", 41, True, "1912-06-23"],
    ["مريم ميرزاخاني", None, False, ""],
    ["A name that is much longer than any column has room for, as they are in the wild", 2.5, None, "soon"],
]


def table(rows: list[Any], headers: list[str] | None = None) -> dict[str, Any]:
    return {"headers": headers or HEADERS, "data": rows, "metadata": None}


def inputs(folder: Path) -> list[Input]:
    del folder
    empty = table([])
    fixed = {"headers": ["x", "y"], "row_count": [3, "fixed"], "col_count": [2, "fixed"], "datatype": "number"}
    wide = [f"column {n}" for n in range(1, 13)]
    return [
        Input("People", "dataframe", TYPES, table(ROWS), default=empty, info="One row for each."),
        Input("Empty", "dataframe", TYPES, default=empty),
        Input("Fixed, not filled", "dataframe", fixed, default=table([], ["x", "y"])),
        Input("Wrong", "dataframe", TYPES, table([["Ada", "old", True, ""]]), default=empty, check=True),
        Input("Wide and long", "dataframe", {}, table([[f"{r}.{c}" for c in range(12)] for r in range(60)], wide)),
        Input("With a column that stays", "dataframe", {**TYPES, "static_columns": [0]}, table(ROWS[:2])),
        Input("Disabled", "dataframe", TYPES, table(ROWS[:2]), default=empty, disabled=True),
    ]


def viewers(folder: Path) -> list[Viewer]:
    del folder
    many = [[f"person {n}", n * 7 % 91, n % 3 == 0, None] for n in range(10_000)]
    return [
        Viewer("People", "dataframe", table(ROWS), height=240),
        Viewer("Many", "dataframe", table(many), height=320),
        Viewer("No rows", "dataframe", table([]), height=140),
        Viewer("Markup is text", "dataframe", table([["<b>bold</b>", "**bold**", [1, 2], {"a": 1}]]), height=140),
    ]
