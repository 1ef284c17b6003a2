"""Two panes and a hairline that can be moved."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget

from gradioscope.window import theme

_GRAB = 9


class _Handle(QSplitterHandle):
    """One pixel to see, nine to grab. Qt itself does the same with five (QSplitterHandle::resizeEvent)."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        margin = (_GRAB - self.splitter().handleWidth()) // 2
        self.setAttribute(Qt.WidgetAttribute.WA_MouseNoMask)
        if self.orientation() == Qt.Orientation.Horizontal:
            self.setContentsMargins(margin, 0, margin, 0)
        else:
            self.setContentsMargins(0, margin, 0, margin)
        self.setMask(QRegion(self.contentsRect()))

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        t = theme.tokens()
        area: QRect = self.contentsRect()
        painter = QPainter(self)
        painter.fillRect(area, t.text_muted if self.underMouse() else t.border)
        painter.end()


class Splitter(QSplitter):
    """`saveState()` and `restoreState()` keep the sizes. Panes do not collapse unless allowed.

    Signals: those of QSplitter.
    """

    def __init__(self, orientation: Qt.Orientation = Qt.Orientation.Horizontal, parent: QWidget | None = None) -> None:
        super().__init__(orientation, parent)
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)

    def createHandle(self) -> QSplitterHandle:
        return _Handle(self.orientation(), self)
