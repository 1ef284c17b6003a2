"""The requests of a folder, run one after the other in the order in which the sidebar shows them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout
from shiboken6 import isValid

from gradioscope.gradio.errors import GradioscopeError
from gradioscope.gradio.events import Event, Progress, Queued, Uploading
from gradioscope.library.history.course import Course
from gradioscope.library.runner.folder import FolderRun, Planned, Settings, planned
from gradioscope.library.runner.ran import Ran
from gradioscope.library.runner.results_file import About, Record, write_results
from gradioscope.library.runner.running import Runner
from gradioscope.library.runner.telling import line_of
from gradioscope.window import theme
from gradioscope.window.parts import Label
from gradioscope.window.request_tab.record import Run
from gradioscope.window.runs.model import RunRow
from gradioscope.window.runs.page import SHOWN, RunPage
from gradioscope.window.surroundings import Surroundings

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

NOTHING = "There are no requests in this folder yet. Save one there, then look again."


class FolderPage(RunPage):
    """A page for some folders and requests. Signals: those of RunPage; `ran(request_tab/record.Run)` each run that was
    sent, for the history."""

    ran = Signal(object)

    def __init__(self, surroundings: Surroundings, paths: Sequence[Path], parent: QWidget | None = None) -> None:
        first = paths[0].name.removesuffix(".gradio.yaml") if len(paths) == 1 else f"{len(paths)} chosen"
        super().__init__(surroundings, f"Run · {first}", "Request", parent)
        self.paths = tuple(paths)
        self._rows: dict[Path, RunRow] = {}
        self._now: RunRow | None = None
        self._course = Course()
        self._since = 0.0
        self._environment = ""
        self.bail = QCheckBox("Stop at the first failure")
        self.environment = Label("", "meta", "muted")
        row = QHBoxLayout()
        row.setContentsMargins(theme.S4, 0, theme.S4, theme.S2)
        row.setSpacing(theme.S4)
        row.addWidget(self.bail)
        row.addWidget(self.environment)
        row.addStretch(1)
        self.setup.addLayout(row)
        self.empty.actionTriggered.connect(self.look)
        self.look()

    def look(self) -> None:
        """Read anew which requests there are."""
        self.tasks.start("look", self._look())

    async def _look(self) -> None:
        try:
            found = await asyncio.to_thread(lambda: [item for path in self.paths for item in planned(path)])
        except GradioscopeError:
            self.show_lists(NOTHING, "Look again")
            self.run_button.setEnabled(False)
            return
        scope = await self.surroundings.scopes.read(found[0].path)
        self._environment = scope.active
        self.environment.setText(f"Environment: {scope.active}" if scope.active else "No environment")
        self.forget()
        self._show(list(dict.fromkeys(found)))
        self.say(f"{self.total:,} request{'' if self.total == 1 else 's'}")

    def _show(self, found: list[Planned]) -> None:
        self.run_button.setEnabled(True)
        self._rows = {item.path: RunRow(item.name, item) for item in found}
        self.total = len(self._rows)
        self.table.run_rows.clear()
        self.table.take(list(self._rows.values()), [])
        self.table.scrollToTop()
        self.show_lists()

    # -- RunPage

    def prepare(self) -> None:
        for row in self._rows.values():
            row.state, row.text, row.seconds, row.ran = "", "", None, None
        self._show([row.source for row in self._rows.values()])

    async def follow(self, runner: Runner) -> None:
        settings = Settings(bail=self.bail.isChecked())
        around = self.surroundings
        run = FolderRun(runner, [row.source for row in self._rows.values()], around.places, around.vault, settings)
        async for item, ran in run.results(self._heard):
            row = self._rows[item.path]
            if ran is None:
                self._now, self._course, self._since = row, Course(), time.time()
                row.state = "running"
                self.changed(row)
            else:
                self.ended(row, ran, line_of(ran, around.masked_value, SHOWN))
                self._tell(item, ran)

    def _tell(self, item: Planned, ran: Ran) -> None:
        if ran.draft is None or ran.event is None or not isValid(self):
            return
        self._course.add(ran.event)
        # an address with a secret variable in it, which the history would keep
        app = ran.draft.app
        shown = replace(ran.draft, app=replace(app, url=self.surroundings.masked(app.url)))
        self.ran.emit(
            Run(
                shown,
                ran.address,
                self._since,
                ran.event,
                list(ran.outcome.data) or None,
                self._course,
                path=item.path,
                environment=self._environment,
                obtain=partial(self.details.downloads.obtain, app),
                written=ran.written,
            )
        )

    def opened_as(self, row: RunRow) -> object:
        item: Planned = row.source
        return item.path

    def write(self, path: Path) -> None:
        records = [
            Record(number, {"request": row.name}, row.state, *_said(row.ran, self.surroundings))
            for number, row in enumerate(self._rows.values(), 1)
            if row.ran is not None
        ]
        most = max((len(record.data) for record in records), default=0)
        names = ("result",) if most == 1 else tuple(f"result {number}" for number in range(1, most + 1))
        write_results(path, About("", "", ("request",), names), records)

    def _heard(self, happening: Any) -> None:
        row = self._now
        if row is None:
            return
        if isinstance(happening, Event):
            self._course.add(happening)
        match happening:
            case Queued(position=position, size=size):
                row.text = f"Queued {position} of {size}"
            case Progress(bars=bars) if bars:
                bar = bars[-1]
                share = f" {bar.fraction:.0%}" if bar.fraction is not None else ""
                row.text = f"{bar.description or 'Running'}{share}"
            case Uploading(sent=sent, total=total, name=name):
                row.text = f"Uploading {name} {sent / total if total else 1:.0%}"
            case Event():
                row.text = ""
            case _:
                row.text = "Connecting…"
        self.changed(row)


def _said(ran: Ran, surroundings: Surroundings) -> tuple[Any, str, float]:
    return surroundings.masked_value(list(ran.outcome.data)), ran.sentence, ran.outcome.seconds
