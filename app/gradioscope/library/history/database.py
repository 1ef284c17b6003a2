"""The history's file: opened whatever state it is in, and what went wrong with it, for the person.

A damaged one is set aside, one of a newer version is not touched, and where none can be kept the history lives
in memory. Nothing here raises for such reasons.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from gradioscope.library.atomic import set_aside
from gradioscope.library.history.schema import MIGRATIONS, migrate, version_of

if TYPE_CHECKING:
    from sqlite3 import Connection, Error

_T = TypeVar("_T")

PATIENCE_MS = 5000
"""How long a write waits for another window's."""
MEMORY = ":memory:"


class Database:
    """Not for the UI thread. `work` may be called from any other, one at a time: the caller holds the lock."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection: Connection | None = None
        self._notice = ""
        self._told: set[str] = set()
        self.in_memory = False
        """Whether what is kept now ends with the window."""

    def take_notice(self) -> str:
        """Empty, or what went wrong since it was asked last, in sentences for the person; each is told once."""
        notice, self._notice = self._notice, ""
        return notice

    def work(self, does: Callable[[Connection], _T], otherwise: _T) -> _T:
        """Do something in the history; `otherwise` where it could not be done, and then there is a notice.

        Where the file turns out to be damaged it is set aside, and the work is done in a new one.
        """
        import sqlite3

        for _ in range(2):
            try:
                return does(self._opened())
            except sqlite3.Error as error:
                self._roll_back()
                if not _damaged(error) or self.in_memory:
                    self._tell("write", f"The history could not be kept: {_why(error)}.")
                    return otherwise
                self._set_aside()
        return otherwise

    def write(self, does: Callable[[Connection], _T], otherwise: _T) -> _T:
        """As `work`, in one transaction that other windows see whole or not at all."""

        def inside(connection: Connection) -> _T:
            connection.execute("BEGIN IMMEDIATE")
            found = does(connection)
            connection.execute("COMMIT")
            return found

        return self.work(inside, otherwise)

    def close(self) -> None:
        import sqlite3

        if self._connection is not None:
            try:
                self._connection.close()
            except sqlite3.Error:
                pass  # what was written stays in the journal, and the next to open it takes it over
            self._connection = None

    # -- opening

    def _opened(self) -> Connection:
        if self._connection is None:
            self._connection = self._open()
        return self._connection

    def _open(self) -> Connection:
        import sqlite3

        for _ in range(2):
            try:
                connection = self._connect(str(self.path))
            except OSError as error:
                return self._open_memory(f"{self.path} cannot be used: {error.strerror or error}.")
            except sqlite3.Error as error:
                if not _damaged(error):
                    return self._open_memory(f"{self.path} cannot be used: {_why(error)}.")
                self._set_aside()
                continue
            if version_of(connection) > len(MIGRATIONS):
                connection.close()
                return self._open_memory(f"{self.path} was written by a newer Gradioscope and is left as it is.")
            return connection
        return self._open_memory(f"{self.path} is damaged and could not be set aside.")

    def _open_memory(self, why: str) -> Connection:
        self._tell("open", f"{why} Runs are kept until the window closes.")
        self.in_memory = True
        return self._connect(MEMORY)

    def _connect(self, name: str) -> Connection:
        """A connection with this version's tables, or to a newer one's. OSError, sqlite3.Error."""
        import sqlite3

        if name != MEMORY:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            # made by us, as SQLite's would be readable by everybody; its journal takes the same mode
            os.close(os.open(name, os.O_RDWR | os.O_CREAT, 0o600))
        connection = sqlite3.connect(name, timeout=PATIENCE_MS / 1000, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("PRAGMA auto_vacuum = INCREMENTAL")  # counts for a new file alone, before its journal
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA journal_size_limit = 16777216")
            # what a person cleared is gone from the file, too
            connection.execute("PRAGMA secure_delete = ON")
            migrate(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    # -- trouble

    def _roll_back(self) -> None:
        import sqlite3

        if self._connection is not None and self._connection.in_transaction:
            try:
                self._connection.execute("ROLLBACK")
            except sqlite3.Error:
                self.close()

    def _set_aside(self) -> None:
        self.close()
        try:
            aside = set_aside(self.path)
            for ending in ("-wal", "-shm"):
                journal = self.path.with_name(self.path.name + ending)
                if journal.exists():
                    os.replace(journal, aside.with_name(aside.name + ending))
        except OSError as error:
            self._tell("open", f"{self.path} is damaged and could not be set aside: {error.strerror or error}.")
            return
        self._tell("damaged", f"The history was damaged; it is kept as {aside}, and a new one is begun.")

    def _tell(self, about: str, sentence: str) -> None:
        if about not in self._told:
            self._told.add(about)
            self._notice = f"{self._notice} {sentence}".strip()


def _damaged(error: Error) -> bool:
    """Whether SQLite says that the file is broken or no database, not that it is in use, full or out of reach."""
    import sqlite3

    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _why(error: Error) -> str:
    return str(error) or type(error).__name__
