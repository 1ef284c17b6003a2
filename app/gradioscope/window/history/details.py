"""One run of the history, whole: what went in, what came out, its events, what went wrong."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from gradioscope.gradio.events import Cancelled, Complete, Failed
from gradioscope.library.history.course import events_of
from gradioscope.library.history.record import RunRecord, RunSummary
from gradioscope.request.saving import value_as_json
from gradioscope.window import theme
from gradioscope.window.event_log import EventLog
from gradioscope.window.history.table import when
from gradioscope.window.outputs import SaveFiles
from gradioscope.window.outputs.panel import ResultPanel
from gradioscope.window.parts import Button, ElidedLabel, Hairline, IconButton, Label
from gradioscope.window.parts.data_text import DataText
from gradioscope.window.parts.tab_strip import TabStrip
from gradioscope.window.request_tab.status import ENDS, seconds_text

NOT_KEPT = "It is not kept in the history. Open the run and run it again to fetch it."
PARTS = ("Inputs", "Result", "Events")


class Details(QWidget):
    """Signals: `asked(str, RunSummary)` as the sidebar's list has it: open, open-apart, compare, curl, save, delete;
    `copyAsked(list of (Path, str), Path)` kept files with the names they are to have in a folder."""

    asked = Signal(object, object)
    copyAsked = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run: RunSummary | None = None
        self._past: RunRecord | None = None
        self.title = ElidedLabel("", "title", bold=True)
        self.facts = Label("", "meta", "muted", wrap=True, selectable=True)
        self.open_button = Button("Open as request", "primary", compact=True)
        self.open_button.clicked.connect(partial(self._ask, "open"))
        row = QHBoxLayout()
        row.setSpacing(theme.S2)
        row.addWidget(self.open_button)
        for word, icon, text in (
            ("curl", "copy", "Copy as curl"),
            ("save", "save", "Save to a collection"),
            ("delete", "trash", "Delete run"),
        ):
            button = IconButton(icon, text)
            button.clicked.connect(partial(self._ask, word))
            row.addWidget(button)
        row.addStretch(1)
        head = QVBoxLayout()
        head.setContentsMargins(theme.S4, theme.S3, theme.S4, theme.S2)
        head.setSpacing(theme.S1)
        head.addWidget(self.title)
        head.addWidget(self.facts)
        head.addSpacing(theme.S1)
        head.addLayout(row)
        self.strip = TabStrip("Parts of the run")
        for name in PARTS:
            self.strip.add(name)
        bar = QHBoxLayout()
        bar.setContentsMargins(theme.S2, 0, theme.S2, 0)
        bar.addWidget(self.strip, 1)
        self.inputs = DataText("Inputs")
        self.result = ResultPanel()
        self.events = EventLog()
        self.pages = QStackedWidget()
        for page in (self.inputs, self.result, self.events):
            self.pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(bar)
        column.addWidget(Hairline())
        column.addWidget(self.pages, 1)
        self.strip.selected.connect(self.pages.setCurrentIndex)
        self.strip.setCurrentIndex(1)
        self.events.count_changed.connect(self._count)
        self.result.fileRequested.connect(self._give)
        self.result.saveRequested.connect(self._save)

    @property
    def run(self) -> RunSummary | None:
        """The run that is shown."""
        return self._run

    def show_run(self, run: RunSummary, past: RunRecord) -> None:
        self._run, self._past = run, past
        self.title.setText(f"{run.endpoint} · {run.title}" if run.title else run.endpoint)
        self.facts.setText(_facts(run, past))
        self.inputs.show_value({name: value_as_json(value) for name, value in past.values.items()})
        self._show_result(past)
        self.events.clear()
        for event in events_of(past.events, past.data):
            self.events.add(event)

    def _show_result(self, past: RunRecord) -> None:
        result, outcome = self.result, past.outcome
        result.set_returns(past.endpoint.returns)
        result.clear()
        if isinstance(outcome, Complete) and past.data is not None:
            result.complete(past.data, past.duration)
        elif isinstance(outcome, Failed):
            result.failed(outcome.explanation, past.duration)
        else:
            result.running()
            if past.data is not None:
                result.follow(past.data)
            result.cancelled(outcome.note if isinstance(outcome, Cancelled) else past.note, past.duration)

    def _give(self, file: dict[str, object]) -> None:
        # not at once: the viewer that asks is in the middle of showing its value
        QTimer.singleShot(0, self, partial(give_kept, self.result, self._past, file))

    def _save(self, wanted: SaveFiles) -> None:
        from gradioscope.gradio.files import file_name

        kept = self._past.files if self._past is not None else {}
        found = [(kept[path], file_name(file)) for file in wanted.files if (path := str(file.get("path"))) in kept]
        self.copyAsked.emit(found, wanted.folder)

    def _count(self, count: int) -> None:
        self.strip.set_count(2, count)

    def _ask(self, word: str, _checked: bool = False) -> None:
        if self._run is not None:
            self.asked.emit(word, self._run)


def give_kept(panel: ResultPanel, past: RunRecord | None, file: dict[str, object]) -> None:
    """Answer a viewer with the copy that the history keeps; nothing is fetched."""
    path = past.files.get(str(file.get("path"))) if past is not None else None
    if path is not None:
        panel.show_file(file, path)
    else:
        panel.file_failed(file, NOT_KEPT)


def _facts(run: RunSummary, past: RunRecord) -> str:
    facts = [
        ENDS[run.state][2],
        when(run.began),
        seconds_text(run.duration),
        f"queued {seconds_text(run.queued)}" if run.queued is not None and run.queued >= 0.05 else "",
        f"Gradio {run.version}" if run.version else "",
        run.url,
        f"session {past.session}" if past.session else "",
        f"environment {run.environment}" if run.environment else "",
        run.path,
        past.note,
    ]
    return " · ".join(fact for fact in facts if fact)
