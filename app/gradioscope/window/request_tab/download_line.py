"""The download that somebody waits for: how far it is, and the way to end it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gradioscope.window import theme
from gradioscope.window.parts import Button, Label
from gradioscope.window.parts.preview import size as in_bytes

if TYPE_CHECKING:
    from gradioscope.gradio.files import Fetching

PATIENCE = 500
"""Milliseconds that a download takes before anything is said of it."""


class DownloadLine(QWidget):
    """One line, hidden while nothing is under way. Signals: `cancelAsked()`."""

    cancelAsked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = Label("", "meta", "muted")
        self.button = Button("Cancel", "quiet", compact=True)
        self.button.setAccessibleName("Cancel download")
        self.button.clicked.connect(self._ask)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.S4, 0, theme.S4, theme.S1)
        row.setSpacing(theme.S2)
        row.addWidget(self.text, 1)
        row.addWidget(self.button)
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(PATIENCE)
        self._waiting.timeout.connect(self.show)
        self.hide()

    def show_step(self, step: Fetching | None) -> None:
        if step is None:
            self._waiting.stop()
            self.hide()
            return
        done = in_bytes(step.received)
        self.text.setText(f"Fetching {step.name}: {done}" + (f" of {in_bytes(step.total)}" if step.total else ""))
        if self.isHidden() and not self._waiting.isActive():
            self._waiting.start()

    def _ask(self) -> None:
        self.cancelAsked.emit()
