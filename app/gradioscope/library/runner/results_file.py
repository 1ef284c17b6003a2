"""The results of rows in a file, row by row, so that a run can be ended at any moment and go on later.

Beside `results.csv` or `results.jsonl` are the folder `results files`, with the files of each row in a folder of its
number, and `results.csv.run`, the journal: what was run over what, then one line for each row that is done, with where
it ends in the file. A row is on the disk before the journal says so; what stands in the file after the last row of the
journal (half a row, rows that failed) is cut off when the run goes on.
"""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import tempfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Literal

from gradioscope.gradio.errors import WrongUse
from gradioscope.gradio.model import Json
from gradioscope.library.atomic import write_atomically
from gradioscope.request.fields.cells import cell_text

FORMAT = 1
SUFFIXES = (".csv", ".jsonl")
JOURNAL = ".run"
Form = Literal["csv", "jsonl"]


@dataclass(frozen=True, slots=True)
class About:
    """What a run was: it goes on only with the same."""

    request: str
    """Fingerprints."""
    input: str
    columns: tuple[str, ...]
    """Of the input, then of the returns; JSON Lines need the names of neither."""
    returns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """One row's result, as it is kept."""

    row: int
    input: Mapping[str, Json]
    status: str
    data: Sequence[Json]
    """Files in it are `{"$file": path}`, relative to the results."""
    error: str
    seconds: float


State = Literal["new", "resumable", "taken"]


def state_of(path: Path) -> State:
    """Whether results can be written there: nothing is there, a run that can go on, or something else."""
    if path.with_name(path.name + JOURNAL).exists():
        return "resumable"
    return "taken" if path.exists() or files_beside(path).exists() else "new"


def free_beside(path: Path, name: str, suffix: str = ".csv") -> Path:
    """A place for results in the folder of `path`, where nothing is yet."""
    number = 1
    while state_of(found := path.with_name(f"{name}{'' if number == 1 else f' {number}'}{suffix}")) != "new":
        number += 1
    return found


def files_beside(path: Path) -> Path:
    """The folder for the files of results."""
    return path.with_name(f"{path.stem} files")


def write_results(path: Path, about: About, records: Iterable[Record]) -> None:
    """All of these results at once, over whatever is there. Atomic. OSError, WrongUse for another ending."""
    form = _form(path)
    written = [_header(form, about), *(_encoded(form, about, record) for record in records)]
    write_atomically(path, b"".join(written))


