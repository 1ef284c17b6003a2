"""The history as a page among the tabs: search, narrow, look at one run or compare two."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from gradioscope.library.history.record import KnownApp, RunRecord, RunSummary, Wanted
from gradioscope.library.history.store import PAGE, History
from gradioscope.window import theme
from gradioscope.window.history.chart import MOST, DurationChart
from gradioscope.window.history.comparison import Comparison, compare
from gradioscope.window.history.details import NOT_KEPT, Details
from gradioscope.window.history.filters import Filters
from gradioscope.window.history.table import RunTable
from gradioscope.window.keeping import Keeping
from gradioscope.window.parts import Button, EmptyState, Hairline, Label, Splitter
from gradioscope.window.parts.preview import size as in_bytes
from gradioscope.window.tasks import Tasks

NOTHING_YET = "Each run appears here with its values, events and result. Run a request to begin."
NOTHING_FOUND = "No run matches."
CHOOSE = "Choose a run to see it; choose two to compare them."
CHOOSE_OTHER = "Choose the run to compare with."


class HistoryPage(QWidget):
    """Signals: `asked(str, RunSummary)` what the sidebar's menu offers, too; `deleteAsked(list of int)`,
    `clearAsked(None)`, `noticed(str)`."""

    asked = Signal(object, object)
    deleteAsked = Signal(object)
    clearAsked = Signal(object)
    noticed = Signal(object)

    def __init__(self, keeping: Keeping, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keeping = keeping
        self._tasks = Tasks(self)
        self._other: RunSummary | None = None
        self._pair: tuple[RunSummary, RunSummary] | None = None
        self.count = Label("", "meta", "muted")
        self.private = QCheckBox("Private mode")
        self.private.setToolTip("Runs are not kept while this is on.")
        self.private.setChecked(keeping.private)
        self.clear_button = Button("Clear…", "quiet", "trash", compact=True)
        self.filters = Filters()
        self.table = RunTable()
        self.chart = DurationChart()
        self.chart.hide()
        self.details = Details()
        self.comparison = Comparison()
        self.empty = EmptyState("history", NOTHING_YET)
        self.hint = EmptyState("info", CHOOSE)
        self._side = QStackedWidget()
        for page in (self.hint, self.details, self.comparison):
            self._side.addWidget(page)
        self._lists = QStackedWidget()
        self._lists.addWidget(self.table)
        self._lists.addWidget(self.empty)
        self._arrange()
        self.filters.changed.connect(self._narrowed)
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(partial(self.asked.emit, "open"))
        self.table.deleteAsked.connect(self._delete)
        self.table.moreAsked.connect(self._more)
        self.table.customContextMenuRequested.connect(self.show_menu)
        self.chart.picked.connect(self._pick)
        self.details.asked.connect(self._act)
        self.details.copyAsked.connect(self._copy)
        self.comparison.closeAsked.connect(self._close_comparison)
        self.comparison.swapAsked.connect(self._swap)
        self.hint.actionTriggered.connect(self._compare_chosen)
        self.private.toggled.connect(keeping.set_private)
        self.clear_button.clicked.connect(partial(self.clearAsked.emit, None))
        keeping.privacyChanged.connect(self.private.setChecked)
        keeping.added.connect(self.reload)
        keeping.changed.connect(self.reload)
        self.reload()

    def take_focus(self) -> None:
        self.filters.search.setFocus()

    def compare_with(self, run: RunSummary) -> None:
        """The next run that is chosen is compared with this one."""
        self._other = run
        self.table.clearSelection()
        self.hint.set_sentence(f"{run.endpoint}: {CHOOSE_OTHER}")
        self._left.show()
        self._side.setCurrentWidget(self.hint)
        self.table.setFocus()

    # -- the list

    def reload(self, _: object = None) -> None:
        """Read what is listed again, as far as it was read."""
        self._tasks.start("list", self._reload(max(PAGE, len(self.table.runs.runs))))

    def _narrowed(self, _: object) -> None:
        self.table.scrollToTop()
        self._tasks.start("list", self._reload(PAGE))

    async def _reload(self, count: int) -> None:
        wanted = self.filters.wanted()

        def read(history: History) -> tuple[list[RunSummary], int, list[KnownApp], list[str], int]:
            apps, names = history.apps(), history.endpoints(wanted.url)
            return history.query(wanted, count=count), history.count(wanted), apps, names, sum(history.size())

        runs, total, apps, names, size = await self._keeping.ask(read)
        self.filters.offer(apps, names)
        self.table.show_runs(runs, whole=len(runs) < count)
        everything = sum(app.runs for app in apps)
        shown = f"{total:,} of {everything:,}" if total != everything else f"{everything:,}"
        self.count.setText(f"{shown} run{'' if everything == 1 else 's'} · {in_bytes(size)}")
        self.empty.set_sentence(NOTHING_FOUND if everything else NOTHING_YET)
        self._lists.setCurrentWidget(self.table if runs else self.empty)
        self.clear_button.setEnabled(everything > 0)
        self._show_chart()

    def _more(self, last: RunSummary) -> None:
        self._tasks.start("list", self._read_on(last))

    async def _read_on(self, last: RunSummary) -> None:
        wanted = self.filters.wanted()
        runs = await self._keeping.ask(lambda history: history.query(wanted, before=last))
        self.table.append(runs, whole=len(runs) < PAGE)

    # -- what is chosen

    def _chosen(self, runs: list[RunSummary]) -> None:
        if self._other is not None and len(runs) == 1 and runs[0].id != self._other.id:
            other, self._other = self._other, None
            self.compare(other, runs[0])
        elif len(runs) == 1:
            if self._other is None:
                self._tasks.start("side", self._show_run(runs[0]))
        else:
            self.hint.set_sentence(f"{len(runs)} runs chosen." if runs else CHOOSE, "Compare" if len(runs) == 2 else "")
            self._side.setCurrentWidget(self.hint)
        self._show_chart()

    async def _show_run(self, run: RunSummary) -> None:
        past = await self._keeping.ask(lambda history: history.get(run.id))
        if past is None:
            self.hint.set_sentence("That run cannot be read any more.")
            self._side.setCurrentWidget(self.hint)
            return
        self.details.show_run(run, past)
        self._left.show()
        self._side.setCurrentWidget(self.details)

    def _pick(self, run: RunSummary) -> None:
        """A run of the chart: chosen in the table where it is listed, shown in any case."""
        if not self.table.choose({run.id}):
            self.table.clearSelection()
            self._tasks.start("side", self._show_run(run))

    def _copy(self, files: list[tuple[Path, str]], folder: Path) -> None:
        self._tasks.start("copy", self._copy_files(files, folder))

    async def _copy_files(self, files: list[tuple[Path, str]], folder: Path) -> None:
        import asyncio

        from gradioscope.library.history.files import copy_out

        if not files:
            self.noticed.emit(NOT_KEPT)
        for path, name in files:
            try:
                self.noticed.emit(f"Saved {await asyncio.to_thread(copy_out, path, folder, name)}")
            except OSError as error:
                self.noticed.emit(
                    f"{name} cannot be saved in {folder}: {error.strerror or error}. Choose another folder."
                )

    # -- comparing

    def compare(self, left: RunSummary, right: RunSummary) -> None:
        self._pair = (left, right)
        self._tasks.start("side", self._compare(left, right))

    async def _compare(self, left: RunSummary, right: RunSummary) -> None:
        import asyncio

        def read(history: History) -> tuple[RunRecord | None, RunRecord | None]:
            return history.get(left.id), history.get(right.id)

        one, other = await self._keeping.ask(read)
        if one is None or other is None:
            self.hint.set_sentence("One of the runs cannot be read any more.")
            self._side.setCurrentWidget(self.hint)
            return
        compared = await asyncio.to_thread(compare, one, other)
        self.comparison.show_runs(left, right, compared)
        self._left.hide()  # two sides need all the width there is
        self._side.setCurrentWidget(self.comparison)

    def _compare_chosen(self) -> None:
        runs = self.table.chosen_runs()
        if len(runs) == 2:
            self.compare(runs[1], runs[0])  # the older one at the left

    def _swap(self, _: object) -> None:
        if self._pair is not None:
            self.compare(self._pair[1], self._pair[0])

    def _close_comparison(self, _: object) -> None:
        self._pair = None
        self._left.show()
        self.table.setFocus()
        self._chosen(self.table.chosen_runs())

    # -- the chart

    def _show_chart(self) -> None:
        """Of the endpoint that the filters or the chosen run name."""
        chosen = self.table.chosen_runs()
        wanted = self.filters.wanted()
        url, endpoint = (chosen[0].url, chosen[0].endpoint) if chosen else (wanted.url, wanted.endpoint)
        self.chart.setVisible(bool(endpoint))
        if endpoint:
            self._tasks.start("chart", self._read_chart(url, endpoint))

    async def _read_chart(self, url: str, endpoint: str) -> None:
        wanted = Wanted(url=url, endpoint=endpoint)
        runs = await self._keeping.ask(lambda history: history.query(wanted, count=MOST))
        self.chart.show_runs(endpoint, runs)

    # -- asking

    def show_menu(self, place: QPoint) -> None:
        runs = self.table.chosen_runs()
        if not runs:
            return
        menu = QMenu(self)
        if len(runs) == 1:
            for word, text in (
                ("open", "Open"),
                ("open-apart", "Open in new tab"),
                ("compare", "Compare with…"),
                ("curl", "Copy as curl"),
                ("save", "Save to a collection…"),
            ):
                menu.addAction(text).triggered.connect(partial(self._act_on, word, runs[0]))
            menu.addSeparator()
        menu.addAction("Delete" if len(runs) == 1 else f"Delete {len(runs)} runs").triggered.connect(
            partial(self._delete_chosen, runs)
        )
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.table.viewport().mapToGlobal(place))

    def _act_on(self, word: str, run: RunSummary, _checked: bool = False) -> None:
        self._act(word, run)

    def _delete_chosen(self, runs: list[RunSummary], _checked: bool = False) -> None:
        self._delete(runs)

    def _act(self, word: str, run: RunSummary) -> None:
        if word == "compare":
            self.compare_with(run)
        else:
            self.asked.emit(word, run)

    def _delete(self, runs: list[RunSummary]) -> None:
        self.deleteAsked.emit([run.id for run in runs])

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(theme.S4, theme.S3, theme.S3, 0)
        head.setSpacing(theme.S3)
        head.addWidget(Label("History", "title"))
        head.addWidget(self.count)
        head.addStretch(1)
        head.addWidget(self.private)
        head.addWidget(self.clear_button)
        self._left = left = QWidget()
        lists = QVBoxLayout(left)
        lists.setContentsMargins(0, 0, 0, 0)
        lists.setSpacing(0)
        lists.addWidget(self._lists, 1)
        lists.addWidget(self.chart)
        split = Splitter(Qt.Orientation.Horizontal)
        split.addWidget(left)
        split.addWidget(self._side)
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 1)
        split.setSizes([540, 460])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.filters)
        column.addWidget(Hairline())
        column.addWidget(split, 1)
