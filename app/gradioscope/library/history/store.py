"""The history: runs are added, listed, searched, looked at and forgotten."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gradioscope.library.history import rows
from gradioscope.library.history.database import Database
from gradioscope.library.history.files import KeptFiles
from gradioscope.library.history.record import KnownApp, RunRecord, RunSummary, Wanted
from gradioscope.library.history.trimming import forget_unused, give_back, over_limit, trim, trim_files

if TYPE_CHECKING:
    from sqlite3 import Connection

MEGABYTE = 1024 * 1024
LIMIT = 500 * MEGABYTE
FILES_LIMIT = 500 * MEGABYTE
PAGE = 100
EVERYTHING = Wanted()
ABANDONED = 3600.0
"""Seconds after which what another window removed is deleted for good, as it can hardly be put back any more."""


class History:
    """Safe in several threads, but none of them the UI's: it reads and writes a file, and waits for other windows.

    The file is opened by the first use. Nothing raises because of it: where something cannot be kept or read, the
    answer is empty, and `take_notice` says once what happened.
    """

    def __init__(self, path: Path, *, limit: int = LIMIT, files_limit: int = FILES_LIMIT) -> None:
        """`path` of the database; the files are kept in `history-files` beside it. Limits in bytes."""
        self.limit = limit
        self.files_limit = files_limit
        self.age_limit: float | None = None
        """Seconds for which runs are kept; None for as long as there is room."""
        self._database = Database(path)
        self._files = KeptFiles(path.with_name("history-files"))
        self._busy = threading.RLock()
        self._removals: list[int] = []

    def take_notice(self) -> str:
        """Empty, or what went wrong since it was asked last, for the person."""
        with self._busy:
            return self._database.take_notice()

    @property
    def in_memory(self) -> bool:
        """Whether what is kept now ends with the window, for a reason that the notice told."""
        return self._database.in_memory

    # -- keeping

    def add(self, record: RunRecord) -> int | None:
        """Keep a run; its id, or None where it could not be kept. The oldest go where the limit is reached."""
        row = rows.packed(record, self.limit // 4)  # before the lock, as it is most of the work
        with self._busy:
            found = self._database.write(lambda connection: rows.insert(connection, row), None)
            if found is not None and self._database.work(lambda connection: over_limit(connection, self.limit), False):
                self._database.write(lambda connection: trim(connection, self.limit), None)
                self._tidy()
        return found

    def keep_file(self, run: int, source: str, path: Path) -> Path | None:
        """Keep a copy of a file that a run returned; `source` is its path on the app's server.

        None where it is larger than a quarter of the limit, or could not be kept.
        """
        try:
            if path.stat().st_size > self.files_limit // 4:
                return None
            name, size = self._files.keep(path)
        except OSError:
            return None
        with self._busy:
            kept = self._database.write(lambda connection: rows.insert_file(connection, run, source, name, size), False)
            self._database.write(lambda connection: trim_files(connection, self.files_limit), None)
            self._tidy()
        return self._files.path(name) if kept else None

    # -- reading

    def query(
        self, wanted: Wanted = EVERYTHING, *, before: RunSummary | None = None, count: int = PAGE
    ) -> list[RunSummary]:
        """Runs, newest first; with `before`, those that follow it in the list."""
        with self._busy:
            return self._database.work(lambda connection: rows.select(connection, wanted, before, count), [])

    def count(self, wanted: Wanted = EVERYTHING) -> int:
        """How many runs there are of that kind."""
        with self._busy:
            return self._database.work(lambda connection: rows.count(connection, wanted), 0)

    def summary(self, run: int) -> RunSummary | None:
        """A run as a line of the list; None for one that is gone."""
        with self._busy:
            return self._database.work(lambda connection: rows.select_one(connection, run), None)

    def get(self, run: int) -> RunRecord | None:
        """A run with all that is kept of it; None for one that is gone, or cannot be read."""
        with self._busy:
            found = self._database.work(lambda connection: rows.select_whole(connection, run), None)
        return rows.unpacked(found, self._files.path) if found is not None else None

    def apps(self) -> list[KnownApp]:
        """The apps that have runs, the one used last first."""
        with self._busy:
            return self._database.work(rows.apps, [])

    def endpoints(self, url: str = "") -> list[str]:
        """The endpoints that have runs, of one app or of all, by name."""
        with self._busy:
            return self._database.work(lambda connection: rows.endpoints(connection, url), [])

    def changes(self) -> int:
        """A number that is another one after another window has changed something."""

        def ask(connection: Connection) -> int:
            found: int = connection.execute("PRAGMA data_version").fetchone()[0]
            return found

        with self._busy:
            return self._database.work(ask, 0)

    def size(self) -> tuple[int, int]:
        """Bytes that runs take, and bytes that kept files take."""
        with self._busy:
            return self._database.work(rows.sizes, (0, 0))

    # -- forgetting

    def remove(self, runs: Sequence[int] | Wanted) -> int:
        """Take runs out of every list, by their ids or by their kind. A number for `put_back`, or 0 for none.

        They are deleted for good by `forget_removed`, which closing does too.
        """
        with self._busy:
            number = time.time_ns()  # no other window has it, and it tells when
            done = self._database.write(lambda connection: rows.hide(connection, runs, number), 0)
            if done:
                self._removals.append(number)
            return number if done else 0

    def put_back(self, removal: int) -> int:
        """Undo a removal; how many runs came back."""
        with self._busy:
            return self._database.write(lambda connection: rows.show(connection, removal), 0)

    def expire(self) -> int:
        """Delete what is older than it may become, for good; how many runs that were."""
        if self.age_limit is None:
            return 0
        oldest = time.time() - self.age_limit
        with self._busy:
            gone = self._database.write(lambda connection: rows.delete_before(connection, oldest), 0)
            if gone:
                self._database.write(forget_unused, None)
                self._tidy()
        return gone

    def forget_removed(self) -> None:
        """Delete what was removed, for good, its files too."""
        with self._busy:
            removals, self._removals = self._removals, []
            older = time.time_ns() - int(ABANDONED * 1e9)
            self._database.write(lambda connection: rows.delete_hidden(connection, removals, older), None)
            self._database.write(forget_unused, None)
            self._tidy()

    def close(self) -> None:
        """The window goes."""
        with self._busy:
            if self._removals:
                self.forget_removed()
            self._database.close()

    def _tidy(self) -> None:
        """Delete copies that no run has any more, and make the file smaller."""
        try:
            self._files.forget(self._database.write(rows.take_loose_files, []))
        except OSError:
            pass  # on Windows another window may show one; it stays until all files are cleared
        self._database.work(give_back, None)
