"""Two sides of a value, line beside line: what differs is tinted, and signed for those who see no tint."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from gradioscope.library.history.difference import Difference, Line
from gradioscope.window import theme

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

MOST_ROWS = 24
"""Rows that its wished height has room for."""
TINT = 0.14
_SIGNS = {"same": "", "changed": "≠", "removed": "−", "added": "+"}
_WORDS = {"same": "same", "changed": "changed", "removed": "only left", "added": "only right"}
_ROOT = QModelIndex()


class DifferenceModel(QAbstractTableModel):
    """Three columns: left, the sign between, right."""

    def __init__(self, difference: Difference, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines = difference.lines

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else 3

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        column = index.column()
        if role == Role.DisplayRole:
            return _SIGNS[line.change] if column == 1 else _shown(line.left if column == 0 else line.right)
        if role == Role.AccessibleTextRole:
            side = line.left if column == 0 else line.right
            return _WORDS[line.change] if column == 1 else side or "empty"
        if role == Role.TextAlignmentRole and column == 1:
            return Qt.AlignmentFlag.AlignCenter
        if role == Role.BackgroundRole:
            return _ground(line, column)
        if role == Role.ForegroundRole and (column == 1 or line.change == "same"):
            return theme.tokens().text_muted
        return None


class _Tinted(QStyledItemDelegate):
    """The style sheet's rules for items would leave a model's ground out."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        ground = index.data(Role.BackgroundRole)
        if ground is not None:
            painter.fillRect(option.rect, ground)
        super().paint(painter, option, index)


class DifferenceView(QTableView):
    """Ctrl+C copies the chosen lines, the sides separated by a tab."""

    def __init__(self, name: str, difference: Difference, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = DifferenceModel(difference, self)
        self.setModel(self.lines)
        self.setItemDelegate(_Tinted(self))
        self.setAccessibleName(name)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for column, how in enumerate((QHeaderView.ResizeMode.Stretch, QHeaderView.ResizeMode.Fixed)):
            self.horizontalHeader().setSectionResizeMode(column, how)
        self.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        theme.notifier().changed.connect(self._restyle)
        self._restyle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
            lines = [self.lines.lines[row] for row in rows]
            QGuiApplication.clipboard().setText("\n".join(f"{line.left or ''}\t{line.right or ''}" for line in lines))
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        rows = min(len(self.lines.lines), MOST_ROWS)
        return QSize(theme.px(320), rows * self.verticalHeader().defaultSectionSize() + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(160), self.sizeHint().height())

    def _restyle(self) -> None:
        font = theme.mono_font("meta")
        self.setFont(font)
        height = QFontMetrics(font).lineSpacing() + theme.px(4)
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)
        self.horizontalHeader().setMinimumSectionSize(theme.px(20))
        self.horizontalHeader().resizeSection(1, theme.px(24))
        self.updateGeometry()


def _shown(text: str | None) -> str:
    """A line that cannot break the row."""
    if text is None:
        return ""
    return text if text.isprintable() else "".join(each if each.isprintable() else "·" for each in text)


def _ground(line: Line, column: int) -> Any:
    tokens = theme.tokens()
    tone = {
        ("changed", 0): tokens.danger,
        ("changed", 2): tokens.success,
        ("removed", 0): tokens.danger,
        ("added", 2): tokens.success,
    }.get((line.change, column))
    return theme.mix(tone, tokens.surface, TINT) if tone is not None else None
