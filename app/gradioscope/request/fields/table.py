"""Tables: `{"headers": […], "data": [[…]], "metadata": null}`, each row as long as the headers."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import eq, itemgetter
from pathlib import Path

from gradioscope.gradio.model import Json, LocalFile, Parameter
from gradioscope.request.delimited import MOST_BYTES, TextRows, decoded, read_csv
from gradioscope.request.fields.base import Field
from gradioscope.request.fields.cells import AUTO, cell_from, guessed, number_from

MOST_COLUMNS = 10_000
_FITS: dict[str, tuple[set[type], str]] = {
    "number": ({int, float, type(None)}, "a number"),
    "bool": ({bool, type(None)}, "true or false"),
}
"""The types a column's cells may have. Gradio's own page sends an empty text for a cell left blank."""


@dataclass(frozen=True, slots=True)
class TableField(Field):
    """A table. Its value on every Gradio is an object with headers and data; a null fails on the server."""

    headers: tuple[Json, ...] = ()
    """The names of the columns in a new table: texts; numbers too from a DataFrame on Gradio 5 and 6."""
    datatypes: tuple[str, ...] | str = "str"
    """The type of each column, or of all."""
    rows: int | None = None
    """The number of rows there must be; None for any."""
    columns: int | None = None
    static: frozenset[int] = frozenset()
    """Columns that are not edited."""

    @property
    def empty(self) -> Json:
        return self.table([])

    @property
    def type_text(self) -> str:
        return "table"

    def table(self, data: list[list[Json]], headers: Sequence[Json] | None = None) -> Json:
        """The value of these rows."""
        return {"headers": list(self.headers if headers is None else headers), "data": data, "metadata": None}

    def places(self, headers: Sequence[Json]) -> list[int]:
        """Which of the app's columns each column is: the one of its name, else of its place; -1 for one added.

        Columns are added and moved, and keep their types.
        """
        if len(headers) == len(self.headers) and all(map(eq, headers, self.headers)):
            return list(range(len(headers)))
        by_name = {header: place for place, header in reversed(list(enumerate(self.headers)))}
        known = [by_name.get(header, -1) if isinstance(header, str | int | float) else -1 for header in headers]
        if max(known, default=-1) < 0:  # other names altogether, as of a file
            return [place if place < len(self.headers) else -1 for place in range(len(headers))]
        if len(headers) == len(self.headers):
            free = iter(sorted(set(range(len(headers))) - set(known)))
            known = [next(free, -1) if place < 0 else place for place in known]
        return known

    def types(self, headers: Sequence[Json]) -> list[str]:
        """The type of each column; text of one that was added."""
        return [self.datatype(place) for place in self.places(headers)]

    def datatype(self, place: int) -> str:
        """The type of one of the app's columns."""
        if isinstance(self.datatypes, str):
            return self.datatypes
        return self.datatypes[place] if 0 <= place < len(self.datatypes) else "str"

    def check(self, value: Json) -> str | None:
        if not is_table(value):
            return f"{self.label} takes a table: an object with headers, and data that is a list of rows."
        headers, data = value["headers"], value["data"]
        width = len(headers)
        if set(map(len, data)) - {width} and not (width == 0 and data == [[]]):
            wrong = next(number for number, row in enumerate(data) if len(row) != width)
            return (
                f"Row {wrong + 1} of {self.label} has {_count(len(data[wrong]), 'cell')} for {_count(width, 'column')}."
            )
        default = self.parameter.default
        given = default if is_table(default) else self.empty
        # what the app itself fills in is no mistake of a person, whatever the app says of its size
        if self.columns is not None and width not in (self.columns, len(given["headers"])):
            return f"{self.label} has {_count(self.columns, 'column')}; this has {width}."
        if self.rows is not None and len(data) != self.rows and data != given["data"]:
            return f"{self.label} has {_count(self.rows, 'row')}; this has {len(data)}."
        if value is default or not data:
            return None
        types = enumerate(self.types(headers))
        return next((problem for column, kind in types if (problem := self._column_problem(value, column, kind))), None)

    def _column_problem(self, value: Json, column: int, datatype: str) -> str | None:
        """What is wrong in a column. All cells are looked at in C: there may be millions."""
        cells = list(map(itemgetter(column), value["data"]))
        types = set(map(type, cells))
        fits, takes = _FITS.get(datatype, (None, ""))
        if fits is not None and not types <= fits:
            for number, cell in enumerate(cells):
                if type(cell) not in fits and cell != "":
                    told = json.dumps(cell, ensure_ascii=False, default=str)
                    told = told if len(told) <= 40 else told[:39] + "…"
                    return f"{self._place(value, number, column)} takes {takes}; {told} is none."
        finite = float not in types or (types <= {int, float} and all(map(math.isfinite, cells)))
        for number, cell in enumerate(() if finite else cells):
            if type(cell) is float and not math.isfinite(cell):
                return f"{self._place(value, number, column)} holds NaN or Infinity, which JSON does not have."
        return None

    def _place(self, value: Json, row: int, column: int) -> str:
        header = str(value["headers"][column])
        name = f"“{header[:40]}”" if header.strip() else str(column + 1)
        return f"Row {row + 1}, column {name} of {self.label}"

    def from_text(self, text: str) -> Json:
        """JSON (the value, a list of rows, a list of objects) or CSV, whose first line are the headers."""
        if text.lstrip()[:1] in ("{", "["):
            try:
                return self._from_json(json.loads(text))
            except json.JSONDecodeError:
                pass  # a CSV may begin so
        return self.from_csv(text)

    def from_files(self, files: list[LocalFile]) -> Json:
        if len(files) != 1:
            raise ValueError(f"{self.label} takes one CSV file; {len(files)} were given.")
        return self.from_file(files[0].path)

    def from_file(self, path: str) -> Json:
        """The table of a CSV file. ValueError, with a sentence, where there is none to be read."""
        name = Path(path).name
        try:
            if Path(path).stat().st_size > MOST_BYTES:
                raise ValueError(f"{name} is larger than {MOST_BYTES // 2**20} MB, too large for {self.label}.")
            data = Path(path).read_bytes()
        except OSError as error:
            raise ValueError(f"{name} cannot be read: {error.strerror or error}.") from None
        try:
            text = decoded(data)
        except ValueError:
            raise ValueError(f"{name} is no CSV: {self.label} takes a table as text.") from None
        return self.from_csv(text)

    def from_csv(self, text: str) -> Json:
        """The table of a CSV text. Its first line are the headers, unless a column of numbers has a number there."""
        try:
            records = read_csv(text)
        except ValueError as error:
            raise ValueError(f"{self.label} takes a table: {error}.") from None
        if not records:
            return self.empty
        width = len(records[0])
        if width > MOST_COLUMNS:
            raise ValueError(f"{self.label} cannot have {width:,} columns; {MOST_COLUMNS:,} are the most.")
        if self._is_data(records[0]):
            headers = [str(h) for h in self.headers[:width]] + [str(n + 1) for n in range(len(self.headers), width)]
        else:
            headers, records = list(records[0]), records[1:]
        return self.table(self.typed(records, headers), headers)

    def typed(self, records: TextRows, headers: Sequence[Json]) -> list[list[Json]]:
        """Rows of text as rows of cells, by the types of the columns."""
        columns = []
        for column, datatype in enumerate(self.types(headers)):
            texts = list(map(itemgetter(column), records))
            datatype = guessed(texts) if datatype == AUTO else datatype
            columns.append([cell_from(text, datatype) for text in texts] if datatype in _FITS else texts)
        return [list(cells) for cells in zip(*columns, strict=True)]

    def _is_data(self, record: list[str]) -> bool:
        return any(
            self.datatype(column) == "number" and number_from(text) is not None for column, text in enumerate(record)
        )

    def _from_json(self, value: Json) -> Json:
        if isinstance(value, dict) and "headers" in value and "data" in value:
            return {"metadata": None, **value}
        if isinstance(value, list) and value and all(isinstance(row, dict) for row in value):
            headers = list(dict.fromkeys(key for row in value for key in row))
            return self.table([[row.get(key) for key in headers] for row in value], headers)
        if isinstance(value, list) and all(isinstance(row, list) for row in value):
            width = max(map(len, value), default=len(self.headers))
            headers = [*self.headers[:width], *(str(number + 1) for number in range(len(self.headers), width))]
            return self.table(value, headers)
        raise ValueError(f"{self.label} takes headers and data, a list of rows, a list of objects, or CSV.")


