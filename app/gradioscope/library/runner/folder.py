"""The requests of a folder, one after the other, the results of each known to the next."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gradioscope.gradio.call import new_session
from gradioscope.gradio.errors import GradioscopeError, WrongUse
from gradioscope.gradio.model import Json
from gradioscope.library.collection import Collection, RequestEntry, collection_of, read_request
from gradioscope.library.collection.place import SUFFIX
from gradioscope.library.environment.keyring import Keyring
from gradioscope.library.environment.of_collection import CollectionVariables
from gradioscope.library.environment.scope import Variables
from gradioscope.library.places import Places
from gradioscope.library.runner.ran import Ran
from gradioscope.library.runner.running import Listen, Runner, unheard
from gradioscope.request.outcome import Outcome
from gradioscope.request.saved import KEPT_SESSION, SavedRequest
from gradioscope.request.template import resolve


@dataclass(frozen=True, slots=True)
class Planned:
    """A request that is to be run. `name` is the path below the folder that is run, without the suffix."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Outlook:
    """Where a request leads. What stays unresolved is as it is written."""

    address: str
    login: str
    """Empty for none."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run is told beside the requests."""

    environment: str | None = None
    """None for the active one."""
    given: Mapping[str, Json] = field(default_factory=dict)
    """Values of variables for this run."""
    allow: frozenset[str] | None = frozenset()
    """Names of the process's environment that may be read; None for all."""
    bail: bool = False
    """Whether the first that is not well ends it."""


def planned(place: Path) -> tuple[Planned, ...]:
    """The requests in a file or a folder, in the order in which they are shown and run. WrongUse where there is none.

    Reads the folders: not for the UI thread.
    """
    if place.is_dir():
        entries: Sequence[RequestEntry] = Collection(place).root.all_requests()
        if not entries:
            raise WrongUse(
                f"There are no requests in {place}.",
                f"A request is a file whose name ends with {SUFFIX}.",
                "Name another folder, or save a request there.",
            )
        root = Collection(place).folder
        return tuple(Planned(item.path, _name(item.path, root)) for item in entries)
    if not place.exists():
        raise WrongUse(f"There is no {place}.", "", f"Name a folder, or a request's file ({SUFFIX}).")
    path = place.absolute()
    return (Planned(path, _name(path, path.parent)),)


class FolderRun:
    """One run of several requests. Iterate `results()` once; `runner.stop()` ends it. For its outlook alone it needs
    no runner."""

    def __init__(
        self, runner: Runner | None, requests: Iterable[Planned], places: Places, keyring: Keyring, settings: Settings
    ) -> None:
        self._runner = runner
        self.requests = tuple(requests)
        self._places = places
        self._keyring = keyring
        self._settings = settings
        self._collections: dict[Path, CollectionVariables] = {}
        self._by_folder: dict[Path, dict[str, Json]] = {}
        self._by_name: dict[str, Json] = {}

    async def results(self, listen: Listen = unheard) -> AsyncIterator[tuple[Planned, Ran | None]]:
        """Each request with None when it begins, and with its run when that has ended. Those that never began after
        a stop, or after the first that failed where that is wished for, do not occur."""
        for item in self.requests:
            if self._runner is not None and self._runner.stopped:
                return
            yield item, None
            ran = await self.run(item, listen)
            self._remember(item, ran)
            yield item, ran
            if self._settings.bail and not ran.well:
                return

    async def run(self, item: Planned, listen: Listen = unheard) -> Ran:
        assert self._runner is not None
        try:
            saved = await asyncio.to_thread(read_request, item.path)
            variables = await self.variables(item, saved)
        except GradioscopeError as error:
            why = error.explanation
            return Ran(Outcome("failed", (), why.what), (), why, error.exit_code, error=error)
        session = new_session() if saved.session == KEPT_SESSION else None
        return await self._runner.run(saved, variables, item.path.parent, session_hash=session, listen=listen)

    async def outlook(self) -> list[Outlook]:
        """Where the requests lead as far as can be told before anything runs, for what has to be asked first. Those
        that cannot be read are left out: their run tells."""
        return [found for item in self.requests if (found := await self._look(item)) is not None]

    async def _look(self, item: Planned) -> Outlook | None:
        try:
            saved = await asyncio.to_thread(read_request, item.path)
            variables = await self.variables(item, saved)
        except GradioscopeError:
            return None
        found = {}
        for name in ("address", "login"):
            text = getattr(saved, name) or ""
            try:
                found[name] = str(resolve(text, variables.lookup))
            except GradioscopeError:  # what only a run before knows
                found[name] = text
        return Outlook(found["address"], found["login"])

    async def variables(self, item: Planned, saved: SavedRequest) -> Variables:
        """What the request sees now, its secrets fetched. DocumentError; WrongUse where the environment is none."""
        folder = item.path.parent
        collection = self._collection(await asyncio.to_thread(_root, item.path))
        settings = self._settings
        variables = await asyncio.to_thread(
            lambda: collection.variables(
                folder,
                environment=settings.environment,
                given=settings.given,
                runs={**self._by_name, **self._by_folder.get(folder, {})},
                allow=settings.allow,
            )
        )
        return await collection.with_secrets(saved, variables)

    def _collection(self, root: Path) -> CollectionVariables:
        if root not in self._collections:
            self._collections[root] = CollectionVariables(self._places, self._keyring, root)
        return self._collections[root]

    def _remember(self, item: Planned, ran: Ran) -> None:
        """For the requests after it: by its name, of two the one in the same folder, and by its whole path."""
        outcome = ran.outcome.as_json()
        name = item.path.name.removesuffix(SUFFIX)
        self._by_folder.setdefault(item.path.parent, {})[name] = outcome
        self._by_name[name] = self._by_name[item.name] = outcome


def _root(path: Path) -> Path:
    return collection_of(path) or path.parent


def _name(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix().removesuffix(SUFFIX)
