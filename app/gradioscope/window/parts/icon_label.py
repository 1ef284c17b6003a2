"""An icon that is only looked at."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gradioscope.window import icons, theme


class IconLabel(QWidget):
    """Shows one icon in a token's colour. Decoration: whatever it says must be in a text too."""

    def __init__(self, icon: str, token: str = "text_muted", size: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._token, self._size = icon, token, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_icon(self, icon: str, token: str = "text_muted") -> None:
        self._icon, self._token = icon, token
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(self._size), theme.px(self._size))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        side = theme.px(self._size)
        colour = getattr(theme.tokens(), self._token if self.isEnabled() else "text_disabled")
        corner = (self.width() - side) // 2, (self.height() - side) // 2
        icons.paint(painter, QRectF(corner[0], corner[1], side, side), self._icon, colour)
        painter.end()
