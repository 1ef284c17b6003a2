"""Tables of every make: typed, free, fixed in size, as arrays, growing. Each answers what Python was given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd  # type: ignore[import-untyped]
from launch import MAJOR, gr, launch

Table: Any = gr.Dataframe
"""Its words differ from version to version."""
COLUMNS = "column_count" if MAJOR >= 6 else "col_count"
HEADERS = ["name", "age", "ok"]
TYPES = ["str", "number", "bool"]


def plain(value: Any) -> Any:
    """A missing number as null, as JSON has none."""
    return None if value is None or value != value else value


def told(value: Any) -> dict[str, Any]:
    """The type that was given, its headers, and its cells as JSON."""
    if isinstance(value, pd.DataFrame):
        cells = value.astype(object).to_numpy().tolist()
        return {"type": "DataFrame", "headers": list(value.columns), "data": [[*map(plain, row)] for row in cells]}
    rows = value if isinstance(value, list) else value.tolist()
    return {"type": type(value).__name__, "data": [[*map(plain, row)] for row in rows]}


def back(value: Any) -> Any:
    return value


def grow(count: float) -> Iterator[pd.DataFrame]:
    """One more row with each event."""
    for number in range(1, int(count) + 1):
        yield pd.DataFrame({"n": range(number), "square": [n * n for n in range(number)]})


with gr.Blocks(title="Tables") as demo:
    answer = gr.JSON(label="given")
    shown = Table(label="shown")
    typed = Table(headers=HEADERS, datatype=TYPES, label="People")
    filled = Table([["ann", 31, True], ["bob", None, False]], headers=HEADERS, datatype=TYPES, label="Filled")
    fixed = Table(type="array", row_count=(2, "fixed"), **{COLUMNS: (2, "fixed")}, label="Fixed")
    numbers = Table(type="numpy", datatype="number", headers=["x", "y"], label="Numbers")
    dates = Table(headers=["day", "what"], datatype=["date", "str"], label="Dates")
    made = {"typed": typed, "filled": filled, "fixed": fixed, "numbers": numbers, "dates": dates}
    for name, component in made.items():
        gr.Button().click(told, component, answer, api_name=f"take_{name}")
    gr.Button().click(back, typed, shown, api_name="echo_typed")
    gr.Button().click(grow, gr.Number(3, label="count"), shown, api_name="grow")


if __name__ == "__main__":
    launch(demo)
