"""Tables as text: CSV of any common delimiter, and the tab-separated text of a spreadsheet's clipboard.

All cells are text here; what a column makes of them is `fields/cells`.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import sys
from collections.abc import Iterable, Sequence
from itertools import islice

TextRows = list[list[str]]
DELIMITERS = ",;\t|"
MOST_BYTES = 200 * 2**20
"""A larger file is not read: its cells would need some gigabytes of memory."""
_LOOKED_AT = 50
"""Records by which the delimiter is told."""
_SAMPLE = 65_536

csv.field_size_limit(min(sys.maxsize, 2**31 - 1))  # 128 kB a cell otherwise

_CELL = re.compile(r'"((?:[^"]|"")*)"(?=\t|\r\n|\r|\n|\Z)|[^\t\r\n]*')
_END = re.compile(r"\t|\r\n|\r|\n|\Z")


def decoded(data: bytes) -> str:
    """A file's text: by its byte order mark, else UTF-8, else Western European. ValueError where it is no text."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(encoding)
    if b"\0" in data[:_SAMPLE]:
        raise ValueError("it is no text")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def delimiter_of(text: str) -> str:
    """The delimiter of a CSV text: the one that gives its first records the same number of cells, and most of them.

    A comma where none does, as in a text of one column.
    """
    sample = text[:_SAMPLE]
    best, most = ",", (False, 0.0, 1)
    for delimiter in DELIMITERS:
        records = list(islice(_records(sample, delimiter), _LOOKED_AT))
        if len(sample) < len(text) and len(records) > 1:
            records.pop()  # it may be cut
        widths = [len(record) for record in records]
        if not widths:
            continue
        usual = max(set(widths), key=lambda width: (widths.count(width), width))
        # a mark of quotation without its other half: the cell was cut in two
        whole = all(cell.count('"') % 2 == 0 for record in records for cell in record)
        score = (whole, widths.count(usual) / len(widths), usual)
        if usual > 1 and score > most:
            best, most = delimiter, score
    return best


def read_csv(text: str, delimiter: str | None = None) -> TextRows:
    """The records of a CSV text, empty lines left out; each made as wide as the widest. ValueError where it is none."""
    text = text.removeprefix("\ufeff")
    try:
        records = list(_records(text, delimiter or delimiter_of(text)))
    except csv.Error as error:
        raise ValueError(f"it is no CSV: {error}") from None
    return _even(records)


def read_clipboard(text: str) -> TextRows:
    """The cells of a spreadsheet's clipboard. A cell in quotes is one only where it needs them.

    A spreadsheet quotes a cell with a tab or a newline in it; a cell that is merely a quotation keeps its marks.
    """
    rows: TextRows = [[]]
    at = 0
    while at < len(text):
        found = _CELL.match(text, at)
        assert found is not None  # it matches an empty cell
        quoted = found[1]
        if quoted is not None and re.search(r'[\t\r\n]|""', quoted):
            rows[-1].append(quoted.replace('""', '"'))
        else:
            rows[-1].append(found[0])
        end = _END.match(text, found.end())
        assert end is not None  # a cell ends at one
        at = end.end()
        if end[0] == "\t":
            if at == len(text):
                rows[-1].append("")
        elif at < len(text):
            rows.append([])
    return _even(rows if rows[0] else [])


def write_csv(rows: Iterable[Sequence[str]]) -> str:
    """CSV as RFC 4180 has it: commas, quotes where needed, CRLF."""
    out = io.StringIO(newline="")
    write = csv.writer(out).writerow
    for row in rows:  # writerows would not let another thread of the program run before the last one
        write(row)
    return out.getvalue()


def write_clipboard(rows: Iterable[Sequence[str]]) -> str:
    """Tab-separated text that a spreadsheet takes, and `read_clipboard` gives back unharmed."""
    return "\n".join("\t".join(map(_clipboard_cell, row)) for row in rows)


def _clipboard_cell(text: str) -> str:
    if text.startswith('"') or "\t" in text or "\n" in text or "\r" in text:
        return '"' + text.replace('"', '""') + '"'
    return text


def _records(text: str, delimiter: str) -> Iterable[list[str]]:
    lines = io.StringIO(text, newline="")
    return (record for record in csv.reader(lines, delimiter=delimiter) if record)


def _even(rows: TextRows) -> TextRows:
    widths = set(map(len, rows))
    if len(widths) > 1:
        widest = max(widths)
        for row in rows:
            row.extend([""] * (widest - len(row)))
    return rows
