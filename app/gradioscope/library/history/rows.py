"""The statements of the history: records to rows, and back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gradioscope.gradio.errors import Explanation
from gradioscope.gradio.model import App, Endpoint, Json
from gradioscope.gradio.stored import app_as_json, app_from_json
from gradioscope.library.history.packed import pack, unpack
from gradioscope.library.history.record import KnownApp, RunRecord, RunSummary, Wanted
from gradioscope.request.saving import value_as_json, value_from_json

if TYPE_CHECKING:
    from sqlite3 import Connection

SEARCHED = 2000
"""Characters of a run's values that a search looks through."""
NOT_KEPT = "The values were too large to be kept."
_LINE = "runs.id, began, address, url, title, version, endpoint, state, duration, queued, error, path, environment"


@dataclass(frozen=True, slots=True)
class Packed:
    """A record as it is written."""

    line: tuple[Any, ...]
    text: str
    bodies: tuple[bytes, bytes, bytes]
    description: tuple[str, bytes]


def packed(record: RunRecord, largest: int) -> Packed:
    """Most of the work of keeping a run. A result of more than `largest` bytes is left out, and that is noted."""
    app = replace(record.app, endpoints=(record.endpoint,), hidden=(), app_id="", username=None, page="", left_out=())
    described = json.dumps(app_as_json(app), sort_keys=True, separators=(",", ":"), default=str).encode()
    description = sha256(described).hexdigest()[:32]
    values = _plain(record.values)
    request: dict[str, Json] = {"session": record.session, "stream": record.stream}
    whole = {"values": values, **request} | ({"written": _plain(record.written)} if record.written else {})
    error: Json = asdict(record.error) if record.error is not None else None
    note = f"{record.note} {NOT_KEPT}".strip()
    bodies = (
        _fitting(largest, whole, {"values": {}, **request}),
        _fitting(largest, list(record.events), []),
        _fitting(
            largest,
            {"data": record.data, "error": error, "raw": record.raw, "note": record.note},
            {"data": None, "error": error, "raw": None, "note": note},
        ),
    )
    line = (
        record.began,
        *map(_storable, (record.address, app.url, app.title, app.version, record.endpoint.name)),
        record.state,
        record.duration,
        record.queued,
        _storable(record.error.what if record.error is not None else ""),
        *map(_storable, (record.path, record.environment)),
        description,
        sum(map(len, bodies)),
    )
    return Packed(line, _searched(record, values), bodies, (description, pack(json.loads(described))))


def insert(connection: Connection, row: Packed) -> int:
    """The new run's id."""
    connection.execute("INSERT OR IGNORE INTO descriptions VALUES (?, ?)", row.description)
    cursor = connection.execute(
        "INSERT INTO runs (began, address, url, title, version, endpoint, state, duration, queued, error, path, "
        "environment, description, size) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        row.line,
    )
    run = cursor.lastrowid
    assert run is not None
    connection.execute("INSERT INTO texts VALUES (?, ?)", (run, row.text))
    connection.execute("INSERT INTO bodies VALUES (?, ?, ?, ?)", (run, *row.bodies))
    return run


def insert_file(connection: Connection, run: int, source: str, name: str, size: int) -> bool:
    """Whether the run is still there to have a file."""
    if connection.execute("SELECT 1 FROM runs WHERE id = ?", (run,)).fetchone() is None:
        connection.execute("INSERT OR IGNORE INTO loose VALUES (?)", (name,))
        return False
    connection.execute("DELETE FROM files WHERE run = ? AND source = ?", (run, _storable(source)))
    connection.execute("INSERT INTO files VALUES (?, ?, ?, ?)", (run, _storable(source), name, size))
    return True


# -- lists


def select(connection: Connection, wanted: Wanted, before: RunSummary | None, count: int) -> list[RunSummary]:
    source, conditions, values = _where(wanted)
    if before is not None:
        conditions += " AND runs.id < ?"
        values.append(before.id)
    statement = f"SELECT {_LINE} FROM {source} WHERE {conditions} ORDER BY runs.id DESC LIMIT ?"  # noqa: S608
    return [RunSummary(*row) for row in connection.execute(statement, (*values, count))]


