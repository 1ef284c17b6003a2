"""The rows of the tree on the screen: what is open, chosen and in view, and how it looks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem, QTreeView, QWidget

from gradioscope.window import theme
from gradioscope.window.sidebar.collections import dragging, painting
from gradioscope.window.sidebar.collections.editor import RowDelegate
from gradioscope.window.sidebar.collections.model import CollectionsModel, Index
from gradioscope.window.sidebar.collections.node import Node, Shown
from gradioscope.window.sidebar.collections.row_actions import RowActions

NEAR = 400
"""Pixels before the last row of a folder that is not wholly shown, at which more of it are."""


class RowsView(QTreeView):
    """Signals: `looked(list of str)` paths of the requests in view."""

    looked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Collections")
        self.rows = CollectionsModel(self)
        self.unfolded: set[str] = set()
        """Paths of the folders that are open."""
        self._hovered: Node | None = None
        self._target: Node | None = None
        self._line: int | None = None
        self.setModel(self.rows)
        self.setItemDelegate(RowDelegate(self))
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setExpandsOnDoubleClick(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        theme.mark(self, plane="sidebar")
        self.actions_ = RowActions(self.viewport())
        self.expanded.connect(self._expanded)
        self.collapsed.connect(self._collapsed)
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
        """What to tell of files besides their names. The one in front comes into view, where its folder is open."""
        before = self.rows.current
        if self.rows.mark(current=current, unsaved=unsaved, problems=problems):
            self.viewport().update()
        if current and current != before and not self.hasFocus():
            node = self.rows.find(current)
            if node is not None and self._is_unfolded(node.parent):
                self.scrollTo(self.rows.index_of_node(node))

    def _is_unfolded(self, node: Node | None) -> bool:
        while node is not None and node.parent is not None:
            if not self.isExpanded(self.rows.index_of_node(node)):
                return False
            node = node.parent
        return True

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

    # -- open and closed

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

    def _show_target(self, node: Node | None, line: int | None = None) -> None:
        if (node, line) != (self._target, self._line):
            self._target, self._line = node, line
            self.viewport().update()
