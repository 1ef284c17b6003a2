"""The rows that a request is run over: a CSV, JSON Lines, or a folder of files. Read as they are needed, never whole.

Nothing here is for the UI thread.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Literal

from gradioscope.gradio.errors import WrongUse
from gradioscope.gradio.model import Json, LocalFile
from gradioscope.library.collection.names import natural
from gradioscope.request.delimited import delimiter_of

Form = Literal["csv", "jsonl", "folder"]
FILE = "file"
"""The column of a folder: each file itself. `file.name`, `file.stem` and `file.path` are about it."""
_BLOCK = 256 * 1024
_SAMPLE = 65_536
_JSONL = (".jsonl", ".ndjson")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_MOST_COLUMNS = 10_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `values` are texts from a CSV, JSON values from JSON Lines; one that is missing says nothing."""

    number: int
    """From 1, in the order of the input."""
    values: Mapping[str, Json]
    place: str = ""
    """Where it is, for a person: `line 3`, or a file's name."""


@dataclass(frozen=True)
class Rows:
    """The input. Iterate as often as wished; each time it is read anew."""

    path: Path
    form: Form
    columns: tuple[str, ...]
    """For JSON Lines those of the first lines; others may follow."""
    fingerprint: str
    """The same for the same content."""
    encoding: str = "utf-8"
    delimiter: str = ","
    files: tuple[str, ...] = field(default=(), repr=False)
    """For a folder, paths below it."""

    @property
    def texts(self) -> bool:
        """Whether values are texts whose type the parameter says."""
        return self.form == "csv"

    @property
    def folder(self) -> Path:
        """What relative paths in it are relative to."""
        return self.path if self.form == "folder" else self.path.parent

    def __iter__(self) -> Iterator[Row]:
        """WrongUse for a line that cannot be read, or a file that has gone."""
        match self.form:
            case "csv":
                return self._csv()
            case "jsonl":
                return self._lines()
            case "folder":
                return self._files()

    def first(self, count: int) -> list[Row]:
        return list(islice(self, count))

    def _csv(self) -> Iterator[Row]:
        number = 0
        for line, record in _records(self.path, self.encoding, self.delimiter):
            if line == 0:
                continue  # the header
            number += 1
            if len(record) > len(self.columns):
                raise WrongUse(
                    f"Row {number} of {self.path.name} has more cells than there are columns.",
                    f"In line {line} there are {len(record)} cells, in the first line {len(self.columns)}.",
                    "Put cells with a delimiter in them between quotation marks.",
                )
            yield Row(number, dict(zip(self.columns, record, strict=False)), f"line {line}")

    def _lines(self) -> Iterator[Row]:
        number = 0
        with _opened(self.path) as file:
            for at, line in enumerate(file, 1):
                if line.strip():
                    number += 1
                    yield Row(number, _object(line, at, self.path), f"line {at}")

    def _files(self) -> Iterator[Row]:
        for number, name in enumerate(self.files, 1):
            path = self.path / name
            about = {f"{FILE}.name": path.name, f"{FILE}.stem": path.stem, f"{FILE}.path": Path(name).as_posix()}
            yield Row(number, {FILE: LocalFile(str(path)), **about}, name)


def open_rows(path: Path) -> Rows:
    """Look at the input. WrongUse where it cannot be read as one."""
    path = Path(os.path.abspath(path))
    if path.is_dir():
        return _folder(path)
    digest, encoding, start = _scanned(path)
    if path.suffix.lower() in _JSONL or (path.suffix.lower() not in (".csv", ".tsv") and start.lstrip()[:1] == b"{"):
        columns: dict[str, None] = {}
        for row in Rows(path, "jsonl", (), digest).first(100):
            columns.update(dict.fromkeys(row.values))
        if not columns:
            raise _empty(path, "It has no objects in it.")
        return Rows(path, "jsonl", tuple(columns), digest)
    delimiter = delimiter_of(start.decode(encoding, "ignore").removeprefix("\ufeff"))
    header = next((record for _, record in _records(path, encoding, delimiter)), [])
    return Rows(path, "csv", _columns(header, path), digest, encoding, delimiter)


