"""Collections, history, and recently used apps: three parts that fold, with lines between that can be moved."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gradioscope.gradio.model import Json
from gradioscope.window import theme

SHARES = (6, 3, 2)
"""How the height is shared until somebody moves a line."""
UNFOLDED = 500
"""Folders that are open again at the next start, the outer ones first."""


class Sidebar(QWidget):
    """Signals: `addressPicked(str)`, `recentCleared(None)`; those of `collections` and `history` are their own."""

    addressPicked = Signal(object)
    recentCleared = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.mark(self, plane="sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def fill(self) -> None:
        """Make the lists. Not done at once, as views and delegates are not needed for the first paint."""
        from gradioscope.window.parts import Splitter
        from gradioscope.window.sidebar.collections.section import CollectionsSection
        from gradioscope.window.sidebar.history import HistorySection
        from gradioscope.window.sidebar.section import Section

        self.collections = CollectionsSection()
        self.history = HistorySection()
        self.recent = Section("Recent apps", "Addresses that worked appear here.", "Forget recent apps")
        self.parts = (self.collections, self.history, self.recent)
        self.split = Splitter(Qt.Orientation.Vertical)
        self._rest = QWidget()  # takes the height that nobody wants
        for part, share in zip((*self.parts, self._rest), (*SHARES, 0), strict=True):
            self.split.addWidget(part)
            self.split.setStretchFactor(self.split.indexOf(part), share)
        self.split.handle(len(self.parts)).setDisabled(True)
        for part in self.parts:
            part.folded.connect(self._share)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.S1, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.split)
        self.recent.picked.connect(self.addressPicked.emit)
        self.recent.clearAsked.connect(self.recentCleared.emit)
        self.split.setSizes([100 * share for share in SHARES])
        self._share()

    def set_recent(self, addresses: list[str]) -> None:
        from gradioscope.window.sidebar.rows import Row

        self.recent.list.rows.set_rows(
            [Row(_brief(address), address, icon="link", spoken=address, tip=address) for address in addresses]
        )
        self.recent.update_empty()

    # -- from one start to the next

    def arrangement(self) -> dict[str, Json]:
        """Heights and what is folded away, for `arrange`."""
        unfolded = sorted(self.collections.tree.unfolded, key=len)[:UNFOLDED]
        return {
            "sizes": self.split.sizes(),
            "folded": [part.is_folded for part in self.parts],
            "unfolded": list(unfolded),
        }

    def arrange(self, found: Json) -> None:
        """As it was left; anything else than an arrangement is passed over."""
        if not isinstance(found, Mapping):
            return
        folded, sizes, unfolded = found.get("folded"), found.get("sizes"), found.get("unfolded")
        if isinstance(unfolded, list):
            self.collections.tree.unfolded.update(path for path in unfolded if isinstance(path, str))
        if isinstance(folded, list) and len(folded) == len(self.parts):
            for part, away in zip(self.parts, folded, strict=True):
                part.set_folded(away is True)
        if (
            isinstance(sizes, list)
            and len(sizes) == self.split.count()
            and all(isinstance(each, int) for each in sizes)
        ):
            self.split.setSizes(sizes)
        self._share()

    def _share(self, _: object = None) -> None:
        everything_away = all(part.is_folded for part in self.parts)
        self._rest.setMaximumHeight(16777215 if everything_away else 0)


def _brief(address: str) -> str:
    return address.split("://", 1)[-1].rstrip("/")
