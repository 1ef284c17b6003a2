"""One request over the rows of a table: which rows, where their columns go, where the results go; then live."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from gradioscope.gradio.errors import Explanation, GradioscopeError
from gradioscope.gradio.model import Endpoint, Json
from gradioscope.library.runner.columns import Columns, cells, columns_for
from gradioscope.library.runner.results_file import (
    SUFFIXES,
    Record,
    ResultsFile,
    free_beside,
    state_of,
    write_results,
)
from gradioscope.library.runner.rows import Row, Rows, open_rows
from gradioscope.library.runner.running import Runner
from gradioscope.library.runner.telling import line_of
from gradioscope.request.fields import field_for
from gradioscope.request.saved import SavedRequest
from gradioscope.request.template import resolve_request, used
from gradioscope.window.runs.column_list import cell_shown, plain
from gradioscope.window.runs.filled_in import filled_in
from gradioscope.window.runs.model import RunRow
from gradioscope.window.runs.page import SHOWN, RunPage
from gradioscope.window.runs.rows_setup import RowsSetup
from gradioscope.window.surroundings import Surroundings

if TYPE_CHECKING:
    from gradioscope.library.environment.scope import Variables
    from gradioscope.library.runner.plan import Plan

CHOOSE = "Choose a CSV, JSON Lines or a folder of files. The request runs once for each row."
PREVIEWED = 20
"""Rows that are read to be shown before the run."""


class DataPage(RunPage):
    """A page for one request. Signals: those of RunPage."""

    def __init__(
        self,
        surroundings: Surroundings,
        saved: SavedRequest,
        name: str,
        path: Path | None,
        parent: QWidget | None = None,
    ) -> None:
        """`path` is the request's file, which its variables depend on; None for one without."""
        super().__init__(surroundings, f"Run with data · {name}", "Row", parent)
        self.saved = saved
        self.path = path
        self.rows: Rows | None = None
        self.plan: Plan | None = None
        self.endpoint: Endpoint | None = None
        self._running: dict[int, RunRow] = {}
        self._files: dict[int, dict[str, Path]] = {}
        self._whole = False
        """Whether the results written last have all rows."""
        self._written = ""
        self.fields = fields = RowsSetup()
        self.data, self.out, self.columns = fields.data, fields.out, fields.columns
        self.concurrency, self.out_note = fields.concurrency, fields.out_note
        self.setup.addWidget(fields)
        self.setAcceptDrops(True)
        self.show_lists(CHOOSE, "Choose a file…")
        self.run_button.setEnabled(False)
        self.empty.actionTriggered.connect(self.data.buttons[0].click)
        self.data.changed.connect(self._chosen)
        self.out.changed.connect(self._note_out)

    def take_focus(self) -> None:
        self.data.setFocus()

    # -- before the run

    def _chosen(self, path: str) -> None:
        self.run_button.setEnabled(False)
        if path:
            self.say("Reading…")
            self.tasks.start("read", self._read(Path(path).expanduser()))

    async def _read(self, path: Path) -> None:
        try:
            rows, first, place = await asyncio.to_thread(_looked_at, path)
            variables = await self._variables()
            self.endpoint = await self._known_endpoint(variables)
            found = await asyncio.to_thread(self._proposed, rows, variables)
        except GradioscopeError as error:
            self.rows = None
            self.say("")
            self.tell(error.explanation)
            return
        self.rows, self.plan = rows, None
        self.banner.hide()
        self.columns.show_columns(first, rows.columns, found, self.endpoint)
        self.columns.show()
        self.out.show_path(str(place))
        self._note_out(str(place))
        self.forget()
        self.table.take([RunRow(name_of(row), row) for row in first], [])
        self.table.scrollToTop()
        self.say(f"The first {len(first)} rows" if len(first) == PREVIEWED else f"{len(first)} rows")
        self.show_lists()
        self.run_button.setText("Run")
        self.run_button.setEnabled(True)

    def _proposed(self, rows: Rows, variables: Variables) -> Columns:
        """Where columns go by their names, as far as the endpoint is known; where that fits nowhere, nowhere."""
        first = (rows.first(1) or [Row(1, {})])[0]
        asked = used(self.saved, replace(variables, given=first.values).lookup)
        try:
            return columns_for(rows, asked, self.endpoint or Endpoint("", "", (), ()))
        except GradioscopeError:
            return Columns({}, (), rows.columns)

    async def _variables(self) -> Variables:
        scope = await self.surroundings.scopes.read(self.path)
        if scope.problem is not None:
            raise scope.problem
        return scope.variables

    async def _known_endpoint(self, variables: Variables) -> Endpoint | None:
        """The endpoint as the app was when it was last asked, or when the request was saved. Nobody is asked."""
        from gradioscope.request.offline import app_of

        saved = self.saved
        try:
            saved = resolve_request(SavedRequest(address=saved.address, endpoint=saved.endpoint), variables.lookup)
        except GradioscopeError:  # what the rows say
            pass
        app = await asyncio.to_thread(self.surroundings.known_apps.find, saved.address)
        found = app.endpoint(saved.endpoint) if app is not None else None
        if found is None and (made := app_of(self.saved)) is not None:
            found = made.endpoints[0]
        return found

    def _note_out(self, path: str) -> None:
        state = state_of(Path(path).expanduser()) if path else "new"
        texts = {"new": "", "resumable": "Goes on where that run ended.", "taken": "Something is there already."}
        if state == "resumable" and self._whole and path == self._written:
            texts["resumable"] = "All rows are in it."
        self.out_note.setText(texts[state])
        self.out_note.set_tone("danger" if state == "taken" else "muted")
        self.out_note.setVisible(bool(texts[state]))
        if not self.busy:
            self.run_button.setText("Resume" if state == "resumable" else "Run")
            self._whole = self._whole and path == self._written

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not self.busy and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths and not self.busy:
            event.acceptProposedAction()
            self.data.put(paths[0])

    # -- RunPage

    def ready(self) -> str:
        out = self._out()
        if self.rows is None:
            return "Choose the rows first."
        if out.suffix.lower() not in SUFFIXES:
            return "The results are a CSV or JSON Lines: let their name end with .csv or .jsonl."
        if not out.is_absolute():
            return "Say the whole path of the results."
        if state_of(out) == "taken":
            return f"{out.name} is there already, or the folder for its files. Results are not written over others."
        if self.rows.form == "folder" and out.is_relative_to(self.rows.path):
            return "The results would be among the files that are the rows: choose another folder for them."
        return ""

    def _out(self) -> Path:
        return Path(self.out.path()).expanduser()

    def prepare(self) -> None:
        super().prepare()
        self._running, self._files = {}, {}
        self.total = 0
        self._lock(True)
        self.say("Looking at the rows")

    def _lock(self, running: bool) -> None:
        for widget in (self.data, self.out, self.columns, self.concurrency):
            widget.setEnabled(not running)

    def run(self) -> None:
        if not self.busy and self._whole and self.rows is not None and self.out.path() == self._written:
            # all of it again: the results that are there stay
            before = self._out()
            name = f"{self.rows.path.stem} results"
            self.out.show_path(str(free_beside(before, name, before.suffix)))
        super().run()

    def run_text(self) -> str:
        return "Resume" if state_of(self._out()) == "resumable" and not self._whole else "Run again"

    async def follow(self, runner: Runner) -> None:
        self._whole = False
        try:
            await self._follow(runner)
        finally:
            from shiboken6 import isValid

            if isValid(self):
                self._lock(False)
                self._note_out(self.out.path())

    async def _follow(self, runner: Runner) -> None:
        from gradioscope.library.runner.plan import plan

        rows, out = self.rows, self._out()
        assert rows is not None
        chosen, only = (self.columns.chosen(), True) if self.columns.touched else (None, False)
        concurrency = self.concurrency.value()
        variables, _ = await self.surroundings.scopes.variables_for(self.saved, self.path)
        self.surroundings.learn(*self.surroundings.scopes.secrets_in(self.saved, variables))
        fresh = await asyncio.to_thread(open_rows, rows.path)  # it may have changed since it was chosen
        folder = self.path.parent if self.path is not None else Path.home()
        made = self.plan = await plan(
            runner, self.saved, variables, folder, fresh, chosen=chosen, only=only, concurrency=concurrency
        )
        self.rows, self.endpoint = fresh, made.endpoint
        results = await asyncio.to_thread(ResultsFile, out, made.about(), True)
        try:
            await self._run_rows(runner, made, results)
        finally:
            self._whole, self._written = len(results.done) == made.count, str(out)
            await asyncio.to_thread(results.close)

    async def _run_rows(self, runner: Runner, made: Plan, results: ResultsFile) -> None:
        from gradioscope.library.runner.batch import Batch, Began, RowRan, Waiting

        batch = Batch(runner, made, results)
        self.total = made.count - batch.skipped
        before = f"{batch.skipped:,} complete before" if batch.skipped else ""
        self.say(" · ".join(filter(None, [*made.notes, before])))
        async for happening in batch.happenings():
            match happening:
                case Began(row=row):
                    shown = self._running[row.number] = RunRow(name_of(row), row, "running")
                    self.came(shown)
                case RowRan(row=row, ran=ran, files=files, size=size):
                    if files:
                        self._files[row.number] = dict(files)
                    text = line_of(ran, self.surroundings.masked_value, SHOWN)
                    self.ended(self._running.pop(row.number), ran, text, size)
                    self.say(before)
                case Waiting(seconds=seconds, why=why):
                    self.say(f"Waiting {seconds:.0f} s: {why}")
        if batch.problem is not None:
            raise _Ended(batch.problem)
        if not self.total:
            self.noticed.emit(f"All {made.count:,} rows were complete already.")

    def sent(self, row: RunRow) -> Any:
        source: Row = row.source
        return plain(dict(source.values))

    def files_of(self, row: RunRow) -> Mapping[str, Path]:
        return self._files.get(row.source.number, {})

    def opened_as(self, row: RunRow) -> object:
        """The request with this row's values in the places of its variables and parameters."""
        source: Row = row.source
        made = self.plan
        values: dict[str, Json] = {}
        if made is not None:
            fields = {item.name: field_for(item) for item in made.endpoint.parameters}
            values = dict(cells(source, made.rows, made.columns, fields).values)

        return filled_in(self.saved, source.values, values)

    def write(self, path: Path) -> None:
        made = self.plan
        if made is None:
            return
        about = made.about()
        records = [
            Record(
                row.source.number,
                {name: _kept(value) for name, value in row.source.values.items()},
                row.state,
                self.surroundings.masked_value(_with_files(list(row.ran.outcome.data), self._files, row.source.number)),
                row.ran.sentence,
                row.ran.outcome.seconds,
            )
            for row in self.table.run_rows.rows
            if row.ran is not None
        ]
        write_results(path, about, sorted(records, key=lambda record: record.row))


class _Ended(GradioscopeError):
    """A run ended by itself before its end."""

    def __init__(self, why: Explanation) -> None:
        super().__init__(why.what)
        self.explanation = why


def name_of(row: Row) -> str:
    """A row as the table names it: its number and its first cells."""
    shown = [text for value in list(row.values.values())[:3] if (text := cell_shown(value))]
    return f"{row.number}  {' · '.join(shown)}"[:200]


def _looked_at(path: Path) -> tuple[Rows, list[Row], Path]:
    rows = open_rows(path)
    return rows, rows.first(PREVIEWED), free_beside(rows.path, f"{rows.path.stem} results")


def _kept(value: Json) -> Json:
    """An input as it is kept: local files as `{"$file": path}`."""
    from gradioscope.request.saving import value_as_json

    return value_as_json(value)


def _with_files(data: Json, files: dict[int, dict[str, Path]], row: int) -> Json:
    from gradioscope.library.runner.saving import with_saved

    return with_saved(data, {name: str(path) for name, path in files.get(row, {}).items()})
