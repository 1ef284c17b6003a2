"""The variables of the open requests: read in threads, remembered, and read again when their files change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from gradioscope.gradio.errors import GradioscopeError
from gradioscope.library.environment import remembered
from gradioscope.library.environment.at_request import Marks, Scope, collection_at, marks, scope_at
from gradioscope.library.environment.of_collection import CollectionVariables
from gradioscope.library.environment.remembered import Allowed, LeftBehind
from gradioscope.library.environment.scope import SecretName, Variables, secrets_used
from gradioscope.library.places import Places
from gradioscope.request.saved import SavedRequest
from gradioscope.window.tasks import Tasks

if TYPE_CHECKING:
    from gradioscope.vault import Vault

LOOK = 1500
"""Milliseconds between two looks at the files of the request in front."""


class Needed(GradioscopeError):
    """What the person has to say before a request can be resolved. Nothing was sent."""

    exit_code = 2
    action = "variables"

    def __init__(
        self,
        secrets: Iterable[SecretName] = (),
        process: Iterable[str] = (),
        withheld: tuple[Path, ...] | None = None,
        notice: str = "",
        who: str = "This request",
    ) -> None:
        self.secrets = tuple(secrets)
        """Those that have no value on this computer, or none that can be got at."""
        self.process = tuple(process)
        """Names of the process's environment that nobody allowed yet."""
        self.withheld = withheld
        """The folders whose secrets this collection gets only if the person says so; None where that is no question."""
        self.notice = notice
        """Why the keyring could not be asked, or empty."""
        self._who = who
        super().__init__(self.question(), notice, "Answer it above, then run again.")

    def question(self) -> str:
        """What is asked, in one sentence."""
        if self.withheld is not None:
            return "This collection has the id of another one, whose secrets are on this computer."
        if self.secrets:
            return f"{self._who} needs {_listed('secret', [item.name for item in self.secrets])}."
        return f"{self._who} wants to read {', '.join(self.process)} from this computer's environment."


