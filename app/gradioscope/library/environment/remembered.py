"""What this computer remembers of collections: secrets whose collection is gone, and what requests may read."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from gradioscope.gradio.errors import GradioscopeError
from gradioscope.library.environment import files
from gradioscope.library.environment.consent import Choices
from gradioscope.library.environment.keyring import CollectionSecrets, Keyring
from gradioscope.library.environment.scope import SecretName
from gradioscope.library.places import Places


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """Secrets of a collection that is in none of its folders any more: deleted, or on a drive that is not there."""

    collection: str
    """Its id."""
    folders: tuple[Path, ...]
    secrets: tuple[SecretName, ...]


@dataclass(frozen=True, slots=True)
class Allowed:
    """Names of the process's environment that requests of a folder may read."""

    folder: Path
    names: tuple[str, ...]


async def left_behind(places: Places, keyring: Keyring) -> list[LeftBehind]:
    """Asks no keyring."""
    by_collection: dict[str, list[SecretName]] = defaultdict(list)
    for entry in await keyring.names("variable"):
        collection, _, rest = entry.partition("/")
        environment, _, name = rest.partition("/")
        by_collection[collection].append(SecretName(environment, name))
    choices = Choices(places)

    def look() -> list[LeftBehind]:
        found = []
        for collection, secrets in by_collection.items():
            folders = choices.trusted(collection)
            if not any(_is_there(folder, collection) for folder in folders):
                found.append(LeftBehind(collection, folders, tuple(secrets)))
        return found

    return await asyncio.to_thread(look)


async def forget(places: Places, keyring: Keyring, gone: LeftBehind) -> list[SecretName]:
    """Remove them from the keyring; those it still has afterwards."""
    left = await CollectionSecrets(keyring, gone.collection).remove(gone.secrets)
    if not left:
        choices = Choices(places)
        for folder in gone.folders:
            await asyncio.to_thread(choices.forget, gone.collection, folder)
    return left


def allowed(places: Places) -> list[Allowed]:
    """By folder. Reads a file."""
    return [Allowed(folder, names) for folder, names in Choices(places).all_allowed()]


def take_back(places: Places, folder: Path) -> None:
    Choices(places).disallow(folder)


def _is_there(folder: Path, collection: str) -> bool:
    try:
        return files.collection_id(folder) == collection
    except GradioscopeError:
        return (folder / files.COLLECTION_FILE).exists()  # broken, and so not gone
