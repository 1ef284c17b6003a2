"""A sentence at the bottom of the window that goes away by itself."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, QObject, QRectF, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gradioscope.window import theme
from gradioscope.window.parts import face
from gradioscope.window.parts.announce import announce
from gradioscope.window.parts.button import Button
from gradioscope.window.parts.icon_label import IconLabel
from gradioscope.window.parts.label import Label

Tone = Literal["info", "success", "warning", "danger"]
_ICONS: dict[Tone, str] = {"danger": "error", "warning": "warning", "info": "info", "success": "check"}


class Toast(QWidget):
    """One a window; a new text replaces the old. It stays while the pointer is on it.

    Signals: actionTriggered() — its button was pressed.
    """

    actionTriggered = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self._icon = IconLabel("info")
        self._text = Label()
        self.button = Button("", "quiet", compact=True)
        self.button.clicked.connect(self._act)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.S3, theme.S2, theme.S3, theme.S2)
        layout.setSpacing(theme.S2)
        for widget in (self._icon, self._text, self.button):
            layout.addWidget(widget)
        parent.installEventFilter(self)
        self.hide()

    def show_text(self, text: str, tone: Tone = "info", action_text: str = "", seconds: float = 4.0) -> None:
        """Show a sentence for some seconds (twice as long with an action, which has to be reached)."""
        self._icon.set_icon(_ICONS[tone], tone)
        self._text.setText(text)
        self.button.setText(action_text)
        self.button.setVisible(bool(action_text))
        self.setAccessibleName(text)
        self._timer.start(round(seconds * (2000 if action_text else 1000)))
        self._place()
        self.show()
        self.raise_()
        announce(self, text)

    def text(self) -> str:
        return self._text.text()

    def _act(self) -> None:
        self.hide()
        self.actionTriggered.emit()

    def _place(self) -> None:
        parent = self._over
        self.adjustSize()
        width = min(self.width(), parent.width() - 2 * theme.S4)
        self.resize(width, self.height())
        self.move((parent.width() - width) // 2, parent.height() - self.height() - theme.px(40))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._timer.start(1500)
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        t = theme.tokens()
        painter = QPainter(self)
        face.rounded(painter, QRectF(self.rect()), theme.px(theme.RADIUS), t.surface_raised, t.border_strong)
        painter.end()
