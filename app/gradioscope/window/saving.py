"""Requests to their files and back: save, save as, open, and what to ask where that would lose something."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, Signal
from shiboken6 import isValid

from gradioscope.gradio.errors import GradioscopeError
from gradioscope.window.open_requests import OpenRequests
from gradioscope.window.request_tab.document import SUFFIX, snapshot_of
from gradioscope.window.request_tab.tab import RequestTab
from gradioscope.window.surroundings import Surroundings
from gradioscope.window.tasks import Tasks

if TYPE_CHECKING:
    from asyncio import Lock

    from PySide6.QtWidgets import QWidget

    from gradioscope.gradio.model import App
    from gradioscope.library.saving import ChangedOutside
    from gradioscope.request.saved import SavedRequest
    from gradioscope.window.dialogs.question import Question
    from gradioscope.window.dialogs.save_request import SaveCard
    from gradioscope.window.scopes import Scopes

Then = Callable[[], None]


class Saving(QObject):
    """Signals: `saved(Path)` after a file was written, `opened(Path)`, `unreadable(RequestFileError)` for a file
    that is no request, `foldersChanged(None)` when a folder became one of the open collections."""

    saved = Signal(object)
    opened = Signal(object)
    unreadable = Signal(object)
    foldersChanged = Signal(object)

    def __init__(self, requests: OpenRequests, surroundings: Surroundings, window: QWidget) -> None:
        super().__init__(window)
        self._requests = requests
        self._surroundings = surroundings
        self._window = window
        self._tasks = Tasks(self)
        self._count = itertools.count()
        self._turn: Lock | None = None
        self._card: SaveCard | None = None
        self._asking: RequestTab | None = None
        self._then: Then | None = None
        self.near: Callable[[], Path | None] = lambda: None
        """Which folder the person is likely to want: the one that is chosen in the tree."""
        self.question: Question | None = None
        """The one that is on the screen, or was last."""
        self._waiting: set[RequestTab] = set()
        """Those with a conflict that nobody has looked at yet."""
        requests.saveAsked.connect(self.save)
        requests.currentChanged.connect(self._looked_at)

    # -- saving

    def save(self, tab: RequestTab, then: Then | None = None) -> None:
        """To the tab's file, or to the one the person names; `then` once it is written."""
        if tab.document.path is None:
            self.save_as(tab, then)
        else:
            self._start(self._save(tab, tab.document.path, then))

    def save_as(self, tab: RequestTab, then: Then | None = None, problem: str = "") -> None:
        """Ask for a name and a folder first."""
        self._asking, self._then = tab, then
        self._tasks.start("ask", self._ask_where(tab, problem))

    def save_all(self, tabs: Sequence[RequestTab], then: Then) -> None:
        """One after the other; `then` once all are written. It stops at the first that is not."""
        if not tabs:
            then()
            return
        first, *rest = tabs
        self.save(first, lambda: self.save_all(rest, then))

    def save_changed(self) -> None:
        """All whose file says something else."""
        changed = self._requests.changed()
        if changed:
            self.save_all(changed, lambda: self._surroundings.noticed.emit(f"Saved {_counted(len(changed))}."))
        else:
            self._surroundings.noticed.emit("Nothing to save: every request with a file is as it was saved.")

    def _start(self, work: object) -> None:
        """Each save runs to its end, whatever comes after it."""
        self._tasks.start(f"save {next(self._count)}", work)  # type: ignore[arg-type]

    async def _ask_where(self, tab: RequestTab, problem: str) -> None:
        import asyncio

        from gradioscope.request.saving import secrets_left_out
        from gradioscope.window.dialogs.save_request import SaveCard

        path = tab.document.path
        folders = await asyncio.to_thread(self._folders)
        there = path is not None and await asyncio.to_thread(path.parent.is_dir)
        if not isValid(tab):
            return
        if self._card is None:
            self._card = SaveCard(self._window)
            self._card.saveAsked.connect(self._named)
        draft = tab.draft()
        secrets = secrets_left_out(draft, tab.document.rest) if draft is not None else ()
        told = f"Not saved, as it is secret: {', '.join(secrets)}. A secret variable keeps it." if secrets else ""
        near = self.near()
        listed = [folder for _, folder in folders]
        chosen = path.parent if path is not None and there else near if near in listed else listed[0]
        self._card.ask(_name(tab), folders, chosen, told)
        if problem:
            self._card.show_problem(problem)

    def _named(self, name: str, folder: Path) -> None:
        from gradioscope.library.saving import path_of

        tab = self._asking
        if tab is None or not isValid(tab):
            return
        path = path_of(folder, name)
        if path == tab.document.path:  # not under another name after all
            if self._card is not None:
                self._card.close_card()
            self._start(self._save(tab, path, self._then))
        else:
            self._start(self._save_new(tab, name, folder, self._then))

    async def _save_new(self, tab: RequestTab, name: str, folder: Path, then: Then | None) -> None:
        import asyncio

        from gradioscope.library.saving import save_new

        assert self._card is not None
        async with self._in_turn():
            request = _as_it_is(tab)
            try:
                path = await asyncio.to_thread(save_new, folder, name, request, self.default_folder())
            except GradioscopeError as error:
                self._card.show_problem(str(error))
                return
            self._card.close_card()
            await asyncio.to_thread(self._open_collection, path.parent)
            self._written(tab, path, request, then)
        self.foldersChanged.emit(None)

    async def _save(self, tab: RequestTab, path: Path, then: Then | None, *, over: bool = False) -> None:
        import asyncio

        from gradioscope.library.saving import ChangedOutside, save, save_over

        async with self._in_turn():
            if not isValid(tab):
                return
            request = _as_it_is(tab)
            try:
                if over:
                    await asyncio.to_thread(save_over, path, request)
                else:
                    await asyncio.to_thread(save, path, request, tab.document.base)
            except ChangedOutside as changed:
                await self._ask_which(tab, changed, then)
                return
            except GradioscopeError as error:
                self._not_saved(tab, path, error, then)
                return
            self._written(tab, path, request, then)

    async def settled(self) -> None:
        """Wait for the saves that are under way."""
        async with self._in_turn():
            return

    def _in_turn(self) -> Lock:
        """One after the other: what the second finds in the file is what the first has put there."""
        import asyncio

        if self._turn is None:
            self._turn = asyncio.Lock()
        return self._turn

    def _written(self, tab: RequestTab, path: Path, request: SavedRequest, then: Then | None) -> None:
        if isValid(tab):
            tab.saved_as(path, request)
        self.saved.emit(path)
        if then is not None:
            then()

    @property
    def busy(self) -> bool:
        """Whether something is being saved or opened."""
        return self._tasks.busy

    # -- asking

    def _not_saved(self, tab: RequestTab, path: Path, error: GradioscopeError, then: Then | None) -> None:
        told = error.explanation
        self._ask(
            told.what,
            " ".join(part for part in (told.why, told.do) if part),
            [
                ("Save as…", lambda: self.save_as(tab, then)),
                ("Try again", lambda: self._start(self._save(tab, path, then))),
            ],
        )

    async def _ask_which(self, tab: RequestTab, changed: ChangedOutside, then: Then | None) -> None:
        import asyncio

        from gradioscope.library.history.difference import difference
        from gradioscope.window.dialogs.conflict import Conflict
        from gradioscope.window.history.difference_view import DifferenceView

        found = await asyncio.to_thread(difference, changed.mine, changed.theirs)
        if not isValid(tab) or (self.question is not None and isValid(self.question) and self.question.isVisible()):
            return
        path, theirs = changed.path, changed.request
        sides = DifferenceView("Yours and the file's", found)
        first = next((row for row, line in enumerate(found.lines) if line.change != "same"), 0)
        sides.scrollTo(sides.lines.index(max(first - 2, 0), 0), DifferenceView.ScrollHint.PositionAtTop)
        answers: list[tuple[str, Then]] = [("Keep mine", lambda: self._start(self._save(tab, path, then, over=True)))]
        text = "There are changes here that are not saved. Keeping yours replaces what the other program wrote."
        if theirs is not None:
            answers.append(("Take the file's", lambda: self._take(tab, path, theirs, then)))
        else:
            text = "It cannot be read as a request any more. Keeping yours replaces the file's whole text."
        answers.append(("Save mine as…", lambda: self.save_as(tab, then)))
        self._requests.show(tab)
        self.question = Conflict(self._window, path, _name(tab), text, sides, answers)
        self.question.ask()

    def _ask(self, title: str, text: str, answers: Sequence[tuple[str, Then]]) -> None:
        from gradioscope.window.dialogs.question import Question

        self.question = Question(self._window, title, text, answers)
        self.question.ask()

    # -- opening

    def open(self, path: Path) -> None:
        """Show a file's request, in the tab that stands for it or in one of its own. Nobody is asked anything."""
        tab = self._requests.of_file(path)
        if tab is not None:
            self._requests.show(tab)
            return
        self._tasks.start(f"open {path}", self._open(path))

    def choose_and_open(self) -> None:
        """Ask for files."""
        from PySide6.QtWidgets import QFileDialog

        path = self._requests.current().document.path
        dialog = QFileDialog(self._window, "Open requests", str(path.parent if path is not None else Path.home()))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters([f"Requests (*{SUFFIX})", "All files (*)"])
        dialog.filesSelected.connect(self._open_all)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _open_all(self, paths: list[str]) -> None:
        for path in paths:
            self.open(Path(path))

    async def _open(self, path: Path) -> None:
        import asyncio

        from gradioscope.library.collection import RequestFileError

        shown = [tab.document.path for tab in self._requests.all() if tab.document.path is not None]
        try:
            same = await asyncio.to_thread(_same_file, path, shown)
            tab = self._requests.of_file(same) if same is not None else None
            if tab is not None:
                self._requests.show(tab)
                return
            scopes = self._surroundings.scopes  # made here, not in the thread
            request, app = await asyncio.to_thread(self._read, path, scopes)
        except RequestFileError as error:
            self.unreadable.emit(error)
            return
        except GradioscopeError as error:
            self._surroundings.noticed.emit(str(error))
            return
        self._requests.open_saved(replace(snapshot_of(request, path), app=app))
        self.opened.emit(path)

    def _read(self, path: Path, scopes: Scopes) -> tuple[SavedRequest, App | None]:
        """In a thread."""
        from gradioscope.library.collection import read_request

        request = read_request(path)
        return request, self._surroundings.known_apps.form_of(scopes.with_address(request, path))

    def _reload(self, tab: RequestTab, path: Path, request: SavedRequest) -> None:
        """The tab becomes what the file says."""
        if isValid(tab):
            tab.reload(snapshot_of(request, path))

    def _take(self, tab: RequestTab, path: Path, theirs: SavedRequest, then: Then | None) -> None:
        """What the person had here is given up; what comes after the save goes on."""
        self._reload(tab, path, theirs)
        if then is not None:
            then()

    # -- what other programs do to the files

    def look_again(self, tab: RequestTab) -> None:
        """The tab's file may have changed: take it over where nothing of the person's is lost, else ask."""
        if tab.document.path is not None:
            self._tasks.start(f"look {id(tab)}", self._look_again(tab, tab.document.path))

    async def _look_again(self, tab: RequestTab, path: Path) -> None:
        import asyncio

        from gradioscope.library.saving import told_apart

        async with self._in_turn():
            if not isValid(tab) or tab.document.path != path:
                return
            mine, base = _as_it_is(tab), tab.document.base
            try:
                changed = await asyncio.to_thread(told_apart, path, mine, base)
            except GradioscopeError:
                self._gone(tab, path)
                return
            if not isValid(tab) or tab.document.path != path:
                return
            if changed is None:
                if base is None:  # it is there again, and says the same
                    tab.saved_as(path, mine)
            elif changed.request is not None and base is not None and not tab.unsaved:
                self._reload(tab, path, changed.request)
                self._surroundings.noticed.emit(
                    f"{_name(tab)} was changed by another program, and is shown as it is now."
                )
            elif changed.request is not None and tab is self._requests.current():
                await self._ask_which(tab, changed, None)
            elif changed.request is not None:  # no question in the middle of other work
                self._waiting.add(tab)
                self._surroundings.noticed.emit(f"{_name(tab)} was changed by another program, and here as well.")
            # a file in the middle of being edited is no request for a moment; a save tells

    def _looked_at(self, _: object) -> None:
        tab = self._requests.current()
        if tab in self._waiting:
            self._waiting.discard(tab)
            self.look_again(tab)

    def _gone(self, tab: RequestTab, path: Path) -> None:
        """Its file is not there any more, or may not be read: what it said is kept here alone."""
        if isValid(tab) and tab.document.base is not None:
            tab.lose_file()
            self._surroundings.noticed.emit(
                f"{path.name} is gone: removed, renamed, or on a drive that is not there. "
                f"The request is still here; saving writes it again."
            )

    # -- folders

    def _folders(self) -> list[tuple[str, Path]]:
        """What a request can be saved to, by name: the open collections with their folders. In a thread."""
        from gradioscope.library.collection.opened import Opened

        found: list[tuple[str, Path]] = []
        for folder in Opened(self._surroundings.places).folders():
            if folder.is_dir():
                found.append((folder.name, folder))
                found += [(f"{folder.name} / {inner.relative_to(folder)}", inner) for inner in _inner(folder)]
        return found or [("Requests (a new collection)", self.default_folder())]

    def default_folder(self) -> Path:
        """The collection of somebody who has none yet."""
        home = self._surroundings.places.home
        if home is not None:
            return home.expanduser().absolute() / "collections" / "Requests"
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        return Path(documents) / "Gradioscope" / "Requests"

    def _open_collection(self, folder: Path) -> None:
        """A request was saved there: its collection is one of the open ones from now on. In a thread."""
        from gradioscope.library.collection import collection_of
        from gradioscope.library.collection.opened import Opened

        opened = Opened(self._surroundings.places)
        if not any(folder.is_relative_to(known) for known in opened.folders()):
            opened.add(collection_of(folder) or folder)


