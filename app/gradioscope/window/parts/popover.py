"""A small panel that hangs at a widget and goes away by itself."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from shiboken6 import isValid

from gradioscope.window import theme
from gradioscope.window.parts import face


class Popover(QWidget):
    """Esc and a click elsewhere close it; the focus goes back to where it was.

    Signals: closed() — after it went away, by whatever way.
    """

    closed = Signal()

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.content = content
        self._before: QWidget | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.S3, theme.S3, theme.S3, theme.S3)
        layout.addWidget(content)

    def open_at(self, anchor: QWidget, *, end: bool = False) -> None:
        """Show it under `anchor`, left edges aligned, or right ones with `end`; above it where below is no room."""
        self._before = QApplication.focusWidget()
        self.adjustSize()
        size = self.size()
        x = anchor.width() - size.width() if end else 0
        corner = anchor.mapToGlobal(QPoint(x, anchor.height() + theme.S1))
        room = anchor.screen().availableGeometry()
        if corner.y() + size.height() > room.bottom():
            corner.setY(anchor.mapToGlobal(QPoint(0, 0)).y() - theme.S1 - size.height())
        corner.setX(max(room.left(), min(corner.x(), room.right() - size.width())))
        corner.setY(max(room.top(), corner.y()))
        self.move(corner)
        self.show()
        self._first().setFocus(Qt.FocusReason.TabFocusReason)

    def _first(self) -> QWidget:
        """What Tab reaches first, or the panel itself, which has to hear Esc."""
        for widget in (self.content, *self.content.findChildren(QWidget)):
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible() and widget.isEnabled():
                return widget
        return self

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
            return
        super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._before is not None and isValid(self._before):
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)
        self._before = None
        self.closed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        t = theme.tokens()
        painter = QPainter(self)
        face.rounded(painter, QRectF(self.rect()), theme.px(theme.RADIUS), t.surface_raised, t.border_strong)
        painter.end()
