"""What a request expects of its runs, a row each, with what the last run came to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from gradioscope.gradio.errors import WrongUse
from gradioscope.gradio.model import Json
from gradioscope.request.expectation import LABELS, STATES, WITH_PATH, Check, Expectation, read
from gradioscope.request.saved import SavedRequest
from gradioscope.window import theme
from gradioscope.window.parts import IconButton, IconLabel, Label
from gradioscope.window.parts.select import Select
from gradioscope.window.request_tab.details.row_list import Row, RowList
from gradioscope.window.request_tab.details.sheet_line import SheetLine

if TYPE_CHECKING:
    from gradioscope.request.expectation import Kind

SHORT = {"within": "takes at most"}
HINTS = {
    "equals": 'Text, or JSON such as 5, true, [1, 2] or "5"',
    "contains": "Text, or JSON",
    "at least": "Number",
    "at most": "Number",
    "within": "Seconds",
}


class CheckRow(Row):
    """One expectation. `written` is as it stands in a file, also where it is none yet."""

    def __init__(self) -> None:
        super().__init__()
        self._foreign: Json = None
        """One that cannot be shown in the controls: it is kept as it is."""
        self.mark = IconLabel("check", "success")
        self.kind, self.state = Select(), Select()
        for kind, text in LABELS.items():
            self.kind.addItem(SHORT.get(kind, text), kind)
        for state in STATES:
            self.state.addItem(state)
        self.path, self.value = SheetLine(), SheetLine()
        self.path.setPlaceholderText("The result; or a path: data[0].label")
        self.path.setToolTip("Nothing for the result as a whole, or a path such as data[0].label, error, seconds")
        self.remove = IconButton("close", "Remove check")
        self.note = Label("", "meta", "danger", wrap=True, selectable=True)
        self.note.hide()
        line = QHBoxLayout()
        line.setSpacing(theme.S2)
        line.addWidget(self.mark)
        line.addWidget(self.path, 3)
        line.addWidget(self.kind, 3)
        line.addWidget(self.value, 3)
        line.addWidget(self.state, 3)
        line.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S1)
        column.addLayout(line)
        column.addWidget(self.note)
        policy = self.mark.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.mark.setSizePolicy(policy)
        self.mark.hide()
        self.kind.setCurrentIndex(self.kind.findData("contains"))
        self._arrange()
        self.kind.currentIndexChanged.connect(self._kind_changed)
        self.state.currentIndexChanged.connect(self._changed)
        self.path.textChanged.connect(self._changed)
        self.value.textChanged.connect(self._changed)
        self.remove.clicked.connect(self._remove)

    def set_number(self, number: int) -> None:
        for widget, name in ((self.kind, "kind"), (self.path, "path"), (self.value, "value"), (self.state, "state")):
            widget.setAccessibleName(f"Check {number} {name}")
        self.remove.set_name(f"Remove check {number}")

    def take_focus(self) -> None:
        self.kind.setFocus()

    def load(self, written: Json) -> None:
        if written == self.written():
            return
        self._foreign = None
        self.forget()
        try:
            (found,) = read([written])
        except WrongUse as error:
            self._foreign = written
            self.value.setText(json.dumps(written, ensure_ascii=False, default=str))
            self.note.setText(error.explanation.why)
            self.note.show()
            self._arrange()
            return
        self.kind.setCurrentIndex(self.kind.findData(found.kind))
        self.path.setText(found.path)
        if found.kind == "status":
            self.state.setCurrentText(str(found.value))
        elif found.kind != "exists":
            self.value.setText(_text_of(found.value, found.kind))
            self.value.setCursorPosition(0)
        self._arrange()

    def written(self) -> Json:
        """As in a file."""
        if self._foreign is not None:
            return self._foreign
        kind: Kind = self.kind.currentData()
        path = self.path.text().strip() if kind in WITH_PATH else ""
        if kind == "status":
            return Expectation("status", self.state.currentText()).as_written()
        return Expectation(kind, _value_of(self.value.text(), kind), path).as_written()

    @property
    def filled(self) -> bool:
        """Whether it says anything yet."""
        kind = self.kind.currentData()
        return self._foreign is not None or kind == "status" or bool(self.value.text() or self.path.text().strip())

    def problem(self) -> str:
        """What is wrong with it, as a sentence; empty where nothing is."""
        try:
            read([self.written()])
        except WrongUse as error:
            return error.explanation.why
        return ""

    def show_check(self, found: Check) -> None:
        self.mark.set_icon("check" if found.met else "error", "success" if found.met else "danger")
        self.mark.setAccessibleName("met" if found.met else "not met")
        self.mark.setToolTip(found.sentence)
        self.mark.show()
        self.note.setText("" if found.met else found.sentence)
        self.note.setVisible(not found.met)

    def forget(self) -> None:
        """What the last run came to is about something else."""
        self.mark.hide()
        self.note.hide()

    def show_problem(self) -> None:
        """What is wrong with it, instead of what the last run came to."""
        self.forget()
        if self.filled and (problem := self.problem()):
            self.note.setText(problem)
            self.note.show()

    def _kind_changed(self, _index: int) -> None:
        self._arrange()
        self._changed()

    def _changed(self, *_: object) -> None:
        if self._foreign is None:
            self.show_problem()
            self._edited()

    def _arrange(self) -> None:
        """The controls that its kind has."""
        kind = self.kind.currentData()
        foreign = self._foreign is not None
        self.kind.setVisible(not foreign)
        self.path.setVisible(kind in WITH_PATH and not foreign)
        self.value.setVisible(foreign or kind not in ("status", "exists"))
        self.value.setReadOnly(foreign)
        self.value.setPlaceholderText(HINTS.get(kind, ""))
        self.value.setToolTip(HINTS.get(kind, ""))
        self.state.setVisible(kind == "status" and not foreign)


class ChecksSheet(QScrollArea):
    """Signals: `edited(None)`."""

    edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._loading = False
        self.rows: RowList[CheckRow] = RowList(
            CheckRow, "Add check", "Nothing but that it completes. Checks tell, after each run, whether it went well."
        )
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(theme.S4, theme.S4, theme.S4, theme.S6)
        column.setSpacing(theme.S2)
        column.addWidget(Label("What each run should come to", bold=True))
        self.summary = Label("", "meta", "muted", wrap=True)
        self.summary.hide()
        column.addWidget(self.summary)
        column.addWidget(self.rows.widget)
        column.addStretch(1)
        self.setWidget(content)
        self.rows.edited.connect(self._edited)

    def load(self, rest: SavedRequest) -> None:
        if list(rest.expect) == self._written():
            return
        self._loading = True
        self.rows.set_count(len(rest.expect))
        for row, written in zip(self.rows.rows, rest.expect, strict=True):
            row.load(written)
        self._loading = False

    def put_in(self, rest: SavedRequest) -> SavedRequest:
        """With the rows that say something."""
        return replace(rest, expect=tuple(self._written()))

    def show_checks(self, found: Sequence[Check]) -> None:
        """What a run came to."""
        waiting = list(found)
        for row in self.rows.rows:
            row.show_problem()
            written = row.written()
            for item in waiting:
                if item.expectation.as_written() == written:
                    row.show_check(item)
                    waiting.remove(item)
                    break
        missed = [item.sentence for item in waiting if not item.met]  # that it completes needs no row
        self.summary.setText(" ".join(missed))
        self.summary.setVisible(bool(missed))

    def _written(self) -> list[Json]:
        return [row.written() for row in self.rows.rows if row.filled]

    def _edited(self, _: object) -> None:
        if not self._loading:
            self.edited.emit(None)


def _value_of(text: str, kind: Kind) -> Json:
    """What a person means: JSON where it is JSON, else the text itself."""
    if kind == "exists":
        return None
    try:
        return json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return text


def _no_number(name: str) -> Json:
    raise ValueError(f"{name} is no JSON")


def _text_of(value: Json, kind: Kind) -> str:
    """The text that stands for a value, so that `_value_of` gives the value again."""
    if isinstance(value, str) and _value_of(value, kind) == value:
        return value
    return json.dumps(value, ensure_ascii=False, default=str)
