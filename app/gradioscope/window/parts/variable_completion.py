"""The list of variables that opens while one writes `{{`, in whatever text of a request."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from gradioscope.window import theme
from gradioscope.window.parts import face
from gradioscope.window.parts.announce import announce
from gradioscope.window.parts.text_at_cursor import Edit, after_cursor, before_cursor, cursor_area, put

if TYPE_CHECKING:
    from gradioscope.library.environment.scope import Known, Variables

ROWS = 8
ROW = 28
WIDTH = 420
LONGEST = 200
"""Characters before the cursor in which a variable is looked for."""

_OPEN = re.compile(r"(\\*)\{\{([ \t]*)([^{}\"\r\n]*)$")
_PROCESS = ("$env.", "a variable of this computer's environment; asked for first", None)


class VariableCompletion(QObject):
    """Follows the focus. A text has completion where something around it has `variables_here()`.

    Esc closes the list alone; arrows choose; Enter and Tab take.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._edit: Edit | None = None
        self._typed = ""
        self.panel = _Panel(window)
        self.list = self.panel.list
        self.list.itemClicked.connect(self._take)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusObjectChanged.connect(self._follow)

    # -- whom it watches

    def _follow(self, now: QObject | None) -> None:
        if now is self._edit:
            return
        if self._edit is not None and isValid(self._edit):
            self._edit.removeEventFilter(self)
            self._edit.cursorPositionChanged.disconnect(self._look)
            self._edit.textChanged.disconnect(self._look)
        self._edit = None
        self.panel.hide()
        if isinstance(now, QLineEdit | QPlainTextEdit) and self._is_template(now):
            self._edit = now
            now.installEventFilter(self)
            now.cursorPositionChanged.connect(self._look)
            now.textChanged.connect(self._look)

    def _is_template(self, edit: Edit) -> bool:
        if edit.isReadOnly() or isinstance(edit.parentWidget(), QComboBox) or edit.window() is not self._window:
            return False
        if (
            isinstance(edit, QLineEdit)
            and edit.echoMode() != QLineEdit.EchoMode.Normal
            and not _around(edit, "open_menu")
        ):
            return False  # a secret itself
        return _around(edit, "variables_here") is not None

    # -- when it opens

    def _look(self) -> None:
        edit = self._edit
        if edit is None or not edit.hasFocus():
            self.panel.hide()
            return
        found = _OPEN.search(before_cursor(edit, LONGEST))
        if found is None or len(found[1]) % 2:
            self.panel.hide()
            return
        self._typed = found[3]
        owner = _around(edit, "variables_here")
        variables: Variables | None = owner.variables_here() if owner is not None else None  # type: ignore[attr-defined]
        matching = matches(found[3], variables.known()) if variables is not None else []
        if not matching or (len(matching) == 1 and matching[0].name == found[3]):
            self.panel.hide()
            return
        self.panel.open_at(cursor_area(edit), matching)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self.panel.isVisible() or not isinstance(event, QKeyEvent):
            if event.type() in (QEvent.Type.FocusOut, QEvent.Type.Hide):
                self.panel.hide()
            return False
        key, plain = event.key(), event.modifiers() == Qt.KeyboardModifier.NoModifier
        if event.type() == QEvent.Type.ShortcutOverride and plain and key in _KEYS:
            event.accept()
            return True
        if event.type() != QEvent.Type.KeyPress or not plain or key not in _KEYS:
            return False
        if key == Qt.Key.Key_Escape:
            self.panel.hide()
        elif key in _STEPS:
            self.list.step(_STEPS[Qt.Key(key)])
        else:
            self._take(self.list.currentItem())
        return True

    def _take(self, item: QListWidgetItem | None) -> None:
        edit = self._edit
        if item is None or edit is None:
            return
        known: Known = item.data(_KNOWN)
        more = known.name.endswith(".")
        closing = re.match(r"[ \t]*\}\}", after_cursor(edit, LONGEST)) if not more else None
        self.panel.hide()
        before = len(self._typed.encode("utf-16-le")) // 2
        put(edit, known.name + ("" if more else "}}"), before, len(closing[0]) if closing else 0)


