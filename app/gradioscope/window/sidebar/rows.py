"""One-line rows of the sidebar: a sign, a text, a muted text, and a short one at the right."""

from __future__ import annotations

from html import escape
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from gradioscope.window import icons, theme

Index = QModelIndex | QPersistentModelIndex

HEADING = 24
"""Height of a group's name."""


class Row(NamedTuple):
    """`spoken` is the whole row for assistive technology; `subject` what it stands for; the first of a `group` has
    its name above it."""

    text: str
    subject: Any
    muted: str = ""
    right: str = ""
    icon: str = ""
    token: str = "text_muted"
    spoken: str = ""
    tip: str = ""
    group: str = ""


class Rows(QAbstractListModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []

    def set_rows(self, rows: list[Row]) -> None:
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def put_first(self, row: Row) -> None:
        """A new row on top."""
        self.beginInsertRows(QModelIndex(), 0, 0)
        self._rows.insert(0, row)
        self.endInsertRows()

    def append(self, rows: list[Row]) -> None:
        """More rows at the end."""
        if rows:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(rows) - 1)
            self._rows.extend(rows)
            self.endInsertRows()

    def begins_group(self, index: Index) -> bool:
        """Whether the name of its group stands above the row."""
        group = self._rows[index.row()].group
        return bool(group) and (index.row() == 0 or self._rows[index.row() - 1].group != group)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def row(self, index: Index) -> Row | None:
        return self._rows[index.row()] if 0 <= index.row() < len(self._rows) else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row(index)
        if row is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.spoken or row.text
        if role == Qt.ItemDataRole.ToolTipRole:
            # as text: what an app says would be read as markup otherwise
            return f'<span style="white-space: pre-wrap">{escape(row.tip)}</span>' if row.tip else None
        if role == Qt.ItemDataRole.UserRole:
            return row
        return None


class RowList(QListView):
    """A list of rows; Enter and a click activate one (connect `clicked` and `activated` through `Rows.row`)."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.rows = Rows(self)
        self.setModel(self.rows)
        self.setItemDelegate(_Painter(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.mark(self, plane="sidebar")


class _Painter(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        model = index.model()
        heading = theme.px(HEADING) if isinstance(model, Rows) and model.begins_group(index) else 0
        return QSize(60, theme.px(28) + heading)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(row, Row):
            return
        from PySide6.QtWidgets import QStyle  # its 15 enumerations cost 10 ms; an empty list needs none

        tokens = theme.tokens()
        painter.save()
        state, view = option.state, option.widget
        whole = QRect(option.rect)
        model = index.model()
        if isinstance(model, Rows) and model.begins_group(index):
            heading = QRect(whole)
            heading.setHeight(theme.px(HEADING))
            whole.setTop(heading.bottom() + 1)
            painter.setPen(tokens.text_muted)
            painter.setFont(theme.font("meta"))
            inner = heading.adjusted(theme.px(theme.S3), 0, -theme.px(theme.S3), 0)
            painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), row.group)
        focused = isinstance(view, QWidget) and view.hasFocus()
        if state & QStyle.StateFlag.State_Selected and focused:
            painter.fillRect(whole, tokens.selection)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(whole, tokens.hover)
        area = whole.adjusted(theme.px(theme.S3), 0, -theme.px(theme.S3), 0)
        side = theme.px(16)
        if row.icon:
            box = QRect(area.left(), area.center().y() - side // 2 + 1, side, side)
            icons.paint(painter, box, row.icon, getattr(tokens, row.token))
            area.setLeft(area.left() + side + theme.px(theme.S2))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(tokens.text_muted)
        painter.setFont(theme.font("meta"))
        width = painter.fontMetrics().horizontalAdvance(row.right) if row.right else 0
        if width and area.width() - width > theme.px(80):  # the name comes first
            painter.drawText(area, int(middle | Qt.AlignmentFlag.AlignRight), row.right)
            area.setRight(area.right() - width - theme.px(theme.S2))
        painter.setFont(theme.font("body"))
        painter.setPen(tokens.text)
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(row.text, Qt.TextElideMode.ElideMiddle, area.width())
        painter.drawText(area, int(middle | Qt.AlignmentFlag.AlignLeft), shown)
        area.setLeft(area.left() + metrics.horizontalAdvance(shown) + theme.px(theme.S2))
        if row.muted and area.width() > theme.px(24):
            painter.setFont(theme.font("meta"))
            painter.setPen(tokens.text_muted)
            rest = painter.fontMetrics().elidedText(row.muted, Qt.TextElideMode.ElideRight, area.width())
            painter.drawText(area, int(middle | Qt.AlignmentFlag.AlignLeft), rest)
        painter.restore()
