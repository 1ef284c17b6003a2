"""The connection doctor: what was tried on the way to an app, step by step, and what each step found."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from gradioscope.window import theme
from gradioscope.window.parts import Button, IconLabel, Label
from gradioscope.window.request_tab.status import seconds_text

if TYPE_CHECKING:
    from gradioscope.gradio.discovery import Step

TITLES = {
    "address": "Address",
    "hub": "Hugging Face Hub",
    "wake": "Wake the Space",
    "name": "Name",
    "tls": "TLS",
    "http": "HTTP",
    "config": "Config",
    "info": "Info",
}
_ICONS = {
    "running": ("clock", "info"),
    "ok": ("check", "success"),
    "failed": ("error", "danger"),
    "skipped": ("minus", "text_muted"),
}
_WORDS = {"running": "under way", "ok": "done", "failed": "failed", "skipped": "skipped"}


class _Row(NamedTuple):
    mark: IconLabel
    name: Label
    detail: Label
    seconds: Label


class Doctor(QWidget):
    """A list of steps under a heading that folds it away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Connection doctor")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S2)
        self.heading = Button("What was tried", "quiet", "chevron-down", compact=True)
        self.heading.setCheckable(True)
        self.heading.setChecked(True)
        self.heading.toggled.connect(self._fold)
        column.addWidget(self.heading, 0, Qt.AlignmentFlag.AlignLeft)
        self._body = QWidget()
        self._grid = QGridLayout(self._body)
        self._grid.setContentsMargins(theme.S2, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.S2)
        self._grid.setVerticalSpacing(theme.S2)
        self._grid.setColumnStretch(2, 1)
        column.addWidget(self._body)
        self._rows: dict[str, _Row] = {}

    def clear(self) -> None:
        for row in self._rows.values():
            for widget in row:
                self._grid.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
        self._rows.clear()

    def set_open(self, is_open: bool) -> None:
        self.heading.setChecked(is_open)

    def show_step(self, step: Step) -> None:
        """Add a step, or say how it stands now."""
        if step.name not in self._rows:
            self._rows[step.name] = self._new_row(step.name)
        mark, name, detail, seconds = self._rows[step.name]
        mark.set_icon(*_ICONS[step.state])
        detail.setText(step.detail)
        seconds.setText(seconds_text(step.seconds) if step.state in ("ok", "failed") else "")
        name.setAccessibleDescription(f"{_WORDS[step.state]}. {step.detail}")

    def _new_row(self, name: str) -> _Row:
        row = _Row(
            IconLabel("clock"),
            Label(TITLES.get(name, name)),
            Label(tone="muted", wrap=True, selectable=True),
            Label(tone="muted"),
        )
        row.name.setMinimumWidth(theme.px(112))
        line = self._grid.rowCount()
        for column, widget in enumerate(row):
            self._grid.addWidget(widget, line, column, Qt.AlignmentFlag.AlignTop)
        return row

    def _fold(self, is_open: bool) -> None:
        self._body.setVisible(is_open)
        self.heading.set_icon("chevron-down" if is_open else "chevron-right")
