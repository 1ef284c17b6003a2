"""The secret variables of a collection, whose values are in the keyring under the collection's id.

Not under a path: a collection that moves keeps its secrets, and so does a copy of its folder until it is given an id
of its own. See `consent` for what keeps a stranger's copy of the id from getting at them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, Protocol

from gradioscope.gradio.errors import WrongUse
from gradioscope.library.environment.scope import SecretName


class Keyring(Protocol):
    """What is needed of `vault.Vault`, which is one. Coroutines of one event loop."""

    @property
    def notice(self) -> str:
        """Empty, or why the keyring could not be used at the last call."""

    async def names(self, kind: Literal["variable"]) -> list[str]: ...

    def in_memory(self, name: str, kind: Literal["variable"]) -> bool: ...

    async def get(self, name: str, kind: Literal["variable"]) -> str | None: ...

    async def set(self, name: str, secret: str, kind: Literal["variable"]) -> bool: ...

    async def remove(self, name: str, kind: Literal["variable"]) -> bool: ...


class CollectionSecrets:
    """One collection's secrets. None of the methods raises for a keyring that is missing, locked or refuses; its
    `notice` has the reason then, and what was set is in memory until Gradioscope ends."""

    def __init__(self, keyring: Keyring, collection: str) -> None:
        """`collection` is its id. WrongUse for what is none."""
        if not collection or "/" in collection:
            raise WrongUse(f"{collection!r} is not the id of a collection.", "", "Give the collection a new id.")
        self.collection = collection
        self._keyring = keyring
        self._before = f"{collection}/"

    async def stored(self) -> list[SecretName]:
        """The secrets there are values for on this computer, also of environments that are gone. Asks no keyring."""
        names = await self._keyring.names("variable")
        entries = (name.removeprefix(self._before) for name in names if name.startswith(self._before))
        return [SecretName(environment, name) for environment, _, name in (item.partition("/") for item in entries)]

    async def fetch(self, wanted: Iterable[SecretName]) -> dict[SecretName, str]:
        """Those of them that the keyring has."""
        found: dict[SecretName, str] = {}
        stored = set(await self.stored())
        for item in dict.fromkeys(wanted):
            # an entry that was never listed is no reason to ask a keyring, which may ask the person
            value = await self._keyring.get(self._entry(item), "variable") if item in stored else None
            if value is not None:
                found[item] = value
        return found

    async def missing(self, wanted: Iterable[SecretName]) -> list[SecretName]:
        """Those of them no value was given for on this computer. Asks no keyring."""
        stored = set(await self.stored())
        return [item for item in dict.fromkeys(wanted) if item not in stored]

    async def set(self, name: SecretName, value: str) -> bool:
        """Whether the keyring has it now, or just this session. WrongUse for an empty value, or a name too long."""
        return await self._keyring.set(self._entry(name), value, "variable")

    async def remove(self, names: Iterable[SecretName]) -> list[SecretName]:
        """Forget these; the ones the keyring still has afterwards."""
        for item in names:
            await self._keyring.remove(self._entry(item), "variable")
        left = set(await self.stored())
        return [item for item in names if item in left]

    async def move(self, pairs: Iterable[tuple[SecretName, SecretName]], keep: bool = False) -> bool:
        """Give secrets new names, or a second one each with `keep`. Whether all of them are in the keyring now.

        One which the keyring has and does not take under its new name stays under its old one.
        """
        whole = True
        stored = set(await self.stored())
        for old, new in pairs:
            if old not in stored or old == new:
                continue
            fleeting = self._keyring.in_memory(self._entry(old), "variable")
            value = await self._keyring.get(self._entry(old), "variable")
            taken = value is not None and await self.set(new, value)
            whole = whole and taken
            if not keep and (taken or fleeting):
                whole = await self._keyring.remove(self._entry(old), "variable") and whole
        return whole

    async def copy_to(self, collection: str) -> bool:
        """Give all of them to the collection with another id. Whether all of them are in the keyring."""
        other = CollectionSecrets(self._keyring, collection)
        found = await self.fetch(names := await self.stored())
        stored = [await other.set(name, value) for name, value in found.items()]
        return all(stored) and len(found) == len(names)

    def _entry(self, item: SecretName) -> str:
        return f"{self._before}{item.environment}/{item.name}"
