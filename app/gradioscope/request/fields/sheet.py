"""A table while it is edited: every edit gives another sheet, which shares the rows that stayed as they were.

So a table of 100,000 rows costs one list of references an edit, an undo step costs nothing, and what did not change
is told by identity.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from gradioscope.gradio.model import Json
from gradioscope.request.delimited import TextRows
from gradioscope.request.fields.cells import blank_cell, cell_from, cell_text
from gradioscope.request.fields.table import TableField, is_table

Row = list[Json]


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """Headers and rows, all rows as long as the headers. Its lists are never changed."""

    headers: list[Json]
    rows: list[Row]

    @property
    def width(self) -> int:
        return len(self.headers)

    def with_cell(self, row: int, column: int, value: Json) -> Sheet:
        return self.with_area(range(row, row + 1), {column: value})

    def with_area(self, area: range, cells: Mapping[int, Json]) -> Sheet:
        """The same cells, by column, in each of these rows."""
        rows = list(self.rows)
        for number in area:
            rows[number] = row = list(rows[number])
            for column, value in cells.items():
                row[column] = value
        return Sheet(self.headers, rows)

    def with_rows(self, at: int, new: Sequence[Row]) -> Sheet:
        return Sheet(self.headers, [*self.rows[:at], *new, *self.rows[at:]])

    def without_rows(self, gone: Collection[int]) -> Sheet:
        return Sheet(self.headers, [row for number, row in enumerate(self.rows) if number not in gone])

    def with_row_moved(self, start: int, to: int) -> Sheet:
        rows = list(self.rows)
        rows.insert(to, rows.pop(start))
        return Sheet(self.headers, rows)

    def with_columns(self, at: int, headers: Sequence[Json], blanks: Sequence[Json]) -> Sheet:
        rows = [[*row[:at], *blanks, *row[at:]] for row in self.rows]
        return Sheet([*self.headers[:at], *headers, *self.headers[at:]], rows)

    def without_columns(self, gone: Collection[int]) -> Sheet:
        kept = [column for column in range(self.width) if column not in gone]
        return Sheet([self.headers[column] for column in kept], [[row[column] for column in kept] for row in self.rows])

    def with_column_moved(self, start: int, to: int) -> Sheet:
        def moved(items: list[Json]) -> list[Json]:
            items = list(items)
            items.insert(to, items.pop(start))
            return items

        return Sheet(moved(self.headers), [moved(row) for row in self.rows])

    def renamed(self, column: int, name: str) -> Sheet:
        headers = list(self.headers)
        headers[column] = name
        return Sheet(headers, self.rows)

    def texts(self) -> TextRows:
        """Headers and cells as text."""
        return [[*map(cell_text, self.headers)], *([*map(cell_text, row)] for row in self.rows)]


def sheet_of(value: Json, field: TableField) -> Sheet:
    """What is shown of a value: rows filled up with blanks where the app fixed their number, or made them uneven."""
    if not is_table(value):
        value = field.empty
    headers, rows = value["headers"], value["data"]
    width = max(len(headers), max(map(len, rows), default=0))
    if width > len(headers):
        headers = [*headers, *[""] * (width - len(headers))]
    if set(map(len, rows)) - {width}:
        blank = blanks(field, headers)
        rows = [row if len(row) == width else [*row, *blank[len(row) :]] for row in rows if row]
    if field.rows is not None and len(rows) < field.rows <= _MOST_FILLED:
        rows = [*rows, *blank_rows(field, headers, field.rows - len(rows))]
    return Sheet(headers, rows)


_MOST_FILLED = 10_000
"""A fixed number of rows that is shown before a person wrote one: an app may say any."""


def blanks(field: TableField, headers: Sequence[Json]) -> Row:
    """A row in which nothing was written yet."""
    return [blank_cell(datatype) for datatype in field.types(headers)]


def blank_rows(field: TableField, headers: Sequence[Json], count: int) -> list[Row]:
    blank = blanks(field, headers)
    return [list(blank) for _ in range(count)]


@dataclass(frozen=True, slots=True)
class Pasted:
    """A sheet after a paste, and how much of what was pasted had no place in it."""

    sheet: Sheet
    rows: int
    columns: int
    left_rows: int = 0
    left_columns: int = 0


def paste(
    sheet: Sheet, field: TableField, row: int, column: int, texts: TextRows, takes: Callable[[int], bool]
) -> Pasted:
    """Writes texts from a cell on, rightwards and down; the table grows where its counts are not fixed.

    `takes` says whether a column is edited. What the app fixed cuts off the rest, which the answer tells.
    """
    width = len(texts[0]) if texts else 0
    most_wide = max(sheet.width, column + width) if field.columns is None else max(sheet.width, field.columns)
    most_rows = max(len(sheet.rows), row + len(texts)) if field.rows is None else max(len(sheet.rows), field.rows)
    wide = min(column + width, most_wide) - column
    high = min(row + len(texts), most_rows) - row
    if column + wide > sheet.width:
        new = [str(number + 1) for number in range(sheet.width, column + wide)]
        sheet = sheet.with_columns(sheet.width, new, blanks(field, [*sheet.headers, *new])[sheet.width :])
    rows = list(sheet.rows)
    if row + high > len(rows):
        rows += blank_rows(field, sheet.headers, row + high - len(rows))
    kinds = field.types(sheet.headers)
    types = [(at, kinds[at], offset) for offset, at in enumerate(range(column, column + wide)) if takes(at)]
    for number in range(high):
        cells, given = list(rows[row + number]), texts[number]
        for at, datatype, offset in types:
            cells[at] = cell_from(given[offset], datatype, cells[at])
        rows[row + number] = cells
    return Pasted(Sheet(sheet.headers, rows), high, wide, len(texts) - high, width - wide)
