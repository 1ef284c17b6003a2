"""What is done to a table in a thread: taking a paste apart, writing a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gradioscope.request.delimited import read_clipboard, write_csv
from gradioscope.request.fields import TableField
from gradioscope.request.fields.sheet import Pasted, Sheet, paste


@dataclass(frozen=True, slots=True)
class PastedAt:
    """A paste, and the cell it began at."""

    pasted: Pasted
    row: int
    column: int


def take_apart(
    sheet: Sheet, field: TableField, rows: range, columns: range, text: str, takes: Callable[[int], bool]
) -> PastedAt:
    """The clipboard's text from the selection's first cell on; in all of the selection where it is one cell."""
    texts = read_clipboard(text)
    row, column = (rows.start, columns.start) if rows and columns else (len(sheet.rows), 0)
    if len(texts) == 1 and len(texts[0]) == 1 and rows and columns:
        texts = [texts[0] * len(columns) for _ in rows]
    return PastedAt(paste(sheet, field, row, column, texts, takes), row, column)


def write_file(sheet: Sheet, path: str) -> str:
    """Writes a CSV file, and gives the sentence that tells it. ValueError with one where it cannot be."""
    try:
        Path(path).write_text(write_csv(sheet.texts()), encoding="utf-8", errors="replace", newline="")
    except OSError as error:
        raise ValueError(f"{Path(path).name} is not saved: {error.strerror or error}.") from None
    return f"Saved as {Path(path).name}."
