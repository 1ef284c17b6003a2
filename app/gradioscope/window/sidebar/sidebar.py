"""History, and recently used apps."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gradioscope.window import theme
from gradioscope.window.parts import Hairline


class Sidebar(QWidget):
    """Signals: `addressPicked(str)`, `recentCleared(None)`; those of `history` are its own."""

    addressPicked = Signal(object)
    recentCleared = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.mark(self, plane="sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def fill(self) -> None:
        """Make the lists. Not done at once, as views and delegates are not needed for the first paint."""
        from gradioscope.window.sidebar.history import HistorySection
        from gradioscope.window.sidebar.section import Section

        self.history = HistorySection()
        self.recent = Section("Recent apps", "Addresses that worked appear here.", "Forget recent apps")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.S1, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.history, 3)
        column.addWidget(Hairline())
        column.addWidget(self.recent, 2)
        self.recent.picked.connect(self.addressPicked.emit)
        self.recent.clearAsked.connect(self.recentCleared.emit)

    def set_recent(self, addresses: list[str]) -> None:
        from gradioscope.window.sidebar.rows import Row

        self.recent.list.rows.set_rows(
            [Row(_brief(address), address, icon="link", spoken=address, tip=address) for address in addresses]
        )
        self.recent.update_empty()


def _brief(address: str) -> str:
    return address.split("://", 1)[-1].rstrip("/")
