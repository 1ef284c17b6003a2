"""JSON as a tree, smooth at any size, and the viewer for every value that has no better one."""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QMenu, QTreeView, QVBoxLayout, QWidget

from gradioscope.window import theme
from gradioscope.window.outputs.base import Viewer
from gradioscope.window.outputs.json_model import JsonModel
from gradioscope.window.parts.preview import find, leaf, one_line, pretty

FOUND = 1000
"""Matches a filter stops at."""
OPENED = 60
"""Rows that are open to begin with, and at most 2,000 by Expand all."""
SLICE = 0.006


class JsonTree(QWidget):
    """A tree with an optional filter. `load(value)`; Ctrl+F filters, Ctrl+C copies the value of the row."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._search: Iterator[tuple[int, ...] | None] = iter(())
        self._found: list[tuple[int, ...]] = []
        self.model = JsonModel(self)
        self.view = QTreeView(self)
        self.view.setModel(self.model)
        self.view.setAccessibleName(name)
        self.view.setUniformRowHeights(True)
        self.view.setHeaderHidden(True)
        self.view.setFont(theme.mono_font("meta"))
        self.view.setIndentation(theme.px(theme.S4))
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.view.header().setStretchLastSection(True)
        self.view.header().setMinimumSectionSize(theme.px(60))
        self.view.customContextMenuRequested.connect(self._menu)
        self.view.installEventFilter(self)
        # not at once: Expand all opens hundreds, and each would measure all rows
        self._fitter = QTimer(self, singleShot=True, interval=0)
        self._fitter.timeout.connect(self._fit)
        self.view.expanded.connect(self._fit_later)
        self.view.collapsed.connect(self._fit_later)
        self.filter = QLineEdit(self)
        self.filter.setAccessibleName(f"Filter {name}")
        self.filter.setPlaceholderText("Keys and values that contain…")
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._filter_changed)
        self.filter.installEventFilter(self)
        self.filter.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(theme.S1))
        column.addWidget(self.filter)
        column.addWidget(self.view, 1)
        self._wait = QTimer(self, singleShot=True, interval=150)
        self._wait.timeout.connect(self._begin_search)
        self._slice = QTimer(self, interval=0)
        self._slice.timeout.connect(self._search_some)
        theme.notifier().changed.connect(self._restyle)

    def load(self, value: Any) -> None:
        """Show a value. What was open and chosen stays so where the value has it still."""
        kept = self._open_paths()
        self.model.load(value)
        self.view.setAccessibleDescription(one_line(value, 1000))
        if self.filter.text() and not self.filter.isHidden():
            self._begin_search()
        elif kept:
            self._reopen(kept)
        else:
            self._open_some(OPENED, 3)
        self._fit()

    def value(self) -> Any:
        return self.model.value

    def show_filter(self, shown: bool = True) -> None:
        self.filter.setVisible(shown)
        if shown:
            self.filter.setFocus()
            self.filter.selectAll()
        else:
            self.filter.clear()
            self.view.setFocus()

    def expand_all(self) -> None:
        """Open branches in reading order until 2,000 rows are to be seen."""
        self._open_some(2000, 1000)
        self._fit()

    def collapse_all(self) -> None:
        self.view.collapseAll()
        self._fit()

    def copy_value(self) -> None:
        """The chosen row's value: text as it is, anything else as JSON."""
        index = self.view.currentIndex()
        if index.isValid():
            value = self.model.member(index)
            QGuiApplication.clipboard().setText(leaf(value) if isinstance(value, str) else pretty(value)[0])

    def copy_path(self) -> None:
        """Where the chosen row is, as JSONPath."""
        if self.view.currentIndex().isValid():
            QGuiApplication.clipboard().setText(self.model.path(self.view.currentIndex()))

    def row_height(self) -> int:
        return max(self.view.sizeHintForRow(0), theme.px(20))

    def sizeHint(self) -> QSize:
        rows = min(max(self._visible_rows(16), 2), 16)
        bar = 0 if self.filter.isHidden() else self.filter.sizeHint().height() + theme.px(theme.S1)
        return QSize(240, rows * self.row_height() + bar + theme.px(theme.S1))

    def eventFilter(self, watched: Any, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress) and isinstance(event, QKeyEvent):
            act = self._action_of(event, watched is self.filter)
            if act is not None:
                event.accept()
                if event.type() == QEvent.Type.KeyPress:
                    act()
                    return True
        return super().eventFilter(watched, event)

    def _action_of(self, event: QKeyEvent, in_filter: bool) -> Any:
        if event.matches(QKeySequence.StandardKey.Find):
            return self.show_filter
        if in_filter:
            return self._leave_filter if event.key() == Qt.Key.Key_Escape else None
        return self.copy_value if event.matches(QKeySequence.StandardKey.Copy) else None

    def _leave_filter(self) -> None:
        self.show_filter(False)

    # -- filter

    def _filter_changed(self) -> None:
        self._wait.start()

    def _begin_search(self) -> None:
        needle = self.filter.text().strip().casefold()
        self._found = []
        self._slice.stop()
        if not needle:
            self.model.narrow(None)
            self._open_some(OPENED, 3)
            self._fit()
            return
        self._search = find(self.model.value, needle)
        self._slice.start()

    def _search_some(self) -> None:
        end = perf_counter() + SLICE
        for path in self._search:
            if path is not None:
                self._found.append(path)
            if len(self._found) >= FOUND:
                break
            if perf_counter() > end:
                return
        self._slice.stop()
        self.model.narrow(self._found)
        self._open_some(300, 1000)
        self._fit()

    # -- opening

    def _open_some(self, rows: int, depth: int) -> None:
        """Open breadth first, whole branches only, as long as no more than `rows` are shown."""
        level = [QModelIndex()]
        shown = self.model.rowCount()
        for _ in range(depth):
            below: list[QModelIndex] = []
            for parent in level:
                for row in range(min(self.model.rowCount(parent), rows)):
                    index = self.model.index(row, 0, parent)
                    if not self.model.hasChildren(index):
                        continue
                    shown += self.model.rowCount(index)
                    if shown > rows:
                        return
                    self.view.setExpanded(index, True)
                    below.append(index)
            level = below

    def _open_paths(self) -> list[tuple[int, ...]]:
        """Rows from the root down of what is open, so that a following value keeps it open."""
        found: list[tuple[int, ...]] = []
        stack: list[tuple[tuple[int, ...], QModelIndex]] = [((), QModelIndex())]
        while stack and len(found) < 200:
            path, parent = stack.pop()
            for row in range(min(self.model.rowCount(parent), 200)):
                index = self.model.index(row, 0, parent)
                if self.view.isExpanded(index):
                    found.append((*path, row))
                    stack.append(((*path, row), index))
        return found

    def _reopen(self, paths: list[tuple[int, ...]]) -> None:
        for path in paths:
            index = QModelIndex()
            for row in path:
                index = self.model.index(row, 0, index)
                if not index.isValid():
                    break
            if index.isValid() and self.model.hasChildren(index):
                self.view.setExpanded(index, True)

    def _visible_rows(self, most: int) -> int:
        count = 0
        index = self.model.index(0, 0)
        while index.isValid() and count < most:
            count += 1
            index = self.view.indexBelow(index)
        return count

    def _fit_later(self, *_: object) -> None:
        self._fitter.start()

    def _fit(self) -> None:
        """Give the keys the width they need, up to half of the view. Qt itself measures what is painted only."""
        metrics = QFontMetrics(self.view.font())
        widest = theme.px(60)
        index = self.model.index(0, 0)
        for _ in range(200):
            if not index.isValid():
                break
            depth = self.model.node(index).depth
            text = str(index.data())[:80]
            widest = max(widest, depth * self.view.indentation() + metrics.horizontalAdvance(text) + theme.px(20))
            index = self.view.indexBelow(index)
        limit = max(self.view.viewport().width() // 2, theme.px(160))
        self.view.setColumnWidth(0, min(widest, limit))
        self.updateGeometry()

    def _restyle(self) -> None:
        self.view.setFont(theme.mono_font("meta"))
        self.view.setIndentation(theme.px(theme.S4))
        self._fit()

    def _menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self.view.currentIndex().isValid():
            menu.addAction("Copy value", self.copy_value)
            menu.addAction("Copy path", self.copy_path)
            menu.addSeparator()
        menu.addAction("Expand all", self.expand_all)
        menu.addAction("Collapse all", self.collapse_all)
        menu.addAction("Filter", self.show_filter)
        menu.popup(self.view.viewport().mapToGlobal(at))


class JsonViewer(Viewer):
    """Any value at all."""

    def make_content(self) -> JsonTree:
        self.tree = JsonTree(self.ret.label, self)
        return self.tree

    def extra_actions(self) -> list[QWidget]:
        self._filter_button = self.action("filter", "Filter", checkable=True)
        self._filter_button.toggled.connect(self._toggle_filter)
        return [self._filter_button]

    def accepts(self, value: Any) -> bool:
        del value
        return True

    def show_value(self, value: Any) -> None:
        self.tree.load(value)

    def _toggle_filter(self, shown: bool) -> None:
        self.tree.show_filter(shown)