def _as_it_is(tab: RequestTab) -> SavedRequest:
    """The request with what its endpoint is at this moment, where the app was asked."""
    request, draft = tab.request(), tab.draft()
    if draft is None or tab.offline or tab.unsettled:
        return request
    from gradioscope.request.made_for import made_for

    return replace(request, made_for=made_for(draft.app, draft.endpoint))


def _counted(number: int) -> str:
    return "1 request" if number == 1 else f"{number} requests"


def _same_file(path: Path, shown: Sequence[Path]) -> Path | None:
    """The one of those shown that is this file by another name: a link, or other capitals. In a thread."""
    for each in shown:
        try:
            if path.samefile(each):
                return each
        except OSError:
            continue
    return None


def _inner(folder: Path) -> list[Path]:
    """The folders of a collection, a few levels deep."""
    import os

    found: list[Path] = []
    for place, names, _ in os.walk(folder):
        names[:] = sorted(name for name in names if not name.startswith(".") and name != "environments")
        if len(Path(place).relative_to(folder).parts) >= 4:
            names.clear()
        found += [Path(place) / name for name in names]
        if len(found) > 500:
            break
    return found


def _name(tab: RequestTab) -> str:
    """What to call a request that has no name yet."""
    if tab.document.path is not None:
        return tab.document.path.name.removesuffix(SUFFIX)
    endpoint = tab.request().endpoint.strip("/")
    title = tab.app.title if tab.app is not None else ""
    return " ".join(part for part in (endpoint.replace("/", " "), f"({title})" if title else "") if part) or "Request"
