"""A connected tab at work: request and response, and what keeps snippet, files and form together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget
from shiboken6 import isValid

from gradioscope.gradio.errors import Explanation, GradioscopeError
from gradioscope.gradio.events import Cancelled, Complete, Event, Failed, Generating
from gradioscope.gradio.headers import header_problem
from gradioscope.gradio.model import App, Endpoint, Json
from gradioscope.request.draft import Access, Draft
from gradioscope.request.resolving import with_variables
from gradioscope.request.saved import SavedRequest
from gradioscope.request.template import Unresolved
from gradioscope.request.template import names as variable_names
from gradioscope.window import theme
from gradioscope.window.outputs import SaveFiles
from gradioscope.window.request_tab.download_line import DownloadLine
from gradioscope.window.request_tab.downloads import Downloads
from gradioscope.window.request_tab.listings import Listings
from gradioscope.window.request_tab.panels import SETTINGS
from gradioscope.window.request_tab.record import Run, Snapshot
from gradioscope.window.request_tab.resolving import Resolving
from gradioscope.window.request_tab.run_status import RunStatus
from gradioscope.window.request_tab.running import Running
from gradioscope.window.request_tab.snippet_keeper import SnippetKeeper
from gradioscope.window.request_tab.status import Status, title_of
from gradioscope.window.request_tab.workbench import Workbench
from gradioscope.window.scopes import Needed
from gradioscope.window.surroundings import Surroundings
from gradioscope.window.tasks import Tasks

if TYPE_CHECKING:
    from gradioscope.library.history.record import RunRecord

NOT_KEPT = "It is not kept in the history. Run the request again to fetch it."
STREAM = "run.stream"
"""Setting: where a new request reads its events, `queue` or `result`."""


class Work(QWidget):
    """Signals: `actionAsked(str, str)` an Explanation's action and target, `titleChanged(str)`,
    `statusChanged(Status)`, `restChanged(SavedRequest)` other headers, notes …, `ran(Run)` after each run,
    `edited(None)` when anything of the request changed, `noticed(str)` something to tell in passing,
    `moved(None)` when it was scrolled or another panel came to the front, `needed(Needed)` what the person has to
    answer before a run."""

    statusChanged = Signal(object)
    restChanged = Signal(object)
    ran = Signal(object)
    edited = Signal(object)
    actionAsked = Signal(object, object)
    titleChanged = Signal(object)
    noticed = Signal(object)
    moved = Signal(object)
    needed = Signal(object)

    def __init__(
        self,
        surroundings: Surroundings,
        hear_exchange: Callable[[Any], None],
        resolving: Resolving,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._surroundings = surroundings
        self._resolving = resolving
        self._tasks = Tasks(self)
        self.preparing = False
        """Whether variables are put in for a run."""
        self._app: App | None = None
        self.problems: dict[str, str] = {}
        """Parameter to sentence, from the last try to run."""
        self._exchanges: set[int] = set()
        self._address = ""
        self._status = Status()
        """The last run's."""
        self._past: dict[str, Path] | None = None
        """The kept files of the run of the history that is shown, by their path on the server."""
        self._rest = SavedRequest()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.bench = Workbench(surroundings.settings)
        column.addWidget(self.bench)
        self.request, self.response = self.bench.request, self.bench.response
        self.request.options.set_stream(surroundings.settings.get(STREAM, "queue"))
        self.request.options.rowsAsked.connect(self._ask_rows)
        self.snippets = SnippetKeeper(
            self.response.snippet, self.draft, surroundings.settings, self, surroundings.token_for, resolving
        )
        self.request.form.variables = resolving.shown
        self.request.form.folder = resolving.folder
        resolving.changed.connect(self._variables_changed)
        theme.notifier().changed.connect(self.request.form.show_variables)
        self.downloads = Downloads(surroundings, hear_exchange, self)
        self.listings = Listings(surroundings, hear_exchange, self)
        self.request.form.listingRequested.connect(self._list)
        self.listings.listed.connect(self.request.form.show_listing)
        self.listings.failed.connect(self.request.form.show_listing)
        self.request.endpointChosen.connect(self._endpoint_chosen)
        self.request.edited.connect(self._edited)
        self.request.form.scrolledTo.connect(self._moved)
        self.response.tabChanged.connect(self._moved)
        self.bench.splitterMoved.connect(self._moved)
        self.request.token.asked.connect(self._ask_token)
        self.request.sections.tokenAsked.connect(self._ask_token)
        self.request.sections.restChanged.connect(self.restChanged.emit)
        self.request.sections.sheetChanged.connect(self._moved)
        self.request.run_button.runAsked.connect(self._ask_run)
        self.request.run_button.cancelAsked.connect(self.cancel)
        self.running = Running(surroundings, hear_exchange, self)
        self.running.began.connect(self._began)
        self.running.statusChanged.connect(self._tell_status)
        self.running.eventCame.connect(self._hear)
        self.running.ended.connect(self._ended)
        self.running.finished.connect(self._finished)
        result = self.response.result
        result.actionTriggered.connect(self._act)
        result.fileRequested.connect(self._fetch)
        result.saveRequested.connect(self._save)
        self.downloads.fetched.connect(result.show_file)
        self.downloads.unfetched.connect(result.file_failed)
        self.downloads.saved.connect(self._saved)
        self.downloads.failed.connect(self._download_failed)
        self.downloading = DownloadLine(self)
        self.downloads.progressed.connect(self.downloading.show_step)
        self.downloading.cancelAsked.connect(self.downloads.cancel)
        column.addWidget(self.downloading)

    # -- the request

    @property
    def rest(self) -> SavedRequest:
        """What the form does not show: headers, login, notes …"""
        return self._rest

    @rest.setter
    def rest(self, rest: SavedRequest) -> None:
        self._rest = rest
        self.request.sections.set_rest(_beside(rest))
        self.show_token()

    def set_app(self, app: App, snapshot: Snapshot | None = None) -> None:
        """Show an app; values come from the snapshot, or stay where the app offers the same endpoint."""
        self._app = app
        self.response.result.set_address_of(self._file_address)
        if snapshot is not None:
            self.request.load_all(snapshot.values)
            if snapshot.session_hash is not None:
                self.request.options.set_session(snapshot.session_hash)
            else:
                self.request.options.set_saved_session(snapshot.saved_session)
            self.request.options.set_stream(snapshot.stream)
        self.request.set_app(app, snapshot.endpoint if snapshot is not None else None)
        if snapshot is not None:
            self.request.form.set_scroll(snapshot.scroll)
            self.response.show_panel(snapshot.panel)
            self.request.sections.show_sheet(snapshot.sheet)
            if snapshot.split is not None:
                self.bench.set_share(snapshot.split)
        self._edited()

    def reload(self, app: App, snapshot: Snapshot) -> None:
        """Other values of the same request; within the same endpoint the form can be undone to what was in it."""
        endpoint = self.request.endpoint()
        if endpoint is None or endpoint.name != snapshot.endpoint:
            self.set_app(app, replace(snapshot, panel=self.response.current_panel()))
            return
        self.request.load_all(snapshot.values)
        self.request.options.set_saved_session(snapshot.saved_session)
        self.request.options.set_stream(snapshot.stream)
        self._edited()

    def draft(self) -> Draft | None:
        """What is in the form at this moment."""
        endpoint = self.request.endpoint()
        if self._app is None or endpoint is None:
            return None
        options = self.request.options
        return Draft(
            self._app,
            endpoint,
            self.request.values(),
            options.session_hash,
            options.stream_name,
            self._access(self._app),
        )

    def _access(self, app: App) -> Access:
        found = self._surroundings.access(app)
        login = found.login_user or self.rest.login
        return replace(found, headers=(*found.headers, *self.rest.headers), login_user=login)

    def checked_draft(self) -> Draft | None:
        """The draft if it can be sent; otherwise None, and `problems` are shown at their fields."""
        draft = self.draft()
        if draft is None:
            return None
        shown = self.request.form.problems()  # which takes the focus to the first of them
        self._show_problems(draft.problems(but=with_variables(draft)), shown)
        return None if self.problems else draft

    def _show_problems(self, found: dict[str, str], shown: dict[str, str]) -> None:
        """At their fields, those in `shown` already stand at theirs."""
        unshown = {name: problem for name, problem in found.items() if name not in shown}
        for name, problem in reversed(unshown.items()):
            self.request.form.show_problem(name, problem)
        self.problems = shown | unshown

    def snapshot(self, address: str, app: App) -> Snapshot:
        endpoint = self.request.endpoint()
        options = self.request.options
        return Snapshot(
            address,
            app,
            endpoint.name if endpoint else None,
            self.request.all_values(),
            options.session_hash,
            options.stream_name,
            saved_session=options.saved_session,
            scroll=self.request.form.scrolled(),
            panel=self.response.current_panel(),
            sheet=self.request.sections.sheet,
            split=self.bench.share(),
        )

    def take_focus(self) -> None:
        self.request.picker.combo.setFocus()

    def focus_first_problem(self) -> None:
        for name, problem in reversed(self.problems.items()):
            self.request.form.show_problem(name, problem)

    # -- a run

    def run(self, address: str) -> None:
        """Send what is in the form, or show at its fields what is wrong. `address` is for the history."""
        if self._tasks.cancel("resolve"):
            self._prepared()
        if self._wrong_header():
            self.statusChanged.emit(Status("Ready", "· A header needs attention; nothing was sent"))
            return
        draft = self.checked_draft()
        if draft is None:
            self._tell_problems()
            return
        self._address = address
        lines = (draft.session_hash or "", self.rest.login or "", *(value for _, value in draft.access.headers))
        if not with_variables(draft) and not any("{{" in line for line in lines):
            self.running.start(draft, self._resolving.environment)
        else:
            # a keyring may take its time, and ask the person
            self.preparing = True
            self.request.run_button.set_running(True)
            self.statusChanged.emit(Status("Running", "· putting in variables; nothing was sent yet"))
            self._tasks.start("resolve", self._prepare(draft))

    async def _prepare(self, draft: Draft) -> None:
        try:
            await self._resolve_and_run(draft)
        finally:
            self._prepared()

    def _prepared(self) -> None:
        self.preparing = False
        if isValid(self) and not self.running.busy:
            self.request.run_button.set_running(False)

    def _wrong_header(self) -> bool:
        """Whether a header cannot be sent; it is gone to then."""
        if not any(header_problem(name, value) for name, value in self.rest.headers):
            return False
        self.request.sections.show_sheet(SETTINGS)
        settings = self.request.sections.settings
        return settings is not None and settings.go_to_problem()

    async def _resolve_and_run(self, draft: Draft) -> None:
        # told after the state is at rest again, as whoever hears of it may run anew
        try:
            ready = await self._resolving.ready(draft)
        except Needed as needed:
            self._prepared()
            self.statusChanged.emit(Status("Ready", f"· {needed.question()} Nothing was sent"))
            self.needed.emit(needed)
            return
        except GradioscopeError as error:
            self._show_unresolved(draft, error)
            return
        import asyncio

        found = await asyncio.to_thread(ready.draft.problems)
        if found:
            # a check may name the value, which may be a secret
            self._show_problems({name: self._surroundings.masked(text) for name, text in found.items()}, {})
            self._tell_problems()
        else:
            self.running.start(ready.draft, ready.environment, ready.written)

    def _show_unresolved(self, draft: Draft, error: GradioscopeError) -> None:
        """At the fields that are meant, else where the result would be."""
        missing = error.names if isinstance(error, Unresolved) else ()
        found = {
            name: str(error.explanation)
            for name, value in with_variables(draft).items()
            if any(each in missing for each in variable_names(value))
        }
        if found:
            self._show_problems(found, {})
            self._tell_problems()
            return
        explanation = self._surroundings.masked_explanation(error.explanation)
        self.response.result.failed(explanation, 0.0)
        self.response.show_panel(0)
        self.statusChanged.emit(Status("Failed", f"· {explanation.what} Nothing was sent"))

    def _tell_problems(self) -> None:
        count = len(self.problems)
        fields = "A field needs" if count == 1 else f"{count} fields need"
        self.statusChanged.emit(Status("Ready", f"· {fields} attention; nothing was sent"))

    def cancel(self, _: object = None) -> None:
        """Cancelled at once, whatever the app still does."""
        if self._tasks.cancel("resolve"):
            self._prepared()
            self.statusChanged.emit(Status("Cancelled", "· nothing was sent"))
        self.running.cancel()
        self.request.run_button.set_running(False)

    def show_past(self, past: RunRecord) -> None:
        """A run of the history, as it ended. Files that are not kept are not fetched either: nobody is asked."""
        from gradioscope.library.history.course import events_of

        self._past = dict(past.files)
        outcome = past.outcome
        status = RunStatus()
        status.hear(outcome)
        for event in events_of(past.events, past.data):
            self.response.events.add(event)
        self._show_outcome(outcome, past.data)
        self.statusChanged.emit(status.at(outcome.at))

    def _ask_token(self, _: object = None) -> None:
        self.actionAsked.emit("token", "")

    def _tell_status(self, status: Status) -> None:
        self._status = status
        self.statusChanged.emit(status)

    def _ask_run(self, _: object) -> None:
        self.actionAsked.emit("run", "")

    def _ask_rows(self, _: object) -> None:
        self.actionAsked.emit("rows", "")

    def _began(self, _draft: Draft) -> None:
        self._past = None
        self.problems = {}
        self.request.run_button.set_running(True)
        self.response.events.clear()
        self.response.result.running()

    def _ended(self, draft: Draft, outcome: Event, data: list[Json] | None) -> None:
        self.request.run_button.set_running(False)
        self._show_outcome(outcome, data)
        self._tasks.start("checks", self._check(outcome))

    async def _check(self, outcome: Event) -> None:
        """What the run came to, beside what the request expects of it."""
        from gradioscope.window.request_tab.details.outcome import checks_of

        try:
            written = await self._resolving.expectations(self.rest.expect)
            found = await checks_of(written, outcome)
        except GradioscopeError as error:
            self.noticed.emit(f"Not checked. {error}")
            return
        self.request.sections.show_checks(found)
        missed = sum(not check.met for check in found)
        if self.rest.expect and not self.running.busy:
            told = f"· {missed} of {len(found)} checks not met" if missed else f"· {len(found)} checks met"
            self.statusChanged.emit(self._status._replace(details=f"{self._status.details} {told}".strip()))

    def _finished(self, run: Run) -> None:
        app = run.draft.app
        # an address with a secret variable in it, which the history would keep
        shown = replace(run.draft, app=replace(app, url=self._surroundings.masked(app.url)))
        self.ran.emit(replace(run, draft=shown, address=self._address, obtain=partial(self.downloads.obtain, app)))

    def _hear(self, event: Event) -> None:
        """An event of the run. Both panels take it at the screen's own pace."""
        self.response.events.add(self._surroundings.masked_event(event))
        if isinstance(event, Generating):
            self.response.result.follow(event.data)

    def _show_outcome(self, outcome: Event, data: list[Json] | None = None) -> None:
        """How a run ended; `data` are values that had come before it failed or was cancelled."""
        if data is not None and not isinstance(outcome, Complete):
            self.response.result.follow(data)
        result = self.response.result
        if isinstance(outcome, Complete):
            result.complete(outcome.data, outcome.at)
        elif isinstance(outcome, Failed):
            explanation = outcome.explanation
            result.failed(explanation, outcome.at)
            if explanation.parameter:
                self.problems = {explanation.parameter: explanation.what}
                self.request.form.show_problem(explanation.parameter, explanation.what)
        elif isinstance(outcome, Cancelled):
            result.cancelled(outcome.note, outcome.at)

    def show_exchange(self, exchange: Any) -> None:
        self._exchanges.add(exchange.number)
        self.response.exchange.add(exchange)
        self.response.count_exchange(len(self._exchanges))

    def copy_snippet(self) -> None:
        self.snippets.settle()
        self.response.snippet.copy()

    def remember(self) -> None:
        """The tab goes."""
        self.response.snippet.close_down()
        self.bench.remember()

    def _list(self, parameter: str, folder: list[str]) -> None:
        endpoint = self.request.endpoint()
        if self._app is not None and endpoint is not None:
            self.listings.ask(self._app, endpoint, parameter, folder)

    def _endpoint_chosen(self, endpoint: Endpoint) -> None:
        self.problems = {}
        self.response.result.set_returns(endpoint.returns)
        self.response.result.clear()
        self.response.events.clear()
        self.show_token()
        self.titleChanged.emit(title_of(endpoint.name, self._app))
        self._edited()

    def show_token(self) -> None:
        """Says at the form which token the app gets, where the endpoint takes one."""
        from gradioscope.gradio.address import origin_of

        chosen = self._surroundings.tokens.chosen(origin_of(self._app.url)) if self._app is not None else None
        self.request.token.set_chosen(chosen)
        self.request.token.set_wish(self.rest.token)

    def _variables_changed(self, _: object) -> None:
        self.request.form.show_variables()
        self.snippets.touch()

    def _moved(self, *_: object) -> None:
        self.moved.emit(None)

    def _edited(self, *_: object) -> None:
        self.snippets.touch()
        self.edited.emit(None)

    def _fetch(self, file_data: dict[str, Json]) -> None:
        if self._past is not None:
            # not at once: the viewer that asks is in the middle of showing its value
            QTimer.singleShot(0, partial(self._give_kept, file_data, self._past))
        elif self._app is not None:
            self.downloads.fetch(self._app, file_data)

    def _give_kept(self, file_data: dict[str, Json], kept: dict[str, Path]) -> None:
        path = kept.get(str(file_data.get("path")))
        if path is not None:
            self.response.result.show_file(file_data, path)
        else:
            self.response.result.file_failed(file_data, NOT_KEPT)

    def _act(self, explanation: Explanation) -> None:
        self.actionAsked.emit(explanation.action, explanation.target)

    def _save(self, wanted: SaveFiles) -> None:
        if self._app is not None:
            self.downloads.save(self._app, wanted)

    def _file_address(self, file_data: dict[str, Json]) -> str:
        from gradioscope.gradio.files import file_url

        return file_url(self._app, file_data) if self._app is not None else ""

    def _saved(self, path: Path) -> None:
        self.noticed.emit(f"Saved {path}")

    def _download_failed(self, explanation: Explanation) -> None:
        self.noticed.emit(str(explanation))


def _beside(rest: SavedRequest) -> SavedRequest:
    """What is shown beside the form, so that nothing else makes a step to undo."""
    return SavedRequest(headers=rest.headers, login=rest.login, token=rest.token, notes=rest.notes, expect=rest.expect)
