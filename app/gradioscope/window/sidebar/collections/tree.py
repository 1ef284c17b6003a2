"""The view `Collections`: what can be asked of it, by mouse, by keyboard, by drag and drop."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import QAbstractItemView, QMenu, QWidget

from gradioscope.window import icons, theme
from gradioscope.window.sidebar.collections import dragging, menu
from gradioscope.window.sidebar.collections.node import Node
from gradioscope.window.sidebar.collections.rows_view import RowsView

OPEN_AFTER = 600
"""Milliseconds until a folder opens that something is dragged over."""
NEAR = 400
"""Pixels before the last row of a folder that is not wholly shown, at which more of it are."""

_KEYS = {
    QKeySequence.StandardKey.Undo: "undo",
    QKeySequence.StandardKey.Redo: "redo",
    QKeySequence.StandardKey.Copy: "copy",
    QKeySequence.StandardKey.Cut: "cut",
    QKeySequence.StandardKey.Paste: "paste",
    QKeySequence.StandardKey.Delete: "delete",
}


class CollectionsTree(RowsView):
    """Signals: `asked(str, tuple of Path)` a word of `menu`, or `show` for a click on a request, `undo`, `redo`;
    `renameAsked(Path, str)`; `dropped(list of Path, Path or None, str)` files put into a folder, or beside all,
    `str` one of `move`, `copy` and `bring` (from elsewhere); `reordered(list of Path)` the collections;
    those of RowsView."""

    asked = Signal(object, object)
    renameAsked = Signal(object, object)
    dropped = Signal(object, object, object)
    reordered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.offered: set[str] = set()
        """Which of `menu.ELSEWHERE` somebody does."""
        self._menu: QMenu | None = None
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(False)
        self.setAutoExpandDelay(OPEN_AFTER)
        self.clicked.connect(self._clicked)
        self.doubleClicked.connect(self._double_clicked)
        self.rows.renamed.connect(self._renamed)
        self.actions_.asked.connect(self._asked_for)
        self.actions_.moreAsked.connect(self._more_asked)

    # -- asking

    def ask(self, word: str, nodes: Sequence[Node] | None = None) -> None:
        """Ask for something of `menu`, for the selected rows where no others are given."""
        rows = self.chosen() if nodes is None else list(nodes)
        if word == "rename":
            if len(rows) == 1:
                self.rename(Path(rows[0].path))
            return
        if word == "delete":
            rows = [node for node in rows if node.kind != "collection"]
            if not rows:
                return
        if word == "close":
            rows = [node for node in rows if node.kind == "collection"]
        self.asked.emit(word, tuple(Path(node.path) for node in rows))

    def show_menu(self, nodes: Sequence[Node], place: QPoint) -> None:
        """The menu for some rows, at a place on the screen."""
        if self._menu is not None:
            return
        shown = self._menu = QMenu(self)
        paste = bool(dragging.paths_in(QGuiApplication.clipboard().mimeData()))
        for item in menu.items(nodes, self.offered, paste):
            if item is menu.SEPARATOR:
                shown.addSeparator()
                continue
            action = shown.addAction(item.text)
            if item.icon:
                action.setIcon(icons.icon(item.icon))
            if item.keys:
                # told, not obeyed: the tree has them itself, with the focus alone
                action.setText(
                    f"{item.text}\t{QKeySequence(item.keys).toString(QKeySequence.SequenceFormat.NativeText)}"
                )
            action.triggered.connect(partial(self._ask_later, item.word, list(nodes)))
        shown.aboutToHide.connect(self._menu_gone)
        shown.popup(place)

    def _ask_later(self, word: str, nodes: list[Node], _checked: bool = False) -> None:
        # once the menu has given the focus back: an editor would lose it again
        QTimer.singleShot(0, self, partial(self.ask, word, nodes))

    def _menu_gone(self) -> None:
        if self._menu is not None:
            self._menu.deleteLater()
            self._menu = None

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self._keyboard_menu()
            return
        node = self.rows.node(self.indexAt(event.pos()))
        if node is None:
            self.clearSelection()
        self.show_menu(self.chosen() if node is not None else [], event.globalPos())

    def _keyboard_menu(self) -> None:
        node = self.current()
        below = self._rect(node).bottomLeft() + QPoint(theme.px(40), 0) if node is not None else QPoint(8, 8)
        self.show_menu(self.chosen(), self.viewport().mapToGlobal(below))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, plain = event.key(), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)
            return
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self._enter()
            return
        if key == Qt.Key.Key_F2 and plain:
            self.ask("rename")
            return
        if key == Qt.Key.Key_Menu or (key == Qt.Key.Key_F10 and event.modifiers() == Qt.KeyboardModifier.ShiftModifier):
            self._keyboard_menu()
            return
        if key == Qt.Key.Key_D and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.ask("duplicate")
            return
        for keys, word in _KEYS.items():
            if event.matches(keys):
                self.ask(word)
                return
        if key == Qt.Key.Key_Asterisk:
            return  # would lay out a whole collection at once
        super().keyPressEvent(event)

    def _enter(self) -> None:
        nodes = self.chosen()
        if len(nodes) == 1 and nodes[0].kind != "request":
            self._toggle(nodes[0])
        elif requests := [node for node in nodes if node.kind == "request"]:
            self.ask("open", requests)

    def _clicked(self, index: QModelIndex) -> None:
        node = self.rows.node(index)
        modifiers = QGuiApplication.keyboardModifiers()
        choosing = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        if node is None or modifiers & choosing:
            return
        if node.kind == "request":
            self.ask("show", [node])
        elif node.kind == "collection" and node.source is None and node.problem:
            self.ask("retry", [node])
        else:
            self._toggle(node)

    def _double_clicked(self, index: QModelIndex) -> None:
        node = self.rows.node(index)
        if node is not None and node.kind == "request":
            self.ask("open", [node])

    def _asked_for(self, word: str, node: Node) -> None:
        self.ask(word, [node])

    def _more_asked(self, node: Node, place: QPoint) -> None:
        if node not in self.chosen():
            self.choose([Path(node.path)])
        self.show_menu(self.chosen(), place)

    def _toggle(self, node: Node) -> None:
        index = self.rows.index_of_node(node)
        self.setExpanded(index, not self.isExpanded(index))

    def _renamed(self, node: Node, name: str) -> None:
        self.renameAsked.emit(Path(node.path), name)

    # -- drag and drop

    def startDrag(self, actions: Qt.DropAction) -> None:
        nodes = self.chosen()
        if not nodes:
            return
        drag = QDrag(self)
        drag.setMimeData(dragging.mime(node.path for node in nodes))
        text = nodes[0].name if len(nodes) == 1 else f"{len(nodes)} items"
        drag.setPixmap(dragging.picture(text, self.devicePixelRatioF()))
        drag.exec(Qt.DropAction.MoveAction | Qt.DropAction.CopyAction, Qt.DropAction.MoveAction)
        self._show_target(None)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dragging.paths_in(event.mimeData()):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        super().dragMoveEvent(event)  # scrolls, and opens folders
        paths = dragging.paths_in(event.mimeData())
        place = event.position().toPoint()
        if dragging.is_ours(event.mimeData()) and self._are_collections(paths):
            self._show_target(None, self._gap(place)[1])
            event.setDropAction(Qt.DropAction.MoveAction)
            event.accept()
            return
        node, copy = self.rows.node(self.indexAt(place)), self._copies(event)
        ours = dragging.is_ours(event.mimeData())
        folder = self._folder_row(node)
        if ours and (folder is None or not dragging.fits(paths, Path(folder.path), copy=copy)):
            self._show_target(None)
            event.ignore()
            return
        self._show_target(folder)
        event.setDropAction(Qt.DropAction.CopyAction if copy or not ours else Qt.DropAction.MoveAction)
        event.accept()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        super().dragLeaveEvent(event)
        self._show_target(None)

    def dropEvent(self, event: QDropEvent) -> None:
        paths = dragging.paths_in(event.mimeData())
        place = event.position().toPoint()
        ours = dragging.is_ours(event.mimeData())
        super().dragLeaveEvent(QDragLeaveEvent())  # ends the scrolling at the edges
        self._show_target(None)
        if ours and self._are_collections(paths):
            event.setDropAction(Qt.DropAction.CopyAction)  # or the drag's source would be told to take it away
            event.accept()
            self._reorder(paths, self._gap(place)[0])
            return
        folder = self._folder_row(self.rows.node(self.indexAt(place)))
        copy = self._copies(event)
        where = Path(folder.path) if folder is not None else None
        if not paths or (ours and (where is None or not dragging.fits(paths, where, copy=copy))):
            event.ignore()
            return
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.dropped.emit(paths, where, "bring" if not ours else "copy" if copy else "move")

    def _folder_row(self, node: Node | None) -> Node | None:
        return node.parent if node is not None and node.kind == "request" else node

    def _copies(self, event: QDropEvent) -> bool:
        return bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)

    def _are_collections(self, paths: Sequence[Path]) -> bool:
        known = {node.path for node in self.rows.collections()}
        return bool(paths) and all(str(path) in known for path in paths)

    def _gap(self, place: QPoint) -> tuple[int, int]:
        """Between which collections a place is: before the one of that number, and where the line is drawn."""
        nodes = self.rows.collections()
        under = self.rows.node(self.indexAt(place))
        number = len(nodes)
        if under is not None:
            own = under.collection
            number = own.row if place.y() < self._rect(own).center().y() else own.row + 1
        if number < len(nodes):
            return number, max(self._rect(nodes[number]).top(), 1)
        last = self.indexBelow(self.indexAt(place))
        bottom = self.visualRect(last).bottom() if last.isValid() else self._last_bottom()
        return number, min(max(bottom, 1), self.viewport().height() - 1)

    def _last_bottom(self) -> int:
        node = self.rows.collections()[-1]
        while self.isExpanded(self.rows.index_of_node(node)) and node.children:
            node = node.children[-1]
        return self._rect(node).bottom()

    def _reorder(self, paths: Sequence[Path], number: int) -> None:
        order = [Path(node.path) for node in self.rows.collections()]
        moved = [path for path in order if path in paths]
        before = [path for path in order[:number] if path not in paths]
        after = [path for path in order[number:] if path not in paths]
        if before + moved + after != order:
            self.reordered.emit(before + moved + after)
