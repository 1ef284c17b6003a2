"""What is kept of runs: nothing in private mode, otherwise up to two limits."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from gradioscope.window import theme
from gradioscope.window.keeping import FILES_LIMIT, LIMIT, Keeping
from gradioscope.window.parts import Label, Select
from gradioscope.window.parts.preview import size as in_bytes

OFFERED = (100, 250, 500, 1024, 4096)
"""Megabytes."""
DAYS = (7, 30, 90, 365)


class HistoryRows(QWidget):
    """Takes effect at once; a lower limit of bytes with the next run."""

    def __init__(self, keeping: Keeping, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keeping = keeping
        self.private = QCheckBox("Private mode: keep nothing of the runs from now on")
        self.private.setChecked(keeping.private)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.S4)
        grid.setVerticalSpacing(theme.S2)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.private, 0, 0, 1, 2)
        self.runs = self._limit(grid, "Runs kept, up to", LIMIT)
        self.files = self._limit(grid, "Their returned files, up to", FILES_LIMIT)
        self.days = self._days(grid)
        self.private.toggled.connect(keeping.set_private)
        keeping.privacyChanged.connect(self.private.setChecked)

    def _limit(self, grid: QGridLayout, name: str, setting: str) -> Select:
        box = self._box(grid, name)
        now = self._keeping.limit(setting)
        for megabytes in sorted({*OFFERED, now}):
            box.addItem(in_bytes(megabytes * 1024 * 1024), megabytes)
        box.setCurrentIndex(box.findData(now))
        box.activated.connect(lambda _index: self._keeping.set_limit(setting, int(box.currentData())))
        return box

    def _days(self, grid: QGridLayout) -> Select:
        box = self._box(grid, "Runs kept for")
        now = self._keeping.days
        box.addItem("As long as there is room", None)
        for days in sorted({*DAYS, now or DAYS[0]}):
            box.addItem("1 year" if days == 365 else f"{days} days", days)
        box.setCurrentIndex(0 if now is None else box.findData(now))
        box.activated.connect(lambda _index: self._keeping.set_days(box.currentData()))
        return box

    def _box(self, grid: QGridLayout, name: str) -> Select:
        row = grid.rowCount()
        box = Select()
        box.setAccessibleName(name)
        box.setMaximumWidth(theme.px(340))
        label = Label(name)
        label.setBuddy(box)
        grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(box, row, 1)
        return box
