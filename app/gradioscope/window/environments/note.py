"""One quiet line with a sign, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gradioscope.window import theme
from gradioscope.window.parts import Button, FlowLayout, IconLabel, Label, face
from gradioscope.window.parts.announce import announce


class Note(QWidget):
    """Hidden while it has nothing to say."""

    def __init__(self, sign: str, tone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = tone
        self.text = Label("", wrap=True, selectable=True)
        self._offers = QWidget(self)
        self._flow = FlowLayout(self._offers)
        column = QVBoxLayout()
        column.setSpacing(theme.S1)
        column.addWidget(self.text)
        column.addWidget(self._offers)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.S3, theme.S2, theme.S3, theme.S2)
        row.setSpacing(theme.S2)
        row.addWidget(IconLabel(sign, tone), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)
        self._offers.hide()
        self.hide()

    def say(self, text: str) -> None:
        """Empty for nothing."""
        if text and text != self.text.text():
            announce(self, text)
        self.text.setText(text)
        self.setVisible(bool(text))

    def offer(self, text: str, act: Callable[[], None]) -> None:
        button = Button(text, "secondary", parent=self._offers, compact=True)
        button.clicked.connect(act)
        self._flow.addWidget(button)
        self._offers.show()

    def clear_offers(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._offers.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        t = theme.tokens()
        tone = getattr(t, self._tone)
        painter = QPainter(self)
        fill, line = theme.mix(tone, t.surface, 0.06), theme.mix(tone, t.surface, 0.3)
        face.rounded(painter, QRectF(self.rect()), theme.px(theme.RADIUS), fill, tone if t.contrast else line)
        painter.end()