def matches(typed: str, known: Sequence[Known]) -> list[Known]:
    """The variables that are meant: those beginning so, then those that have it in them; all for nothing typed."""
    from gradioscope.library.environment.scope import Known

    wanted = typed.strip().casefold()
    listed = [*known, Known(*_PROCESS)]
    first = [item for item in listed if item.name.casefold().startswith(wanted)]
    return first + [item for item in listed if wanted in item.name.casefold() and item not in first]


def _around(widget: QWidget, name: str) -> QWidget | None:
    """The nearest widget around one that has something of that name."""
    above = widget.parentWidget()
    while above is not None and not hasattr(above, name):
        above = above.parentWidget()
    return above


_KNOWN = Qt.ItemDataRole.UserRole
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: ROWS - 1, Qt.Key.Key_PageUp: 1 - ROWS}
_KEYS = {*_STEPS, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Escape}


class _List(QListWidget):
    """Never takes the focus, which stays where one writes."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("Variables")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_Row(self))
        self.setUniformItemSizes(True)
        theme.mark(self, plane="raised")

    def fill(self, known: Sequence[Known]) -> None:
        self.clear()
        for item in known:
            row = QListWidgetItem(item.name)
            row.setData(_KNOWN, item)
            row.setData(Qt.ItemDataRole.AccessibleTextRole, f"{item.name}: {item.preview}")
            self.addItem(row)
        self.setCurrentRow(0)
        self._say()

    def step(self, rows: int) -> None:
        last = self.count() - 1
        row = self.currentRow() + rows
        if abs(rows) == 1:
            row %= self.count()
        self.setCurrentRow(max(0, min(row, last)))
        self._say()

    def _say(self) -> None:
        item = self.currentItem()
        if item is not None:
            announce(self, item.data(Qt.ItemDataRole.AccessibleTextRole))


class _Panel(QWidget):
    """The list's raised ground, over the window."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.list = _List(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.S1] * 4)
        column.addWidget(self.list)
        self.hide()

    def open_at(self, cursor: QRect, known: Sequence[Known]) -> None:
        """Below the cursor, above it where there is no room."""
        self.list.fill(known)
        height = min(len(known), ROWS) * theme.px(ROW) + 2 * theme.S1
        width = min(theme.px(WIDTH), self._window.width() - theme.px(theme.S4))
        below = self._window.mapFromGlobal(cursor.bottomLeft())
        x = max(0, min(below.x(), self._window.width() - width - theme.px(theme.S2)))
        y = below.y() + theme.px(theme.S1)
        if y + height > self._window.height():
            y = self._window.mapFromGlobal(cursor.topLeft()).y() - height - theme.px(theme.S1)
        self.setGeometry(x, max(y, 0), width, height)
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        t = theme.tokens()
        painter = QPainter(self)
        face.rounded(painter, QRectF(self.rect()), theme.px(theme.RADIUS), t.surface_raised, t.border_strong)
        painter.end()


class _Row(QStyledItemDelegate):
    """Name, then what it stands for, then the file it is from."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, theme.px(ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        known: Known = index.data(_KNOWN)
        t = theme.tokens()
        painter.save()
        state = option.state
        rect: QRect = option.rect
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, t.selection)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, t.hover)
        area = rect.adjusted(theme.px(theme.S2), 0, -theme.px(theme.S2), 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        origin = known.origin.name.removesuffix(".yaml") if known.origin is not None else ""
        painter.setFont(theme.font("meta"))
        painter.setPen(t.text_muted)
        painter.drawText(area, int(middle | Qt.AlignmentFlag.AlignRight), origin)
        area.setRight(area.right() - painter.fontMetrics().horizontalAdvance(origin) - theme.px(theme.S2))
        painter.setFont(theme.mono_font())
        painter.setPen(t.text)
        name = painter.fontMetrics().elidedText(known.name, Qt.TextElideMode.ElideMiddle, area.width() * 2 // 3)
        painter.drawText(area, int(middle), name)
        area.setLeft(area.left() + painter.fontMetrics().horizontalAdvance(name) + theme.px(theme.S3))
        painter.setFont(theme.font("meta"))
        painter.setPen(t.text_muted)
        painter.drawText(
            area,
            int(middle),
            painter.fontMetrics().elidedText(known.preview, Qt.TextElideMode.ElideRight, area.width()),
        )
        painter.restore()
