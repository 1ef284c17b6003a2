"""The part `Collections` of the sidebar: a search, the tree or what was found, or a sentence while there is nothing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from gradioscope.window import icons, theme
from gradioscope.window.parts import Button, IconButton, Label, SearchField
from gradioscope.window.sidebar.collections import menu
from gradioscope.window.sidebar.collections.found import FoundList
from gradioscope.window.sidebar.collections.node import Shown
from gradioscope.window.sidebar.collections.tree import CollectionsTree
from gradioscope.window.sidebar.folding import Folding

EMPTY = "Save a request, or open a folder of requests."


class CollectionsSection(Folding):
    """Signals: `asked(str, tuple of Path)` a word of `menu`, or `show`, `undo`, `redo`; `searchBegun(None)` when the
    keyboard goes to the search, `searched(str)`; those of Folding. What is renamed and dropped is told by `tree`."""

    asked = Signal(object, object)
    searched = Signal(object)
    searchBegun = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Collections", parent)
        self.add_button = IconButton("plus", "New collection or folder")
        self.heading.addWidget(self.add_button)
        self.search = SearchField("Search collections", "Search")
        self.search.setToolTip("Names, addresses, endpoints and values (Ctrl+F in the tree)")
        self.tree = CollectionsTree()
        self.found = FoundList()
        self.empty = Label(EMPTY, "meta", "muted", wrap=True)
        self.open_button = Button("Open folder…", "secondary", "folder", compact=True)
        self.nothing = QWidget()
        inner = QVBoxLayout(self.nothing)
        inner.setContentsMargins(theme.S3, 0, theme.S3, theme.S3)
        inner.setSpacing(theme.S2)
        inner.addWidget(self.empty)
        inner.addWidget(self.open_button)
        field = QHBoxLayout()
        field.setContentsMargins(theme.S2, 0, theme.S2, theme.S1)
        field.addWidget(self.search)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(field)
        column.addWidget(self.nothing)
        column.addWidget(self.tree, 1)
        column.addWidget(self.found, 1)
        self.add_button.clicked.connect(self._show_new)
        self.open_button.clicked.connect(partial(self._ask, "open-collection"))
        self.tree.asked.connect(self.asked.emit)
        self.found.asked.connect(self.asked.emit)
        self.search.searched.connect(self._searched)
        self.search.installEventFilter(self)
        self.found.installEventFilter(self)
        self.found.hide()
        self.show_collections([])

    def show_collections(self, collections: Sequence[Shown]) -> None:
        """The open ones as they are now."""
        self.tree.show_collections(collections)
        self.nothing.setVisible(not collections)
        self.search.setVisible(bool(collections))
        if not collections and self.search.text():
            self.search.clear()

    def start_search(self) -> None:
        """Go to the search field."""
        self.unfold()
        if self.search.isVisibleTo(self):
            self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.search.selectAll()

    @property
    def has_focus(self) -> bool:
        """Whether the keyboard is in here."""
        return any(widget.hasFocus() for widget in (self.tree, self.search, self.found))

    def reveal(self, paths: Sequence[Path]) -> bool:
        """Select rows and bring them into view; whether there are any."""
        if self.search.text():
            self.search.clear()
        self.unfold()
        return self.tree.choose(paths)

    def _searched(self, text: str) -> None:
        looking = bool(text.strip())
        self.found.setVisible(looking)
        self.tree.setVisible(not looking)
        if not looking:
            self.found.clear()
        self.searched.emit(text.strip())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search and event.type() == QEvent.Type.FocusIn:
            self.searchBegun.emit(None)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = event.key()
            if watched is self.search:
                if key == Qt.Key.Key_Down:
                    (self.found if self.search.text() else self.tree).setFocus(Qt.FocusReason.OtherFocusReason)
                    self.found.begin()
                    return True
                if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.search.text():
                    self.found.open_first()
                    return True
                if key == Qt.Key.Key_Escape and not self.search.text():
                    self.tree.setFocus(Qt.FocusReason.OtherFocusReason)
                    return True
            elif watched is self.found and key == Qt.Key.Key_Escape:
                self.search.clear()
                self.tree.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.key() == Qt.Key.Key_Escape
            and self.search.text()
        ):
            event.accept()  # it ends the search before it cancels a run
            return True
        return super().eventFilter(watched, event)

    def _ask(self, word: str, _checked: bool = False) -> None:
        self.asked.emit(word, ())

    def _show_new(self) -> None:
        shown = QMenu(self)
        chosen = self.tree.chosen()
        if len(chosen) == 1:
            for item in (
                menu.Item("new-request", "New request", "endpoint"),
                menu.Item("new-folder", "New folder", "folder"),
            ):
                action = shown.addAction(icons.icon(item.icon), item.text)
                action.triggered.connect(partial(self._ask_for, item.word, Path(chosen[0].folder)))
            shown.addSeparator()
        for item in menu.items([], self.tree.offered):
            if item is menu.SEPARATOR:
                shown.addSeparator()
                continue
            shown.addAction(icons.icon(item.icon), item.text).triggered.connect(partial(self._ask, item.word))
        shown.aboutToHide.connect(shown.deleteLater)
        shown.popup(self.add_button.mapToGlobal(QPoint(0, self.add_button.height() + theme.S1)))

    def _ask_for(self, word: str, folder: Path, _checked: bool = False) -> None:
        self.asked.emit(word, (folder,))
