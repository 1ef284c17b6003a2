"""What goes when the history reaches its limit: the oldest first, a tenth of it at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gradioscope.library.history.rows import used

if TYPE_CHECKING:
    from sqlite3 import Connection

ROW = 1000
"""Bytes a run takes besides its packed values, roughly."""
GOAL = 0.9
"""How much of the limit is left full, so that not every run has to make room."""


def over_limit(connection: Connection, limit: int) -> bool:
    return used(connection) > limit


def trim(connection: Connection, limit: int) -> None:
    """Delete the oldest runs. The newest stays, however large it is."""
    excess = used(connection) - int(limit * GOAL)
    newest = connection.execute("SELECT max(id) FROM runs").fetchone()[0]
    for run, size in connection.execute("SELECT id, size FROM runs ORDER BY id").fetchall():
        if excess <= 0 or run == newest:
            break
        connection.execute("DELETE FROM runs WHERE id = ?", (run,))
        excess -= size + ROW
    forget_unused(connection)


def trim_files(connection: Connection, limit: int) -> None:
    """Let go of the files of the oldest runs; those of the newest that has any stay."""
    statement = "SELECT coalesce(sum(size), 0) FROM (SELECT max(size) AS size FROM files GROUP BY name)"
    while int(connection.execute(statement).fetchone()[0]) > limit:
        oldest, newest = connection.execute("SELECT min(run), max(run) FROM files").fetchone()
        if oldest == newest:
            return
        connection.execute("DELETE FROM files WHERE run = ?", (oldest,))


def forget_unused(connection: Connection) -> None:
    """Descriptions that no run has any more."""
    connection.execute(
        "DELETE FROM descriptions WHERE NOT EXISTS (SELECT 1 FROM runs WHERE runs.description = descriptions.hash)"
    )


def give_back(connection: Connection) -> None:
    """Let the file shrink by what it does not need. Outside of a transaction."""
    connection.execute("PRAGMA incremental_vacuum").fetchall()
