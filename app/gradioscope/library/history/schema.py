"""The tables of the history, and how an older version's become this one's.

runs          a line of the list each, small: a list of 100,000 is read without anything else
texts         what a search looks through
bodies        values, events and result of a run, packed; read when somebody looks at it
descriptions  the app and its endpoint as they were, packed, each once
files         which returned files are kept, by content
loose         files that some run no longer has, to be deleted if no other has them
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite3 import Connection

_FIRST = """
CREATE TABLE runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    began REAL NOT NULL,
    address TEXT NOT NULL,
    url TEXT NOT NULL,
    title TEXT NOT NULL,
    version TEXT NOT NULL,
    endpoint TEXT NOT NULL,
    state TEXT NOT NULL,
    duration REAL NOT NULL,
    queued REAL,
    error TEXT NOT NULL,
    path TEXT NOT NULL,
    environment TEXT NOT NULL,
    description TEXT NOT NULL,
    size INTEGER NOT NULL,
    removed INTEGER NOT NULL DEFAULT 0
);

CREATE INDEX runs_by_app ON runs (url, endpoint, id);

CREATE INDEX runs_by_state ON runs (state, id);

CREATE INDEX runs_by_description ON runs (description);

CREATE INDEX runs_removed ON runs (removed) WHERE removed > 0;

CREATE TABLE texts (run INTEGER PRIMARY KEY REFERENCES runs ON DELETE CASCADE, text TEXT NOT NULL);

CREATE TABLE bodies (
    run INTEGER PRIMARY KEY REFERENCES runs ON DELETE CASCADE,
    request BLOB NOT NULL,
    events BLOB NOT NULL,
    result BLOB NOT NULL
);

CREATE TABLE descriptions (hash TEXT PRIMARY KEY, app BLOB NOT NULL) WITHOUT ROWID;

CREATE TABLE files (
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    source TEXT NOT NULL,
    name TEXT NOT NULL,
    size INTEGER NOT NULL,
    PRIMARY KEY (run, source)
) WITHOUT ROWID;

CREATE INDEX files_by_name ON files (name);

CREATE TABLE loose (name TEXT PRIMARY KEY) WITHOUT ROWID;

CREATE TRIGGER files_loosened AFTER DELETE ON files BEGIN
    INSERT OR IGNORE INTO loose VALUES (old.name);
END;
"""

MIGRATIONS: tuple[str, ...] = (_FIRST,)
"""What leads from each version to the next; a history of version n has had the first n."""


def version_of(connection: Connection) -> int:
    """The version of a history's tables; 0 for an empty file."""
    found: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return found


def migrate(connection: Connection) -> None:
    """Bring the tables to this version, all or nothing; two processes may try at once. sqlite3.Error."""
    if version_of(connection) >= len(MIGRATIONS):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        for number in range(version_of(connection), len(MIGRATIONS)):
            for statement in MIGRATIONS[number].strip().split("\n\n"):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
