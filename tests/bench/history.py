"""A history of 100,000 runs: kept, listed, searched and filtered, beside bare sqlite3 doing the same in one table.

The bare side writes one row a run in its own transaction, and reads the same number of rows by its time.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import tempfile
import time
import zlib
from collections.abc import Callable
from pathlib import Path

from tests.bench.timing import Row, alternate
from tests.library.history.runs import APP, ENDPOINT

from gradioscope.library.history import rows
from gradioscope.library.history.record import RunRecord, Wanted
from gradioscope.library.history.store import History

COUNT = 100_000
TURNS = 7
ADDED = 100
"""Runs kept in one turn."""
TEXT = "a red cat sits on the old roof and looks over the quiet town at night"
STATES = ("complete", "complete", "complete", "error", "cancelled")


def record(number: int) -> RunRecord:
    words = TEXT.split()
    text = " ".join(words[(number * step) % len(words)] for step in range(1, 13))
    return RunRecord(
        began=1_700_000_000.0 + number * 60,
        address="localhost:7860",
        app=APP,
        endpoint=ENDPOINT,
        values={"text": f"{text} {number}", "steps": number % 50},
        state=STATES[number % 5],  # type: ignore[arg-type]
        duration=number % 70 / 10,
        data=[f"painted: {text} " * 5],
    )


def timed(does: Callable[[], object]) -> float:
    began = time.perf_counter()
    does()
    return (time.perf_counter() - began) * 1000


def filled(path: Path) -> History:
    """A history with all runs, written in one go: only reading is measured in it."""
    history = History(path)
    history.count()
    connection = sqlite3.connect(path)
    for number in range(COUNT):
        rows.insert(connection, rows.packed(record(number), 1_000_000))
    connection.commit()
    connection.close()
    return history


def bare(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute(
        "CREATE TABLE runs (id INTEGER PRIMARY KEY, began REAL, url TEXT, endpoint TEXT, state TEXT, "
        "text TEXT, body BLOB)"
    )
    return connection


def bare_row(number: int) -> tuple[object, ...]:
    run = record(number)
    body = zlib.compress(json.dumps({"values": dict(run.values), "data": run.data}).encode(), 1)
    return run.began, run.app.url, run.endpoint.name, run.state, str(run.values), body


INSERT = "INSERT INTO runs (began, url, endpoint, state, text, body) VALUES (?, ?, ?, ?, ?, ?)"


def measure() -> list[Row]:
    folder = Path(tempfile.mkdtemp(prefix="gradioscope-history-"))
    try:
        return _measure(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _measure(folder: Path) -> list[Row]:
    history = filled(folder / "history.sqlite")
    plain = bare(folder / "bare.sqlite")
    plain.execute("BEGIN")
    plain.executemany(INSERT, map(bare_row, range(COUNT)))
    plain.execute("COMMIT")

    def add() -> None:
        for number in range(ADDED):
            history.add(record(number))

    def add_bare() -> None:
        for number in range(ADDED):
            plain.execute(INSERT, bare_row(number))

    def select(condition: str, *values: object) -> Callable[[], object]:
        statement = f"SELECT id, began, url, endpoint, state FROM runs {condition} ORDER BY id DESC LIMIT 100"
        return lambda: plain.execute(statement, values).fetchall()

    def first_start() -> None:
        again = History(folder / "history.sqlite")
        again.query()
        again.close()

    absent, frequent = Wanted(text="nowhere to be found"), Wanted(text="quiet roof")
    pairs: list[tuple[str, Callable[[], object], str, Callable[[], object], float]] = [
        (f"{ADDED} runs kept", add, "sqlite3, one table", add_bare, 16.0),
        ("first page of 100,000", history.query, "SELECT … LIMIT 100", select(""), 8.0),
        (
            "a search that finds nothing",
            lambda: history.query(absent),
            "SELECT … LIKE",
            select("WHERE text LIKE ?", "%nowhere to be found%"),
            4.0,
        ),
        (
            "a search that finds many",
            lambda: history.query(frequent),
            "SELECT … LIKE",
            select("WHERE text LIKE ?", "%quiet%"),
            10.0,
        ),
        (
            "failed runs of an endpoint",
            lambda: history.query(Wanted(url=APP.url, endpoint="/paint", state="error")),
            "SELECT … WHERE state",
            select("WHERE url = ? AND state = ?", APP.url, "error"),
            10.0,
        ),
    ]
    found = []
    for name, ours, peer_name, peer, goal in pairs:
        mine, other = alternate(TURNS, lambda ours=ours: timed(ours), lambda peer=peer: timed(peer))  # type: ignore[misc]
        found.append(Row(name, mine, peer_name, other, goal))
    (opened,) = alternate(TURNS, lambda: timed(first_start))
    found.append(Row("opened, and its first page", opened, "two frames at 60 Hz", 32.0, 1.0))
    history.close()
    plain.close()
    return found