def is_table(value: Json) -> bool:
    """Whether a value has headers and rows, whatever their lengths."""
    return (
        isinstance(value, dict)
        and isinstance(value.get("headers"), list)
        and isinstance(value.get("data"), list)
        and set(map(type, value["data"])) <= {list}
    )


def table_field(p: Parameter) -> Field:
    props = p.props
    counts = _counted(props.get("column_count")) or _counted(props.get("col_count"))
    default = p.default if is_table(p.default) else None
    headers = default["headers"] if default else props.get("headers")
    if not isinstance(headers, list):
        headers = [str(number + 1) for number in range(counts[0] if counts else 3)]
    types = props.get("datatype")
    static = props.get("static_columns")
    columns = _fixed(props, "column_limits", "column_count", "col_count")
    if static and columns is None:  # Gradio's page adds none beside columns that stay
        columns = len(headers)
    return TableField(
        "table",
        p,
        headers=tuple(header if isinstance(header, str | int | float) else str(header) for header in headers),
        datatypes=tuple(map(str, types)) if isinstance(types, list) else types if isinstance(types, str) else "str",
        rows=_fixed(props, "row_limits", "row_count"),
        columns=columns,
        static=frozenset(static) if isinstance(static, list) and all(type(n) is int for n in static) else frozenset(),
    )


def _fixed(props: Mapping[str, Json], limits: str, *counts: str) -> int | None:
    """The number that an app fixed: as a count, or on Gradio 6 by limits that are one number."""
    for name in counts:
        counted = _counted(props.get(name))
        if counted and counted[1]:
            return counted[0]
    both = props.get(limits)
    if not isinstance(both, list) or len(both) != 2 or type(both[0]) is not int or both[0] != both[1]:
        return None
    return both[0] if 0 <= both[0] <= MOST_COLUMNS else None


def _counted(prop: Json) -> tuple[int, bool] | None:
    """A count as Gradio says it, `[3, "fixed"]`: the number, and whether it is fixed."""
    if isinstance(prop, list) and len(prop) == 2 and type(prop[0]) is int and 0 <= prop[0] <= MOST_COLUMNS:
        return prop[0], prop[1] == "fixed"
    return None


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
