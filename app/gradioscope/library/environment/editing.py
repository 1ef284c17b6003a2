"""Changing a collection's environments, one step at a time, with the way back of each.

A step writes at once: files atomically, comments kept; secrets to the keyring. What a step takes out of a file is kept
in memory for `undo`; what leaves the files stays in the keyring until `clean`, so that a way back has it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from gradioscope.gradio.errors import GradioscopeError, WrongUse
from gradioscope.gradio.model import Json
from gradioscope.library.environment import files
from gradioscope.library.environment.of_collection import CollectionVariables
from gradioscope.library.environment.scope import Environment, SecretName

GIT = (
    "{name} is {where}, and no longer in the file. If the file was committed before, "
    "its history still has the value: change the secret where it comes from."
)
IN_KEYRING = "in the keyring now"
IN_MEMORY = "in memory alone, as there is no keyring that took it: note it down, or take this step back with Ctrl+Z"


@dataclass(frozen=True, slots=True)
class Found:
    """A collection's environments as they are now."""

    own: Environment
    """The collection's own variables, which every environment has, too."""
    environments: tuple[Environment, ...]
    """By folder, then by name; one a file."""
    active: str
    stored: frozenset[SecretName]
    """The secrets that have a value on this computer."""
    unused: tuple[SecretName, ...]
    """Those of them which no file names any more."""
    withheld: tuple[Path, ...] | None
    """As of `CollectionVariables.withheld`."""

    def missing(self) -> tuple[SecretName, ...]:
        """The secrets that the files name and that have no value here."""
        named = [SecretName(each.name, name) for each in (self.own, *self.environments) for name in each.secret_names]
        return tuple(item for item in dict.fromkeys(named) if item not in self.stored)

    def at(self, path: Path) -> Environment | None:
        return next((each for each in (self.own, *self.environments) if each.path == path), None)


class Step(NamedTuple):
    """What was done, and its way back."""

    what: str
    back: Callable[[], Awaitable[None]]


