"""A square button that shows only an icon."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from gradioscope.window import icons, theme
from gradioscope.window.parts import face


class IconButton(QToolButton):
    """`name` is the accessible name and, with the shortcut, the tooltip. Checkable ones stay tinted while on.

    Signals: those of QToolButton.
    """

    def __init__(
        self, icon: str, name: str, parent: QWidget | None = None, *, shortcut: str = "", checkable: bool = False
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._ring = True
        self._hint = shortcut
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCheckable(checkable)
        self.set_name(name)

    def set_name(self, name: str) -> None:
        """Another accessible name, as when Show becomes Hide."""
        self.setAccessibleName(name)
        self._retitle()

    def set_shortcut_hint(self, shortcut: str) -> None:
        """The shortcut the tooltip tells ("Ctrl+K"); the action itself owns the shortcut."""
        self._hint = shortcut
        self._retitle()

    def set_icon(self, icon: str) -> None:
        self._icon = icon
        self.update()

    def _retitle(self) -> None:
        keys = QKeySequence(self._hint).toString(QKeySequence.SequenceFormat.NativeText)
        self.setToolTip(f"{self.accessibleName()} ({keys})" if keys else self.accessibleName())

    def sizeHint(self) -> QSize:
        return QSize(theme.px(theme.COMPACT), theme.px(theme.COMPACT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = face.ring_after(event, self._ring)
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not face.press_by_enter(self, event):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        t = theme.tokens()
        over = self.underMouse()
        fill = None
        ink = t.text_muted
        if not self.isEnabled():
            ink = t.text_disabled
        elif self.isDown() or self.isChecked():
            fill, ink = theme.mix(t.text, t.hover, 0.07), t.text
        elif over:
            fill, ink = t.hover, t.text
        area = QRectF(self.rect())
        side = theme.px(16)
        painter = QPainter(self)
        ring = t.focus if self.hasFocus() and self._ring else None
        face.rounded(painter, area, theme.px(theme.RADIUS), fill, ring, 2)
        corner = area.center().x() - side / 2, area.center().y() - side / 2
        icons.paint(painter, QRectF(round(corner[0]), round(corner[1]), side, side), self._icon, ink)
        painter.end()
