"""A colour to look at."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gradioscope.request.fields.text import rgba
from gradioscope.window import theme
from gradioscope.window.parts import face

_LIGHT, _DARK = QColor("#ffffff"), QColor("#c8c8c8")
"""Of the chessboard: the same in every scheme, as what lies on it is to look the same."""


class Swatch(QWidget):
    """A colour, on a chessboard where it lets one through. Decoration: the value is in a text beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colour: QColor | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def colour(self) -> QColor | None:
        return self._colour

    def set_colour(self, colour: QColor | None) -> None:
        """None where nobody here knows what a text looks like: an empty frame."""
        self._colour = colour
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(theme.CONTROL), theme.px(theme.CONTROL))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = theme.tokens()
        area, radius = QRectF(self.rect()), theme.px(theme.SMALL_RADIUS)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._colour is not None and self._colour.alpha() < 255:
            outline = QPainterPath()
            outline.addRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
            painter.save()
            painter.setClipPath(outline)
            side = theme.px(8)
            for x in range(0, self.width(), side):
                for y in range(0, self.height(), side):
                    painter.fillRect(x, y, side, side, _DARK if (x + y) // side % 2 else _LIGHT)
            painter.restore()
        face.rounded(painter, area, radius, self._colour or t.field, t.border_strong)
        painter.end()


def colour_of(text: str) -> QColor | None:
    """The colour of a text in CSS's `#` or `rgb()` form, or of a name of CSS; None for other texts."""
    parts = rgba(text)
    if parts is not None:
        return QColor.fromRgbF(*parts)
    word = text.strip().lower()
    if word == "rebeccapurple":  # younger than the names that Qt knows
        return QColor("#663399")
    return QColor(word) if word.isalpha() and QColor.isValidColorName(word) else None
