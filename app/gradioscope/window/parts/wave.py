"""The shape of a sound, painted as bars around a middle line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gradioscope.window import theme

HEIGHT = 48
_BAR, _GAP = 2, 1


class Wave(QWidget):
    """`peaks` are 0 to 1, from the sound's begin to its end; `played` of it is in the accent's colour."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._peaks: Sequence[float] = ()
        self._played = 0.0
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_peaks(self, peaks: Sequence[float]) -> None:
        self._peaks = peaks
        self.update()

    def show_played(self, part: float) -> None:
        """From 0 to 1."""
        self._played = part
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(240), theme.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(60), theme.px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        if not self._peaks:
            return
        colours = theme.tokens()
        bar, gap = max(1, theme.px(_BAR)), max(1, theme.px(_GAP))
        count = max(1, self.width() // (bar + gap))
        middle, most = self.height() / 2, self.height() / 2 - 1
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            for number in range(count):
                start = number * len(self._peaks) // count
                end = max(start + 1, (number + 1) * len(self._peaks) // count)
                high = max(1.0, max(self._peaks[start:end]) * most)
                painter.setBrush(colours.accent if number < self._played * count else colours.text_muted)
                painter.drawRoundedRect(QRectF(number * (bar + gap), middle - high, bar, 2 * high), 1, 1)
