"""A combo box whose list looks like the rest."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette, QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyledItemDelegate, QWidget

from gradioscope.window import theme


class Select(QComboBox):
    """The wheel scrolls the page unless the box has the focus. Signals: those of QComboBox.

    It needs a label as buddy: on Linux Qt gives a combo box its current text as accessible name.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # QComboBox's own delegate does not know the style sheet's rules for items
        self.setItemDelegate(QStyledItemDelegate(self))
        self.setMaxVisibleItems(14)
        self.setMinimumContentsLength(6)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def showPopup(self) -> None:
        # a style sheet's outline is not drawn here; Fusion frames the window behind in its colour, 140 % darker
        behind = self.view().window()
        behind.setContentsMargins(1, 1, 1, 1)
        palette = behind.palette()
        palette.setColor(QPalette.ColorRole.Window, theme.tokens().border_strong.lighter(140))
        behind.setPalette(palette)
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
