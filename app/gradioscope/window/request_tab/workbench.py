"""Request and response beside each other, or one above the other, with the border the person moved."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from gradioscope.library.settings import Settings
from gradioscope.window import theme
from gradioscope.window.look import LAYOUT
from gradioscope.window.parts import Splitter
from gradioscope.window.request_tab.request_pane import RequestPane
from gradioscope.window.request_tab.response import Response

NARROW = 620
"""Width in px at 100 % below which the panes are stacked whatever was chosen."""
SMALLEST = 280


def orientation_of(settings: Settings) -> Qt.Orientation:
    return Qt.Orientation.Vertical if settings.get(LAYOUT) == "below" else Qt.Orientation.Horizontal


class Workbench(Splitter):
    """The panes of a connected tab. The border's place is remembered for each orientation."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(orientation_of(settings), parent)
        self._settings = settings
        self.request = RequestPane()
        self.response = Response()
        self._limit()
        theme.notifier().changed.connect(self._limit)
        self.addWidget(self.request)
        self.addWidget(self.response)
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 1)
        self._restore()
        self.splitterMoved.connect(self._moved)

    def arrange(self) -> None:
        """Take the layout from the settings; where two panes do not fit side by side, they are stacked."""
        wanted = orientation_of(self._settings)
        if self.width() < theme.px(NARROW):
            wanted = Qt.Orientation.Vertical
        if wanted != self.orientation():
            self.setOrientation(wanted)
            self._restore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def _key(self) -> str:
        return "look.split-right" if self.orientation() == Qt.Orientation.Horizontal else "look.split-below"

    def _restore(self) -> None:
        share = self._settings.get(self._key(), 0.5)
        share = share if isinstance(share, float) and 0.1 < share < 0.9 else 0.5
        self.setSizes([round(10_000 * share), round(10_000 * (1 - share))])

    def share(self) -> float | None:
        """The request's share of the room; None as long as it has none."""
        sizes = self.sizes()
        return round(sizes[0] / sum(sizes), 3) if all(sizes) else None

    def set_share(self, share: float) -> None:
        self.setSizes([round(10_000 * share), round(10_000 * (1 - share))])
        self._was_moved = True

    def remember(self) -> None:
        """Store where the border is; when the tab goes, not at every pixel of the way."""
        share = self.share()
        if self._was_moved and share is not None:
            self._settings.set(self._key(), share)

    def _limit(self) -> None:
        for pane in (self.request, self.response):
            pane.setMinimumWidth(theme.px(SMALLEST))

    _was_moved = False

    def _moved(self, _position: int, _index: int) -> None:
        self._was_moved = True
