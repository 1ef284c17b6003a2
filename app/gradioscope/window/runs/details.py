"""One row of a run whole: what was sent, what came, what was expected."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from gradioscope.gradio.errors import Explanation
from gradioscope.window import theme
from gradioscope.window.parts import Banner, Button, ElidedLabel, IconLabel, Label
from gradioscope.window.parts.data_text import DataText
from gradioscope.window.request_tab.status import seconds_text
from gradioscope.window.runs.model import NOT_WELL, STATES, RunRow

NOT_KEPT = "Of so long a run the first results alone are kept here; this one is in the file of the results."


class RunDetails(QWidget):
    """Signals: `openAsked(RunRow)`."""

    openAsked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row: RunRow | None = None
        self.title = ElidedLabel(bold=True)
        self.state = ElidedLabel(size="meta", tone="muted")
        self.open_button = Button("Open as request", "secondary", "external", compact=True)
        self.open_button.clicked.connect(self._open)
        self.banner = Banner()
        self.notes = Label(tone="muted", wrap=True, selectable=True)
        self._checks = QWidget()
        self._check_rows = QVBoxLayout(self._checks)
        self._check_rows.setContentsMargins(0, 0, 0, 0)
        self._check_rows.setSpacing(theme.S1)
        self.input = DataText("Sent")
        self.output = DataText("Outcome of the row")
        self._input_label = Label("Row", "meta", "muted")
        self._output_label = Label("Result", "meta", "muted")
        head = QHBoxLayout()
        head.setSpacing(theme.S2)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self.title)
        names.addWidget(self.state)
        head.addLayout(names, 1)
        head.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignTop)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(theme.S4, theme.S3, theme.S4, theme.S4)
        column.setSpacing(theme.S2)
        column.addLayout(head)
        for widget in (self.banner, self.notes, self._checks, self._input_label, self.input, self._output_label):
            column.addWidget(widget)
        column.addWidget(self.output, 1000)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(area)

    @property
    def row(self) -> RunRow | None:
        return self._row

    def show_row(self, row: RunRow, sent: Any, came: Any) -> None:
        """`sent` is the input, None for nothing to show; `came` the result as it may be shown, secrets masked."""
        self._row = row
        ran = row.ran
        self.title.setText(row.name)
        word = STATES[row.state][2]
        self.state.setText(word if row.seconds is None else f"{word} · {seconds_text(row.seconds)}")
        why = self._why(row)
        self.banner.setVisible(why is not None)
        if why is not None:
            self.banner.set_explanation(why)
        self.notes.setText("\n".join(ran.notes) if ran else "")
        self.notes.setVisible(bool(self.notes.text()))
        self._show_checks(row)
        for label, text, value in ((self._input_label, self.input, sent), (self._output_label, self.output, came)):
            label.setVisible(value is not None)
            text.setVisible(value is not None)
            if isinstance(value, str):
                text.show_text(value)
            elif value is not None:
                text.show_value(value)

    def _why(self, row: RunRow) -> Explanation | None:
        ran = row.ran
        if ran is None:
            finished = row.state not in ("", "running")
            return Explanation(row.text or NOT_KEPT, NOT_KEPT if row.text else "") if finished else None
        if row.state not in NOT_WELL or (row.state == "unexpected" and ran.explanation is None):
            return None  # the expectations tell
        # the button would be that of a tab; here the request is opened first
        found = ran.explanation or Explanation(ran.sentence)
        return Explanation(found.what, found.why, found.do, details=found.details)

    def _show_checks(self, row: RunRow) -> None:
        while (item := self._check_rows.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        checks = row.ran.checks if row.ran else ()
        # that it is complete goes without saying
        shown = [check for check in checks if check.expectation.kind != "status" or not check.met or len(checks) == 1]
        shown = [] if len(checks) == 1 and checks[0].met else shown
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

    def _open(self) -> None:
        if self._row is not None:
            self.openAsked.emit(self._row)
