"""A line of a sheet, whose undo is the sheet's: it goes over all of the lines, and over rows that were removed."""

from __future__ import annotations

from PySide6.QtGui import QKeyEvent, QKeySequence

from gradioscope.window.inputs.line import Line


class SheetLine(Line):
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo):
            event.ignore()
        else:
            super().keyPressEvent(event)
