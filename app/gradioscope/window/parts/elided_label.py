"""A one-line text that gives way with an ellipsis."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gradioscope.window.parts.label import Label, Size, Tone


class ElidedLabel(Label):
    """`text()` and the accessible name stay whole; the tooltip has the whole text while some of it is hidden."""

    def __init__(
        self,
        text: str = "",
        size: Size = "body",
        tone: Tone = "",
        parent: QWidget | None = None,
        *,
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
        bold: bool = False,
    ) -> None:
        super().__init__(text, size, tone, parent, bold=bold)
        self._mode = mode
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def shown(self) -> str:
        """What is readable at the present width."""
        return self.fontMetrics().elidedText(self.text().replace("\n", " "), self._mode, self.contentsRect().width())

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance("…"), super().minimumSizeHint().height())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            self.setToolTip(_plain(self.text()) if self.shown() != self.text() else "")
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        align = self.alignment() | Qt.TextFlag.TextSingleLine
        painter.drawText(self.contentsRect(), int(align), self.shown())
        painter.end()


def _plain(text: str) -> str:
    """Text for a tooltip, which takes anything with a tag in it for rich text and would load what it names."""
    if "<" not in text:
        return text
    return "<span>" + text.replace("&", "&amp;").replace("<", "&lt;") + "</span>"
