"""A push button with a text and, if wanted, an icon."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from gradioscope.window import icons, theme
from gradioscope.window.parts import face

Kind = Literal["primary", "secondary", "quiet"]


class Button(QPushButton):
    """`primary` is filled with the accent (one in a view), `secondary` outlined, `quiet` only text.

    `flush` narrows its sides, so that a quiet one lines up with the texts above it. The pointer does not move the
    focus here, so a click leaves the caret where the person types.
    Signals: those of QPushButton.
    """

    def __init__(
        self,
        text: str = "",
        kind: Kind = "secondary",
        icon: str | None = None,
        parent: QWidget | None = None,
        *,
        compact: bool = False,
        flush: bool = False,
    ) -> None:
        super().__init__(text, parent)
        self._kind: Kind = kind
        self._icon = icon
        self._compact = compact
        self._flush = flush
        self._ring = True
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)

    @property
    def kind(self) -> Kind:
        return self._kind

    def set_kind(self, kind: Kind) -> None:
        self._kind = kind
        self.update()

    def set_icon(self, name: str | None) -> None:
        self._icon = name
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance(self.text().replace("&", "")) + 2 * self._side()
        if self._icon:
            width += theme.px(16) + (theme.px(6) if self.text() else 0)
        height = theme.px(theme.COMPACT if self._compact else theme.CONTROL)
        return QSize(max(width, height), height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = face.ring_after(event, self._ring)
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not face.press_by_enter(self, event):
            super().keyPressEvent(event)

    def _side(self) -> int:
        if self._flush:
            return theme.px(4)
        return theme.px(10 if self._compact or self._kind == "quiet" else 14)

    def _colours(self) -> tuple[QColor | None, QColor | None, QColor]:
        """Fill, outline and text of the present state."""
        t = theme.tokens()
        over = self.underMouse()
        # a quiet one that stays on (details that are open) shows it by its icon
        down = self.isDown() or (self.isChecked() and self._kind != "quiet")
        if not self.isEnabled():
            return (
                (None if self._kind == "quiet" else theme.mix(t.text_disabled, t.surface, 0.12)),
                None,
                (t.text_disabled),
            )
        if self._kind == "primary":
            fill = theme.mix(t.text, t.accent_hover, 0.1) if down else t.accent_hover if over else t.accent
            return fill, None, t.on_accent
        fill_or_none = theme.mix(t.text, t.hover, 0.07) if down else t.hover if over else None
        return fill_or_none, (t.border_strong if self._kind == "secondary" else None), t.text

    def paintEvent(self, event: QPaintEvent) -> None:
        t = theme.tokens()
        fill, line, ink = self._colours()
        area = QRectF(self.rect())
        radius = theme.px(theme.RADIUS)
        painter = QPainter(self)
        face.rounded(painter, area, radius, fill, line)
        if self.hasFocus() and self._ring:
            if self._kind == "primary":
                face.rounded(painter, area.adjusted(2, 2, -2, -2), radius - 2, None, t.on_accent, 1.5)
            else:
                face.rounded(painter, area, radius, None, t.focus, 2)
        self._draw_content(painter, area, ink)
        painter.end()

    def _draw_content(self, painter: QPainter, area: QRectF, ink: QColor) -> None:
        side = theme.px(16)
        gap = theme.px(6) if self.text() else 0
        width = float(self.fontMetrics().horizontalAdvance(self.text().replace("&", "")))
        whole = width + (side + gap if self._icon else 0)
        left = area.left() + max((area.width() - whole) / 2, 0)
        if self._icon:
            box = QRectF(round(left), round(area.center().y() - side / 2), side, side)
            icons.paint(painter, box, self._icon, ink)
            left += side + gap
        painter.setPen(ink)
        painter.setFont(self.font())
        # absolute: `left` is where the text begins in a layout from right to left, too
        where = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute
        flags = int(where | Qt.TextFlag.TextShowMnemonic)
        painter.drawText(QRectF(left, area.top(), area.right() - left, area.height()), flags, self.text())
