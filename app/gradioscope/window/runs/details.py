"""One row of a run whole: what was sent, what was expected, and what came, in the viewers of a request's result."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gradioscope.gradio.errors import Explanation
from gradioscope.gradio.files import file_url
from gradioscope.gradio.model import App, Json
from gradioscope.window import theme
from gradioscope.window.outputs import SaveFiles
from gradioscope.window.outputs.panel import ResultPanel
from gradioscope.window.parts import Button, ElidedLabel, Hairline, IconLabel, Label
from gradioscope.window.parts.data_text import DataText
from gradioscope.window.request_tab.downloads import Downloads
from gradioscope.window.runs.model import STATES, RunRow
from gradioscope.window.surroundings import Surroundings

NOT_KEPT = "Of so long a run the first results alone are kept here; this one is in the file of the results."
LINES = 5
"""Of the input, that are in view."""


class RunDetails(QWidget):
    """Signals: `openAsked(RunRow)`, `noticed(str)`."""

    openAsked = Signal(object)
    noticed = Signal(object)

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row: RunRow | None = None
        self._files: Mapping[str, Path] = {}
        self.downloads = Downloads(surroundings, _unheard, self)
        self.title = ElidedLabel(bold=True)
        self.state = ElidedLabel(size="meta", tone="muted")
        self.open_button = Button("Open as request", "secondary", "external", compact=True)
        self.open_button.clicked.connect(self._open)
        self.notes = Label(tone="muted", wrap=True, selectable=True)
        self._checks = QWidget()
        self._check_rows = QVBoxLayout(self._checks)
        self._check_rows.setContentsMargins(0, 0, 0, 0)
        self._check_rows.setSpacing(theme.S1)
        self.input = DataText("Values of the row")
        self.input.text.fit_lines(2, LINES)
        self.result = ResultPanel()
        head = QHBoxLayout()
        head.setSpacing(theme.S2)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self.title)
        names.addWidget(self.state)
        head.addLayout(names, 1)
        head.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignTop)
        top = QVBoxLayout()
        top.setContentsMargins(theme.S4, theme.S3, theme.S4, theme.S2)
        top.setSpacing(theme.S2)
        top.addLayout(head)
        for widget in (self.notes, self._checks, self.input):
            top.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(Hairline())
        column.addWidget(self.result, 1)
        self.result.fileRequested.connect(self._fetch)
        self.result.saveRequested.connect(self._save)
        self.downloads.fetched.connect(self.result.show_file)
        self.downloads.unfetched.connect(self.result.file_failed)
        self.downloads.saved.connect(self._saved)
        self.downloads.failed.connect(self._not_saved)

    @property
    def row(self) -> RunRow | None:
        return self._row

    def show_row(self, row: RunRow, sent: Any, files: Mapping[str, Path]) -> None:
        """`sent` is the input, None for nothing to show; `files` are those that were saved, by path on the server."""
        self._row, self._files = row, files
        self.title.setText(row.name)
        # how it ended, and after how long, is said in the result's head
        self.state.setText(STATES[row.state][2] if row.ran is None or row.state == "unexpected" else "")
        self.state.setVisible(bool(self.state.text()))
        self.notes.setText("\n".join(row.ran.notes) if row.ran else "")
        self.notes.setVisible(bool(self.notes.text()))
        self._show_checks(row)
        self.input.setVisible(sent is not None)
        if sent is not None:
            self.input.show_value(sent)
        self._show_result(row)

    def _show_result(self, row: RunRow) -> None:
        ran, result = row.ran, self.result
        if ran is None:
            result.set_returns(())
            result.clear()
            result.set_hint({"": "It was not run yet.", "running": "It is running."}.get(row.state, NOT_KEPT))
            return
        result.set_returns(ran.endpoint.returns if ran.endpoint else ())
        result.clear()
        if ran.app is not None:
            result.set_address_of(_address_of(ran.app))
        outcome = ran.outcome
        if outcome.status == "complete":
            result.complete(list(outcome.data), outcome.seconds)
        elif outcome.status == "cancelled":
            result.cancelled(" ".join(ran.notes) or outcome.error, outcome.seconds)
        else:
            why = ran.explanation or Explanation(outcome.error)
            # the buttons are those of a tab: here the request is opened first
            result.failed(Explanation(why.what, why.why, why.do, details=why.details), outcome.seconds)

    def _show_checks(self, row: RunRow) -> None:
        while (item := self._check_rows.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        checks = row.ran.checks if row.ran else ()
        # that it is complete goes without saying, and how it ended is said below
        shown = [check for check in checks if check.expectation.kind != "status"]
        for check in shown:
            line = QWidget()
            inner = QHBoxLayout(line)
            inner.setContentsMargins(0, 0, 0, 0)
            inner.setSpacing(theme.S2)
            sign, token = ("check", "success") if check.met else ("error", "danger")
            inner.addWidget(IconLabel(sign, token), 0, Qt.AlignmentFlag.AlignTop)
            text = Label(check.sentence, wrap=True, selectable=True)
            text.setAccessibleName(f"{'As expected' if check.met else 'Not as expected'}: {check.sentence}")
            inner.addWidget(text, 1)
            self._check_rows.addWidget(line)
        self._checks.setVisible(bool(shown))

    # -- files

    def _fetch(self, file: dict[str, Json]) -> None:
        path = self._files.get(str(file.get("path")))
        if path is not None:
            self.result.show_file(file, path)
        elif self._row is not None and self._row.ran is not None and self._row.ran.app is not None:
            self.downloads.fetch(self._row.ran.app, file)

    def _save(self, wanted: SaveFiles) -> None:
        if self._row is not None and self._row.ran is not None and self._row.ran.app is not None:
            self.downloads.save(self._row.ran.app, wanted)

    def _saved(self, path: Path) -> None:
        self.noticed.emit(f"Saved {path}")

    def _not_saved(self, why: Explanation) -> None:
        self.noticed.emit(str(why))

    def _open(self) -> None:
        if self._row is not None:
            self.openAsked.emit(self._row)


def _address_of(app: App) -> Any:
    def address(file: dict[str, Json]) -> str:
        return file_url(app, file)

    return address


def _unheard(_exchange: object) -> None:
    return None
