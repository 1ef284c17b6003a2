"""Keeps the snippet true to the form: rendered again a moment after each change, away from the screen when large."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from gradioscope.gradio.errors import GradioscopeError
from gradioscope.gradio.model import Json
from gradioscope.library.settings import Settings
from gradioscope.request.draft import Draft
from gradioscope.snippets.options import Options, from_names
from gradioscope.window.snippet_panel import SnippetPanel
from gradioscope.window.tasks import Tasks

if TYPE_CHECKING:
    from gradioscope.window.request_tab.resolving import Resolving

Prepare = Callable[[Draft], Draft]

PAUSE = 100
"""Milliseconds without a change before it is rendered."""
LARGE = 200_000
"""Characters of values from which on rendering would be felt while typing."""


TARGET, OPTIONS = "snippet.target", "snippet.options"
"""Settings: the target chosen last, and the names of the options."""


class SnippetKeeper(QObject):
    """Writes a tab's snippet. `draft` gives what is in the form at this moment, or None without an endpoint.

    The target and the options are what the person chose last, in whatever tab.
    """

    def __init__(
        self,
        panel: SnippetPanel,
        draft: Callable[[], Draft | None],
        settings: Settings,
        parent: QObject,
        token_for: Callable[[str], Awaitable[str | None]] | None = None,
        resolving: Resolving | None = None,
    ) -> None:
        super().__init__(parent)
        from gradioscope.snippets import TARGETS
        from gradioscope.snippets.exports import EXPORTS

        self._panel = panel
        self._draft = draft
        self._settings = settings
        self._token_for = token_for
        self._resolving = resolving
        stored = settings.get(TARGET)
        self._target = stored if isinstance(stored, str) and stored in TARGETS else next(iter(TARGETS))
        names = settings.get(OPTIONS)
        self._options = from_names(names if isinstance(names, list) else [])
        self._tasks = Tasks(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self._render)
        panel.set_targets(TARGETS)
        panel.set_target(self._target)
        panel.set_options(self._options)
        self._show_target()
        panel.targetChanged.connect(self._choose)
        panel.optionsChanged.connect(self._choose_options)
        panel.runAsked.connect(self._run)
        panel.secretsAsked.connect(self.copy_with_secrets)
        panel.set_exports(EXPORTS)
        panel.exportAsked.connect(self._export)
        panel.appeared.connect(self._follow)

    def touch(self) -> None:
        """Something the snippet shows has changed."""
        self._timer.start()

    def settle(self) -> None:
        """Render a change that still waits, so that what is copied is what is in the form.

        A large one is written elsewhere all the same; the panel copies it then.
        """
        if self._timer.isActive():
            self._timer.stop()
            self._render()

    def _follow(self, _: object) -> None:
        """Take over what was chosen in another tab."""
        target, options = self._settings.get(TARGET), self._settings.get(OPTIONS)
        chosen = from_names(options if isinstance(options, list) else [])
        if chosen != self._options:
            self._options = chosen
            self._panel.set_options(chosen)
            self._timer.start()
        if isinstance(target, str) and target != self._target:
            self._panel.set_target(target)  # which says so, as a choice

    def _choose(self, target: str) -> None:
        self._target = target
        self._settings.set(TARGET, target)
        self._show_target()
        self._timer.stop()
        self._render()

    def _choose_options(self, options: Options) -> None:
        self._options = options
        self._settings.set(OPTIONS, options.names() or None)
        self._timer.stop()
        self._render()

    def _run(self, _: object) -> None:
        draft = self._draft()
        if draft is not None:
            self._tasks.start("run", self._run_here(draft))

    async def _run_here(self, draft: Draft) -> None:
        """The POSIX snippet as one script, whatever is shown; its secrets are never in its text."""
        import asyncio

        options = replace(self._options, separate=False)
        script, problem = await asyncio.to_thread(_text, "curl", draft, options, self._prepare())
        if problem:
            self._panel.set_problem(problem)
            return
        given, missing = await self.secrets(draft)
        self._panel.run_here(script, given, missing)

    def _export(self, form: str) -> None:
        draft = self._draft()
        if draft is not None:
            self._tasks.start("export", self._export_as(form, draft))

    async def _export_as(self, form: str, draft: Draft) -> None:
        import asyncio

        from gradioscope.snippets.exports import export, suffix

        try:
            text = await asyncio.to_thread(lambda prepare: export(form, prepare(draft)), self._prepare(plain=False))
        except GradioscopeError as error:
            self._panel.tell(str(error.explanation))
        else:
            self._panel.save_text(text + "\n", suffix(form))

    def copy_with_secrets(self, _: object = None) -> None:
        """Ask first, then copy the snippet with what is known of its secrets."""
        from gradioscope.snippets.secrets import needed

        draft = self._draft()
        if draft is None:
            return
        try:
            names = needed(self._prepare()(draft))
        except GradioscopeError as error:
            self._panel.set_problem(str(error.explanation))
        else:
            self._panel.confirm_secrets(names, self._copy_confirmed)

    def _copy_confirmed(self) -> None:
        draft = self._draft()
        if draft is not None:
            self._tasks.start("secrets", self._copy_secret(draft))

    async def _copy_secret(self, draft: Draft) -> None:
        import asyncio

        from gradioscope.snippets.secrets import render_with

        given, missing = await self.secrets(draft)
        try:
            prepared = await asyncio.to_thread(self._prepare(), draft)
            text = await asyncio.to_thread(render_with, self._target, prepared, given, self._options)
        except GradioscopeError as error:
            self._panel.tell(str(error.explanation))
        else:
            self._panel.copy_secret(text, missing)

    async def secrets(self, draft: Draft) -> tuple[dict[str, str], list[str]]:
        """Environment variables of the snippet: those that are known here, and the names of the others."""
        import asyncio

        from gradioscope.snippets.secrets import known, needed

        token = await self._token_for(draft.app.url) if self._token_for is not None and draft.access.token else None
        own: dict[str, str] = {}
        if self._resolving is not None:
            own = await self._resolving.secrets_of_shell(draft)
            draft = await asyncio.to_thread(self._prepare(), draft)
        own = {**known(draft), **own}
        given: dict[str, str] = {}
        missing = []
        for name in needed(draft):
            value = token if name == "HF_TOKEN" else own.get(name) or os.environ.get(name)
            if value:
                given[name] = value
            else:
                missing.append(name)
        return given, missing

    def _show_target(self) -> None:
        from gradioscope.snippets import heeded, suffix

        self._panel.set_heeded(heeded(self._target), suffix(self._target))

    def _render(self) -> None:
        draft = self._draft()
        if draft is None:
            return
        if _is_large(draft.values.values()):
            self._panel.await_text()
            self._tasks.start("render", self._render_aside(draft))
            return
        self._tasks.cancel("render")
        self._show(_text(self._target, draft, self._options, self._prepare()))

    async def _render_aside(self, draft: Draft) -> None:
        import asyncio

        from gradioscope.window.snippet_panel.text import fitting

        text, problem = await asyncio.to_thread(_text, self._target, draft, self._options, self._prepare())
        self._show((text, problem), await asyncio.to_thread(fitting, text))

    def _prepare(self, *, plain: bool | None = None) -> Prepare:
        """What puts variables into a draft, as they are now; `plain` for other than the chosen option."""
        keep = self._options.variables if plain is None else plain
        return self._resolving.for_snippet(keep) if self._resolving is not None else _as_it_is

    def _show(self, rendered: tuple[str, str], shown: str | None = None) -> None:
        text, problem = rendered
        if problem:
            self._panel.set_problem(problem)
        else:
            self._panel.set_text(text, shown)


def _as_it_is(draft: Draft) -> Draft:
    return draft


def _text(target: str, draft: Draft, options: Options, prepare: Prepare = _as_it_is) -> tuple[str, str]:
    """The snippet, or why there is none. In whatever thread."""
    from gradioscope.snippets import render

    try:
        return render(target, prepare(draft), options), ""
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
