"""What both kinds of runs share on screen: the head with Run and Cancel in one place, the live table, a row whole."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from gradioscope.gradio.errors import Explanation, GradioscopeError
from gradioscope.library.runner.ran import Ran
from gradioscope.library.runner.running import Runner
from gradioscope.window import theme
from gradioscope.window.parts import (
    Banner,
    Button,
    ElidedLabel,
    EmptyState,
    Hairline,
    IconButton,
    ProgressLine,
    Splitter,
)
from gradioscope.window.request_tab.status import seconds_text
from gradioscope.window.runs.details import RunDetails
from gradioscope.window.runs.model import NOT_WELL, RunRow
from gradioscope.window.runs.table import RunRowsTable
from gradioscope.window.runs.way import WindowWay
from gradioscope.window.surroundings import Surroundings
from gradioscope.window.tasks import Tasks

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FRAME = 33
"""Milliseconds between two looks at what has gathered: rows come thousands a second."""
SHOWN = 300
"""Characters of an outcome in the table."""
KEPT = 5000
KEPT_BYTES = 200 * 1024 * 1024
"""Results that are kept whole to be looked at: how many, and how large together."""
MOST = 100_000
"""Rows of the table; of a longer run the rest is counted, and in the file of the results."""


class RunPage(QWidget):
    """Signals: `openAsked(object)` a row's request, as a Path or a SavedRequest; `noticed(str)`; `stateChanged(str)`
    a word of `request_tab/status.State`, for the tab's sign."""

    openAsked = Signal(object)
    noticed = Signal(object)
    stateChanged = Signal(object)

    def __init__(self, surroundings: Surroundings, title: str, what: str, parent: QWidget | None = None) -> None:
        """`what` the rows are: `Request`, or `Row`."""
        super().__init__(parent)
        self.surroundings = surroundings
        self.title = title
        self.what = what
        self.tasks = Tasks(self)
        self.runner: Runner | None = None
        self.total = 0
        self._new: list[RunRow] = []
        self._changed: dict[int, RunRow] = {}
        self._counts: dict[str, int] = {}
        self._beyond = 0
        self._kept = self._kept_bytes = 0
        self._began = 0.0
        self._took = ""
        self._saying = ""
        self._flusher = QTimer(self)
        self._flusher.setInterval(FRAME)
        self._flusher.timeout.connect(self.flush)
        self.head = ElidedLabel(title, "title")
        self.count = ElidedLabel("", "meta", "muted")
        self.only = QCheckBox("Failures only")
        self.only.setToolTip(f"Show only each {what.lower()} that failed, or came to something else than expected.")
        self.save_button = IconButton("save", "Save results…")
        self.save_button.setEnabled(False)
        self.run_button = Button("Run", "primary", "run")
        self.progress = ProgressLine()
        self.banner = Banner()
        self.banner.hide()
        self.table = RunRowsTable(what)
        self.details = RunDetails(surroundings)
        self.empty = EmptyState("run", "")
        self.hint = EmptyState("info", f"Choose a {what.lower()} to see what it came to.")
        self.setup = QVBoxLayout()
        self.setup.setContentsMargins(0, theme.S1, 0, 0)
        self._lists = QStackedWidget()
        self._lists.addWidget(self.table)
        self._lists.addWidget(self.empty)
        self._side = QStackedWidget()
        self._side.addWidget(self.hint)
        self._side.addWidget(self.details)
        self._arrange()
        self.run_button.clicked.connect(self.run_or_cancel)
        self.save_button.clicked.connect(self._ask_where)
        self.only.toggled.connect(self._narrow)
        self.table.chosen.connect(self._show_row)
        self.table.opened.connect(self._open)
        self.details.openAsked.connect(self._open)
        self.details.noticed.connect(self.noticed.emit)

    # -- what a kind of run says

    async def follow(self, runner: Runner) -> None:
        """Run, telling `came` and `ended`. GradioscopeError goes into the banner."""
        raise NotImplementedError

    def ready(self) -> str:
        """Why it cannot be run now; empty where it can."""
        return ""

    def run_text(self) -> str:
        """What the button says after a run."""
        return "Run again"

    def take_focus(self) -> None:
        """Where a person begins on this page."""
        self.table.setFocus()

    def opened_as(self, row: RunRow) -> object:
        """What opening a row leads to."""
        raise NotImplementedError

    def sent(self, row: RunRow) -> Any:
        """What of a row is shown as its input; None for nothing."""
        return None

    def files_of(self, row: RunRow) -> Mapping[str, Path]:
        """The files of a row that were saved, by path on the server."""
        return {}

    def write(self, path: Path) -> None:
        """Write the results that are kept, in a thread."""
        raise NotImplementedError

    # -- run and cancel

    @property
    def busy(self) -> bool:
        return self.runner is not None

    def run_or_cancel(self, _: object = None) -> None:
        if self.runner is not None:
            self.cancel()
        else:
            self.run()

    def run(self) -> None:
        if self.runner is not None:
            return
        if why := self.ready():
            self.tell(Explanation(why))
            return
        runner = self.runner = Runner(WindowWay(self.surroundings))
        self.banner.hide()
        self._counts = {}
        self._beyond = self._kept = self._kept_bytes = 0
        self._began = time.perf_counter()
        self._took = self._saying = ""
        self.prepare()
        self.table.begin()
        self.run_button.setText("Cancel")
        self.run_button.set_icon("stop")
        self.run_button.set_kind("secondary")
        self.progress.set_busy()
        self._flusher.start()
        self.stateChanged.emit("Running")
        # the window's task, and the runner's end told to it when the page is closed: the apps have to hear of that
        self.destroyed.connect(partial(_stop, runner))
        self.surroundings.tasks.start(f"run {id(runner)}", self._run(runner))

    def cancel(self) -> None:
        if self.runner is not None:
            self.runner.stop()
            self.say("Cancelling…")

    def prepare(self) -> None:
        """The table as it is when a run begins."""
        self.table.run_rows.clear()

    def forget(self) -> None:
        """Another input: the table is empty, and nothing was run yet."""
        self.table.run_rows.clear()
        self._counts = {}
        self.total = 0
        self._began = 0.0
        self.save_button.setEnabled(False)

    async def _run(self, runner: Runner) -> None:
        import asyncio

        problem: Explanation | None = None
        try:
            await self.follow(runner)
        except GradioscopeError as error:
            if not runner.stopped:
                problem = error.explanation
        except OSError as error:
            problem = Explanation(
                "The results cannot be written any more.",
                f"{error.strerror or error}.",
                "Make room and run it again: it goes on where it ended.",
            )
        finally:
            await asyncio.to_thread(runner.close)
            if isValid(self):
                self._over(runner, problem)

    def _over(self, runner: Runner, problem: Explanation | None) -> None:
        self.runner = None
        self._took = seconds_text(time.perf_counter() - self._began)
        self._flusher.stop()
        self.flush()
        self.progress.set_idle()
        self.run_button.setText(self.run_text())
        self.run_button.set_icon("run")
        self.run_button.set_kind("primary")
        self.save_button.setEnabled(any(row.ran for row in self.table.run_rows.rows))
        bad = sum(self._counts.get(state, 0) for state in NOT_WELL)
        stopped = runner.stopped
        self._saying = "Cancelled" if stopped and problem is None else ""
        self._count()
        if problem is not None:
            self.tell(problem)
        failed = problem is not None or bad > 0
        self.stateChanged.emit("Failed" if failed else "Cancelled" if stopped else "Complete")

    def tell(self, problem: Explanation) -> None:
        """Something that concerns the whole run."""
        self.banner.set_explanation(Explanation(problem.what, problem.why, problem.do, details=problem.details))
        self.banner.show()

    def say(self, text: str) -> None:
        """What happens just now, beside the counts."""
        self._saying = text
        self._count()

    # -- rows

    def came(self, row: RunRow) -> None:
        """A row that is in the table from now on."""
        if len(self.table.run_rows.rows) + len(self._new) >= MOST:
            self._beyond += 1
        else:
            self._new.append(row)

    def ended(self, row: RunRow, ran: Ran, text: str, size: int = 0) -> None:
        """`size` is that of its result in bytes, about."""
        row.state = ran.word
        row.text = text
        row.seconds = ran.outcome.seconds
        if self._kept < KEPT and self._kept_bytes + size < KEPT_BYTES:
            self._kept += 1
            self._kept_bytes += size
            row.ran = ran
        self._counts[row.state] = self._counts.get(row.state, 0) + 1
        self.changed(row)

    def changed(self, row: RunRow) -> None:
        self._changed[id(row)] = row

    def flush(self) -> None:
        """Put what has gathered on the screen."""
        new, self._new = self._new, []
        changed, self._changed = list(self._changed.values()), {}
        if new or changed:
            self.table.take(new, changed)
            current = self.table.current
            if current is not None and current.ran is not None and any(row is current for row in changed):
                self._show_row(current)
        done = sum(self._counts.values())
        if self.runner is not None and self.total and done:
            self.progress.set_fraction(done / self.total)
        if self.runner is not None or new or changed:
            self._count()

    def show_lists(self, sentence: str = "", action: str = "") -> None:
        """The table; or, with a sentence, that in its place."""
        if sentence:
            self.empty.set_sentence(sentence, action)
        self._lists.setCurrentWidget(self.empty if sentence else self.table)

    def _count(self) -> None:
        done = sum(self._counts.values())
        if not self._began:
            self.count.setText(self._saying)
            return
        parts = [f"{done:,} of {self.total:,}" if self.total else f"{done:,}"]
        parts += [f"{count:,} {word}" for word, count in self._counts.items() if word != "complete"]
        parts.append(self._took or seconds_text(time.perf_counter() - self._began))
        if self._beyond:
            parts.append(f"{self._beyond:,} more in the results")
        self.count.setText(" · ".join([*([self._saying] if self._saying else []), *filter(None, parts)]))

    def _narrow(self, only: bool) -> None:
        current = self.table.current
        self.table.run_rows.show_only_not_well(only)
        if current is not None:
            self.table.choose(current)
        if self.table.current is None:
            self._side.setCurrentWidget(self.hint)

    def _show_row(self, row: RunRow | None) -> None:
        if row is None:
            self._side.setCurrentWidget(self.hint)
            return
        self.details.show_row(row, self.sent(row), self.files_of(row))
        self._side.setCurrentWidget(self.details)

    def _open(self, row: RunRow) -> None:
        self.openAsked.emit(self.opened_as(row))

    # -- saving

    def _ask_where(self) -> None:
        dialog = QFileDialog(self, "Save results")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(["CSV (*.csv)", "JSON Lines (*.jsonl)"])
        dialog.setDefaultSuffix("csv")
        dialog.filterSelected.connect(partial(_suit, dialog))
        dialog.fileSelected.connect(self.save_to)
        dialog.open()

    def save_to(self, path: str) -> None:
        self.tasks.start("save", self._save(path))

    async def _save(self, name: str) -> None:
        import asyncio
        from pathlib import Path

        try:
            await asyncio.to_thread(self.write, Path(name))
        except GradioscopeError as error:
            self.noticed.emit(str(error))
        except OSError as error:
            self.noticed.emit(f"{name} cannot be written: {error.strerror or error}. Choose another place.")
        else:
            self.noticed.emit(f"Saved {name}")

    # -- inside

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(theme.S4, theme.S3, theme.S3, theme.S2)
        top.setSpacing(theme.S3)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self.head)
        names.addWidget(self.count)
        top.addLayout(names, 1)
        top.addWidget(self.only)
        top.addWidget(self.save_button)
        top.addWidget(self.run_button)
        message = QVBoxLayout()
        message.setContentsMargins(theme.S4, 0, theme.S4, 0)
        message.addWidget(self.banner)
        split = Splitter(Qt.Orientation.Horizontal)
        split.addWidget(self._lists)
        split.addWidget(self._side)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.setSizes([600, 400])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.progress)
        column.addLayout(message)
        column.addLayout(self.setup)
        column.addWidget(Hairline())
        column.addWidget(split, 1)


def _stop(runner: Runner, _gone: QObject | None = None) -> None:
    runner.stop()


def _suit(dialog: QFileDialog, chosen: str) -> None:
    dialog.setDefaultSuffix("jsonl" if "jsonl" in chosen else "csv")
