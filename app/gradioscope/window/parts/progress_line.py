"""A thin line that shows how far a run is."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QWidget

from gradioscope.window import theme

_STEPS = 1000
_FRAME = 33  # ms
_ROUND = 1400  # ms for one way across


class ProgressLine(QProgressBar):
    """Idle it is only its own empty height, so nothing moves when a run starts.

    set_fraction(0.4)   determinate
    set_busy()          something happens, nobody knows how long; a still line where less motion is wanted
    set_idle()          nothing
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._active = False
        self._phase = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(_FRAME)
        self._timer.timeout.connect(self._advance)
        self.setTextVisible(False)
        self.setAccessibleName("Progress")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_idle()

    @property
    def active(self) -> bool:
        return self._active

    @property
    def animated(self) -> bool:
        return self._timer.isActive()

    def set_fraction(self, fraction: float) -> None:
        self._active = True
        self._timer.stop()
        self.setRange(0, _STEPS)
        self.setValue(round(min(max(fraction, 0.0), 1.0) * _STEPS))
        self.update()

    def set_busy(self) -> None:
        self._active = True
        self.setRange(0, 0)
        self._run()
        self.update()

    def set_idle(self) -> None:
        self._active = False
        self._timer.stop()
        self.setRange(0, _STEPS)
        self.reset()
        self.update()

    def _run(self) -> None:
        if self._active and self.maximum() == 0 and self.isVisible() and not theme.motion.reduced():
            self._timer.start()
        else:
            self._timer.stop()

    def _advance(self) -> None:
        self._phase = (self._phase + _FRAME / _ROUND) % 1.0
        self.update()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._run()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(80), theme.px(2))

    def minimumSizeHint(self) -> QSize:
        return QSize(1, theme.px(2))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._active:
            return
        t = theme.tokens()
        area = QRectF(self.rect())
        painter = QPainter(self)
        painter.fillRect(area, theme.mix(t.info, t.surface, 0.18))
        if self.maximum() > 0:
            share = self.value() / self.maximum()
            filled = QRectF(area.left(), area.top(), area.width() * share, area.height())
            if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
                filled.moveRight(area.right())
            painter.fillRect(filled, t.info)
        elif self._timer.isActive():
            piece = area.width() * 0.3
            left = -piece + (area.width() + piece) * self._phase
            painter.fillRect(QRectF(area.left() + left, area.top(), piece, area.height()), t.info)
        else:
            painter.fillRect(area, theme.mix(t.info, t.surface, 0.55))
        painter.end()
