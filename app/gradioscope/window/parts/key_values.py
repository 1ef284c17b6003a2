"""Names and their values, two columns."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from gradioscope.window import theme
from gradioscope.window.parts.label import Label


class KeyValues(QWidget):
    """Names muted at the left, values selectable at the right, in the monospace font where asked for."""

    def __init__(self, parent: QWidget | None = None, *, mono: bool = False) -> None:
        super().__init__(parent)
        self._mono = mono
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setHorizontalSpacing(theme.S4)
        self._layout.setVerticalSpacing(theme.S1)
        self._layout.setColumnStretch(1, 1)

    def load(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Show these instead of what was there."""
        while (item := self._layout.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        row = -1
        for row, (name, value) in enumerate(pairs):
            key = Label(name, tone="muted")
            shown = Label(value, wrap=True, selectable=True)
            shown.setAccessibleDescription(name)
            if self._mono:
                theme.mark(shown, mono=True)
            self._layout.addWidget(key, row, 0, Qt.AlignmentFlag.AlignTop)
            self._layout.addWidget(shown, row, 1, Qt.AlignmentFlag.AlignTop)
        for each in range(self._layout.rowCount()):
            self._layout.setRowStretch(each, 0)
        self._layout.setRowStretch(row + 1, 1)
