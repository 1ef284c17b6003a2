"""What the variables of one tab's request stand for, and what is asked before they can be put in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

from gradioscope.request.saved import SavedRequest
from gradioscope.window.request_tab.document import Document
from gradioscope.window.surroundings import Surroundings

if TYPE_CHECKING:
    from gradioscope.gradio.model import Json
    from gradioscope.library.environment.at_request import Scope
    from gradioscope.library.environment.scope import Variables
    from gradioscope.request.draft import Draft


class Target(NamedTuple):  # not a dataclass: making one takes its time, before the first paint
    """Where a tab connects to, with everything resolved."""

    address: str
    headers: tuple[tuple[str, str], ...] = ()
    secret: bool = False
    """Whether the address holds a secret, so that it is not remembered."""


class Ready(NamedTuple):
    """A draft as it is sent."""

    draft: Draft
    environment: str
    """The active one's name, or empty."""
    written: Mapping[str, Json]
    """The values that a secret is in, as the person wrote them: with its name."""


class Resolving(QObject):
    """Signals: `changed(None)` when a variable stands for something else than before."""

    changed = Signal(object)

    def __init__(self, surroundings: Surroundings, document: Document, parent: QObject) -> None:
        super().__init__(parent)
        self._surroundings = surroundings
        self._document = document
        self._hears = False
        self._shown: tuple[Variables, Variables] | None = None

    @property
    def path(self) -> Path | None:
        return self._document.place

    def folder(self) -> Path | None:
        """Where relative paths of files begin."""
        return self.path.parent if self.path is not None else None

    @property
    def scope(self) -> Scope | None:
        """None while it is not known yet; `changed` tells then."""
        scopes = self._surroundings.scopes
        if not self._hears:
            self._hears = True
            scopes.changed.connect(self._hear)
        return scopes.at(self.path)

    def shown(self) -> Variables | None:
        """The variables for a preview: secrets are dots. None where they are not known."""
        scope = self.scope
        if scope is None or scope.problem is not None:
            return None  # the run tells of a file that cannot be read
        if self._shown is None or self._shown[0] is not scope.variables:
            self._shown = scope.variables, scope.variables.as_shown()
        return self._shown[1]

    @property
    def environment(self) -> str:
        """The active one's name, or empty."""
        scope = self.scope
        return scope.active if scope is not None else ""

    async def target(self, address: str) -> Target:
        """The address and the tab's own headers as they are used. Raises what resolving does."""
        template = SavedRequest(address=address, headers=self._document.rest.headers)
        if "{{" not in address and not any("{{" in value for _, value in template.headers):
            return Target(address, template.headers)
        from gradioscope.request.template import resolve_request

        variables, _ = await self._surroundings.scopes.variables_for(template, self.path)
        self._learn(template, variables)
        found = resolve_request(template, variables.lookup)
        secrets = self._surroundings.scopes.secrets_in(SavedRequest(address=address), variables)
        return Target(found.address, found.headers, bool(secrets))

    async def ready(self, draft: Draft) -> Ready:
        """The draft with its variables put in, nothing checked yet. Raises what resolving does."""
        import asyncio

        from gradioscope.request.resolving import may_hold_variables, resolved, template_of
        from gradioscope.request.template import only_names

        template = await asyncio.to_thread(template_of, draft, "", self._document.rest.login)
        scopes = self._surroundings.scopes
        if not await asyncio.to_thread(may_hold_variables, template):
            return Ready(draft, self.environment, {})
        asked = await asyncio.to_thread(only_names, template)
        variables, environment = await scopes.variables_for(asked, self.path)
        self._learn(asked, variables)
        folder = self.folder()
        found = await asyncio.to_thread(resolved, draft, template, variables.lookup, folder)
        return Ready(found, environment, self._with_secrets(draft, template, variables))

    async def expectations(self, written: Sequence[Json]) -> Sequence[Json]:
        """What is expected of a run, its variables put in. Raises what resolving does."""
        from gradioscope.request.resolving import may_hold_variables
        from gradioscope.request.template import resolve

        template = SavedRequest(expect=tuple(written))
        if not may_hold_variables(template):
            return written
        variables, _ = await self._surroundings.scopes.variables_for(template, self.path)
        found = resolve(list(written), variables.lookup)
        return found if isinstance(found, list) else written

    def _with_secrets(self, draft: Draft, template: SavedRequest, variables: Variables) -> dict[str, Json]:
        from gradioscope.request.template import names

        scopes = self._surroundings.scopes
        return {
            name: draft.values[name]
            for name, value in template.values.items()
            if names(value) and scopes.secrets_in(SavedRequest(values={name: value}), variables)
        }

    def for_snippet(self, plain: bool = False) -> Callable[[Draft], Draft]:
        """What puts values into a draft for a text to copy, for whatever thread: secrets are read when that runs.

        With `plain` it keeps what is no secret as variables, too. Raises what resolving does.
        """
        from gradioscope.gradio.errors import WrongUse
        from gradioscope.snippets.kept import keep_secrets

        scope, login = self.scope, self._document.rest.login
        folder, surroundings = self.folder(), self._surroundings

        def prepare(draft: Draft) -> Draft:
            if surroundings.masked(draft.app.url) != draft.app.url:
                raise WrongUse(
                    "There is no snippet for this address.",
                    "A secret variable is part of it, and a snippet never holds a secret.",
                    "Use a variable that is no secret in the address.",
                )
            if scope is None:
                return draft  # rendered again as soon as they are known
            if scope.problem is not None:
                raise scope.problem
            return keep_secrets(
                draft, scope.variables.lookup, partial(shell_name_of, scope.variables), login, folder, plain=plain
            )

        return prepare

    async def secrets_of_shell(self, draft: Draft) -> dict[str, str]:
        """The values of the secrets that a draft needs, as far as they are known, by what a shell calls them."""
        from gradioscope.request.resolving import template_of

        template = template_of(draft, "", self._document.rest.login)
        scope = self.scope
        if scope is None or scope.collection is None:
            return {}
        variables = await self._surroundings.scopes.of(scope.collection).with_secrets(template, scope.variables)
        self._learn(template, variables)
        found = {item.name: value for item, value in variables.secrets.items()}
        return {called: found[name] for name in found if (called := shell_name_of(variables, name))}

    def _learn(self, template: SavedRequest, variables: Variables) -> None:
        self._surroundings.learn(*self._surroundings.scopes.secrets_in(template, variables))

    def _hear(self, folder: Path | None) -> None:
        if folder == (self.path.parent if self.path is not None else None):
            self.changed.emit(None)


def shell_name_of(variables: Variables, name: str) -> str:
    """What a shell calls a variable whose value is secret; empty for any other."""
    from gradioscope.snippets.kept import shell_name

    if process := variables.secret_process_name(name):
        return process
    return shell_name(name) if variables.is_secret(name) else ""
