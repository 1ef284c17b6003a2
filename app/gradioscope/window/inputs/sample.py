"""A sample of a Dataset: chosen by what is in it, sent as its number."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QVBoxLayout, QWidget

from gradioscope.gradio.model import Json
from gradioscope.request.fields import SampleField
from gradioscope.window.inputs.base import Input
from gradioscope.window.inputs.frames import FieldFrame
from gradioscope.window.inputs.line import Line
from gradioscope.window.parts.grid import Grid
from gradioscope.window.parts.grid_model import GridModel


class SampleInput(Input):
    """The samples as rows, one of them chosen; its number is written where the app does not tell its samples."""

    def __init__(self, field: SampleField, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._samples = field.samples
        self.grid: Grid | None = None
        self.line: Line | None = None
        self._frame = FieldFrame(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        if field.samples:
            inside = QVBoxLayout(self._frame)
            inside.setContentsMargins(1, 1, 1, 1)
            model = GridModel(self)
            self.grid = Grid(model, field.label, self._frame)
            width = max(map(len, field.samples))
            headers = [*field.headers, *[""] * width][:width]
            model.show(headers, [list(row) for row in field.samples])
            self.grid.fit_columns()
            self.grid.horizontalHeader().setVisible(any(headers))
            self.grid.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
            self.grid.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
            self.grid.setTabKeyNavigation(False)
            self.grid.selectionModel().selectionChanged.connect(self.edited)
            self._frame.watch(self.grid)
            inside.addWidget(self.grid)
            column.addWidget(self._frame)
        else:
            self._frame.hide()
            self.line = Line(self)
            self.line.setPlaceholderText("Number of the sample, counted from 0")
            self.line.textEdited.connect(self.edited)
            column.addWidget(self.line)
        self.setFocusProxy(self.focus_target())
        self.start()

    def focus_target(self) -> QWidget:
        return self.grid or self.line or self

    def show_value(self, value: Json) -> None:
        if self.line is not None:
            self.line.setText("" if value is None else str(value))
        elif self.grid is not None:
            known = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < len(self._samples)
            self.grid.clearSelection()
            if known and self.is_set():
                self.grid.selectRow(value)
                self.grid.scrollTo(self.grid.cells.index(value, 0))

    def read(self) -> Json:
        if self.line is not None:
            text = self.line.text().strip()
            return int(text) if text.isdecimal() and len(text) < 10 else text or None
        assert self.grid is not None
        rows = self.grid.selectionModel().selectedRows()
        return rows[0].row() if rows else None

    def mark_error(self, wrong: bool) -> None:
        if self.line is not None:
            super().mark_error(wrong)
        self._frame.set_invalid(wrong)

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        self.focus_target().setFocus(reason)
