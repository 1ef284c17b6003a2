"""Renaming in place: a name that cannot be one is told at once, and Enter does not take it."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QToolTip, QWidget

from gradioscope.window import theme
from gradioscope.window.sidebar.collections.node import Node
from gradioscope.window.sidebar.collections.painting import ROW, text_left

Index = QModelIndex | QPersistentModelIndex
FORBIDDEN = '< > : " / \\ | ? *'


class NameEdit(QLineEdit):
    """The name of one row."""

    def __init__(self, node: Node, parent: QWidget) -> None:
        super().__init__(parent)
        self.node = node
        self.problem = ""
        self.setAccessibleName(f"Name of {node.name}")
        self.textEdited.connect(self._look)

    def _look(self, text: str) -> None:
        self.problem = problem_with(self.node, text)
        theme.mark(self, invalid=bool(self.problem))
        self.setAccessibleDescription(self.problem)
        if self.problem:
            QToolTip.showText(self.mapToGlobal(QPoint(0, self.height())), self.problem, self)
        else:
            QToolTip.hideText()


class RowDelegate(QStyledItemDelegate):
    """Gives the rows their height and their editor; the tree paints them itself."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(60, theme.px(ROW))

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        return NameEdit(index.data(Qt.ItemDataRole.UserRole), parent)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, NameEdit) and not editor.isModified():
            editor.setText(editor.node.name)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, NameEdit) and not problem_with(editor.node, editor.text()):
            model.setData(index, editor.text().strip())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        if isinstance(editor, NameEdit):
            row = QRect(option.rect)
            row.setLeft(text_left(editor.node.depth) - theme.px(4))
            row.setRight(row.right() - theme.px(theme.S1))
            editor.setGeometry(row)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        enter = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if (
            isinstance(editor, NameEdit)
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in enter
            and editor.problem
        ):
            editor._look(editor.text())
            return True
        return super().eventFilter(editor, event)


def problem_with(node: Node, text: str) -> str:
    """Why a row cannot be called this, or empty."""
    from gradioscope.library.collection.names import LONGEST, file_name, folded_name, is_file_name

    name = text.strip()
    if not name:
        return "Give it a name."
    if node.kind == "collection":
        return ""  # what is written into collection.yaml; its folder keeps its own
    if len(name.encode()) > LONGEST:
        return f"Names are at most {LONGEST} bytes long."
    if not is_file_name(name):
        return f"No file can be called that everywhere ({FORBIDDEN} are not for names). “{file_name(name)}” would do."
    folder = node.parent
    taken = folder.names(node.kind) if folder is not None else ()
    if folded_name(name) != folded_name(node.name) and folded_name(name) in map(folded_name, taken):
        return f"There is a {node.kind} of that name here already."
    return ""
