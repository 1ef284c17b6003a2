"""Files and folders of the open collections: new, renamed, copied, moved, deleted, and all of it undone."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from gradioscope.gradio.errors import GradioscopeError
from gradioscope.window.open_collections.changes import Changes, Done, Then
from gradioscope.window.open_collections.folders import UNDO, Folders, Paths
from gradioscope.window.open_collections.shelf import Shelf
from gradioscope.window.request_tab.document import SUFFIX
from gradioscope.window.sidebar.collections import dragging
from gradioscope.window.tasks import Tasks, Work

if TYPE_CHECKING:
    from gradioscope.library.collection.change import Change
    from gradioscope.window.main_window import MainWindow


FOREIGN = frozenset({".json", ".yaml", ".yml", ".har", ".zip"})
"""Endings of files that may be those of other tools, or a collection as one file."""


class Filing(QObject):
    """Each change is done in a thread; then tabs, collections and the tree go along."""

    def __init__(self, window: MainWindow, shelf: Shelf, folders: Folders, show: Callable[[Path], None]) -> None:
        """`show` opens a request."""
        super().__init__(window)
        self._window = window
        self._shelf = shelf
        self._folders = folders
        self._show = show
        self._tasks = Tasks(self)
        self._count = itertools.count()
        self._naming: Path | None = None
        self._tree = window.sidebar.collections.tree
        self.changes = Changes(self)
        self.changes.done.connect(self._done)
        self.changes.failed.connect(self._failed)
        self.changes.stuck.connect(self._stuck)
        self._tree.renameAsked.connect(self.rename)
        self._tree.dropped.connect(self.put)
        self._tree.itemDelegate().closeEditor.connect(self._editor_closed)

    def new_request(self, paths: Paths) -> None:
        """An empty one, to be named at once."""
        from gradioscope.library.collection.making import new_request

        folder = self._folder_for(paths)
        if folder is not None:
            self._do(partial(new_request, folder), [folder], self._name_it)

    def new_folder(self, paths: Paths) -> None:
        """An empty one, to be named at once."""
        from gradioscope.library.collection.operations import new_folder

        folder = self._folder_for(paths)
        if folder is not None:
            self._do(partial(new_folder, folder), [folder], self._name_it)

    def _folder_for(self, paths: Paths) -> Path | None:
        """Where something new goes; without any collection there has to be one first."""
        if paths:
            return paths[0].parent if paths[0].name.endswith(SUFFIX) else paths[0]
        node = self._tree.current()
        if node is not None:
            return Path(node.folder)
        if self._shelf.folders:
            return self._shelf.folders[0]
        self._folders.make()
        return None

    def _name_it(self, change: Change) -> None:
        """Let the person name what is new; a request opens then."""
        (path,) = change.results
        if self._tree.rename(path):
            self._naming = path

    def _editor_closed(self, *_: object) -> None:
        path, self._naming = self._naming, None
        if path is not None and path.name.endswith(SUFFIX):
            self._show(path)

    def rename(self, path: Path, name: str) -> None:
        """A request, a folder, or a collection, whose folder keeps its name."""
        from gradioscope.library.collection.operations import rename, rename_collection

        then: Then | None = None
        if path == self._naming:
            self._naming = None
            if path.name.endswith(SUFFIX):
                then = self._open_result
        if path in self._shelf.folders:
            self._do(partial(rename_collection, path, name), [path], then)
        else:
            self._do(partial(rename, path, name, self._shelf.folders), [path], then)

    def _open_result(self, change: Change) -> None:
        self._show(change.results[0])

    def _open_results(self, change: Change) -> None:
        self._folders.open(change.results)

    def duplicate(self, paths: Paths) -> None:
        """Copies beside them; that of a collection is opened."""
        from gradioscope.library.collection.making import copy

        if paths:
            collections = any(path in self._shelf.folders for path in paths)
            self._do(partial(copy, paths), paths, self._open_results if collections else None)

    def delete(self, paths: Paths) -> None:
        """To the system's trash, with a way back."""
        from gradioscope.library.collection.operations import trash

        if paths:
            self._do(partial(trash, paths), paths, partial(self._offer_undo, f"{_named(paths)} in the trash."))

    def _offer_undo(self, text: str, _change: Change) -> None:
        self._window.reports.offer(text, UNDO, self.changes.undo)

    def copy(self, paths: Paths, *, cut: bool = False) -> None:
        """To the clipboard, as files."""
        if paths:
            QGuiApplication.clipboard().setMimeData(dragging.mime(map(str, paths), cut=cut))

    def paste(self, paths: Paths) -> None:
        """What is on the clipboard, into the folder of a row."""
        data = QGuiApplication.clipboard().mimeData()
        found, folder = dragging.paths_in(data), self._folder_for(paths)
        if not found or folder is None:
            return
        if dragging.is_cut(data):
            if dragging.fits(found, folder, copy=False):
                self._move(found, folder, copy=False)
            QGuiApplication.clipboard().clear()
        elif dragging.is_ours(data):
            self._move(found, folder, copy=True)
        else:
            self._start(self._bring(found, folder, open_folders=False))

    def put(self, paths: Sequence[Path], folder: Path | None, how: str) -> None:
        """What was dropped; `how` as of the tree's signal."""
        if how == "bring":
            self._start(self._bring(paths, folder, open_folders=True))
        elif folder is not None:
            self._move(paths, folder, copy=how == "copy")

    def _move(self, paths: Sequence[Path], folder: Path, *, copy: bool) -> None:
        from gradioscope.library.collection import making, operations

        self._tree.unfolded.add(str(folder))
        if copy:
            self._do(partial(making.copy, paths, folder), [*paths, folder])
        else:
            text = f"Moved {_brief(paths)} to {folder.name}."
            operation = partial(operations.move, paths, folder, self._shelf.folders)
            self._do(operation, [*paths, folder], partial(self._offer_undo, text))

    async def _bring(self, paths: Sequence[Path], folder: Path | None, *, open_folders: bool) -> None:
        """What comes from elsewhere: requests are copied into a folder, or opened; folders become collections."""
        import asyncio

        folders = await asyncio.to_thread(lambda: [path for path in paths if path.is_dir()])
        requests = [path for path in paths if path.name.endswith(SUFFIX) and path not in folders]
        others = [path for path in paths if path not in folders and path not in requests]
        if folders and open_folders:
            self._folders.open(folders)
        elif folders:
            requests = [*folders, *requests]
        if requests and folder is not None:
            self._move(requests, folder, copy=True)
        elif requests:
            for path in requests:
                self._show(path)
        foreign = [path for path in others if path.suffix.lower() in FOREIGN]
        others = [path for path in others if path not in foreign]
        into = folder or next(iter(self._shelf.folders), None)
        if foreign and into is not None:
            self._window.exchange.import_into(into, foreign)
        if others:
            self._window.notice(f"{_named(others)} no request: their names end in {SUFFIX}.")

    # -- doing it

    def _do(self, operation: Callable[[], Change], about: Sequence[Path], then: Then | None = None) -> None:
        self.changes.do(operation, about, then)

    def _done(self, done: Done) -> None:
        self._start(self._follow(done))

    async def _follow(self, done: Done) -> None:
        """Files are elsewhere: tabs, open collections and the tree go along."""
        where = done.change.where
        self._follow_files(where)
        for folder in self._shelf.folders:
            if (now := where(folder)) is not None and now != folder:
                await self._shelf.moved(folder, now)
        await self._shelf.look_at([*done.about, *done.change.results])
        there = [path for path in done.change.results if self._tree.rows.find(str(path)) is not None]
        if there:
            self._tree.choose(there)
        if done.back:
            verb = "Done again" if done.change.done else "Undone"
            self._window.notice(f"{verb}: {done.change.title}.")
        if done.then is not None:
            done.then(done.change)

    def _follow_files(self, where: Callable[[Path], Path | None]) -> None:
        self._window.requests.follow_files(where)
        self._window.texts.follow_files(where)
        for tab in self._window.requests.all():
            if tab.document.path is not None and tab.document.base is None:
                self._window.saving.look_again(tab)  # what was deleted may be there again
        self._tree.follow(where)

    def follow_moved(self, moved: Mapping[Path, Path]) -> None:
        """Another program gave files and folders other names: the tabs go along."""

        def where(path: Path) -> Path:
            for old in (path, *path.parents):
                if old in moved:
                    return moved[old] / path.relative_to(old)
            return path

        self._follow_files(where)

    def _failed(self, error: GradioscopeError, about: Paths) -> None:
        from gradioscope.library.collection.operations import NoTrash

        if isinstance(error, NoTrash) and about:
            self._ask_for_good(error, about)
        else:
            self._window.notice(str(error))

    def _stuck(self, error: GradioscopeError) -> None:
        self._window.reports.offer(str(error), "Skip it", self.changes.skip)

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
        await self._shelf.look_at(paths)

    def _start(self, work: Work) -> None:
        self._tasks.start(f"files {next(self._count)}", work)


def _brief(paths: Sequence[Path]) -> str:
    return paths[0].name.removesuffix(SUFFIX) if len(paths) == 1 else f"{len(paths)} items"


def _named(paths: Sequence[Path]) -> str:
    """To begin a sentence with."""
    return f"{_brief(paths)} {'is' if len(paths) == 1 else 'are'}"
