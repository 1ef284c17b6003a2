"""One collection's variables on this computer: its files, what the person chose, and the keyring, together.

    variables = await asyncio.to_thread(collection.variables, folder)
    variables = await collection.with_secrets(saved, variables)
    masker.learn(*secrets_used(saved, variables))
    resolved = resolve_request(saved, variables.lookup, folder)

The coroutines are of one event loop and leave files to a thread; the other methods read and write files themselves
and are not for the UI thread.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from gradioscope.gradio.errors import WrongUse
from gradioscope.gradio.model import Json
from gradioscope.library.environment import files
from gradioscope.library.environment.consent import Choices
from gradioscope.library.environment.keyring import CollectionSecrets, Keyring
from gradioscope.library.environment.scope import Environment, SecretName, Variables
from gradioscope.library.places import Places
from gradioscope.request.saved import SavedRequest


class CollectionVariables:
    """Every method that reads the collection's files raises DocumentError for one that cannot be read."""

    def __init__(self, places: Places, keyring: Keyring, collection: Path) -> None:
        self.folder = Path(os.path.abspath(collection))
        self.choices = Choices(places)
        self._places = places
        self._keyring = keyring

    def names(self, folder: Path | None = None) -> list[str]:
        """The environments a request in this folder can use."""
        return files.names_for(self._absolute(folder), self.folder)

    def active(self) -> str:
        """The name of the active environment, which the files may not have any more; empty for none."""
        identity = files.collection_id(self.folder)
        return (identity and self.choices.active(identity)) or self.choices.active(str(self.folder))

    def activate(self, name: str) -> None:
        """Choose an environment, or none by an empty name; on this computer alone."""
        identity = files.collection_id(self.folder)
        if identity:
            # what was chosen before the collection had an id
            self.choices.activate(str(self.folder), "")
        self.choices.activate(identity or str(self.folder), name)

    def variables(
        self,
        folder: Path | None = None,
        *,
        environment: str | None = None,
        given: Mapping[str, Json] | None = None,
        runs: Mapping[str, Json] | None = None,
        allow: Iterable[str] | None = (),
    ) -> Variables:
        """What a request in this folder can see, without its secrets.

        `environment` takes the active one's place: WrongUse where there is none of that name. `allow` are names of
        the process's environment for this time, beside those allowed for the collection; None for all.
        """
        place = self._absolute(folder)
        if environment and environment not in (names := self.names(place)):
            raise WrongUse(
                f"There is no environment {environment}.",
                f"The collection has {', '.join(names)}." if names else "The collection has none.",
                "Choose one of them." if names else f"Make one as {self.folder / files.FOLDER / environment}.yaml.",
            )
        active = self.active() if environment is None else environment
        return Variables(
            files.applying(place, self.folder, active),
            given=given or {},
            runs=runs or {},
            allowed=None if allow is None else {*self.choices.allowed(self.folder), *allow},
        )

    async def with_secrets(self, saved: SavedRequest, variables: Variables) -> Variables:
        """The same with the secrets that this request needs, as far as the keyring has them and this folder may."""
        needed = variables.secrets_missing(saved)
        secrets = await self._secrets() if needed else None
        if secrets is None:
            return variables
        stored = set(await secrets.stored())
        if not stored.intersection(needed):
            return variables
        trusted = await asyncio.to_thread(self._trusted, secrets)
        if not trusted:
            return variables.with_secrets({}, _SAME_ID)
        found = await secrets.fetch(needed)
        missed = stored.intersection(needed).difference(found)
        return variables.with_secrets(found, self._keyring.notice if missed else "")

    async def missing(self) -> list[SecretName]:
        """The secrets that the collection's files name and that were not given on this computer yet."""
        named = await asyncio.to_thread(self._named)
        secrets = await self._secrets()
        return named if secrets is None else await secrets.missing(named)

    async def unused(self) -> list[SecretName]:
        """The secrets in the keyring that no file of the collection names any more."""
        named = set(await asyncio.to_thread(self._named))
        secrets = await self._secrets()
        return [] if secrets is None else [item for item in await secrets.stored() if item not in named]

    async def withheld(self) -> tuple[Path, ...] | None:
        """The folders whose secrets this one gets by `trust`; None where there is nothing to ask.

        Its id is that of a collection which has secrets already: it was moved or copied, or somebody took the id. The
        person decides: `trust`, or `separate`. No folder is known where what was remembered is lost.
        """
        secrets = await self._secrets()
        if secrets is None or not await secrets.stored() or await asyncio.to_thread(self._trusted, secrets):
            return None
        return await asyncio.to_thread(self.choices.trusted, secrets.collection)

    def trust(self) -> None:
        """Let this folder use the secrets that are in the keyring under its id."""
        self.choices.trust(files.give_id(self.folder), self.folder)

    def separate(self) -> None:
        """Give the collection an id, and with it secrets, of its own."""
        files.give_id(self.folder, anew=True)
        self.trust()

    async def set_secret(self, name: SecretName, value: str) -> bool:
        """Whether the keyring has it, or just this session (see the keyring's `notice`). WrongUse as of `withheld`."""
        if await self.withheld() is not None:
            raise WrongUse(_SAME_ID, "A secret given here would take the place of that one's.", _DECIDE)
        identity = await asyncio.to_thread(files.give_id, self.folder)
        stored = await CollectionSecrets(self._keyring, identity).set(name, value)
        await asyncio.to_thread(self.trust)
        return stored

    async def remove_secrets(self, names: Iterable[SecretName]) -> list[SecretName]:
        """Forget these; the ones the keyring still has afterwards. WrongUse as of `withheld`."""
        if await self.withheld() is not None:
            raise WrongUse(_SAME_ID, "Its secrets are not this folder's to remove.", _DECIDE)
        secrets = await self._secrets()
        return [] if secrets is None else await secrets.remove(list(names))

    async def rename_environment(self, path: Path, name: str) -> Path:
        """Rename an environment's file; its secrets go with it, and so does its being active. WrongUse as of files."""
        environment, new = await asyncio.to_thread(self._rename, path, name)
        await self._move(
            [(SecretName(environment.name, item), SecretName(name, item)) for item in environment.secret_names]
        )
        return new

    async def duplicate_environment(self, path: Path, name: str) -> Path:
        """Copy an environment's file under another name, and the values of its secrets."""
        environment = await asyncio.to_thread(files.read_environment, path)
        new = await asyncio.to_thread(files.duplicate, path, name)
        await self._move(
            [(SecretName(environment.name, item), SecretName(name, item)) for item in environment.secret_names]
        )
        return new

    async def rename_secret(self, old: SecretName, name: str) -> None:
        """Move a value to a secret's new name, once the files have it."""
        await self._move([(old, SecretName(old.environment, name))])

    async def duplicated(self, copy: Path, with_secrets: bool) -> bool:
        """The folder was copied to `copy`: give that an id of its own, and the secrets where wished for.

        Whether all of them are in the keyring.
        """
        other = CollectionVariables(self._places, self._keyring, copy)
        secrets = await self._secrets()
        await asyncio.to_thread(other.separate)
        if not with_secrets or secrets is None or await self.withheld() is not None:
            return True
        return await secrets.copy_to(await asyncio.to_thread(files.collection_id, other.folder))

    async def removed(self, with_secrets: bool) -> list[SecretName]:
        """The collection is about to be deleted: forget what was chosen for it, and the secrets where wished for.

        The secrets the keyring still has although they were to go.
        """
        secrets = await self._secrets()
        left: list[SecretName] = []
        if with_secrets and secrets is not None and await self.withheld() is None:
            left = await secrets.remove(await secrets.stored())
        identity = "" if secrets is None else secrets.collection
        await asyncio.to_thread(self.choices.forget, identity or str(self.folder), self.folder)
        return left

    def _absolute(self, folder: Path | None) -> Path:
        return self.folder if folder is None else Path(os.path.abspath(folder))

    async def _secrets(self) -> CollectionSecrets | None:
        identity = await asyncio.to_thread(files.collection_id, self.folder)
        return CollectionSecrets(self._keyring, identity) if identity else None

    def _trusted(self, secrets: CollectionSecrets) -> bool:
        return Path(os.path.realpath(self.folder)) in self.choices.trusted(secrets.collection)

    def _named(self) -> list[SecretName]:
        """The secrets that the collection's files name, each once."""
        found = [files.read_collection(self.folder), *map(files.read_environment, files.all_files(self.folder))]
        return list(dict.fromkeys(SecretName(item.name, name) for item in found for name in item.secret_names))

    def _rename(self, path: Path, name: str) -> tuple[Environment, Path]:
        environment = files.read_environment(path)
        new = files.rename(path, name)
        left = {item.name for item in files.all_files(self.folder)}
        if self.active() == environment.name and path.name not in left:
            self.activate(name)
        return environment, new

    async def _move(self, pairs: list[tuple[SecretName, SecretName]]) -> None:
        """Move values to new names; those whose old name a file still has are kept there, too."""
        secrets = await self._secrets()
        if secrets is None or await self.withheld() is not None:
            return
        named = set(await asyncio.to_thread(self._named))
        await secrets.move([pair for pair in pairs if pair[0] in named], keep=True)
        await secrets.move([pair for pair in pairs if pair[0] not in named])


_SAME_ID = "This collection has the id of another one, whose secrets are on this computer."
_DECIDE = "Decide first whether it is the same collection."
