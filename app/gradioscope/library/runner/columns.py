"""Which column of the rows goes where in the request, and each cell as the value that its parameter takes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from gradioscope.gradio.errors import WrongUse
from gradioscope.gradio.model import Endpoint, Json, LocalFile
from gradioscope.library.runner.rows import FILE, Row, Rows
from gradioscope.request.fields import Field, field_for
from gradioscope.request.file_types import fits, local_problem, too_large, types_text
from gradioscope.request.opening import shaped
from gradioscope.request.template import steps

TEXTS = ("text", "code", "markdown", "html", "color", "datetime")
"""Kinds of fields that take a cell's text as it is, an empty one too."""
FILES = ("file", "files", "image", "image_editor", "image_pair", "gallery", "audio", "video", "model3d")
"""Kinds of fields for which a cell names a file, or an http(s) address."""
MOST_PROBLEMS = 20


class RowsWrong(WrongUse):
    """Rows cannot be sent as they are; nothing was. `problems` has the first MOST_PROBLEMS sentences."""

    def __init__(self, problems: Iterable[str], count: int) -> None:
        self.problems = tuple(problems)
        noun = "One row cannot" if count == 1 else f"{count:,} rows cannot".replace(",", " ")
        more = count - len(self.problems)
        lines = [*self.problems, *([f"… and {more} more."] if more > 0 else [])]
        super().__init__(f"{noun} be sent.", "\n".join(lines), "Correct them, or map the columns otherwise.")


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each column goes."""

    parameters: Mapping[str, str]
    """Parameter to column."""
    variables: tuple[str, ...] = ()
    """Columns that the request uses as `{{column}}`."""
    unused: tuple[str, ...] = ()


def columns_for(
    rows: Rows, asked: Iterable[str], endpoint: Endpoint, chosen: Mapping[str, str] | None = None, *, only: bool = False
) -> Columns:
    """Columns the request uses as variables are those; others give the parameter of their name. `asked` are all the
    variables that it uses.

    A folder's files go to the only parameter that takes files, where the request does not say otherwise. `chosen`,
    parameter to column, goes before all that; with `only` no other parameter gets a column. WrongUse for a name that
    is none, or where no column is used at all.
    """
    chosen = dict(chosen or {})
    names = {item.name for item in endpoint.parameters}
    for parameter, column in chosen.items():
        if parameter not in names:
            raise _unknown(f"{endpoint.name} has no parameter {parameter}", "It takes", names)
        if column not in rows.columns:
            raise _unknown(f"{rows.path.name} has no column {column}", "It has", rows.columns)
    # {{file.name}} asks for that column; {{word.length}}, where there is no such column, for a part of `word`
    wanted = {name if name in rows.columns else str(steps(name)[0]) for name in asked}
    variables = [column for column in rows.columns if column in wanted]
    by_name = {} if only else {item: item for item in rows.columns if item in names and item not in variables}
    parameters = by_name | chosen
    if not only and rows.form == "folder" and FILE not in variables and FILE not in parameters.values():
        takes = [item.name for item in endpoint.parameters if item.kind in FILES]
        if len(takes) > 1:
            raise WrongUse(
                f"It is not clear where the files of {rows.path.name} go.",
                f"{endpoint.name} takes files as {', '.join(takes)}.",
                f"Map the column `{FILE}` to one of them, or write {{{{{FILE}}}}} in the request.",
            )
        parameters |= {takes[0]: FILE} if takes else {}
    used = {*parameters.values(), *variables}
    if not used:
        raise WrongUse(
            f"None of the columns of {rows.path.name} is used.",
            f"They are {_some(rows.columns)}; {endpoint.name} takes {_some(sorted(names)) or 'no values'}, and the "
            "request has no such variables.",
            "Name columns as parameters are, write {{column}} in the request, or map them.",
        )
    return Columns(parameters, tuple(variables), tuple(item for item in rows.columns if item not in used))


def fitting(rows: Rows, columns: Columns, fields: Mapping[str, Field]) -> tuple[Rows, int]:
    """The rows of a folder whose files are of a type that their parameter takes, and how many are left out.

    A folder of pictures often has a text beside them. WrongUse where nothing is left.
    """
    types = [
        tuple(getattr(fields[parameter], "file_types", ()))
        for parameter, item in columns.parameters.items()
        if item == FILE
    ]
    kept = tuple(name for name in rows.files if all(fits(name, each) for each in types))
    if len(kept) == len(rows.files):
        return rows, 0
    if not kept:
        raise WrongUse(
            f"No file in {rows.path.name} is of a type that the parameter takes.",
            f"It takes {types_text(types[0])}.",
            "Choose another folder, or map the files to another parameter.",
        )
    return replace(rows, files=kept, fingerprint=f"{rows.fingerprint} {len(kept)}"), len(rows.files) - len(kept)


@dataclass(frozen=True, slots=True)
class Cells:
    """One row's cells as they are sent: parameters' values, and values of variables."""

    values: Mapping[str, Json]
    given: Mapping[str, Json]


def cells(row: Row, rows: Rows, columns: Columns, fields: Mapping[str, Field], limit: int | None = None) -> Cells:
    """ValueError, with a sentence, where a cell is not what its parameter takes. `limit`: bytes a file may have."""
    values: dict[str, Json] = {}
    for parameter, column in columns.parameters.items():
        field = fields[parameter]
        if column not in row.values:
            continue
        cell = row.values[column]
        if rows.texts:
            if cell == "" and field.kind not in TEXTS:
                continue
            cell = _from_text(cell, field, rows)
        value = shaped(field, cell)
        problem = field.check(value) or too_large(value, limit)
        if problem:
            raise ValueError(problem)
        values[parameter] = value
    return Cells(values, {name: value for name, value in row.values.items() if isinstance(name, str)})


def check_rows(rows: Rows, columns: Columns, endpoint: Endpoint, limit: int | None = None) -> int:
    """How many rows there are. RowsWrong, after all were looked at, where some cannot be sent.

    Not for the UI thread.
    """
    fields = {item.name: field_for(item) for item in endpoint.parameters}
    required = {item.name for item in endpoint.parameters if item.required}
    problems: list[str] = []
    count = wrong = 0
    for row in rows:
        count += 1
        try:
            found = cells(row, rows, columns, fields, limit)
            for name in columns.parameters.keys() & required - found.values.keys():
                raise ValueError(f"{fields[name].label} is required, and the cell is empty.")
        except ValueError as error:
            wrong += 1
            if len(problems) < MOST_PROBLEMS:
                problems.append(f"Row {row.number} ({row.place}): {error}")
    if wrong:
        raise RowsWrong(problems, wrong)
    if not count:
        raise WrongUse(f"There are no rows in {rows.path.name}.", "It has the names of columns alone.", "Add some.")
    return count


def _from_text(cell: str, field: Field, rows: Rows) -> Json:
    if field.kind in TEXTS:
        return field.from_text(cell) if field.kind == "color" else cell
    if field.kind in FILES and not cell.startswith(("http://", "https://")):
        file = LocalFile(str(rows.folder / cell))
        if problem := local_problem(file):
            raise ValueError(problem)
        return field.from_files([file])
    if cell.lstrip()[:1] in ("[", "{"):
        try:
            return json.loads(cell)
        except (ValueError, RecursionError):
            if field.kind not in ("choice", "choices", "label", "highlighted_text"):
                raise ValueError(f"{field.label} takes JSON here; {cell[:40]!r} is none.") from None
    return field.from_text(cell)


def _unknown(what: str, has: str, names: Iterable[str]) -> WrongUse:
    listed = _some(names)
    return WrongUse(f"{what}.", f"{has} {listed}." if listed else "There is none at all.", "Choose one of them.")


def _some(names: Iterable[str]) -> str:
    listed = list(names)
    return ", ".join(listed[:12]) + (", …" if len(listed) > 12 else "")
