"""Keeps the snippet true to the form: rendered again a moment after each change, away from the screen when large."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer

from gradioscope.gradio.errors import GradioscopeError
from gradioscope.gradio.model import Json
from gradioscope.request.draft import Draft
from gradioscope.window.snippet_panel import SnippetPanel
from gradioscope.window.tasks import Tasks

PAUSE = 100
"""Milliseconds without a change before it is rendered."""
LARGE = 200_000
"""Characters of values from which on rendering would be felt while typing."""


class SnippetKeeper(QObject):
    """Writes a tab's snippet. `draft` gives what is in the form at this moment, or None without an endpoint."""

    def __init__(self, panel: SnippetPanel, draft: Callable[[], Draft | None], parent: QObject) -> None:
        super().__init__(parent)
        from gradioscope.snippets import TARGETS

        self._panel = panel
        self._draft = draft
        self._target = next(iter(TARGETS))
        self._tasks = Tasks(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self._render)
        panel.set_targets(TARGETS)
        panel.targetChanged.connect(self._choose)

    def touch(self) -> None:
        """Something the snippet shows has changed."""
        self._timer.start()

    def settle(self) -> None:
        """Render a change that still waits, so that what is copied is what is in the form."""
        if self._timer.isActive():
            self._timer.stop()
            self._render(now=True)

    def _choose(self, target: str) -> None:
        self._target = target
        self._timer.stop()
        self._render()

    def _render(self, *, now: bool = False) -> None:
        draft = self._draft()
        if draft is None:
            return
        if not now and _is_large(draft.values.values()):
            self._tasks.start("render", self._render_aside(draft))
            return
        self._tasks.cancel("render")
        self._show(_text(self._target, draft))

    async def _render_aside(self, draft: Draft) -> None:
        import asyncio

        self._show(await asyncio.to_thread(_text, self._target, draft))

    def _show(self, rendered: tuple[str, str]) -> None:
        text, problem = rendered
        if problem:
            self._panel.set_problem(problem)
        else:
            self._panel.set_text(text)


def _text(target: str, draft: Draft) -> tuple[str, str]:
    """The snippet, or why there is none. In whatever thread."""
    from gradioscope.snippets import render

    try:
        return render(target, draft), ""
    except GradioscopeError as error:
        return "", str(error.explanation)


def _is_large(values: Iterable[Json]) -> bool:
    """Whether the values have more than LARGE characters as JSON, roughly. A large table is not walked through."""
    stack = list(values)
    total = 0
    while stack and total <= LARGE:
        item = stack.pop()
        if isinstance(item, dict):
            total += sum(len(str(key)) for key in item)
            stack.extend(item.values())
        elif isinstance(item, list):
            stack.extend(item)
        else:
            total += len(item) if isinstance(item, str) else 8
    return total > LARGE