def _scanned(path: Path) -> tuple[str, str, bytes]:
    """The content's digest, its encoding, and its beginning."""
    digest = hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-8")()
    utf8, start = True, b""
    with _opened(path) as file:
        while block := file.read(_BLOCK):
            start = start or block[:_SAMPLE]
            digest.update(block)
            if utf8:
                try:
                    decoder.decode(block)
                except UnicodeDecodeError:
                    utf8 = False
    encoding = next((name for mark, name in _BOMS if start.startswith(mark)), "utf-8" if utf8 else "cp1252")
    if b"\0" in start and not encoding.startswith("utf-16"):
        raise _empty(path, "It is no text.")
    return digest.hexdigest(), encoding, start


def _opened(path: Path) -> Any:
    try:
        return path.open("rb")
    except OSError as error:
        raise WrongUse(f"{path} cannot be read.", f"{error.strerror or error}.", "Check its name.") from error


def _records(path: Path, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Line and cells of each record, the header's line being 0."""
    _opened(path).close()
    with path.open(encoding=encoding, errors="strict" if encoding != "cp1252" else "replace", newline="") as file:
        reader = csv.reader(file, delimiter=delimiter)
        header = True
        try:
            for record in reader:
                if record:
                    yield (0 if header else reader.line_num), record
                    header = False
        except (csv.Error, UnicodeDecodeError) as error:
            raise WrongUse(
                f"{path.name} cannot be read as a CSV.", f"Line {reader.line_num}: {error}.", "Correct it there."
            ) from error


def _columns(header: Sequence[str], path: Path) -> tuple[str, ...]:
    names = [name.strip().removeprefix("\ufeff") for name in header]
    if not any(names):
        raise _empty(path, "Its first line should name the columns, and there is none.")
    if len(names) > _MOST_COLUMNS:
        raise _empty(path, f"It has {len(names)} columns.")
    for number, name in enumerate(names, 1):
        if not name or names.index(name) != number - 1:
            why = f"The name {name} is there twice" if name else f"Column {number} has no name"
            raise WrongUse(
                f"{path.name} cannot be used.", f"{why}.", "Give each column in the first line its own name."
            )
    return tuple(names)


def _object(line: bytes, at: int, path: Path) -> dict[str, Json]:
    def wrong(why: str) -> WrongUse:
        return WrongUse(
            f"{path.name} cannot be read as JSON Lines.",
            f"Line {at}: {why}.",
            'Write an object a line: {"name": "value"}.',
        )

    try:
        text = line.decode("utf-8-sig" if at == 1 else "utf-8")
        value = json.loads(text, parse_constant=_no_constant)
        json.dumps(value, ensure_ascii=False).encode()  # halves of characters, which JSON can say and UTF-8 cannot
    except RecursionError:
        raise wrong("It is nested too deep") from None
    except ValueError as error:  # UnicodeError is one
        raise wrong(f"{error}".rstrip(".")) from None
    if not isinstance(value, dict):
        raise wrong("It is no object")
    return {name: _with_files(item, path.parent) for name, item in value.items()}


def _no_constant(name: str) -> Json:
    raise ValueError(f"JSON has no {name}")


def _with_files(value: Json, folder: Path) -> Json:
    """The value with each {"$file": "path"} in it as LocalFile."""
    if isinstance(value, dict):
        if value.keys() == {"$file"} and isinstance(value["$file"], str):
            return LocalFile(str(folder / value["$file"]))
        return {key: _with_files(item, folder) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_files(item, folder) for item in value]
    return value


def _folder(path: Path) -> Rows:
    found: list[str] = []
    digest = hashlib.sha256()
    for place, folders, names in os.walk(path):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [os.path.relpath(os.path.join(place, name), path) for name in names if not name.startswith(".")]
    found = sorted((name for name in found if (path / name).is_file()), key=lambda name: natural(Path(name).as_posix()))
    if not found:
        raise _empty(path, "There are no files in it.")
    for name in found:
        about = (path / name).stat()
        digest.update(f"{name}\0{about.st_size}\0{about.st_mtime_ns}\0".encode("utf-8", "surrogateescape"))
    columns = (FILE, f"{FILE}.name", f"{FILE}.stem", f"{FILE}.path")
    return Rows(path, "folder", columns, digest.hexdigest(), files=tuple(found))


def _empty(path: Path, why: str) -> WrongUse:
    return WrongUse(
        f"There are no rows in {path}.", why, "Name a CSV with the columns in its first line, JSON Lines, or a folder."
    )
