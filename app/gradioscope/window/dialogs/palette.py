"""The command palette: every command, the app's endpoints and recent addresses, found by a few letters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSignalBlocker,
    QSize,
    Qt,
)
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from gradioscope.window import icons, theme
from gradioscope.window.dialogs.fuzzy import score
from gradioscope.window.parts import Hairline, Label
from gradioscope.window.parts.overlay import Overlay

Index = QModelIndex | QPersistentModelIndex
SHOWN = 200
ROWS = 11
WIDTH = 560


@dataclass(frozen=True, slots=True)
class Entry:
    """`group` is the muted word at the right unless there are `keys`."""

    text: str
    group: str
    run: Callable[[], None]
    icon: str = ""
    keys: str = ""
    enabled: bool = True


Scored = Sequence[tuple[int, Entry]]
"""Entries with how well each fits, as of `fuzzy.score`."""
FindMore = Callable[[str, Callable[[Scored], None]], None]
"""Looks for further entries that fit what is typed, and hands them over when it has them."""


OfText = Callable[[str], Entry | None]
"""What can be done with a whole text, such as a copied request; None for letters to look for."""


class Palette(Overlay):
    """Opened with the entries of the moment; Enter runs one after the palette is gone."""

    def __init__(self, window: QWidget) -> None:
        content = QWidget()
        super().__init__(window, content, WIDTH, top=72)
        self.line = QLineEdit()
        self.line.setAccessibleName("Command palette")
        self.line.setPlaceholderText("Type a command, an endpoint, an address or a saved request")
        theme.mark(self.line, bare=True)
        self.line.installEventFilter(self)
        self._model = _Entries(self)
        self._find_more: FindMore | None = None
        self._of_text: OfText | None = None
        self.list = QListView()
        self.list.setAccessibleName("Commands")
        self.list.setModel(self._model)
        self.list.setItemDelegate(_Row(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.mark(self.list, plane="raised")
        self.nothing = Label("Nothing has these letters in this order.", tone="muted")
        self.nothing.setContentsMargins(theme.S4, theme.S2, theme.S4, theme.S3)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, theme.S1, 0, theme.S1)
        column.setSpacing(0)
        field = QVBoxLayout()
        field.setContentsMargins(theme.S1, 0, theme.S1, theme.S1)
        field.addWidget(self.line)
        column.addLayout(field)
        column.addWidget(Hairline())
        column.addSpacing(theme.S1)
        column.addWidget(self.list)
        column.addWidget(self.nothing)
        self.line.textChanged.connect(self._filter)
        self.list.clicked.connect(self._run_index)

    def open_with(
        self, entries: Iterable[Entry], find_more: FindMore | None = None, of_text: OfText | None = None
    ) -> None:
        """`of_text` has the entry for a text that is pasted, where it is more than something to look for."""
        self._model.fill([entry for entry in entries if entry.enabled])
        self._find_more = find_more
        self._of_text = of_text
        self.line.clear()
        self._filter("")
        self.open(self.line)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            row = self.list.currentIndex().row()
            last = self._model.rowCount() - 1
            steps = {
                Qt.Key.Key_Down: row + 1 if row < last else 0,
                Qt.Key.Key_Up: row - 1 if row > 0 else last,
                Qt.Key.Key_PageDown: min(last, row + ROWS - 1),
                Qt.Key.Key_PageUp: max(0, row - ROWS + 1),
            }
            key = Qt.Key(event.key())
            if event.matches(QKeySequence.StandardKey.Paste) and self._take(QApplication.clipboard().text()):
                return True
            if key in steps:
                self.list.setCurrentIndex(self._model.index(max(steps[key], 0), 0))
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run_index(self.list.currentIndex())
                return True
        return super().eventFilter(watched, event)

    def _take(self, text: str) -> bool:
        """Offer what a pasted text is for; whether it is for something. The line keeps its beginning."""
        entry = self._of_text(text) if self._of_text is not None else None
        if entry is None:
            return False
        with QSignalBlocker(self.line):
            self.line.setText(" ".join(text[:120].split()))
        self._model.offer(entry)
        self._show()
        return True

    def _filter(self, typed: str) -> None:
        self._model.filter(typed)
        self._show()
        if self._find_more is not None and typed.strip():
            self._find_more(typed, partial(self._add, typed))

    def _add(self, typed: str, found: Scored) -> None:
        if typed == self.line.text() and self.isVisible() and found:
            self._model.add(found)
            self._show()

    def _show(self) -> None:
        count = self._model.rowCount()
        self.list.setCurrentIndex(self._model.index(0, 0))
        self.list.setVisible(count > 0)
        self.nothing.setVisible(count == 0)
        self.list.setFixedHeight(min(count, ROWS) * theme.px(30) + 2)
        self.place()

    def _run_index(self, index: Index) -> None:
        entry = self._model.entry(index)
        if entry is not None:
            self.close_card()
            entry.run()


class _Entries(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._all: list[Entry] = []
        self._scored: list[tuple[int, int, Entry]] = []
        self._shown: list[Entry] = []

    def fill(self, entries: list[Entry]) -> None:
        self._all = entries

    def filter(self, typed: str) -> None:
        self.beginResetModel()
        scored = []
        for number, entry in enumerate(self._all):
            value = score(typed, entry.text)
            if value is None and entry.group.casefold().startswith(typed.strip().casefold()):
                value = -1000  # all of a group, below what is meant by name
            if value is not None:
                scored.append((-value, number, entry))
        self._rank(scored)
        self.endResetModel()

    def add(self, found: Scored) -> None:
        """Further ones, among those that are shown."""
        self.beginResetModel()
        after = len(self._all)
        self._rank([*self._scored, *((-value, after + number, entry) for number, (value, entry) in enumerate(found))])
        self.endResetModel()

    def offer(self, entry: Entry) -> None:
        """This one alone."""
        self.beginResetModel()
        self._scored = []
        self._shown = [entry]
        self.endResetModel()

    def _rank(self, scored: list[tuple[int, int, Entry]]) -> None:
        scored.sort(key=lambda item: item[:2])
        self._scored = scored[:SHOWN]
        self._shown = [entry for *_, entry in self._scored]

    def entry(self, index: Index) -> Entry | None:
        return self._shown[index.row()] if 0 <= index.row() < len(self._shown) else None

    def rowCount(self, parent: Index | None = None) -> int:
        return len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self.entry(index)
        if entry is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.text
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return " ".join(part for part in (entry.group, entry.keys) if part)
        if role == Qt.ItemDataRole.UserRole:
            return entry
        return None


class _Row(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, theme.px(30))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(entry, Entry):
            return
        tokens = theme.tokens()
        painter.save()
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, tokens.selection)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, tokens.hover)
        area = option.rect.adjusted(theme.px(theme.S3), 0, -theme.px(theme.S3), 0)
        side = theme.px(16)
        if entry.icon:
            box = QRect(area.left(), area.center().y() - side // 2 + 1, side, side)
            icons.paint(painter, box, entry.icon, tokens.text_muted)
        area.setLeft(area.left() + side + theme.px(theme.S2))
        right = entry.keys or entry.group
        painter.setFont(theme.font("meta"))
        width = painter.fontMetrics().horizontalAdvance(right)
        painter.setPen(tokens.text_muted)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, int(middle | Qt.AlignmentFlag.AlignRight), right)
        area.setRight(area.right() - width - theme.px(theme.S3))
        painter.setPen(tokens.text)
        painter.setFont(theme.font("body"))
        shown = painter.fontMetrics().elidedText(entry.text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, int(middle | Qt.AlignmentFlag.AlignLeft), shown)
        painter.restore()
