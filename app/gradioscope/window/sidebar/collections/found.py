"""What a search found: the request's name, and below it where it lies or what matched."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from html import escape
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QMenu, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from gradioscope.window import icons, theme

Index = QModelIndex | QPersistentModelIndex
Marks = tuple[tuple[int, int], ...]
"""What matched of a text: where it begins and how long it is, in characters."""
ROW = 44
LOOKING = "Looking…"


class Found(NamedTuple):
    """`where` names what `below` is a part of: `address`, a parameter …; empty where `below` is the folder."""

    path: Path
    name: str
    marks: Marks = ()
    where: str = ""
    below: str = ""
    below_marks: Marks = ()


class FoundList(QListView):
    """Signals: `asked(str, tuple of Path)`: `show` for a click, `open` for Enter, `reveal-row`."""

    asked = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Found in collections")
        self.rows = _Rows(self)
        self.setModel(self.rows)
        self.setItemDelegate(_Painter(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.mark(self, plane="sidebar")
        self.clicked.connect(self._clicked)

    def show_found(self, found: Sequence[Found], wanted: str, total: int, *, complete: bool = True) -> None:
        """These of `total`, the best first, and a word about it where there are more or none."""
        note = ""
        if not complete:
            note = LOOKING
        elif not found:
            note = f"Nothing has “{wanted}” in its name, address, endpoint, values or notes."
        elif total > len(found):
            note = f"{total - len(found):,} more; write on to find them."
        current = self.rows.found(self.currentIndex())
        self.rows.fill(found, note)
        for number, row in enumerate(found):
            if current is not None and row.path == current.path:
                self.setCurrentIndex(self.rows.index(number, 0))

    def show_busy(self) -> None:
        """Say that it is looked for, where nothing is shown yet."""
        if not self.rows.rowCount():
            self.rows.fill([], LOOKING)

    def clear(self) -> None:
        self.rows.fill([], "")

    def begin(self) -> None:
        """Stand on the first one."""
        if not self.currentIndex().isValid() and self.rows.rowCount():
            self.setCurrentIndex(self.rows.index(0, 0))

    def open_first(self) -> None:
        """Open the one that is chosen, or the best."""
        self.begin()
        self._ask("open", self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._ask("open", self.currentIndex())
            return
        if event.key() == Qt.Key.Key_Menu or (
            event.key() == Qt.Key.Key_F10 and event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        ):
            self._show_menu(self.currentIndex(), self.visualRect(self.currentIndex()))
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index = self.indexAt(event.pos())
        self._show_menu(index, QRect(event.pos(), QSize(1, 1)))

    def _show_menu(self, index: QModelIndex, place: QRect) -> None:
        if self.rows.found(index) is None:
            return
        menu = QMenu(self)
        for word, text, icon in (
            ("open", "Open", "endpoint"),
            ("open-text", "Open as text", "text"),
            ("reveal-row", "Show in the tree", "collection"),
            ("reveal", "Reveal in file manager", "external"),
            ("copy-path", "Copy path", "link"),
        ):
            menu.addAction(icons.icon(icon), text).triggered.connect(partial(self._ask, word, index))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.viewport().mapToGlobal(place.bottomLeft()))

    def _clicked(self, index: QModelIndex) -> None:
        self._ask("show", index)

    def _ask(self, word: str, index: Index, _checked: bool = False) -> None:
        found = self.rows.found(index)
        if found is not None:
            self.asked.emit(word, (found.path,))


class _Rows(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._rows: list[Found] = []
        self._note = ""

    def fill(self, rows: Sequence[Found], note: str) -> None:
        self.beginResetModel()
        self._rows, self._note = list(rows), note
        self.endResetModel()

    def found(self, index: Index) -> Found | None:
        return self._rows[index.row()] if 0 <= index.row() < len(self._rows) else None

    def rowCount(self, parent: Index | None = None) -> int:
        return len(self._rows) + bool(self._note)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) if self.found(index) is not None else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.found(index)
        if role == Qt.ItemDataRole.UserRole:
            return row if row is not None else self._note
        if row is None:
            return self._note if role == Qt.ItemDataRole.DisplayRole else None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{row.name}, {row.where}: {row.below}" if row.where else f"{row.name}, {row.below}"
        if role == Qt.ItemDataRole.ToolTipRole:
            tip = escape(f"{row.name}\n{row.path}")
            return f'<span style="white-space: pre-wrap">{tip}</span>'
        return None


class _Painter(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(60, theme.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        found = index.data(Qt.ItemDataRole.UserRole)
        view = option.widget
        if not isinstance(view, FoundList):
            return
        tokens = theme.tokens()
        area = option.rect
        painter.save()
        if isinstance(found, str):
            painter.setFont(theme.font("meta"))
            painter.setPen(tokens.text_muted)
            inner = area.adjusted(theme.px(theme.S3), 0, -theme.px(theme.S3), 0)
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
            painter.drawText(inner, int(flags), found)
            painter.restore()
            return
        if view.selectionModel().isSelected(index) and view.hasFocus():
            painter.fillRect(area, tokens.selection)
        elif view.underMouse() and area.contains(view.viewport().mapFromGlobal(view.cursor().pos())):
            painter.fillRect(area, tokens.hover)
        inner = area.adjusted(theme.px(theme.S3), theme.px(4), -theme.px(theme.S3), -theme.px(4))
        above, below = QRect(inner), QRect(inner)
        above.setHeight(inner.height() // 2)
        below.setTop(above.bottom() + 1)
        side = theme.px(16)
        icons.paint(
            painter, QRect(above.left(), above.center().y() - side // 2 + 1, side, side), "endpoint", tokens.text_muted
        )
        above.setLeft(above.left() + side + theme.px(6))
        below.setLeft(above.left())
        painter.setPen(tokens.text)
        _marked(painter, above, found.name, found.marks, theme.font("body"))
        painter.setPen(tokens.text_muted)
        meta = theme.font("meta")
        if found.where:
            painter.setFont(meta)
            where = painter.fontMetrics().elidedText(
                f"{found.where}  ", Qt.TextElideMode.ElideRight, below.width() // 2
            )
            painter.drawText(below, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), where)
            below.setLeft(below.left() + painter.fontMetrics().horizontalAdvance(where))
            painter.setPen(tokens.text)
        _marked(painter, below, found.below, found.below_marks, meta)
        painter.restore()


def _marked(painter: QPainter, area: QRect, text: str, marks: Marks, font: QFont) -> None:
    """A text on one line, what matched in it on the accent's tint and bold."""
    from PySide6.QtGui import QTextCharFormat, QTextLayout, QTextOption

    metrics = QFontMetrics(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    # the ellipsis takes the place of what is cut off, and of what was marked there
    kept = len(shown) if shown == text else len(shown) - 1
    layout = QTextLayout(shown, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    layout.setTextOption(option)
    ranges = []
    for start, length in marks:
        if start >= kept:
            continue
        each = QTextLayout.FormatRange()
        form = QTextCharFormat()
        form.setFontWeight(QFont.Weight.DemiBold)
        form.setBackground(theme.tokens().selection)
        form.setForeground(theme.tokens().text)
        each.start = _units(shown, start)
        each.length = _units(shown, min(start + length, kept)) - each.start
        each.format = form
        ranges.append(each)
    layout.setFormats(ranges)
    layout.beginLayout()
    line = layout.createLine()
    if line.isValid():
        line.setLineWidth(area.width() + theme.px(40))
    layout.endLayout()
    top = area.top() + (area.height() - metrics.height()) // 2
    painter.setClipRect(area)
    layout.draw(painter, QPointF(area.left(), top))
    painter.setClipping(False)


def _units(text: str, characters: int) -> int:
    """Qt counts UTF-16 units."""
    return len(text[:characters].encode("utf-16-le", "surrogatepass")) // 2
