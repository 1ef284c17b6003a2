"""Which folders are open as collections: new ones, others, in another order, closed."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from gradioscope.window.open_collections.shelf import Shelf
from gradioscope.window.tasks import Tasks, Work

if TYPE_CHECKING:
    from gradioscope.window.main_window import MainWindow
    from gradioscope.window.open_collections.new_collection import NewCollection

UNDO = "Undo"
Paths = tuple[Path, ...]


class Folders(QObject):
    """Nothing of what is closed here is deleted."""

    def __init__(self, window: MainWindow, shelf: Shelf) -> None:
        super().__init__(window)
        self._window = window
        self._shelf = shelf
        self._tasks = Tasks(self)
        self._count = itertools.count()
        self._section = window.sidebar.collections

    def open(self, folders: Sequence[Path]) -> None:
        """Folders as collections, in view."""
        self._start(self._open(folders))

    async def _open(self, folders: Sequence[Path]) -> None:
        self._section.tree.unfolded.update(map(str, folders))
        await self._shelf.open(folders)
        self._section.reveal(folders)

    def make(self, _: Paths = ()) -> None:
        """Ask for a name and a place."""
        from gradioscope.window.open_collections.new_collection import NewCollection

        card = self._window.findChild(NewCollection)
        if card is None:
            card = NewCollection(self._window)
            card.named.connect(lambda folder: self._start(self._make(card, folder)))
        card.ask_where(self._parent_folder())

    async def _make(self, card: NewCollection, folder: Path) -> None:
        import asyncio

        from gradioscope.window.open_collections.new_collection import make

        problem = await asyncio.to_thread(make, folder)
        if problem:
            card.show_problem(problem)
            return
        card.close_card()
        await self._open([folder])
        self._section.tree.setFocus()

    def _parent_folder(self) -> Path:
        """Where the next collection is likely to be."""
        listed = self._shelf.folders
        return listed[-1].parent if listed else self._window.saving.default_folder().parent

    def choose(self, _: Paths = ()) -> None:
        """Ask for a folder."""
        dialog = QFileDialog(self._window, "Open a folder as collection", str(self._parent_folder()))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda folder: self.open([Path(folder)]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def close(self, paths: Paths) -> None:
        """With a way back for a moment."""
        before = self._shelf.folders
        self._start(self._shelf.close(paths))
        text = f"{paths[0].name} is closed" if len(paths) == 1 else f"{len(paths)} collections are closed"
        self._window.reports.offer(
            f"{text}. Nothing was deleted.", UNDO, lambda: self._start(self._shelf.reopen(before))
        )

    def arrange(self, folders: Sequence[Path]) -> None:
        """In this order."""
        self._start(self._shelf.arrange(folders))

    def shift(self, paths: Paths, *, step: int) -> None:
        """One up or down."""
        order = self._shelf.folders
        place = order.index(paths[0]) if paths and paths[0] in order else -1
        if place >= 0 and 0 <= place + step < len(order):
            order.insert(place + step, order.pop(place))
            self.arrange(order)

    def look_again(self, paths: Paths) -> None:
        """Those that were not there may be now."""
        self._start(self._look_again(paths))

    async def _look_again(self, folders: Paths) -> None:
        await self._shelf.look(folders)
        gone = [shown for shown in self._shelf.collections() if shown.folder in folders and shown.problem]
        if gone:
            self._window.notice(f"{gone[0].name}: {gone[0].problem}")

    def begin(self) -> None:
        """Those of the last time."""
        self._start(self._shelf.load())

    def listed_anew(self, _: object = None) -> None:
        """Somebody else has added one to the list: it is shown, unfolded."""
        self._start(self._take_over())

    async def _take_over(self) -> None:
        before = self._shelf.folders
        await self._shelf.load()
        for folder in self._shelf.folders:
            if folder not in before:
                self._section.tree.unfold(folder)

    def _start(self, work: Work) -> None:
        self._tasks.start(f"folders {next(self._count)}", work)
