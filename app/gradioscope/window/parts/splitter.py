"""Two panes and a hairline that can be moved."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMargins, QPoint, QRect, Qt
from PySide6.QtGui import QEnterEvent, QMouseEvent, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget

from gradioscope.window import theme

_GRAB = 9


class _Handle(QSplitterHandle):
    """One pixel to see, nine to grab. Qt itself does the same with five (QSplitterHandle::resizeEvent).

    Its own `splitter()` is never asked: PySide takes what a method returns for a child of the object it was asked of,
    so the splitter would belong to its handle instead of its page, and both to nobody the collector knows.
    """

    def __init__(self, orientation: Qt.Orientation, splitter: QSplitter) -> None:
        super().__init__(orientation, splitter)
        self._splitter = splitter
        self._offset = 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        # not the splitter handle's own, which would set five again: a change of margins sends a resize event
        QWidget.resizeEvent(self, event)
        margin = (_GRAB - self._splitter.handleWidth()) // 2
        across = self.orientation() == Qt.Orientation.Horizontal
        wanted = QMargins(margin, 0, margin, 0) if across else QMargins(0, margin, 0, margin)
        if self.contentsMargins() != wanted:
            self.setAttribute(Qt.WidgetAttribute.WA_MouseNoMask)
            self.setContentsMargins(wanted)
        self.setMask(QRegion(self.contentsRect()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        # Qt's own move forgets the margins, so the line jumps by them when a drag begins
        margins = self.contentsMargins()
        place = event.position().toPoint() - QPoint(margins.left(), margins.top())
        self._offset = place.x() if self.orientation() == Qt.Orientation.Horizontal else place.y()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not event.buttons() & Qt.MouseButton.LeftButton:
            return
        place = self._splitter.mapFromGlobal(event.globalPosition().toPoint())
        along = place.x() if self.orientation() == Qt.Orientation.Horizontal else place.y()
        self.moveSplitter(self.closestLegalPosition(along - self._offset))

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