def select_one(connection: Connection, run: int) -> RunSummary | None:
    statement = f"SELECT {_LINE} FROM runs WHERE id = ? AND removed = 0"  # noqa: S608
    row = connection.execute(statement, (run,)).fetchone()
    return RunSummary(*row) if row is not None else None


def count(connection: Connection, wanted: Wanted) -> int:
    source, conditions, values = _where(wanted)
    found: int = connection.execute(f"SELECT count(*) FROM {source} WHERE {conditions}", values).fetchone()[0]  # noqa: S608
    return found


def apps(connection: Connection) -> list[KnownApp]:
    # of a group with max(), SQLite takes the other columns from the row that has it: the title used last
    statement = "SELECT url, title, count(*), max(id) FROM runs WHERE removed = 0 GROUP BY url ORDER BY max(id) DESC"
    return [KnownApp(url, title, runs) for url, title, runs, _ in connection.execute(statement)]


def endpoints(connection: Connection, url: str) -> list[str]:
    conditions, values = ("url = ? AND removed = 0", (url,)) if url else ("removed = 0", ())
    statement = f"SELECT DISTINCT endpoint FROM runs WHERE {conditions} ORDER BY endpoint"  # noqa: S608
    return [name for (name,) in connection.execute(statement, values)]


def sizes(connection: Connection) -> tuple[int, int]:
    runs = used(connection)
    files = "SELECT coalesce(sum(size), 0) FROM (SELECT max(size) AS size FROM files GROUP BY name)"
    return runs, int(connection.execute(files).fetchone()[0])


def used(connection: Connection) -> int:
    """Bytes of the file that hold something."""
    pages, free, size = (
        int(connection.execute(f"PRAGMA {name}").fetchone()[0])
        for name in ("page_count", "freelist_count", "page_size")
    )
    return (pages - free) * size


# -- one run


def select_whole(connection: Connection, run: int) -> tuple[Any, ...] | None:
    """All of a run, still packed; for `unpacked`."""
    row = connection.execute(
        f"SELECT {_LINE}, app, request, events, result FROM runs JOIN bodies ON bodies.run = runs.id "  # noqa: S608
        "JOIN descriptions ON descriptions.hash = runs.description WHERE runs.id = ?",
        (run,),
    ).fetchone()
    if row is None:
        return None
    files = connection.execute("SELECT source, name FROM files WHERE run = ?", (run,)).fetchall()
    return (*row, files)


