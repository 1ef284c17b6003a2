"""The files that are open as text: read, saved, and followed where they go."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from gradioscope.gradio.errors import GradioscopeError
from gradioscope.window.tasks import Tasks, Work

if TYPE_CHECKING:
    from gradioscope.gradio.model import Json
    from gradioscope.library.collection import RequestFileError
    from gradioscope.window.file_text.page import TextPage
    from gradioscope.window.main_window import MainWindow

Where = Callable[[Path], Path | None]
SEPARATORS = ("\u2028", "\u2029")
"""Line breaks to the editor, and characters like others to YAML: a text with them cannot be edited here."""


class Texts(QObject):
    """Signals: `saved(Path)`, `edited(None)` when what is unsaved may be something else."""

    saved = Signal(object)
    edited = Signal(object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._tasks = Tasks(self)
        self._count = itertools.count()
        self._pages: list[TextPage] = []

    def all(self) -> list[TextPage]:
        """Those that are open. Their class is made with the first: most windows never show one."""
        there = self._window.tabs.all()
        self._pages = [page for page in self._pages if page in there]
        return list(self._pages)

    def unsaved(self) -> list[Path]:
        return [page.path for page in self.all() if page.unsaved]

    def kept(self) -> list[Json]:
        """What is not in its file, for `restore`."""
        return [{"path": str(page.path), "base": page.base, "text": page.text} for page in self.all() if page.unsaved]

    def restore(self, kept: Json) -> None:
        """As it was left; anything else is passed over. Behind the other tabs."""
        for item in kept if isinstance(kept, list) else ():
            match item:
                case {"path": str(path), "base": str(base), "text": str(text)}:
                    page = self._make(Path(path), base, None, front=False)
                    page.editor.setPlainText(text)

    def path_of(self, page: QWidget | None) -> Path | None:
        return next((each.path for each in self.all() if each is page), None)

    # -- opening

    def open(self, path: Path, *, stay: bool = False) -> None:
        """Show a file's text; to `stay` leaves the keyboard where it is."""
        page = next((page for page in self.all() if page.path == path), None)
        if page is None:
            self._start(self._open(path, stay))
            return
        self._window.tabs.show_page(page)
        if not stay:
            page.take_focus()

    def show_error(self, error: RequestFileError, *, stay: bool = False) -> None:
        """A file that somebody tried to read as a request."""
        self._show(error.path, error.text, error, stay)

    async def _open(self, path: Path, stay: bool) -> None:
        import asyncio

        try:
            text, error = await asyncio.to_thread(_read, path)
        except GradioscopeError as failure:
            self._window.notice(str(failure))
            return
        self._show(path, text, error, stay)

    def _show(self, path: Path, text: str, error: RequestFileError | None, stay: bool) -> None:
        if any(page.path == path for page in self.all()):
            self.open(path, stay=stay)
            return
        page = self._make(path, text, error, front=True)
        if not stay:
            page.take_focus()
        self.edited.emit(None)

    def _make(self, path: Path, text: str, error: RequestFileError | None, *, front: bool) -> TextPage:
        from gradioscope.window.file_text.page import TextPage

        page = TextPage(path, text)
        self._pages.append(page)
        page.show_error(error)
        if "\ufffd" in text or any(each in text for each in SEPARATORS):
            # what the editor cannot give back as it is must not be saved
            page.editor.setReadOnly(True)
        page.edited.connect(lambda _: self._edited(page))
        page.saveAsked.connect(lambda _: self.save(page))
        page.openAsked.connect(lambda _: self._open_as_request(page))
        self._window.tabs.add(page, page.title, front=front)
        return page

    def _open_as_request(self, page: TextPage) -> None:
        if page.unsaved:
            self.save(page, lambda: self._open_as_request(page))
            return
        if page.error is not None:
            return
        self._window.requests.close(page)
        self._window.saving.open(page.path)

    # -- saving

    def save_current(self) -> bool:
        """Save the page in front, where that is one of these."""
        front = self._window.tabs.current()
        for page in self.all():
            if page is front:
                self.save(page)
                return True
        return False

    def save(self, page: TextPage, then: Callable[[], None] | None = None) -> None:
        """Write the file, if it says what was read last."""
        self._start(self._save(page, page.text_to_save(), page.base, then))

    async def _save(self, page: TextPage, text: str, base: str | None, then: Callable[[], None] | None) -> None:
        import asyncio

        path = page.path
        try:
            other = await asyncio.to_thread(_write, path, text, base)
        except GradioscopeError as error:
            self._window.notice(str(error))
            return
        if other is not None:
            self._ask_which(page, other, then)
            return
        page.saved(text)
        self.saved.emit(path)
        if then is not None:
            then()

    def _ask_which(self, page: TextPage, other: str, then: Callable[[], None] | None) -> None:
        from gradioscope.window.dialogs.question import Question

        Question(
            self._window,
            f"{page.path.name} was changed by another program.",
            "There are changes here, too. Keeping yours replaces what the other program wrote.",
            [
                ("Keep mine", lambda: self._start(self._save(page, page.text_to_save(), None, then))),
                ("Take the file's", lambda: page.load(other)),
            ],
        ).ask()

    # -- what others do to the files

    def follow_files(self, where: Where) -> None:
        """Files were moved or renamed."""
        for page in self.all():
            now = where(page.path)
            if now is not None and now != page.path:
                page.set_path(now)

    def look_again(self, paths: Sequence[str]) -> None:
        """These may have another text."""
        for page in self.all():
            if str(page.path) in paths:
                self._start(self._look_again(page))

    async def _look_again(self, page: TextPage) -> None:
        import asyncio

        try:
            text, error = await asyncio.to_thread(_read, page.path)
        except GradioscopeError:
            return  # gone: saving writes it again
        if text == page.base or page not in self.all():
            return
        if not page.unsaved:
            page.load(text)
            page.show_error(error)
        elif page is self._window.tabs.current():
            self._ask_which(page, text, None)

    def _edited(self, page: TextPage) -> None:
        if page in self._window.tabs.all():
            self._window.tabs.set_title(page, page.title)
            self.edited.emit(None)

    def _start(self, work: Work) -> None:
        self._tasks.start(f"text {next(self._count)}", work)


def _read(path: Path) -> tuple[str, RequestFileError | None]:
    """In a thread. GradioscopeError where there is no text at all."""
    from gradioscope.library.collection.request_file import RequestFileError, read_text, request_in

    try:
        text = read_text(path)
        request_in(text, path)
    except RequestFileError as error:
        return error.text, error
    return text, None


def _write(path: Path, text: str, base: str | None) -> str | None:
    """In a thread. What the file says, where that is not `base`; nothing is written then. GradioscopeError."""
    from gradioscope.library.collection.request_file import RequestFileError, read_text, write_text

    if base is not None and path.exists():
        try:
            now = read_text(path)
        except RequestFileError as error:
            now = error.text
        if now not in (base, text):
            return now
    write_text(path, text)
    return None
