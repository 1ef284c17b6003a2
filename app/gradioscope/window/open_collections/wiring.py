"""What passes between the tree in the sidebar, the files of the open collections, and the tabs."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication

from gradioscope.window.open_collections import places
from gradioscope.window.open_collections.checking import Checking
from gradioscope.window.open_collections.filing import Filing
from gradioscope.window.open_collections.folders import Folders, Paths
from gradioscope.window.open_collections.quick_open import QuickOpen
from gradioscope.window.open_collections.searching import Searching
from gradioscope.window.open_collections.shelf import Shelf
from gradioscope.window.request_tab.tab import RequestTab

if TYPE_CHECKING:
    from gradioscope.library.collection import RequestFileError
    from gradioscope.window.main_window import MainWindow

SOON = 100
"""Milliseconds in which changes of tabs are gathered before the tree is marked."""


class OpenCollections(QObject):
    """Made once a window, after what saves requests and what shows texts."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._provided: dict[str, Callable[[Paths], None]] = {}
        self._staying: Path | None = None
        self.section = section = window.sidebar.collections
        self.tree = tree = section.tree
        self.shelf = Shelf(window.surroundings.places, window)
        self.folders = Folders(window, self.shelf)
        self.filing = Filing(window, self.shelf, self.folders, self.open)
        self.checking = Checking(self)
        self.searching = Searching(section, self.shelf)
        self.quick_open = QuickOpen(self.shelf, self.open)
        self._marking = QTimer(self)
        self._marking.setSingleShot(True)
        self._marking.setInterval(SOON)
        self._marking.timeout.connect(self._mark)
        section.asked.connect(self.act)
        tree.reordered.connect(self.folders.arrange)
        tree.looked.connect(self.checking.check)
        self.shelf.changed.connect(self._show)
        self.shelf.filesChanged.connect(self._files_changed)
        self.shelf.filesMoved.connect(self.filing.follow_moved)
        self.shelf.noticed.connect(window.notice)
        self.checking.changed.connect(self._mark_soon)
        for signal in (window.requests.currentChanged, window.requests.edited, window.requests.closed):
            signal.connect(self._mark_soon)
        window.saving.near = self._near
        window.saving.saved.connect(self._saved)
        window.saving.opened.connect(self._opened)
        window.saving.foldersChanged.connect(self.folders.listed_anew)
        window.texts.saved.connect(self._saved)
        window.texts.edited.connect(self._mark_soon)
        self.folders.begin()

    def provide(self, word: str, act: Callable[[Paths], None]) -> None:
        """Offer something of `menu.ELSEWHERE` in the tree's menu: `act` is called with the paths of the rows."""
        self.tree.offered.add(word)
        self._provided[word] = act

    # -- what is asked

    def act(self, word: str, paths: Paths) -> None:
        """Do what was asked for in the tree, the menu or the palette."""
        acts: dict[str, Callable[[Paths], None]] = {
            "open": partial(self._open_all, stay=False),
            "show": partial(self._open_all, stay=True),
            "open-text": self._open_as_text,
            "new-request": self.filing.new_request,
            "new-folder": self.filing.new_folder,
            "new-collection": self.folders.make,
            "open-collection": self.folders.choose,
            "close": self.folders.close,
            "duplicate": self.filing.duplicate,
            "delete": self.filing.delete,
            "undo": lambda _: self.filing.changes.undo(),
            "redo": lambda _: self.filing.changes.redo(),
            "cut": partial(self.filing.copy, cut=True),
            "copy": self.filing.copy,
            "paste": self.filing.paste,
            "copy-path": self._copy_path,
            "reveal": self._reveal,
            "reveal-row": self._reveal_row,
            "retry": self.folders.look_again,
            "up": partial(self.folders.shift, step=-1),
            "down": partial(self.folders.shift, step=1),
        }
        if word in acts:
            acts[word](paths)
        elif word in self._provided:
            self._provided[word](paths)

    def take_focus(self) -> None:
        """The keyboard goes to the tree."""
        self._window.sidebar.show()
        self.section.unfold()
        self.section.search.clear()
        if not self.tree.currentIndex().isValid():
            self.tree.setCurrentIndex(self.tree.rows.index(0, 0))
        self.tree.setFocus()

    def start_search(self) -> None:
        """The keyboard goes to the search."""
        self._window.sidebar.show()
        self.section.start_search()
        if not self.shelf.folders:
            self._window.notice("No collection is open: save a request, or open a folder of requests.")

    def rename_current(self) -> None:
        """Another name for what is chosen in the tree, where the keyboard is there; else for the file in front."""
        if self.tree.hasFocus():
            self.tree.ask("rename")
            return
        path = self._front()
        if path is None:
            self._window.notice("This request has no file yet: save it first, under the name you want.")
        elif not self._in_view(path) or not self.tree.rename(path):
            self._window.notice(f"{path.name} is in none of the open collections. Open its folder to rename it.")

    def reveal_current(self) -> None:
        """The row of the file in front."""
        path = self._front()
        if path is None:
            self._window.notice("This request has no file yet.")
        elif not self._in_view(path):
            self._window.notice(f"{path.name} is in none of the open collections. It lies in {path.parent}.")

    def show_text(self) -> None:
        """The file in front as text."""
        path = self._front()
        if path is None:
            self._window.notice("This request has no file yet.")
        else:
            self._window.texts.open(path)

    def _front(self) -> Path | None:
        page = self._window.tabs.current()
        text = self._window.texts.path_of(page)
        return text or (page.document.path if isinstance(page, RequestTab) else None)

    def _near(self) -> Path | None:
        node = self.tree.current()
        return Path(node.folder) if node is not None else None

    def _in_view(self, path: Path) -> bool:
        self._window.sidebar.show()
        return self.section.reveal([path])

    # -- opening

    def open(self, path: Path, *, stay: bool = False) -> None:
        """A request in its tab; to `stay` leaves the keyboard in the tree. One with an error opens as text."""
        if path in self.checking.problems:
            self._window.texts.open(path, stay=stay)
            return
        tab = self._window.requests.of_file(path)
        self._staying = path if stay else None
        self._window.saving.open(path)
        if tab is not None and not stay:
            _take_focus(tab)

    def show_unreadable(self, error: RequestFileError) -> None:
        """A file is no request: its text is shown, with the line."""
        self.checking.found(error)
        self._window.texts.show_error(error, stay=self._staying == error.path)

    def _open_all(self, paths: Paths, *, stay: bool) -> None:
        for path in paths:
            self.open(path, stay=stay)

    def _open_as_text(self, paths: Paths) -> None:
        for path in paths:
            self._window.texts.open(path)

    def _opened(self, path: Path) -> None:
        tab = self._window.requests.of_file(path)
        if self._staying == path:
            self.tree.setFocus()
        elif tab is not None:
            _take_focus(tab)
        self._staying = None

    # -- files

    def _copy_path(self, paths: Paths) -> None:
        QGuiApplication.clipboard().setText("\n".join(map(str, paths)))
        self._window.notice("Copied the path." if len(paths) == 1 else f"Copied {len(paths)} paths.")

    def _reveal(self, paths: Paths) -> None:
        if paths and not places.reveal(paths[0]):
            self._window.notice(f"No file manager was found. It lies in {paths[0].parent}.")

    def _reveal_row(self, paths: Paths) -> None:
        if self.section.reveal(paths):
            self.tree.setFocus()

    # -- showing it

    def _show(self, _: object) -> None:
        self.section.show_collections(self.shelf.collections())
        self._mark()

    def _saved(self, path: Path) -> None:
        self.checking.forget([str(path)])
        self.shelf.look_soon(path)
        self._mark_soon()

    def _files_changed(self, paths: list[str]) -> None:
        self.checking.forget(paths)
        self._window.texts.look_again(paths)

    def _mark_soon(self, _: object = None) -> None:
        if not self._marking.isActive():
            self._marking.start()

    def _mark(self) -> None:
        requests, texts = self._window.requests, self._window.texts
        front = self._front()
        # a tab has compared itself with its file already, for its title
        unsaved = [tab.document.path for tab in requests.all() if tab.title.startswith("•")]
        self.tree.mark(
            current=str(front or ""),
            unsaved=[str(path) for path in (*unsaved, *texts.unsaved()) if path is not None],
            problems={str(path): problem for path, problem in self.checking.problems.items()},
        )


def _take_focus(tab: RequestTab) -> None:
    if tab.work is not None:
        tab.work.take_focus()
    else:
        tab.address_bar.take_focus()
