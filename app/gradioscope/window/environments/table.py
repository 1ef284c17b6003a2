"""The table of an environment's variables, all of it within reach of the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from gradioscope.window import theme
from gradioscope.window.environments.model import NAME, SECRET, TYPE, VALUE, VariablesModel
from gradioscope.window.parts.own_keys import claims

NARROW = 420
"""Width in px at 100 % below which the type is not shown."""


class VariablesTable(QTableView):
    """Enter or F2 edits, Space toggles a secret, Del deletes. Signals: `deleteAsked(str)`, `undoAsked(None)`."""

    deleteAsked = Signal(object)
    undoAsked = Signal(object)

    def __init__(self, model: VariablesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = model
        self.setModel(model)
        self.setItemDelegate(_Editors(self))
        self.setAccessibleName("Variables")
        self.setAccessibleDescription("Enter edits, Space makes it a secret or none, Del deletes")
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.SelectedClicked
        )
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Interactive)
        head.setSectionResizeMode(VALUE, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(TYPE, QHeaderView.ResizeMode.Interactive)
        head.setSectionResizeMode(SECRET, QHeaderView.ResizeMode.Interactive)
        self._restyle()
        theme.notifier().changed.connect(self._restyle)

    @property
    def editing(self) -> bool:
        """Whether somebody is in the middle of writing."""
        return self.state() == QAbstractItemView.State.EditingState

    def event(self, event: QEvent) -> bool:
        return claims(event, Qt.Key.Key_F2, Qt.Key.Key_Delete) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        here = self.currentIndex()
        if self.editing:
            super().keyPressEvent(event)
            return
        row = self.rows.row(here.row())
        if event.key() == Qt.Key.Key_Delete and row is not None and self.rows.writable:
            self.deleteAsked.emit(row.name)
        elif event.matches(QKeySequence.StandardKey.Undo):
            self.undoAsked.emit(None)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if here.column() in (NAME, VALUE):
                self.edit(here)
            elif here.column() == SECRET and row is not None:
                self.rows.setData(here, None, Qt.ItemDataRole.CheckStateRole)
        else:
            super().keyPressEvent(event)

    def edit_value(self, name: str) -> None:
        """Open the editor of a variable's value."""
        row = self.rows.row_of(name)
        if row >= 0:
            here = self.rows.index(row, VALUE)
            self.setCurrentIndex(here)
            self.setFocus()
            self.edit(here)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _restyle(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme.px(30))
        self.setMinimumHeight(theme.px(170))
        self._fit()

    def _fit(self) -> None:
        """Names take up to a third; where there is little room the type, which the value shows too, gives way."""
        room = self.viewport().width()
        self.setColumnHidden(TYPE, room < theme.px(NARROW))
        for column, width in ((NAME, min(theme.px(190), room // 3)), (TYPE, theme.px(72)), (SECRET, theme.px(64))):
            self.setColumnWidth(column, width)


class _Editors(QStyledItemDelegate):
    """A line; dots for a secret."""

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        line = QLineEdit(parent)
        line.setMaxLength(2**31 - 1)
        model = index.model()
        assert isinstance(model, VariablesModel)
        row = model.row(index.row())
        named = row.name if row is not None else "new variable"
        if model.is_secret(index):
            line.setEchoMode(QLineEdit.EchoMode.Password)
            line.setAccessibleName(f"Secret {named}")
            line.setPlaceholderText("goes into the keyring")
        else:
            theme.mark(line, mono=True)
            line.setAccessibleName(f"Name of {named}" if index.column() == NAME else f"Value of {named}")
            line.setPlaceholderText("name" if index.column() == NAME else 'text, 5, true, [1, 2] or "5" for a text')
        return line

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        editor.setGeometry(option.rect)

    def eventFilter(self, editor: object, event: QEvent) -> bool:
        # Esc ends the editing alone, not a run
        if claims(event, Qt.Key.Key_Escape):
            return True
        return super().eventFilter(editor, event)  # type: ignore[arg-type]
