"""A part of the sidebar that folds away below its heading."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from gradioscope.window import icons, theme
from gradioscope.window.parts import face

UNBOUND = 16777215
"""Qt's own largest height (QWIDGETSIZE_MAX)."""


class Folding(QWidget):
    """What is below the heading is in `body`; buttons of the heading are put into the layout `heading`.

    Signals: `folded(bool)` when the person opened or folded it.
    """

    folded = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = FoldButton(name)
        self.title.clicked.connect(self._toggled)
        self.heading = QHBoxLayout()
        self.heading.setContentsMargins(theme.S1, theme.S1, theme.S2, theme.S1)
        self.heading.setSpacing(0)
        self.heading.addWidget(self.title, 1)
        self._head = QWidget()
        self._head.setLayout(self.heading)
        self._head.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.body = QWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self.body, 1)
        theme.notifier().changed.connect(self._bound)

    @property
    def is_folded(self) -> bool:
        return not self.title.isChecked()

    def set_folded(self, folded: bool) -> None:
        self.title.setChecked(not folded)
        now = QApplication.focusWidget()
        if folded and now is not None and self.body.isAncestorOf(now):
            self.title.setFocus(Qt.FocusReason.OtherFocusReason)  # or it would go to some other part
        self.body.setVisible(not folded)
        self._bound()

    def unfold(self) -> None:
        """Open it, as something in it is to be seen."""
        if self.is_folded:
            self.set_folded(False)
            self.folded.emit(False)

    def _toggled(self, _checked: bool = False) -> None:
        self.set_folded(not self.title.isChecked())
        self.folded.emit(self.is_folded)

    def _bound(self) -> None:
        """Folded it is as high as its heading, and a splitter cannot make it higher."""
        self.setMaximumHeight(self._head.sizeHint().height() if self.is_folded else UNBOUND)
        self.setMinimumHeight(self._head.sizeHint().height() + (0 if self.is_folded else theme.px(28)))


class FoldButton(QAbstractButton):
    """The name of a part, with a chevron. Signals: those of QAbstractButton; checked while the part is open."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text)
        # not the part's own name, which is that of the list in it
        self.setAccessibleName(f"{text}, show or hide")
        self.setCheckable(True)
        self.setChecked(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._ring = True

    def sizeHint(self) -> QSize:
        return QSize(theme.px(60), theme.px(theme.COMPACT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = face.ring_after(event, self._ring)
        super().focusInEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = theme.tokens()
        painter = QPainter(self)
        if self.hasFocus() and self._ring:
            face.rounded(painter, QRectF(self.rect()), theme.px(theme.RADIUS), None, tokens.focus, 2)
        ink = tokens.text if self.underMouse() else tokens.text_muted
        side = theme.px(16)
        chevron = "chevron-down" if self.isChecked() else "chevron-right"
        icons.paint(painter, QRectF(0, (self.height() - side) // 2, side, side), chevron, ink)
        font = theme.font("meta")
        font.setWeight(font.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(ink)
        area = self.rect().adjusted(side + theme.px(theme.S1), 0, -theme.px(theme.S1), 0)
        shown = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
        painter.end()
