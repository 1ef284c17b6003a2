"""The view of a table that is edited: the keys of a spreadsheet, and a way out for those who Tab through a form."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QHeaderView, QLineEdit, QWidget

from gradioscope.request.fields import TableField
from gradioscope.window import theme
from gradioscope.window.inputs.line import Line
from gradioscope.window.inputs.table_model import CellDelegate, TableModel
from gradioscope.window.parts.grid import Grid

Key = Qt.Key
Hint = QAbstractItemDelegate.EndEditHint
EMPTY = "No rows yet. Add one, paste from a spreadsheet, or drop a CSV file."
_ENTER = (Key.Key_Return, Key.Key_Enter)
_DELETE = (Key.Key_Delete, Key.Key_Backspace)
_ARROWS = {Key.Key_Up: (-1, 0), Key.Key_Down: (1, 0), Key.Key_Left: (0, -1), Key.Key_Right: (0, 1)}


class EditGrid(Grid):
    """Enter, F2 or typing edits a cell; Tab goes through the cells, and out at the last one; Esc, then Tab, at any.

    Undo and Ctrl+Enter go up to the form, whose history holds each edit of a table as one step.

    Signals:
        cleared(), cut(), pasted(), filled(): Delete, Ctrl+X, Ctrl+V, Ctrl+Shift+D.
        moved(int, int): Alt and an arrow: rows down, columns right.
        columnDragged(int, int), rowDragged(int, int): dragged by its header, from and to.
        renamed(int, object): a column got another name.
        rowWanted(): Enter or Tab after the last cell was written.
    """

    cleared = Signal()
    cut = Signal()
    pasted = Signal()
    filled = Signal()
    moved = Signal(int, int)
    columnDragged = Signal(int, int)
    rowDragged = Signal(int, int)
    renamed = Signal(int, object)
    rowWanted = Signal()

    def __init__(self, model: TableModel, field: TableField, parent: QWidget | None = None) -> None:
        super().__init__(model, field.label, parent)
        self._leaving = False
        self._renaming: tuple[int, QLineEdit] | None = None
        self.setItemDelegate(CellDelegate(self))
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.setDragDropMode(QAbstractItemView.DragDropMode.NoDragDrop)
        self.setTabKeyNavigation(True)
        columns, rows = self.horizontalHeader(), self.verticalHeader()
        columns.setSectionsMovable(field.columns is None)
        rows.setSectionsMovable(True)
        columns.sectionMoved.connect(self._column_dragged)
        rows.sectionMoved.connect(self._row_dragged)
        if field.columns is None:
            columns.sectionDoubleClicked.connect(self.rename)
        for header in (columns, rows):
            header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            header.customContextMenuRequested.connect(self._header_menu)

    # keys

    def event(self, event: QEvent) -> bool:
        # the first Esc in the table is the table's, before it is the window's
        ours = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if ours and event.key() == Key.Key_Escape and not self._leaving:  # type: ignore[attr-defined]
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = event.key(), event.modifiers()
        control = bool(held & Qt.KeyboardModifier.ControlModifier)
        leaving, self._leaving = self._leaving, False
        if self.state() == QAbstractItemView.State.EditingState and key in _ENTER and not control:
            return  # the editor let it go up; it is ending by it
        if key == Key.Key_Escape:
            self._leaving = True
            event.setAccepted(not leaving)
        elif (key in _ENTER and control) or _is_undo(event):
            event.ignore()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit()
        elif event.matches(QKeySequence.StandardKey.Cut):
            self.cut.emit()
        elif key == Key.Key_D and control and held & Qt.KeyboardModifier.ShiftModifier:
            self.filled.emit()
        elif key in _DELETE and not control:
            self.cleared.emit()
        elif key in _ARROWS and held & Qt.KeyboardModifier.AltModifier:
            self.moved.emit(*_ARROWS[Key(key)])
        elif key in _ENTER:
            self._enter()
        elif key in (Key.Key_Tab, Key.Key_Backtab):
            self._tab(key == Key.Key_Tab, leaving)
        else:
            super().keyPressEvent(event)

    def commit_open(self) -> None:
        """Takes over what is written in an open editor, which stays open: the form is about to read the value."""
        delegate = self.itemDelegate()
        if self.state() == QAbstractItemView.State.EditingState and isinstance(delegate, CellDelegate):
            editor = delegate.editor()
            if editor is not None:
                self.commitData(editor)

    def _enter(self) -> None:
        here = self.currentIndex()
        if here.flags() & Qt.ItemFlag.ItemIsUserCheckable:
            checked = here.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
            state = Qt.CheckState.Unchecked if checked else Qt.CheckState.Checked
            self.cells.setData(here, state, Qt.ItemDataRole.CheckStateRole)
        elif here.flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit(here)

    def _tab(self, forward: bool, leaving: bool) -> None:
        after = self._next(forward)
        if leaving or not after.isValid():
            self.setTabKeyNavigation(False)  # with it, Tab never leaves
            self.focusNextPrevChild(forward)
            self.setTabKeyNavigation(True)
        else:
            self.setCurrentIndex(after)

    def _next(self, forward: bool) -> QModelIndex:
        """The cell after or before the current one, in reading order; an invalid one at the end."""
        here, wide = self.currentIndex(), self.cells.columnCount()
        place = here.row() * wide + here.column() + (1 if forward else -1)
        if not here.isValid() or not wide or place < 0:
            return QModelIndex()
        return self.cells.index(place // wide, place % wide)

    def closeEditor(self, editor: QWidget, hint: Hint) -> None:
        """Enter goes on below, Tab to the right; after the last cell in a new row, where the table may grow."""
        plain = Hint.NoHint
        if hint == Hint.SubmitModelCache:
            super().closeEditor(editor, plain)
            here = self.currentIndex()
            below = self.cells.index(here.row() + 1, here.column())
            if below.isValid():
                self.setCurrentIndex(below)
        elif hint in (
            QAbstractItemDelegate.EndEditHint.EditNextItem,
            QAbstractItemDelegate.EndEditHint.EditPreviousItem,
        ):
            super().closeEditor(editor, plain)
            forward = hint == QAbstractItemDelegate.EndEditHint.EditNextItem
            after = self._next(forward)
            if after.isValid():
                self.setCurrentIndex(after)
            elif forward:
                self.rowWanted.emit()
        else:
            super().closeEditor(editor, hint)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.cells.rows:
            return
        with QPainter(self.viewport()) as painter:
            painter.setPen(theme.tokens().text_muted)
            area = self.viewport().rect().adjusted(theme.S3, 0, -theme.S3, 0)
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, EMPTY)

    def wheelEvent(self, event: QWheelEvent) -> None:
        bar = self.verticalScrollBar()
        if self.hasFocus() and (bar.maximum() > 0 or self.horizontalScrollBar().maximum() > 0):
            super().wheelEvent(event)
        else:  # the form scrolls
            event.ignore()

    # headers

    def _column_dragged(self, logical: int, _old: int, new: int) -> None:
        self._undrag(self.horizontalHeader())
        self.columnDragged.emit(logical, new)

    def _row_dragged(self, logical: int, _old: int, new: int) -> None:
        self._undrag(self.verticalHeader())
        self.rowDragged.emit(logical, new)

    def _undrag(self, header: QHeaderView) -> None:
        """Sections in their own order: what moves is the table's content."""
        header.blockSignals(True)
        for place in range(header.count()):
            at = header.visualIndex(place)
            if at != place:
                header.moveSection(at, place)
        header.blockSignals(False)

    def rename(self, column: int) -> None:
        """Opens a line over a column's name."""
        header = self.horizontalHeader()
        if self.cells.rows:
            self.scrollTo(self.cells.index(max(0, self.currentIndex().row()), column))
        line = Line(header.viewport())
        line.setAccessibleName(f"Name of column {column + 1}")
        line.setText(str(self.cells.headers[column]))
        line.selectAll()
        line.setGeometry(
            header.sectionViewportPosition(column), 0, max(header.sectionSize(column), 120), header.height()
        )
        line.editingFinished.connect(self._named)
        line.installEventFilter(self)
        self._renaming = (column, line)
        line.show()
        line.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._renaming is not None and watched is self._renaming[1] and isinstance(event, QKeyEvent):
            escape = event.key() == Key.Key_Escape
            if event.type() == QEvent.Type.ShortcutOverride and escape:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and (escape or event.key() in _ENTER):
                # taken here: what a line lets go up would begin to edit a cell
                self._close_name() if escape else self._named()
                return True
        return super().eventFilter(watched, event)

    def _named(self) -> None:
        if self._renaming is None:
            return
        column, line = self._renaming
        name = line.text()
        self._close_name()
        self.renamed.emit(column, name)

    def _close_name(self) -> None:
        if self._renaming is not None:
            _, line = self._renaming
            self._renaming = None
            line.hide()
            line.deleteLater()
            self.setFocus()

    def _header_menu(self, at: QPoint) -> None:
        header = self.horizontalHeader() if self.sender() is self.horizontalHeader() else self.verticalHeader()
        section = header.logicalIndexAt(at)
        rows, columns = self.chosen()
        if header is self.horizontalHeader() and section >= 0 and section not in columns:
            self.choose(range(self.cells.rowCount()), range(section, section + 1))
        elif header is self.verticalHeader() and section >= 0 and section not in rows:
            self.choose(range(section, section + 1), range(self.cells.columnCount()))
        self.customContextMenuRequested.emit(self.viewport().mapFromGlobal(header.viewport().mapToGlobal(at)))


def _is_undo(event: QKeyEvent) -> bool:
    return event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)
