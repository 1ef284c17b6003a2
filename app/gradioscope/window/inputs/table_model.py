"""The cells of a table that is edited: what may be, with which editor, and what a written text becomes."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QDate, QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDateEdit,
    QLineEdit,
    QPlainTextEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from shiboken6 import isValid

from gradioscope.request.fields import TableField
from gradioscope.request.fields.cells import cell_from, cell_text
from gradioscope.request.fields.sheet import Sheet
from gradioscope.window import theme
from gradioscope.window.inputs.line import Line
from gradioscope.window.parts.grid_model import GridModel, Index, Role

LONG = 120
"""Characters from which on a text is edited in a box of several lines."""
MOST_EDITED = 100_000
"""Characters of a cell that a text box may hold; a longer one is sent as it is."""
_DATE = "yyyy-MM-dd"


class TableModel(GridModel):
    """A Sheet on show.

    Signals:
        written(object): the sheet with the cell that a person changed; it is not shown yet.
    """

    written = Signal(object)

    def __init__(self, field: TableField, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._field = field
        self.sheet = Sheet([], [])
        self._types: list[str] = []
        self._static: list[bool] = []

    def show_sheet(self, sheet: Sheet) -> None:
        if sheet.headers is not self.sheet.headers:
            self._types = self._field.types(sheet.headers)
            self._static = [place in self._field.static for place in self._field.places(sheet.headers)]
        self.sheet = sheet
        self.show(sheet.headers, sheet.rows)

    def is_static(self, column: int) -> bool:
        """Whether the app says that a column is not edited."""
        return column < len(self._static) and self._static[column]

    def datatype(self, column: int) -> str:
        return self._types[column] if column < len(self._types) else "str"

    def ticks(self, index: Index) -> bool:
        """Whether a cell is a checkbox: in a column of bools, unless something else was put there."""
        if self.datatype(index.column()) != "bool":
            return type(self.cell(index.row(), index.column())) is bool
        return type(self.cell(index.row(), index.column())) in (bool, type(None))

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if not index.isValid() or self.is_static(index.column()):
            return flags
        if self.ticks(index):
            return flags | Qt.ItemFlag.ItemIsUserCheckable
        if len(cell_text(self.cell(index.row(), index.column()))) > MOST_EDITED:
            return flags
        return flags | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        value = self.cell(index.row(), index.column())
        if role == Role.EditRole:
            return cell_text(value)
        if self.ticks(index):
            if role == Role.CheckStateRole:
                states = {True: Qt.CheckState.Checked, False: Qt.CheckState.Unchecked}
                return states.get(value, Qt.CheckState.PartiallyChecked)
            if role == Role.DisplayRole:
                return None if value is not None else "null"
            if role == Role.AccessibleTextRole:
                return {True: "true", False: "false"}.get(value, "null")
        if role == Role.ForegroundRole and self.is_static(index.column()):
            return theme.tokens().text_muted
        return super().data(index, role)

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        before = self.cell(index.row(), index.column())
        if role == Role.CheckStateRole:
            after: Any = Qt.CheckState(value) == Qt.CheckState.Checked
        elif role == Role.EditRole:
            if value == cell_text(before):
                return True
            after = cell_from(value, self.datatype(index.column()), before)
        else:
            return False
        self.written.emit(self.sheet.with_cell(index.row(), index.column(), after))
        return True

    def is_numbers(self, column: int) -> bool:
        return self.datatype(column) == "number" or super().is_numbers(column)


class CellDelegate(QStyledItemDelegate):
    """A line for texts and numbers, a box for a long text, a calendar for a date."""

    def __init__(self, parent: QAbstractItemView) -> None:
        super().__init__(parent)
        self._editor: QWidget | None = None

    def editor(self) -> QWidget | None:
        """The editor that was opened last, while it is there."""
        return self._editor if self._editor is not None and isValid(self._editor) else None

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        text = str(index.data(Role.EditRole))
        model = index.model()
        assert isinstance(model, TableModel)
        editor: QWidget
        if "\n" in text or len(text) > LONG:
            editor = _Box(parent)
        elif model.datatype(index.column()) == "date" and (not text or QDate.fromString(text, _DATE).isValid()):
            editor = _Date(parent)
        else:
            editor = Line(parent)
            if model.datatype(index.column()) == "number":
                editor.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        column = model.headerData(index.column(), Qt.Orientation.Horizontal)
        editor.setAccessibleName(f"{column}, row {index.row() + 1}")
        self._editor = editor
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        text = str(index.data(Role.EditRole))
        if isinstance(editor, _Date):
            editor.setDate(QDate.fromString(text, _DATE) if text else QDate.currentDate())
        elif isinstance(editor, _Box):
            editor.setPlainText(text)
            editor.selectAll()
        elif isinstance(editor, QLineEdit):
            editor.setText(text)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, _Date):
            model.setData(index, editor.date().toString(_DATE))
        elif isinstance(editor, _Box):
            if editor.document().isModified():  # a text box knows no \r: an untouched text stays as it was
                editor.document().setModified(False)
                model.setData(index, editor.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n"))
        elif isinstance(editor, QLineEdit) and editor.isModified():
            editor.setModified(False)
            model.setData(index, editor.text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        area: QRect = option.rect
        if isinstance(editor, _Box):
            least = QSize(theme.px(280), theme.px(120))
            area = QRect(area.topLeft(), area.size().expandedTo(least))
            viewport = editor.parentWidget()
            room = viewport.rect() if viewport is not None else area
            area.moveRight(min(area.right(), room.right()))
            area.moveBottom(min(area.bottom(), room.bottom()))
            area = area.intersected(room)
        editor.setGeometry(area)

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        """The whole text, only where the cell does not show all of it."""
        text = index.data()
        fits = self.sizeHint(option, index).width() <= view.visualRect(index).width()
        if event.type() == QEvent.Type.ToolTip and fits and isinstance(text, str) and not text.endswith("…"):
            return True
        return bool(super().helpEvent(event, view, option, index))


class _Box(QPlainTextEdit):
    """Enter is a new line in it; Tab, and a click elsewhere, end it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)


class _Date(QDateEdit):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCalendarPopup(True)
        self.setDisplayFormat(_DATE)
        self.setFrame(False)
