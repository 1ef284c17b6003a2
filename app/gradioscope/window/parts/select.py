"""A combo box whose list looks like the rest."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QPainter, QPalette, QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from gradioscope.window import theme


class Select(QComboBox):
    """The wheel scrolls the page unless the box has the focus. Signals: those of QComboBox.

    It needs a label as buddy: on Linux Qt gives a combo box its current text as accessible name.
    """

    def __init__(self, parent: QWidget | None = None, compact: bool = False) -> None:
        super().__init__(parent)
        self.setProperty("compact", compact)
        # QComboBox's own delegate does not know the style sheet's rules for items
        self.setItemDelegate(_Rows(self))
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


class _Rows(QStyledItemDelegate):
    """A separator is a line; the plain delegate makes a row without text of it."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        if not _is_separator(index):
            super().paint(painter, option, index)
            return
        edge = theme.px(theme.S1)
        line = option.rect.adjusted(edge, 0, -edge, 0)
        line.setTop(option.rect.center().y())
        line.setHeight(1)
        painter.fillRect(line, theme.tokens().border)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        if _is_separator(index):
            return QSize(0, theme.px(theme.S2) + 1)
        return super().sizeHint(option, index)


def _is_separator(index: QModelIndex | QPersistentModelIndex) -> bool:
    """As QComboBox marks them."""
    return bool(index.data(Qt.ItemDataRole.AccessibleDescriptionRole) == "separator")
