"""A heading with a list below it, or a sentence while the list is empty."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gradioscope.window import theme
from gradioscope.window.parts import IconButton, Label
from gradioscope.window.sidebar.folding import Folding
from gradioscope.window.sidebar.rows import RowList


class Section(Folding):
    """Signals: `picked(object)` the subject of the row that was clicked or entered, `clearAsked(None)`; those of
    Folding."""

    picked = Signal(object)
    clearAsked = Signal(object)

    def __init__(self, name: str, empty: str, clear: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.clear_button = IconButton("trash", clear)
        self.heading.addWidget(self.clear_button)
        self.list = RowList(name)
        self.empty = Label(empty, "meta", "muted", wrap=True)
        self.empty.setContentsMargins(theme.S3, 0, theme.S3, theme.S3)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.empty)
        column.addWidget(self.list, 1)
        column.addStretch(0)
        self.list.clicked.connect(self._pick)
        self.list.activated.connect(self._activate)
        self.clear_button.clicked.connect(self._ask_clear)
        self.update_empty()

    def update_empty(self) -> None:
        """Show the list or the sentence. The list stays in the tree either way: it is found by its name."""
        count = self.list.rows.rowCount()
        self.empty.setVisible(count == 0)
        self.clear_button.setVisible(count > 0)

    def _pick(self, index: QModelIndex) -> None:
        row = self.list.rows.row(index)
        if row is not None:
            self.picked.emit(row.subject)

    def _activate(self, index: QModelIndex) -> None:
        # a click already picked it where the desktop activates by single click
        if self.list.hasFocus() and not self.list.underMouse():
            self._pick(index)

    def _ask_clear(self) -> None:
        self.clearAsked.emit(None)