class Editing:
    """Coroutines of one event loop. Each raises what `files` and `CollectionVariables` do, and changes nothing then."""

    def __init__(self, collection: CollectionVariables) -> None:
        self.collection = collection
        self._done: list[Step] = []

    async def load(self) -> Found:
        """Everything, read anew. DocumentError for a file that cannot be read."""
        own, environments, active = await asyncio.to_thread(self._read)
        named = [SecretName(each.name, name) for each in (own, *environments) for name in each.secret_names]
        missing = set(await self.collection.missing())
        return Found(
            own,
            environments,
            active,
            frozenset(named) - missing,
            tuple(await self.collection.unused()),
            await self.collection.withheld(),
        )

    # -- variables

    async def set_value(self, environment: Environment, name: str, value: Json) -> None:
        """Give a plain variable a value, a new one too."""
        if name not in environment.variables and name in environment.secret_names:
            raise WrongUse(f"{name} is a secret.", "Its value goes into the keyring.", "Choose another name.")
        what = f"Change {name}" if name in environment.variables else f"Add {name}"
        await self._write(what, environment, {**environment.variables, name: value}, environment.secret_names)

    async def add_secret(self, environment: Environment, name: str) -> None:
        """A new secret without a value."""
        await self._write(f"Add {name}", environment, environment.variables, (*environment.secret_names, name))

    async def rename(self, environment: Environment, old: str, new: str) -> None:
        """Another name for a variable; a secret's value goes along."""
        if new == old:
            return
        if new in environment.variables or new in environment.secret_names:
            raise WrongUse(f"There is a variable {new} already.", "", "Choose another name.")
        variables = {new if name == old else name: value for name, value in environment.variables.items()}
        secrets = tuple(new if name == old else name for name in environment.secret_names)
        what = f"Rename {old}"
        await self._write(what, environment, variables, secrets)
        if old in environment.secret_names:
            step = self._done.pop()
            await self.collection.rename_secret(SecretName(environment.name, old), new)

            async def back() -> None:
                await step.back()
                await self.collection.rename_secret(SecretName(environment.name, new), old)

            self._done.append(Step(what, back))

    async def delete(self, environment: Environment, name: str) -> None:
        """Take a variable out; a secret's value stays in the keyring until `clean`."""
        variables = {key: value for key, value in environment.variables.items() if key != name}
        secrets = tuple(key for key in environment.secret_names if key != name)
        await self._write(f"Delete {name}", environment, variables, secrets)

    async def make_secret(self, environment: Environment, name: str) -> str:
        """Move a plain variable's value into the keyring; what to tell about it.

        Where the keyring does not take it, it is in memory, and out of the file all the same.
        """
        value = environment.variables[name]
        text = value if isinstance(value, str) else ""
        if not isinstance(value, str) and value is not None:
            import json

            text = json.dumps(value, ensure_ascii=False)
        where = IN_KEYRING
        if text and not await self.collection.set_secret(SecretName(environment.name, name), text):
            where = IN_MEMORY
        variables = {key: item for key, item in environment.variables.items() if key != name}
        await self._write(f"Make {name} a secret", environment, variables, (*environment.secret_names, name))
        return GIT.format(name=name, where=where) if text else ""

    async def make_plain(self, environment: Environment, name: str) -> str:
        """A secret becomes a plain variable without a value; what to tell about it."""
        secrets = tuple(key for key in environment.secret_names if key != name)
        await self._write(f"Make {name} plain", environment, {**environment.variables, name: ""}, secrets)
        return f"The value of {name} was not written into the file. Type it where it is no secret."

    async def give(self, item: SecretName, value: str) -> bool:
        """A secret's value. Whether the keyring has it, or just this session."""
        return await self.collection.set_secret(item, value)

    async def clean(self) -> list[SecretName]:
        """Forget the secrets that no file names any more; those the keyring still has afterwards."""
        return await self.collection.remove_secrets(await self.collection.unused())

    # -- environments

    async def create(self, folder: Path, name: str) -> Path:
        """A new environment in a folder of the collection."""
        if folder != self.collection.folder:
            # without a file that says so, a folder with environments of its own would be taken for a collection
            await asyncio.to_thread(files.give_id, self.collection.folder)
        made = await asyncio.to_thread(files.create, folder, name)

        async def back() -> None:
            await asyncio.to_thread(_remove, made.path)

        self._done.append(Step(f"Add {name}", back))
        return made.path

    async def rename_environment(self, path: Path, name: str) -> Path:
        old = path.name.removesuffix(files.SUFFIX)
        new = await self.collection.rename_environment(path, name)

        async def back() -> None:
            await self.collection.rename_environment(new, old)

        self._done.append(Step(f"Rename {old}", back))
        return new

    async def duplicate_environment(self, path: Path, name: str) -> Path:
        new = await self.collection.duplicate_environment(path, name)

        async def back() -> None:
            await asyncio.to_thread(_remove, new)

        self._done.append(Step(f"Duplicate {path.name.removesuffix(files.SUFFIX)}", back))
        return new

    async def delete_environment(self, path: Path) -> None:
        """Remove an environment's file; its secrets stay in the keyring until `clean`."""
        content = await asyncio.to_thread(path.read_bytes)
        name = path.name.removesuffix(files.SUFFIX)
        active = await asyncio.to_thread(self.collection.active)
        await asyncio.to_thread(_remove, path)
        if active == name and name not in await asyncio.to_thread(self.collection.names, path.parent.parent):
            await asyncio.to_thread(self.collection.activate, "")

        async def back() -> None:
            await asyncio.to_thread(_restore, path, content, None)
            if active == name:
                await asyncio.to_thread(self.collection.activate, name)

        self._done.append(Step(f"Delete {name}", back))

    # -- the way back

    @property
    def last(self) -> str:
        """What `undo` would take back, or empty."""
        return self._done[-1].what if self._done else ""

    async def undo(self) -> str:
        """Take the last step back; what it was. WrongUse where the file has changed since."""
        if not self._done:
            return ""
        await self._done[-1].back()
        return self._done.pop().what

    async def _write(
        self, what: str, environment: Environment, variables: Mapping[str, Json], secrets: tuple[str, ...]
    ) -> None:
        changed = replace(environment, variables=dict(variables), secret_names=secrets)
        before, after = await asyncio.to_thread(_written, changed)

        async def back() -> None:
            await asyncio.to_thread(_restore, environment.path, before, after)

        self._done.append(Step(what, back))

    def _read(self) -> tuple[Environment, tuple[Environment, ...], str]:
        folder = self.collection.folder
        found = sorted(files.all_files(folder), key=lambda path: (len(path.parts), path.parent, path.name.casefold()))
        return (
            files.read_collection(folder),
            tuple(map(files.read_environment, found)),
            self.collection.active(),
        )


def _written(environment: Environment) -> tuple[bytes | None, bytes | None]:
    """Save it; the file's content before and after."""
    before = _content(environment.path)
    files.write_environment(environment)
    return before, _content(environment.path)


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _restore(path: Path, before: bytes | None, after: bytes | None) -> None:
    from gradioscope.library.atomic import write_atomically

    if _content(path) != after:
        raise WrongUse(
            f"{path.name} was changed since.", "Taking the step back would undo that, too.", "Change it by hand."
        )
    if before is None:
        _remove(path)
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, before)
    except OSError as error:
        raise _failed(path, error) from error


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise _failed(path, error) from error


def _failed(path: Path, error: OSError) -> GradioscopeError:
    return GradioscopeError(f"{path} could not be changed.", f"{error.strerror or error}.", "Allow writing there.")
