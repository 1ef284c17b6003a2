"""A small word on a tinted ground: a kind, a state, a count."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from gradioscope.window import icons, theme
from gradioscope.window.parts import face

Tone = Literal["neutral", "success", "warning", "danger", "info"]
TINT = 0.10
"""How much of its tone a chip's ground has."""


class Chip(QLabel):
    """Colour is never its only message: the word says it, an icon may."""

    def __init__(
        self, text: str, tone: Tone = "neutral", icon: str | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self._tone: Tone = tone
        self._icon = icon
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def tone(self) -> Tone:
        return self._tone

    def set_tone(self, tone: Tone, icon: str | None = None) -> None:
        self._tone, self._icon = tone, icon
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return chip_size(self.text(), self._icon)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_chip(painter, QRectF(self.rect()), self.text(), self._tone, self._icon, self.isEnabled())
        painter.end()


def chip_size(text: str, icon: str | None = None) -> QSize:
    """The room that a chip of this text takes."""
    width = _width(text, theme.px(100)) + 2 * theme.px(6)
    if icon:
        width += theme.px(12) + theme.px(4)
    return QSize(width, theme.px(20))


@lru_cache(256)
def _width(text: str, _zoom: int) -> int:
    """Pixels of a text; a form shows the same few words many times."""
    return QFontMetrics(theme.font("meta")).horizontalAdvance(text)


def paint_chip(
    painter: QPainter, area: QRectF, text: str, tone: Tone = "neutral", icon: str | None = None, enabled: bool = True
) -> None:
    """Paints a chip, for those who paint themselves: a widget for each of a hundred words takes its time."""
    t = theme.tokens()
    ink = t.text_muted if tone == "neutral" else getattr(t, tone)
    fill = theme.mix(ink, t.surface, TINT)
    if not enabled:
        ink = t.text_disabled
    face.rounded(painter, area, theme.px(theme.SMALL_RADIUS), fill, ink if t.contrast else None)
    area = area.adjusted(theme.px(6), 0, -theme.px(6), 0)
    if icon:
        side = theme.px(12)
        icons.paint(painter, QRectF(area.left(), round(area.center().y() - side / 2), side, side), icon, ink)
        area.adjust(side + theme.px(4), 0, 0, 0)
    painter.setPen(ink)
    painter.setFont(theme.font("meta"))
    painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)
