"""History of this session's runs, and recently used apps."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gradioscope.window import theme
from gradioscope.window.parts import Hairline
from gradioscope.window.request_tab.status import seconds_text

if TYPE_CHECKING:
    from gradioscope.window.request_tab.record import Run

KEPT = 200
_SIGNS = {"Complete": ("check", "success"), "Failed": ("error", "danger"), "Cancelled": ("cancel", "warning")}


class Sidebar(QWidget):
    """Signals: `runPicked(Run)`, `addressPicked(str)`, `recentCleared(None)`."""

    runPicked = Signal(object)
    addressPicked = Signal(object)
    recentCleared = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.mark(self, plane="sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def fill(self) -> None:
        """Make the lists. Not done at once, as views and delegates are not needed for the first paint."""
        from gradioscope.window.sidebar.section import Section

        self.history = Section("History", "Each run appears here, to be opened again with its values.", "Clear history")
        self.recent = Section("Recent apps", "Addresses that worked appear here.", "Forget recent apps")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.S1, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.history, 3)
        column.addWidget(Hairline())
        column.addWidget(self.recent, 2)
        self.history.picked.connect(self.runPicked.emit)
        self.history.clearAsked.connect(self._clear_history)
        self.recent.picked.connect(self.addressPicked.emit)
        self.recent.clearAsked.connect(self.recentCleared.emit)

    def add_run(self, run: Run) -> None:
        from gradioscope.window.sidebar.rows import Row

        icon, token = _SIGNS[run.state]
        clock = time.strftime("%H:%M", time.localtime(run.began))
        duration = seconds_text(run.outcome.at)
        self.history.list.rows.put_first(
            Row(
                run.endpoint.name,
                run,
                muted=run.app.title,
                right=f"{clock} · {duration}",
                icon=icon,
                token=token,
                spoken=f"{run.endpoint.name}, {run.app.title}, {run.state}, {clock}, {duration}",
                tip=f"{run.state} at {clock} in {duration}\n{run.app.title}\n{run.app.url}{run.endpoint.name}",
            ),
            KEPT,
        )
        self.history.update_empty()

    def set_recent(self, addresses: list[str]) -> None:
        from gradioscope.window.sidebar.rows import Row

        self.recent.list.rows.set_rows(
            [Row(_brief(address), address, icon="link", spoken=address, tip=address) for address in addresses]
        )
        self.recent.update_empty()

    def _clear_history(self, _: object) -> None:
        self.history.list.rows.set_rows([])
        self.history.update_empty()


def _brief(address: str) -> str:
    return address.split("://", 1)[-1].rstrip("/")
