"""What passes between the tree in the sidebar, the files of the open collections, and the tabs."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from gradioscope.gradio.errors import GradioscopeError
from gradioscope.window.open_collections import places
from gradioscope.window.open_collections.changes import Changes, Done, Then
from gradioscope.window.open_collections.checking import Checking
from gradioscope.window.open_collections.shelf import Shelf
from gradioscope.window.request_tab.document import SUFFIX
from gradioscope.window.request_tab.tab import RequestTab
from gradioscope.window.sidebar.collections import dragging, menu
from gradioscope.window.tasks import Tasks

if TYPE_CHECKING:
    from gradioscope.library.collection import RequestFileError
    from gradioscope.library.collection.change import Change
    from gradioscope.window.main_window import MainWindow
    from gradioscope.window.open_collections.new_collection import NewCollection

UNDO = "Undo"
SOON = 100
"""Milliseconds in which changes of tabs are gathered before the tree is marked."""

Paths = tuple[Path, ...]


class OpenCollections(QObject):
    """Signals: `asked(str, tuple of Path)` a word of `menu.ELSEWHERE` that somebody provides."""

    asked = Signal(object, object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._tasks = Tasks(self)
        self._count = itertools.count()
        self._provided: dict[str, Callable[[Paths], None]] = {}
        self._naming: Path | None = None
        self._staying: Path | None = None
        self.section = section = window.sidebar.collections
        self.tree = tree = section.tree
        self.shelf = Shelf(window.surroundings.places, window)
        self.changes = Changes(self)
        self.checking = Checking(self)
        self._marking = QTimer(self)
        self._marking.setSingleShot(True)
        self._marking.setInterval(SOON)
        self._marking.timeout.connect(self._mark)
        section.asked.connect(self.act)
        tree.renameAsked.connect(self._rename)
        tree.dropped.connect(self._dropped)
        tree.reordered.connect(self._reorder)
        tree.looked.connect(self.checking.check)
        tree.itemDelegate().closeEditor.connect(self._editor_closed)
        self.shelf.changed.connect(self._show)
        self.shelf.filesChanged.connect(self._files_changed)
        self.shelf.noticed.connect(window.notice)
        self.checking.changed.connect(self._mark_soon)
        self.changes.done.connect(self._done)
        self.changes.failed.connect(self._failed)
        for signal in (window.requests.currentChanged, window.requests.edited, window.requests.closed):
            signal.connect(self._mark_soon)
        window.saving.saved.connect(self._saved)
        window.saving.opened.connect(self._opened)
        window.saving.foldersChanged.connect(self._listed_anew)
        window.texts.saved.connect(self._saved)
        window.texts.edited.connect(self._mark_soon)
        self._start(self.shelf.load())

    def provide(self, word: str, act: Callable[[Paths], None] | None = None) -> None:
        """Offer something of `menu.ELSEWHERE` in the tree's menu: `act` is called with the paths of the rows, and
        `asked` is emitted."""
        self.tree.offered.add(word)
        if act is not None:
            self._provided[word] = act

    # -- what is asked

    def act(self, word: str, paths: Paths) -> None:
        """Do what was asked for in the tree, the menu or the palette."""
        acts: dict[str, Callable[[Paths], None]] = {
            "open": partial(self._open_all, stay=False),
            "show": partial(self._open_all, stay=True),
            "open-text": self._open_as_text,
            "new-request": self._new_request,
            "new-folder": self._new_folder,
            "new-collection": self._new_collection,
            "open-collection": self._choose_collection,
            "close": self._close,
            "duplicate": self._duplicate,
            "delete": self._delete,
            "undo": lambda _: self.changes.undo(),
            "redo": lambda _: self.changes.redo(),
            "cut": partial(self._copy, cut=True),
            "copy": self._copy,
            "paste": self._paste,
            "copy-path": self._copy_path,
            "reveal": self._reveal,
            "reveal-row": self._reveal_row,
            "retry": self._retry,
        }
        if word in acts:
            acts[word](paths)
        elif word in menu.ELSEWHERE:
            if word in self._provided:
                self._provided[word](paths)
            self.asked.emit(word, paths)

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
        if self._staying == path:
            self.tree.setFocus()
        self._staying = None

    # -- collections

    def open_folder(self, folder: Path) -> None:
        """A folder as one of the collections, in view."""
        self._start(self._open_folder([folder]))

    async def _open_folder(self, folders: Sequence[Path]) -> None:
        for folder in folders:
            self.tree.unfolded.add(str(folder))
            await self.shelf.open(folder)
        self.section.reveal(folders)

    def _new_collection(self, _: Paths) -> None:
        from gradioscope.window.open_collections.new_collection import NewCollection

        card = self._window.findChild(NewCollection)
        if card is None:
            card = NewCollection(self._window)
            card.named.connect(lambda folder: self._start(self._make_collection(card, folder)))
        card.ask_where(self._parent_folder())

    async def _make_collection(self, card: NewCollection, folder: Path) -> None:
        import asyncio

        from gradioscope.window.open_collections.new_collection import make

        problem = await asyncio.to_thread(make, folder)
        if problem:
            card.show_problem(problem)
            return
        card.close_card()
        await self._open_folder([folder])
        self.tree.setFocus()

    def _parent_folder(self) -> Path:
        """Where the next collection is likely to be."""
        listed = self.shelf.folders
        return listed[-1].parent if listed else self._window.saving.default_folder().parent

    def _choose_collection(self, _: Paths = ()) -> None:
        dialog = QFileDialog(self._window, "Open a folder as collection", str(self._parent_folder()))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda folder: self.open_folder(Path(folder)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _close(self, paths: Paths) -> None:
        before = self.shelf.folders
        self._start(self._close_all(paths))
        text = f"{paths[0].name} is closed" if len(paths) == 1 else f"{len(paths)} collections are closed"
        self._window.reports.offer(f"{text}. Nothing was deleted.", UNDO, lambda: self._start(self._reopen(before)))

    async def _close_all(self, folders: Paths) -> None:
        for folder in folders:
            await self.shelf.close(folder)

    async def _reopen(self, order: Sequence[Path]) -> None:
        for folder in order:
            await self.shelf.open(folder)
        await self.shelf.arrange(order)

    def _reorder(self, folders: Sequence[Path]) -> None:
        self._start(self.shelf.arrange(folders))

    def _retry(self, paths: Paths) -> None:
        self._start(self._look_again(paths))

    async def _look_again(self, folders: Paths) -> None:
        await self.shelf.look(folders)
        gone = [shown for shown in self.shelf.collections() if shown.folder in folders and shown.problem]
        if gone:
            self._window.notice(f"{gone[0].name}: {gone[0].problem}")

    def _listed_anew(self, _: object) -> None:
        self._start(self.shelf.load())

    # -- files and folders

    def _new_request(self, paths: Paths) -> None:
        from gradioscope.library.collection.making import new_request

        folder = self._folder_for(paths)
        if folder is not None:
            self._do(partial(new_request, folder), [folder], self._name_it)

    def _new_folder(self, paths: Paths) -> None:
        from gradioscope.library.collection.operations import new_folder

        folder = self._folder_for(paths)
        if folder is not None:
            self._do(partial(new_folder, folder), [folder], self._name_it)

    def _folder_for(self, paths: Paths) -> Path | None:
        """Where something new goes; without any collection there has to be one first."""
        if paths:
            return paths[0].parent if paths[0].name.endswith(SUFFIX) else paths[0]
        node = self.tree.current()
        if node is not None:
            return Path(node.folder)
        if self.shelf.folders:
            return self.shelf.folders[0]
        self._new_collection(())
        return None

    def _name_it(self, change: Change) -> None:
        """Let the person name what is new; a request opens then."""
        (path,) = change.results
        if self.tree.rename(path):
            self._naming = path

    def _editor_closed(self, *_: object) -> None:
        path, self._naming = self._naming, None
        if path is not None and path.name.endswith(SUFFIX):
            self.open(path)

    def _rename(self, path: Path, name: str) -> None:
        from gradioscope.library.collection.operations import rename, rename_collection

        then: Then | None = None
        if path == self._naming:
            self._naming = None
            if path.name.endswith(SUFFIX):
                then = self._open_result
        if path in self.shelf.folders:
            self._do(partial(rename_collection, path, name), [path], then)
        else:
            self._do(partial(rename, path, name, self.shelf.folders), [path], then)

    def _open_result(self, change: Change) -> None:
        self.open(change.results[0])

    def _duplicate(self, paths: Paths) -> None:
        from gradioscope.library.collection.making import copy

        if paths:
            self._do(partial(copy, paths), paths)

    def _delete(self, paths: Paths) -> None:
        from gradioscope.library.collection.operations import trash

        if paths:
            self._do(partial(trash, paths), paths, partial(self._offer_undo, f"{_named(paths)} in the trash."))

    def _offer_undo(self, text: str, _change: Change) -> None:
        self._window.reports.offer(text, UNDO, self.changes.undo)

    def _copy(self, paths: Paths, *, cut: bool = False) -> None:
        if paths:
            QGuiApplication.clipboard().setMimeData(dragging.mime(map(str, paths), cut=cut))

    def _paste(self, paths: Paths) -> None:
        data = QGuiApplication.clipboard().mimeData()
        found, folder = dragging.paths_in(data), self._folder_for(paths)
        if not found or folder is None:
            return
        if dragging.is_cut(data):
            if dragging.fits(found, folder, copy=False):
                self._put(found, folder, copy=False)
            QGuiApplication.clipboard().clear()
        elif dragging.is_ours(data):
            self._put(found, folder, copy=True)
        else:
            self._start(self._bring(found, folder, open_folders=False))

    def _dropped(self, paths: Sequence[Path], folder: Path | None, how: str) -> None:
        if how == "bring":
            self._start(self._bring(paths, folder, open_folders=True))
        elif folder is not None:
            self._put(paths, folder, copy=how == "copy")

    def _put(self, paths: Sequence[Path], folder: Path, *, copy: bool) -> None:
        from gradioscope.library.collection import making, operations

        self.tree.unfolded.add(str(folder))
        if copy:
            self._do(partial(making.copy, paths, folder), [*paths, folder])
        else:
            text = f"Moved {_brief(paths)} to {folder.name}."
            operation = partial(operations.move, paths, folder, self.shelf.folders)
            self._do(operation, [*paths, folder], partial(self._offer_undo, text))

    async def _bring(self, paths: Sequence[Path], folder: Path | None, *, open_folders: bool) -> None:
        """What comes from elsewhere: requests are copied into a folder, or opened; folders become collections."""
        import asyncio

        folders = await asyncio.to_thread(lambda: [path for path in paths if path.is_dir()])
        requests = [path for path in paths if path.name.endswith(SUFFIX) and path not in folders]
        others = [path for path in paths if path not in folders and path not in requests]
        if folders and open_folders:
            await self._open_folder(folders)
        elif folders:
            requests = [*folders, *requests]
        if requests and folder is not None:
            self._put(requests, folder, copy=True)
        elif requests:
            self._open_all(tuple(requests), stay=False)
        if others:
            self._window.notice(f"{_named(others)} no request: their names end in {SUFFIX}.")

    def _copy_path(self, paths: Paths) -> None:
        QGuiApplication.clipboard().setText("\n".join(map(str, paths)))
        self._window.notice("Copied the path." if len(paths) == 1 else f"Copied {len(paths)} paths.")

    def _reveal(self, paths: Paths) -> None:
        if paths and not places.reveal(paths[0]):
            self._window.notice(f"No file manager was found. It lies in {paths[0].parent}.")

    def _reveal_row(self, paths: Paths) -> None:
        if self.section.reveal(paths):
            self.tree.setFocus()

    # -- doing it

    def _do(self, operation: Callable[[], Change], about: Sequence[Path], then: Then | None = None) -> None:
        self.changes.do(operation, about, then)

    def _done(self, done: Done) -> None:
        self._start(self._follow(done))

    async def _follow(self, done: Done) -> None:
        """Files are elsewhere: tabs, open collections and the tree go along."""
        where = done.change.where
        self._window.requests.follow_files(where)
        self._window.texts.follow_files(where)
        for tab in self._window.requests.all():
            if tab.document.path is not None and tab.document.base is None:
                self._window.saving.look_again(tab)  # what was deleted may be there again
        for folder in self.shelf.folders:
            if (now := where(folder)) is not None and now != folder:
                await self.shelf.moved(folder, now)
        self.tree.follow(where)
        await self.shelf.look_at([*done.about, *done.change.results])
        there = [path for path in done.change.results if self.tree.rows.find(str(path)) is not None]
        if there:
            self.tree.choose(there)
        if done.back:
            verb = "Done again" if done.change.done else "Undone"
            self._window.notice(f"{verb}: {done.change.title}.")
        if done.then is not None:
            done.then(done.change)

    def _failed(self, error: GradioscopeError, about: Paths) -> None:
        from gradioscope.library.collection.operations import NoTrash

        if isinstance(error, NoTrash) and about:
            self._ask_for_good(error, about)
        else:
            self._window.notice(str(error))

    def _ask_for_good(self, error: GradioscopeError, paths: Paths) -> None:
        from gradioscope.window.dialogs.question import Question

        text = f"{error.explanation.why} Deleted for good, it cannot be put back."
        Question(
            self._window,
            f"Delete {_brief(paths)} for good?",
            text,
            [("Delete for good", lambda: self._start(self._remove(paths)))],
        ).ask()

    async def _remove(self, paths: Paths) -> None:
        import asyncio

        from gradioscope.library.collection.operations import remove

        try:
            await asyncio.to_thread(remove, paths)
        except GradioscopeError as error:
            self._window.notice(str(error))
        await self.shelf.look_at(paths)

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

    def _start(self, work: object) -> None:
        self._tasks.start(f"work {next(self._count)}", work)  # type: ignore[arg-type]


def _take_focus(tab: RequestTab) -> None:
    if tab.work is not None:
        tab.work.take_focus()
    else:
        tab.address_bar.take_focus()


def _brief(paths: Sequence[Path]) -> str:
    return paths[0].name.removesuffix(SUFFIX) if len(paths) == 1 else f"{len(paths)} items"


def _named(paths: Sequence[Path]) -> str:
    """To begin a sentence with."""
    return f"{_brief(paths)} {'is' if len(paths) == 1 else 'are'}"
