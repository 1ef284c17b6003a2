"""A card over the window: not modal to the system, gone with Esc or a click beside it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QVBoxLayout, QWidget
from shiboken6 import isValid

from gradioscope.window import theme
from gradioscope.window.parts import face

SHADE = 0.32
"""How much darker the window is behind the card."""


class Overlay(QWidget):
    """Covers its window. Signals: `closed(None)`. The focus goes back to where it was."""

    closed = Signal(object)

    def __init__(self, window: QWidget, content: QWidget, width: int, *, top: int | None = None) -> None:
        """`width` and `top` in px at 100 %; without `top` the card is in the middle."""
        super().__init__(window)
        self._window = window
        self._width = width
        self._top = top
        self._before: QWidget | None = None
        self.content = content
        self.card = _Card(self)
        column = QVBoxLayout(self.card)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(content)
        window.installEventFilter(self)
        self.hide()

    def open(self, focus: QWidget) -> None:
        self._before = _lasting(QApplication.focusWidget())
        self.setGeometry(self._window.rect())
        self.place()
        self.show()
        self.raise_()
        focus.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_card(self) -> None:
        """Hide it, and give the focus back."""
        if not self.isVisible():
            return
        inside = QApplication.focusWidget()
        self.hide()
        before = self._before if self._before is not None and isValid(self._before) else None
        if before is not None and (inside is None or self.isAncestorOf(inside)):
            before.setFocus(Qt.FocusReason.PopupFocusReason)
        self._before = None
        self.closed.emit(None)

    def place(self) -> None:
        """Give the card its size: as tall as its content wants, as the window allows."""
        margin = theme.px(theme.S6)
        width = max(min(theme.px(self._width), self.width() - 2 * margin), 0)
        self.card.setFixedWidth(width)
        self.card.setMaximumHeight(max(self.height() - 2 * margin, 0))
        self.card.adjustSize()
        height = min(self.card.sizeHint().height(), self.height() - 2 * margin)
        self.card.resize(width, height)
        top = (self.height() - height) // 2 if self._top is None else theme.px(self._top)
        self.card.move((self.width() - width) // 2, max(margin, min(top, self.height() - height - margin)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._window.rect())
            self.place()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        # keys belong to the card while it is there: Ctrl+W would close, and Ctrl+S save, what it hides
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_card()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.card.geometry().contains(event.position().toPoint()):
            self.close_card()

    def focusNextPrevChild(self, forward: bool) -> bool:
        # Tab stays among what is on the card
        stops = [
            w
            for w in self.card.findChildren(QWidget)
            if w.isVisibleTo(self) and w.isEnabled() and w.focusPolicy() & Qt.FocusPolicy.TabFocus
        ]
        if not stops:
            return False
        now = QApplication.focusWidget()
        at = stops.index(now) if now in stops else -1
        following = stops[(at + (1 if forward else -1)) % len(stops)]
        following.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shade = QColor(0, 0, 0)
        shade.setAlphaF(SHADE)
        painter.fillRect(self.rect(), shade)
        painter.end()


def _lasting(focused: QWidget | None) -> QWidget | None:
    """Where the focus can go back to: an editor in a table or tree is gone as soon as it loses it."""
    around = focused.parentWidget() if focused is not None else None
    view = around.parentWidget() if around is not None else None
    if isinstance(view, QAbstractItemView) and view.viewport() is around:
        return view
    return focused


class _Card(QWidget):
    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = theme.tokens()
        painter = QPainter(self)
        radius = theme.px(theme.RADIUS)
        face.rounded(painter, QRectF(self.rect()), radius, tokens.surface_raised, tokens.border_strong)
        painter.end()
