"""What passes between runs, the history in the sidebar, and requests: kept, listed, opened again, forgotten."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from gradioscope.window.tasks import Tasks

if TYPE_CHECKING:
    from pathlib import Path

    from gradioscope.gradio.model import App
    from gradioscope.library.history.record import RunRecord, RunSummary, Wanted
    from gradioscope.library.history.recording import Mask
    from gradioscope.library.history.store import History
    from gradioscope.window.history.page import HistoryPage
    from gradioscope.window.main_window import MainWindow
    from gradioscope.window.request_tab.record import Run

UNDO = "Undo"
UNDO_SECONDS = 10
OLD = 30
LOOK = 3
"""Seconds between two looks for what other windows have done."""
FETCHED = 50 * 1024 * 1024
"""Bytes up to which a returned file is fetched for the history alone."""
DAY = 24 * 3600.0
WIDE = 620
"""Width of the question what to clear, in px at 100 %."""
GONE = "That run is no longer in the history."


class PastRuns(QObject):
    """Signals: `saveAsked(RequestTab)` when a run is to be saved to a collection, opened in that tab before."""

    saveAsked = Signal(object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._surroundings = window.surroundings
        self._tasks = Tasks(self)
        self._removal = 0
        self._page: HistoryPage | None = None
        self.keeping = window.surroundings.history
        window.requests.ran.connect(self._ran)
        section = window.sidebar.history
        section.picked.connect(self._picked)
        section.asked.connect(self.act)
        section.moreAsked.connect(self._more)
        section.clearAsked.connect(self._ask_clear)
        section.pageAsked.connect(self.show_page)
        section.set_private(self.keeping.private)
        self.keeping.added.connect(self._added)
        self.keeping.changed.connect(self.reload)
        self.keeping.privacyChanged.connect(section.set_private)
        self._forgetting = QTimer(self)
        self._forgetting.setSingleShot(True)
        self._forgetting.setInterval(UNDO_SECONDS * 1000)
        self._forgetting.timeout.connect(self._forget)
        self._seen: int | None = None
        self._looking = QTimer(self)
        self._looking.setInterval(LOOK * 1000)
        self._looking.timeout.connect(self._look)
        self._looking.start()
        self.reload()

    # -- keeping

    def _ran(self, run: Run) -> None:
        self.keeping.keep(partial(_record, run, self._surroundings.masked_value), partial(self._keep_files, run))

    def _keep_files(self, run: Run, number: int) -> None:
        if run.data is not None and run.obtain is not None:
            self._tasks.start(f"files {number}", self._fetch_files(run, number))

    async def _fetch_files(self, run: Run, number: int) -> None:
        """Copies of what the run returned, unless that is large: those are fetched where somebody wants to see them."""
        from gradioscope.gradio.errors import GradioscopeError
        from gradioscope.library.history.returned import returned_files

        assert run.obtain is not None
        for file in returned_files(run.data):
            source = str(file["path"])
            try:
                path = await run.obtain(file, limit=FETCHED)
            except (GradioscopeError, OSError):
                continue  # the run is kept without it
            await self.keeping.ask(partial(_keep_file, number, source, path))

    def _added(self, run: int) -> None:
        self._tasks.start(f"added {run}", self._show_added(run))

    async def _show_added(self, run: int) -> None:
        found = await self.keeping.ask(lambda history: history.summary(run))
        if found is not None and not self._window.sidebar.history.put_first(found):
            self.reload()

    # -- other windows

    def _look(self) -> None:
        """Whether another window has kept or deleted runs meanwhile."""
        if self._window.isVisible() and not self._window.isMinimized() and not self._tasks.is_running("look"):
            self._tasks.start("look", self._look_for_changes())

    async def _look_for_changes(self) -> None:
        found = await self.keeping.ask(lambda history: history.changes())
        before, self._seen = self._seen, found
        if before not in (None, found):
            self.keeping.changed.emit(None)

    # -- the list

    def reload(self, _: object = None) -> None:
        """Read the list in the sidebar again, as far as it was read."""
        self._tasks.start("list", self._reload())

    async def _reload(self) -> None:
        from gradioscope.library.history.store import PAGE
        from gradioscope.window.sidebar.history import MOST

        section = self._window.sidebar.history
        count = min(max(PAGE, section.list.rows.rowCount()), MOST)
        runs = await self.keeping.ask(lambda history: history.query(count=count))
        section.show_runs(runs, whole=len(runs) < count)

    def _more(self, last: RunSummary) -> None:
        self._tasks.start("list", self._read_on(last))

    async def _read_on(self, last: RunSummary) -> None:
        from gradioscope.library.history.store import PAGE

        runs = await self.keeping.ask(lambda history: history.query(before=last))
        self._window.sidebar.history.append(runs, whole=len(runs) < PAGE)

    # -- one run

    def act(self, word: str, run: RunSummary) -> None:
        """Do what was asked for a run; see `sidebar/history.MENU`."""
        if word == "delete":
            self.remove([run.id])
        elif word == "compare":
            page = self.show_page()
            page.compare_with(run)
        else:
            self._tasks.start("open", self._open(word, run))

    def _picked(self, run: RunSummary) -> None:
        self.act("open", run)

    async def _open(self, word: str, run: RunSummary) -> None:
        known = self._surroundings.known_apps
        found = await self.keeping.ask(lambda history: _with_app(history.get(run.id), known.find(run.address)))
        if found is None:
            self._window.notice(GONE)
            self.reload()
            return
        past, app = found
        if word == "curl":
            self._copy_curl(past)
            return
        self._window.requests.show_run(past, app, apart=word != "open")
        if word == "save":
            self.saveAsked.emit(self._window.requests.current())

    def _copy_curl(self, past: RunRecord) -> None:
        from gradioscope.gradio.errors import GradioscopeError
        from gradioscope.library.history.recording import usable_values
        from gradioscope.request.draft import Draft
        from gradioscope.snippets import render

        access = self._surroundings.access(past.app)
        values = {**usable_values(past.values), **past.written}
        draft = Draft(past.app, past.endpoint, values, past.session, past.stream, access)
        try:
            text = render("curl", draft)
        except GradioscopeError as error:
            self._window.notice(str(error))
            return
        QGuiApplication.clipboard().setText(text)
        self._window.notice("Copied the run as curl.")

    # -- forgetting

    def remove(self, runs: list[int] | Wanted) -> None:
        """Take runs out of the history, with a way back for a moment."""
        self._tasks.start("remove", self._remove(runs))

    async def _remove(self, runs: list[int] | Wanted) -> None:
        def take_out(history: History) -> tuple[int, int]:
            before = history.count()
            removal = history.remove(runs)
            return removal, before - history.count()

        removal, count = await self.keeping.ask(take_out)
        self.keeping.changed.emit(None)
        if not removal:
            self._window.notice("No run was deleted.")
            return
        self._removal = removal
        self._forgetting.start()
        text = "1 run deleted." if count == 1 else f"{count:,} runs deleted."
        self._window.reports.offer(text, UNDO, self.undo)

    def undo(self) -> None:
        """Put back what was removed last."""
        removal, self._removal = self._removal, 0
        if removal:
            self._forgetting.stop()
            self._tasks.start("undo", self._put_back(removal))

    async def _put_back(self, removal: int) -> None:
        await self.keeping.ask(lambda history: history.put_back(removal))
        self.keeping.changed.emit(None)

    def _forget(self) -> None:
        self._removal = 0
        self._tasks.start("forget", self.keeping.ask(lambda history: history.forget_removed()))

    def _ask_clear(self, _: object) -> None:
        self._tasks.start("clear", self._ask_which())

    async def _ask_which(self) -> None:
        """Once: all of it, what is old, or what is of the app in front."""
        from gradioscope.library.history.record import Wanted
        from gradioscope.window.dialogs.question import Question

        tab = self._window.requests.current()
        app = tab.app
        answers = [
            ("All runs", partial(self.remove, Wanted())),
            (f"Older than {OLD} days", partial(self.remove, Wanted(until=time.time() - OLD * DAY))),
        ]
        if app is not None and any(known.url == app.url for known in await self.keeping.ask(lambda h: h.apps())):
            name = app.title if len(app.title) <= 24 else f"{app.title[:23]}…"
            answers.append((f"Of {name}", partial(self.remove, Wanted(url=app.url))))
        count = await self.keeping.ask(lambda history: history.count())
        listed = self._listed()
        if listed is not None and 0 < (found := await self.keeping.ask(lambda h: h.count(listed))) < count:
            answers.insert(0, (f"The {found:,} listed", partial(self.remove, listed)))
        text = (
            f"{count:,} runs are kept, with their values, results and files. "
            "What is deleted can be put back for a moment."
        )
        Question(self._window, "Clear history", text, answers, WIDE).ask()

    def _listed(self) -> Wanted | None:
        """What the page in front is narrowed to."""
        in_front = self._page is not None and self._window.tabs.current() is self._page
        return self._page.filters.wanted() if self._page is not None and in_front else None

    # -- the page

    def show_page(self, _: object = None) -> HistoryPage:
        """The history as a page among the tabs."""
        from gradioscope.window.history.page import HistoryPage

        tabs = self._window.tabs
        if self._page is not None and self._page in tabs.all():
            tabs.show_page(self._page)
            return self._page
        page = self._page = HistoryPage(self.keeping)
        page.asked.connect(self.act)
        page.deleteAsked.connect(self.remove)
        page.clearAsked.connect(self._ask_clear)
        page.noticed.connect(self._window.notice)
        tabs.add(page, "History")
        page.take_focus()
        return page

    def find(self) -> bool:
        """Go to the search of the page, where that is in front."""
        if self._page is None or self._window.tabs.current() is not self._page:
            return False
        self._page.take_focus()
        return True

    def toggle_private(self) -> None:
        """Private mode on or off, and a word about it."""
        private = not self.keeping.private
        self.keeping.set_private(private)
        self._window.notice("Private mode: runs are not kept." if private else "Runs are kept again.")


def _record(run: Run, mask: Mask) -> RunRecord:
    """In the history's thread."""
    from gradioscope.library.history.recording import record_of

    return record_of(
        run.draft,
        address=run.address,
        began=run.began,
        outcome=run.outcome,
        data=run.data,
        course=run.course,
        mask=mask,
        path=str(run.path or ""),
        environment=run.environment,
        written=run.written,
    )


def _keep_file(run: int, source: str, path: Path, history: History) -> None:
    """In the history's thread."""
    history.keep_file(run, source, path)


def _with_app(past: RunRecord | None, known: App | None) -> tuple[RunRecord, App] | None:
    """The run, and its app with all endpoints where that is known and the run's is as it was then."""
    if past is None:
        return None
    whole = known is not None and known.url == past.app.url and known.endpoint(past.endpoint.name) == past.endpoint
    return past, known if known is not None and whole else past.app
