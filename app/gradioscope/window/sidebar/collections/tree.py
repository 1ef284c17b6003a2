"""The view `Collections`: rows from edge to edge, by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QMenu, QStyleOptionViewItem, QTreeView, QWidget

from gradioscope.window import icons, theme
from gradioscope.window.parts import IconButton
from gradioscope.window.sidebar.collections import dragging, menu, painting
from gradioscope.window.sidebar.collections.editor import RowDelegate
from gradioscope.window.sidebar.collections.model import CollectionsModel, Index
from gradioscope.window.sidebar.collections.node import Node, Shown

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


class CollectionsTree(QTreeView):
    """Signals: `asked(str, tuple of Path)` a word of `menu`, or `show` for a click on a request, `undo`, `redo`;
    `renameAsked(Path, str)`; `dropped(list of Path, Path or None, str)` files put into a folder, or beside all,
    `str` one of `move`, `copy` and `bring` (from elsewhere); `reordered(list of Path)` the collections;
    `looked(list of str)` paths of the requests in view."""

    asked = Signal(object, object)
    renameAsked = Signal(object, object)
    dropped = Signal(object, object, object)
    reordered = Signal(object)
    looked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Collections")
        self.rows = CollectionsModel(self)
        self.offered: set[str] = set()
        """Which of `menu.ELSEWHERE` somebody does."""
        self.unfolded: set[str] = set()
        """Paths of the folders that are open."""
        self._hovered: Node | None = None
        self._target: Node | None = None
        self._line: int | None = None
        self._menu: QMenu | None = None
        self.setModel(self.rows)
        self.setItemDelegate(RowDelegate(self))
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setExpandsOnDoubleClick(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(False)
        self.setAutoExpandDelay(OPEN_AFTER)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        theme.mark(self, plane="sidebar")
        self.actions_ = _RowActions(self)
        self.clicked.connect(self._clicked)
        self.doubleClicked.connect(self._double_clicked)
        self.expanded.connect(self._expanded)
        self.collapsed.connect(self._collapsed)
        self.rows.renamed.connect(self._renamed)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        theme.notifier().changed.connect(self._rescale)
        self._rescale()

    # -- what is shown

    def show_collections(self, collections: Sequence[Shown]) -> None:
        """Take over how the disk is now. What is open, chosen and in view stays so."""
        top = self.rows.node(self.indexAt(QPoint(1, 1)))
        before = (top.path, self._rect(top).top()) if top is not None else None
        self.rows.show(collections)
        self.scheduleDelayedItemsLayout()  # a folder may have lost its last row, or got its first one
        for node in self.rows.collections():
            self._unfold_again(node)
        self._forget_hover()
        if before is not None and (still := self.rows.find(before[0])) is not None:
            self.executeDelayedItemsLayout()
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self._rect(still).top() - before[1])
        self._scrolled()

    def unfold(self, path: Path) -> None:
        """Open a folder, now or as soon as it is there."""
        self.unfolded.add(str(path))
        node = self.rows.find(str(path))
        if node is not None:
            self.setExpanded(self.rows.index_of_node(node), True)

    def follow(self, where: Callable[[Path], Path | None]) -> None:
        """Folders are elsewhere: what was open in them stays open."""
        self.unfolded = {str(where(Path(path)) or path) for path in self.unfolded}

    def mark(self, *, current: str, unsaved: Iterable[str], problems: Mapping[str, str]) -> None:
        """What to tell of files besides their names."""
        if self.rows.mark(current=current, unsaved=unsaved, problems=problems):
            self.viewport().update()

    def choose(self, paths: Sequence[Path]) -> bool:
        """Select the rows of these, in view; whether there are any."""
        nodes = [node for path in paths if (node := self.rows.find(str(path))) is not None]
        selection = self.selectionModel()
        if not nodes:
            return False
        selection.clearSelection()
        for node in nodes:
            around = node.parent
            while around is not None and around.parent is not None:
                self.setExpanded(self.rows.index_of_node(around), True)
                around = around.parent
            selection.select(self.rows.index_of_node(node), QItemSelectionModel.SelectionFlag.Select)
        index = self.rows.index_of_node(nodes[0])
        selection.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.scrollTo(index)
        return True

    def chosen(self) -> list[Node]:
        """The selected rows in the order they are shown, without those in others of them."""
        indexes = sorted(self.selectedIndexes(), key=lambda index: self.visualRect(index).top())
        return dragging.outermost([node for index in indexes if (node := self.rows.node(index)) is not None])

    def current(self) -> Node | None:
        return self.rows.node(self.currentIndex())

    def rename(self, path: Path) -> bool:
        """Let the person write another name over a row's. False where there is no such row."""
        if not self.choose([path]):
            return False
        self.edit(self.currentIndex())
        return True

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
        else:
            self._toggle(node)

    def _double_clicked(self, index: QModelIndex) -> None:
        node = self.rows.node(index)
        if node is not None and node.kind == "request":
            self.ask("open", [node])

    def _toggle(self, node: Node) -> None:
        index = self.rows.index_of_node(node)
        self.setExpanded(index, not self.isExpanded(index))

    def _renamed(self, node: Node, name: str) -> None:
        self.renameAsked.emit(Path(node.path), name)

    def _expanded(self, index: QModelIndex) -> None:
        node = self.rows.node(index)
        if node is not None:
            self.unfolded.add(node.path)
            self._unfold_again(node)
            self._scrolled()

    def _collapsed(self, index: QModelIndex) -> None:
        node = self.rows.node(index)
        if node is not None:
            self.unfolded.discard(node.path)

    def _unfold_again(self, node: Node) -> None:
        """Open what was open: rows that are made anew are closed."""
        if node.path not in self.unfolded or not node.total:
            return
        index = self.rows.index_of_node(node)
        if not self.isExpanded(index):
            self.blockSignals(True)
            self.setExpanded(index, True)
            self.blockSignals(False)
        for child in self.rows.rows(node):
            if child.kind != "folder":
                break  # folders come first
            self._unfold_again(child)

    # -- more rows of a large folder

    def _scrolled(self, _value: int = 0) -> None:
        self._forget_hover()
        QTimer.singleShot(0, self, self._look_ahead)  # once there is a layout

    def _look_ahead(self) -> None:
        height, step = self.viewport().height(), max(theme.px(painting.ROW), 1)
        folders: dict[Node, None] = {}
        requests: dict[str, None] = {}
        for y in range(step // 2, height + step, step):
            node = self.rows.node(self.indexAt(QPoint(1, min(y, height - 1))))
            if node is None:
                break
            if node.kind == "request":
                requests[node.path] = None
            if node.parent is not None:
                folders[node.parent] = None
        for folder in folders:
            if folder.children and not folder.whole and self._rect(folder.children[-1]).bottom() < height + NEAR:
                self.rows.more(folder)
        self.looked.emit(list(requests))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._scrolled()

    # -- painting

    def drawRow(self, painter: QPainter, options: QStyleOptionViewItem, index: Index) -> None:
        node = self.rows.node(index)
        if node is None:
            return
        area = QRect(0, options.rect.top(), self.viewport().width(), options.rect.height())
        hovered = node is self._hovered
        look = painting.Look(
            selected=self.selectionModel().isSelected(index),
            focused=self.hasFocus(),
            current=index == self.currentIndex(),
            hovered=hovered,
            target=node is self._target,
            front=bool(self.rows.current) and node.path == self.rows.current,
            expanded=self.isExpanded(index),
            unsaved=node.path in self.rows.unsaved,
            problem=bool(self.rows.problem(node)),
            taken=self.actions_.width() + theme.S1 if hovered and self.actions_.isVisible() else 0,
        )
        painting.paint(painter, area, node, look)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._line is not None:
            painter = QPainter(self.viewport())
            painter.setPen(QPen(theme.tokens().focus, 2))
            painter.drawLine(0, self._line, self.viewport().width(), self._line)
            painter.end()

    def _rect(self, node: Node) -> QRect:
        return self.visualRect(self.rows.index_of_node(node))

    def _rescale(self) -> None:
        self.setIndentation(theme.px(painting.STEP))
        self.scheduleDelayedItemsLayout()

    # -- under the pointer

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if event.buttons() == Qt.MouseButton.NoButton:
            self._hover(self.rows.node(self.indexAt(event.position().toPoint())))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._forget_hover()

    def _hover(self, node: Node | None) -> None:
        if node is self._hovered:
            return
        self._hovered = node
        self.actions_.place(node, self._rect(node) if node is not None else QRect())
        self.viewport().update()

    def _forget_hover(self) -> None:
        self._hover(None)

    # -- drag and drop

    def startDrag(self, actions: Qt.DropAction) -> None:
        nodes = self.chosen()
        if not nodes:
            return
        drag = QDrag(self)
        drag.setMimeData(dragging.mime(node.path for node in nodes))
        text = nodes[0].name if len(nodes) == 1 else f"{len(nodes)} items"
        drag.setPixmap(_picture(text, self.devicePixelRatioF()))
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

    def _show_target(self, node: Node | None, line: int | None = None) -> None:
        if (node, line) != (self._target, self._line):
            self._target, self._line = node, line
            self.viewport().update()


class _RowActions(QWidget):
    """The buttons on the row under the pointer. The keyboard has the menu for what they do."""

    def __init__(self, tree: CollectionsTree) -> None:
        super().__init__(tree.viewport())
        self._tree = tree
        self._node: Node | None = None
        self.new_button = IconButton("plus", "New request here")
        self.more_button = IconButton("more", "More")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, theme.S1, 0)
        row.setSpacing(0)
        for button in (self.new_button, self.more_button):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            row.addWidget(button)
        self.new_button.clicked.connect(self._new)
        self.more_button.clicked.connect(self._more)
        self.hide()

    def place(self, node: Node | None, row: QRect) -> None:
        """On a row; nowhere for None."""
        self._node = node
        if node is None:
            self.hide()
            return
        self.new_button.setVisible(node.kind != "request")
        size = self.sizeHint()
        self.resize(size.width(), row.height())
        self.move(self._tree.viewport().width() - size.width(), row.top())
        self.show()

    def _new(self) -> None:
        if self._node is not None:
            self._tree.ask("new-request", [self._node])

    def _more(self) -> None:
        node = self._node
        if node is None:
            return
        if node not in self._tree.chosen():
            self._tree.choose([Path(node.path)])
        below = self.more_button.mapToGlobal(QPoint(0, self.more_button.height()))
        self._tree.show_menu(self._tree.chosen(), below)


def _picture(text: str, ratio: float) -> QPixmap:
    """What hangs at the pointer while something is dragged."""
    metrics = QFontMetrics(theme.font("body"))
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, theme.px(220))
    width, height = metrics.horizontalAdvance(shown) + theme.px(24), theme.px(painting.ROW)
    pixmap = QPixmap(round(width * ratio), round(height * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(theme.tokens().selection)
    painter = QPainter(pixmap)
    painter.setFont(theme.font("body"))
    painter.setPen(theme.tokens().text)
    painter.drawText(QRect(theme.px(12), 0, width, height), int(Qt.AlignmentFlag.AlignVCenter), shown)
    painter.end()
    return pixmap