class ResultsFile:
    """Not for the UI thread, and of one thread at a time. OSError where the disk is full; a context."""

    def __init__(self, path: Path, about: About, resume: bool) -> None:
        """WrongUse where the file is there already, or cannot be gone on with."""
        self.path = path.absolute()
        self.form = _form(path)
        self.files = files_beside(self.path)
        self.done: set[int] = set()
        """The rows that need not be run again."""
        self._about = about
        self._journal_path = self.path.with_name(self.path.name + JOURNAL)
        try:
            ends = self._resumed() if resume and self._journal_path.exists() else self._new()
            self._file: IO[bytes] = self.path.open("ab", buffering=0)
            self._journal: IO[bytes] = self._journal_path.open("ab", buffering=0)
        except OSError as error:
            raise WrongUse(
                f"{path} cannot be written.", f"{error.strerror or error}.", "Choose another place for the results."
            ) from error
        self._end = ends
        # the rows that failed: behind the others, where going on cuts them off
        self._failed = tempfile.SpooledTemporaryFile(max_size=1024 * 1024)  # noqa: SIM115 - closed with this

    def __enter__(self) -> ResultsFile:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def place(self, row: int) -> Path:
        """The folder for a row's files. What an interrupted run left there is gone."""
        folder = self.files / str(row)
        if folder.exists():
            shutil.rmtree(folder)
        return folder

    def add(self, record: Record, done: bool) -> int:
        """Keep a row's result; its bytes. One that is not `done` is run again when the run goes on."""
        line = _encoded(self.form, self._about, record)
        if not done:
            self._failed.write(line)
        else:
            self._append(line, record.row)
            self.done.add(record.row)
        return len(line)

    def close(self) -> None:
        """Write the rows that failed, and close."""
        if self._file.closed:
            return
        try:
            self._failed.seek(0)
            shutil.copyfileobj(self._failed, self._file)
            os.fsync(self._file.fileno())
        finally:
            self._failed.close()
            self._file.close()
            self._journal.close()

    # -- the two files

    def _append(self, line: bytes, row: int) -> None:
        _write(self._file, line)
        os.fsync(self._file.fileno())
        self._end += len(line)
        entry = {"row": row, "end": self._end, "crc": zlib.crc32(line)}
        _write(self._journal, json.dumps(entry, separators=(",", ":")).encode() + b"\n")

    def _new(self) -> int:
        for path in (self.path, self.files, self._journal_path):
            if path.exists():
                raise WrongUse(
                    f"{path} is there already.",
                    "Results are not written over others.",
                    "Resume that run, or choose another name.",
                )
        self.path.parent.mkdir(parents=True, exist_ok=True)
        header = _header(self.form, self._about)
        head = {"format": FORMAT, "start": len(header), "crc": zlib.crc32(header), **asdict(self._about)}
        # the journal first: with it alone a run can be begun again
        for path, content in ((self._journal_path, json.dumps(head).encode() + b"\n"), (self.path, header)):
            with path.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        return len(header)

    def _resumed(self) -> int:
        """Read the journal, see that the file is as it says, and cut off what comes after."""
        with self._journal_path.open("rb") as journal:
            *whole, _torn = journal.read().split(b"\n")  # the last is empty, or half a line
        if len(whole) < 2 and (not self.path.exists() or not self.path.stat().st_size):
            self._journal_path.unlink()  # it ended before it had begun
            self.path.unlink(missing_ok=True)
            return self._new()
        head = self._head(whole[0] if whole else b"")
        entries: list[tuple[int, int, int]] = []
        try:
            for line in whole[1:]:
                entry = json.loads(line)
                entries.append((entry["row"], entry["end"], entry["crc"]))
        except (ValueError, KeyError, TypeError):
            raise self._changed(f"{self._journal_path.name} cannot be read.") from None
        try:
            with self.path.open("rb") as file:
                at = head["start"]
                same = zlib.crc32(file.read(at)) == head["crc"]
                for row, end, crc in entries:
                    same = same and end > at and zlib.crc32(file.read(end - at)) == crc
                    at = end
                    self.done.add(row)
        except FileNotFoundError:
            raise self._changed(f"{self.path.name} is not there any more.") from None
        if not same:
            raise self._changed(f"Another program has changed {self.path.name}.")
        os.truncate(self.path, at)
        os.truncate(self._journal_path, sum(len(line) + 1 for line in whole))
        return int(at)

    def _head(self, line: bytes) -> dict[str, Json]:
        try:
            head = json.loads(line)
            if head["format"] != FORMAT:
                raise self._changed("It was written by another version of Gradioscope.")
            was = About(head["request"], head["input"], tuple(head["columns"]), tuple(head["returns"]))
        except (ValueError, KeyError, TypeError):
            raise self._changed(f"{self._journal_path.name} cannot be read.") from None
        if was != self._about:
            now = self._about
            if was.input != now.input or was.columns != now.columns:
                raise self._changed("The rows are not what they were.")
            what = "request, or what it is run with," if was.request != now.request else "app"
            raise self._changed(f"The {what} is not what it was.")
        found: dict[str, Json] = head
        return found

    def _changed(self, why: str) -> WrongUse:
        return WrongUse(
            f"The run of {self.path.name} cannot be resumed.",
            why,
            "Start a new one, with another name for the results.",
        )


def _form(path: Path) -> Form:
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise WrongUse(f"{path.name} is neither a CSV nor JSON Lines.", "", "Let its name end with .csv or .jsonl.")
    return "csv" if suffix == ".csv" else "jsonl"


def _header(form: Form, about: About) -> bytes:
    if form == "jsonl":
        return b""
    return _csv_line(_unique(["row", *about.columns, "status", *about.returns, "error", "seconds"]))


def _encoded(form: Form, about: About, record: Record) -> bytes:
    """A row as text."""
    seconds = round(record.seconds, 3)
    if form == "jsonl":
        line = {**asdict(record), "error": record.error or None, "seconds": seconds}
        return _json(line).encode() + b"\n"
    data = [*record.data, *[None] * len(about.returns)][: len(about.returns)]
    inputs = [record.input.get(name) for name in about.columns]
    cells = [record.row, *inputs, record.status, *data, record.error, seconds]
    return _csv_line([_cell(item) for item in cells])


def _write(file: IO[bytes], content: bytes) -> None:
    """All of it: a raw file may take a part, where the disk is nearly full."""
    rest = memoryview(content)
    while rest:
        rest = rest[file.write(rest) :]


def _cell(value: Json) -> str:
    if isinstance(value, dict) and value.keys() == {"$file"}:
        return str(value["$file"])
    return _json(value) if isinstance(value, dict | list) else cell_text(value)


def _json(value: Json) -> str:
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    except ValueError:
        text = json.dumps(json.loads(json.dumps(value), parse_constant=lambda _: None), ensure_ascii=False)
    return text.encode("utf-8", "replace").decode()


def _csv_line(cells: Sequence[str]) -> bytes:
    written = io.StringIO(newline="")
    csv.writer(written).writerow(cells)
    return written.getvalue().encode("utf-8", "replace")


def _unique(names: Sequence[str]) -> list[str]:
    found: list[str] = []
    for name in names:
        wanted, number = name, 2
        while wanted in found:
            wanted, number = f"{name} {number}", number + 1
        found.append(wanted)
    return found