def unpacked(row: tuple[Any, ...], path_of: Callable[[str], Path]) -> RunRecord | None:
    """The record of `select_whole`; None where it is damaged. Files that are gone are left out."""
    *line, app, request, events, result, files = row
    summary = RunSummary(*line)
    try:
        app = app_from_json(unpack(app))
        request, events, result = unpack(request), unpack(events), unpack(result)
        return RunRecord(
            began=summary.began,
            address=summary.address,
            app=app,
            endpoint=_endpoint(app, summary.endpoint),
            values={name: value_from_json(value) for name, value in request["values"].items()},
            written={name: value_from_json(value) for name, value in request.get("written", {}).items()},
            state=summary.state,
            duration=summary.duration,
            queued=summary.queued,
            session=request["session"],
            stream="result" if request["stream"] == "result" else "queue",
            events=tuple(events),
            data=result["data"],
            error=Explanation(**result["error"]) if result["error"] is not None else None,
            raw=result["raw"],
            note=result["note"],
            path=summary.path,
            environment=summary.environment,
            files={source: path for source, name in files if (path := path_of(name)).is_file()},
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _endpoint(app: App, name: str) -> Endpoint:
    found = app.endpoint(name)
    if found is None:
        raise ValueError("The endpoint is not among the app's.")
    return found


# -- forgetting


def hide(connection: Connection, runs: Sequence[int] | Wanted, removal: int) -> int:
    """How many runs were taken out of the lists."""
    if not isinstance(runs, Wanted):
        one = "UPDATE runs SET removed = ? WHERE id = ? AND removed = 0"
        return sum(connection.execute(one, (removal, run)).rowcount for run in runs)
    source, conditions, values = _where(runs)
    chosen = f"UPDATE runs SET removed = ? WHERE id IN (SELECT runs.id FROM {source} WHERE {conditions})"  # noqa: S608
    return connection.execute(chosen, (removal, *values)).rowcount


def show(connection: Connection, removal: int) -> int:
    return connection.execute("UPDATE runs SET removed = 0 WHERE removed = ?", (removal,)).rowcount


def delete_hidden(connection: Connection, removals: Sequence[int], older: int) -> None:
    """Delete what these removals took away, and what any did that is older than a number."""
    for removal in removals:
        connection.execute("DELETE FROM runs WHERE removed = ?", (removal,))
    connection.execute("DELETE FROM runs WHERE removed > 0 AND removed < ?", (older,))


def delete_before(connection: Connection, began: float) -> int:
    """How many runs were deleted. Newer ones cannot be before older ones in the list but by a clock set back."""
    return connection.execute("DELETE FROM runs WHERE began < ?", (began,)).rowcount


def take_loose_files(connection: Connection) -> list[str]:
    """The names of copies that no run has any more; told once."""
    found = connection.execute("SELECT name FROM loose WHERE name NOT IN (SELECT name FROM files)").fetchall()
    connection.execute("DELETE FROM loose")
    return [name for (name,) in found]


# -- inside


def _where(wanted: Wanted) -> tuple[str, str, list[Any]]:
    """Tables, conditions and their values."""
    conditions = ["removed = 0"]
    values: list[Any] = []
    for column, value in (("url", wanted.url), ("endpoint", wanted.endpoint), ("state", wanted.state)):
        if value:
            conditions.append(f"{column} = ?")
            values.append(_storable(value))
    if wanted.since is not None:
        conditions.append("began >= ?")
        values.append(wanted.since)
    if wanted.until is not None:
        conditions.append("began < ?")
        values.append(wanted.until)
    words = _storable(wanted.text).casefold().split()
    conditions += ["instr(text, ?) > 0"] * len(words)
    source = "runs JOIN texts ON texts.run = runs.id" if words else "runs"
    return source, " AND ".join(conditions), [*values, *words]


def _fitting(largest: int, whole: Json, instead: Json) -> bytes:
    """The value packed, or the one in its stead where it is too large or nested too deep."""
    try:
        found = pack(whole)
    except ValueError:
        return pack(instead)
    return found if len(found) <= largest else pack(instead)


def _plain(values: Mapping[str, Json]) -> dict[str, Json]:
    try:
        return {name: value_as_json(value) for name, value in values.items()}
    except RecursionError:
        return {}


def _searched(record: RunRecord, values: dict[str, Json]) -> str:
    """Everything a search finds a run by, in one text."""
    app = record.app
    parts = [record.endpoint.name, app.title, app.url, record.address, record.path, record.environment]
    if record.error is not None:
        parts.append(record.error.what)
    room = SEARCHED
    for text in _texts(values):
        parts.append(text[:room])
        room -= len(text)
        if room <= 0:
            break
    return _storable("\n".join(parts)).casefold()


def _texts(value: Json) -> Iterator[str]:
    """The texts and numbers in a value, in reading order."""
    waiting = [value]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting.extend(reversed(value.values()))
        elif isinstance(value, list):
            waiting.extend(reversed(value))
        elif isinstance(value, str):
            yield value
        elif value is not None and not isinstance(value, bool):
            yield str(value)


def _storable(text: str) -> str:
    """Without halves of surrogate pairs, which are no text to SQLite."""
    return text.encode("utf-8", "replace").decode()
