"""What to ask before something a person wrote would be gone: when a tab is closed, and when the window is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from gradioscope.window.dialogs.question import Question
from gradioscope.window.request_tab.tab import RequestTab
from gradioscope.window.tasks import Tasks

if TYPE_CHECKING:
    from gradioscope.window.file_text.page import TextPage
    from gradioscope.window.main_window import MainWindow

    Page = RequestTab | TextPage

LISTED = 8
"""Names in a question; of more the number is told."""


class Closing(QObject):
    """A request without a file is not asked about: the window keeps it, and a closed tab can be opened again."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._question: Question | None = None
        self._settled = False
        self._tasks = Tasks(self)
        window.requests.may_close = self.may_close_page

    def may_close_page(self, page: QWidget) -> bool:
        """Whether it can be closed at once; otherwise the person is asked, and the page is closed by the answer."""
        if page not in self._changed():
            if isinstance(page, RequestTab) and page.document.path is None and _filled_in(page):
                self._window.reports.offer(f"Closed {_name(page)}, which has no file.", "Reopen", self._reopen)
            return True
        if self._window.saving.busy:  # Ctrl+S, Ctrl+W: what is being saved needs no question
            self._tasks.start("settle", self._close_when_saved(page))
        else:
            self._ask_about(page)
        return False

    async def _close_when_saved(self, page: QWidget) -> None:
        await self._window.saving.settled()
        if not isValid(page):
            return
        if page in self._changed():
            self._ask_about(page)
        else:
            self._close(page)

    def _ask_about(self, page: Page) -> None:
        self._window.tabs.show_page(page)
        self._ask(
            f"Save {_name(page)} before it is closed?",
            "It was changed since it was saved.",
            [
                ("Save", partial(self._save, [page], partial(self._close, page))),
                ("Discard", partial(self._close, page)),
            ],
        )

    def may_close_window(self) -> bool:
        """The same for the window, with one question for all. A session of the system that ends is not held up."""
        if self._settled or _session_ends():
            return True
        changed = self._changed()
        if not changed:
            return True
        many = len(changed) > 1
        what = f"{len(changed)} requests" if many else _name(changed[0])
        self._ask(
            f"Save {what} before the window closes?",
            f"Changed since they were saved: {_listed(changed)}." if many else "It was changed since it was saved.",
            [
                ("Save all" if many else "Save", partial(self._save, changed, self.leave)),
                ("Discard", partial(self._discard, changed)),
            ],
        )
        return False

    def leave(self) -> None:
        """Close the window without a question: what is not in its file is kept for the next start."""
        self._settled = True
        self._window.close()

    def _changed(self) -> list[Page]:
        texts = self._window.texts.all()
        found: list[Page] = []
        for page in self._window.tabs.all():
            if isinstance(page, RequestTab) and page.unsaved:
                found.append(page)
            found += [text for text in texts if text is page and text.unsaved]
        return found

    def _ask(self, title: str, text: str, answers: Sequence[tuple[str, Callable[[], None]]]) -> None:
        if self._question is not None and isValid(self._question) and self._question.isVisible():
            self._question.close_card()
        self._question = Question(self._window, title, text, answers)
        self._question.ask()

    def _save(self, pages: Sequence[Page], then: Callable[[], None]) -> None:
        """One after the other; it stops at the first that cannot be saved."""
        if not pages:
            then()
            return
        first, *rest = pages
        after = partial(self._save, rest, then)
        if isinstance(first, RequestTab):
            self._window.saving.save(first, after)
        else:
            self._window.texts.save(first, after)

    def _reopen(self) -> None:
        self._window.requests.reopen()

    def _close(self, page: QWidget) -> None:
        if isValid(page) and page in self._window.tabs.all():
            self._window.requests.close(page)

    def _discard(self, pages: Sequence[Page]) -> None:
        for page in pages:
            if isinstance(page, RequestTab) and page.document.base is not None:
                page.revert()
            else:
                self._window.requests.close(page, remember=False)
        self.leave()


def _session_ends() -> bool:
    application = QGuiApplication.instance()
    return isinstance(application, QGuiApplication) and application.isSavingSession()


def _filled_in(tab: RequestTab) -> bool:
    """Whether a person would miss it."""
    request = tab.request()
    return bool(request.values or request.notes or request.headers or request.expect)


def _name(page: Page) -> str:
    return page.title.removeprefix("• ")


def _listed(pages: Sequence[Page]) -> str:
    names = ", ".join(map(_name, pages[:LISTED]))
    return names if len(pages) <= LISTED else f"{names} and {len(pages) - LISTED} more"
