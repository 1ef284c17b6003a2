"""The history as a page among the tabs: search, narrow, look at one run or compare two."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gradioscope.library.history.record import RunSummary
from gradioscope.window.history.keeping import Keeping


class HistoryPage(QWidget):
    asked = Signal(object, object)
    deleteAsked = Signal(object)
    clearAsked = Signal(object)

    def __init__(self, keeping: Keeping, parent: QWidget | None = None) -> None:
        super().__init__(parent)

    def compare_with(self, run: RunSummary) -> None: ...

    def take_focus(self) -> None: ...
