"""A widget without a look that assistive technology meets as a named panel."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QGroupBox, QWidget


class Group(QGroupBox):
    """Its accessible name is heard before what is inside. A plain QWidget is a "filler" there, which no one reads.

    A group box without its frame and title: those are what the style adds margins and paint for.
    """

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFlat(True)
        self.setAccessibleName(name)
        self.setContentsMargins(0, 0, 0, 0)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # the group box takes its margins from the style anew at each of these
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self.setContentsMargins(0, 0, 0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