class Scopes(QObject):
    """What applies where, by the folder of a request's file.

    Signals: `changed(Path or None)` a request's folder (None for requests without a file) whose variables changed.
    """

    changed = Signal(object)

    def __init__(self, places: Places, vault: Vault, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._places = places
        self._vault = vault
        self._tasks = Tasks(self)
        self._known: dict[Path, Scope] = {}
        self._allowed: set[str] = set()
        self._watched: Path | None = None
        self._look = QTimer(self)
        self._look.setInterval(LOOK)
        self._look.timeout.connect(self._look_again)

    # -- asking

    def at(self, path: Path | None) -> Scope | None:
        """What is known for a request's file at this moment; None, and reading begins, where that is nothing."""
        if path is None:
            return Scope(variables=Variables(allowed=frozenset(self._allowed)))
        found = self._known.get(path.parent)
        if found is None:
            self.read_soon(path)
        return found

    async def read(self, path: Path | None) -> Scope:
        """What applies now, as the files say."""
        import asyncio

        found = await asyncio.to_thread(scope_at, self._places, self._vault, path, frozenset(self._allowed))
        if path is not None and self._known.get(path.parent) != found:
            self._known[path.parent] = found
            self.changed.emit(path.parent)
        return found

    def read_soon(self, path: Path) -> None:
        self._tasks.start(f"read {path.parent}", self.read(path))

    def watch(self, path: Path | None) -> None:
        """The file of the request in front, whose surroundings are looked at again and again."""
        self._watched = path
        if path is None:
            self._look.stop()
        else:
            self.read_soon(path)
            self._look.start()

    def _look_again(self) -> None:
        if self._watched is not None and not self._tasks.is_running("look"):
            self._tasks.start("look", self._look_at(self._watched))

    async def _look_at(self, path: Path) -> None:
        import asyncio

        known = self._known.get(path.parent)
        if known is None or known.collection is None:
            await self.read(path)
            return
        now = await asyncio.to_thread(self._state, path)
        if now != (known.collection, known.marks):
            await self.read(path)

    def _state(self, path: Path) -> tuple[Path, Marks]:
        """In a thread."""
        root = collection_at(path)
        return root, marks(self._places, path.parent, root)

    # -- resolving

    def of(self, collection: Path) -> CollectionVariables:
        """The variables of a collection; see there which methods are for which thread."""
        return CollectionVariables(self._places, self._vault, collection)

    async def variables_for(self, template: SavedRequest, path: Path | None) -> tuple[Variables, str]:
        """The variables with the secrets that a request needs, read anew, and the name of the active environment.

        Raises Needed for what the person has to give or allow first, and what reading and resolving raise.
        """
        import asyncio

        scope = await self.read(path)
        if scope.problem is not None:
            raise scope.problem
        variables = scope.variables
        process = await asyncio.to_thread(variables.process_names, template)
        if process:
            raise Needed(process=process)
        if scope.collection is None:
            return variables, ""
        collection = self.of(scope.collection)
        variables = await collection.with_secrets(template, variables)
        missing = await asyncio.to_thread(variables.secrets_missing, template)
        if missing:
            raise Needed(missing, withheld=await collection.withheld(), notice=self._vault.notice)
        return variables, scope.active

    @staticmethod
    def secrets_in(template: SavedRequest, variables: Variables) -> set[str]:
        """The values that have to be masked from now on."""
        return secrets_used(template, variables)

    def with_address(self, request: SavedRequest, path: Path) -> SavedRequest:
        """The request with the address its app is known by, where no secret is in it. In a thread."""
        from gradioscope.request.template import resolve

        if "{{" not in request.address:
            return request
        variables = scope_at(self._places, self._vault, path).variables
        try:
            found = resolve(request.address, variables.lookup)
        except GradioscopeError:
            return request
        return replace(request, address=found) if isinstance(found, str) else request

    # -- choosing

    def activate(self, path: Path, name: str) -> None:
        """Choose an environment for the collection of a request's file; empty for none."""
        self._tasks.start("activate", self._activate(path, name))

    async def _activate(self, path: Path, name: str) -> None:
        import asyncio

        await asyncio.to_thread(lambda: self.of(collection_at(path)).activate(name))
        await self.forget()

    async def allow(self, path: Path | None, names: Iterable[str]) -> None:
        """Let requests of this collection read these names; without a file, for this session."""
        import asyncio

        if path is None:
            self._allowed.update(names)
            self.changed.emit(None)
            return
        await asyncio.to_thread(lambda: (of := self.of(collection_at(path))).choices.allow(of.folder, names))
        await self.forget()

    async def forget(self, collection: Path | None = None) -> None:
        """Something was changed here: read again what is known of a collection, or of all."""
        for folder, scope in list(self._known.items()):
            if collection is None or scope.collection == collection:
                await self.read(folder / "any")

    async def left_behind(self) -> list[LeftBehind]:
        """The secrets of collections that are gone."""
        return await remembered.left_behind(self._places, self._vault)

    async def forget_left_behind(self, gone: LeftBehind) -> list[SecretName]:
        """Remove them; those the keyring still has afterwards."""
        return await remembered.forget(self._places, self._vault, gone)

    async def allowed(self) -> list[Allowed]:
        """What requests may read of the process's environment, by folder."""
        import asyncio

        return await asyncio.to_thread(remembered.allowed, self._places)

    async def take_back(self, folder: Path) -> None:
        """Let the requests of a folder read none of it any more."""
        import asyncio

        await asyncio.to_thread(remembered.take_back, self._places, folder)
        await self.forget()

    async def missing(self, collection: Path) -> list[SecretName]:
        """The secrets which a collection names and which were not given on this computer; asks no keyring."""
        return await self.of(collection).missing()

    @property
    def notice(self) -> str:
        """Why secrets live in memory only, or empty."""
        return self._vault.notice


def _listed(what: str, names: list[str]) -> str:
    """`3 secrets: a, b, c`."""
    each = list(dict.fromkeys(names))
    return f"{len(each)} {what}{'' if len(each) == 1 else 's'}: {', '.join(each)}"
