"""Line numbers beside a plain text that has no other margin of its own."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from gradioscope.window import theme


class Gutter(QWidget):
    """Keeps itself at the text's left edge."""

    def __init__(self, edit: QPlainTextEdit) -> None:
        super().__init__(edit)
        self._edit = edit
        edit.blockCountChanged.connect(self.fit)
        edit.updateRequest.connect(self._scrolled)
        edit.viewport().installEventFilter(self)  # the edit's own resizing comes before its viewport's
        self.fit()

    def sizeHint(self) -> QSize:
        digits = max(2, len(str(max(1, self._edit.blockCount()))))
        return QSize(self._edit.fontMetrics().horizontalAdvance("9") * digits + theme.px(16), 0)

    def fit(self) -> None:
        """After a change of the font or of the number of lines."""
        self._edit.setViewportMargins(self.sizeHint().width(), 0, 0, 0)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._place()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        edit = self._edit
        with QPainter(self) as painter:
            painter.setFont(edit.font())
            painter.setPen(theme.tokens().text_muted if edit.isEnabled() else theme.tokens().text_disabled)
            block = edit.firstVisibleBlock()
            top = round(edit.blockBoundingGeometry(block).translated(edit.contentOffset()).top())
            while block.isValid() and top <= event.rect().bottom():
                height = round(edit.blockBoundingRect(block).height())
                if block.isVisible() and top + height >= event.rect().top():
                    place = QRect(0, top, self.width() - theme.px(8), edit.fontMetrics().height())
                    painter.drawText(place, int(Qt.AlignmentFlag.AlignRight), str(block.blockNumber() + 1))
                top += height
                block = block.next()

    def _place(self) -> None:
        area = self._edit.contentsRect()
        view = self._edit.viewport()
        self.setGeometry(QRect(area.left(), view.geometry().top(), self.sizeHint().width(), view.height()))

    def _scrolled(self, rect: QRect, down: int) -> None:
        if down:
            self.scroll(0, down)
        else:
            self.update(0, rect.y(), self.width(), rect.height())
