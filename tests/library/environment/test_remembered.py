"""What this computer remembers of collections that are gone, and of what requests may read."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest

from gradioscope.library.environment.of_collection import CollectionVariables
from gradioscope.library.environment.remembered import Allowed, allowed, forget, left_behind, take_back
from gradioscope.library.environment.scope import SecretName
from gradioscope.library.places import Places
from gradioscope.vault import Vault

KEY = SecretName("live", "key")


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    import keyring.core

    monkeypatch.setattr(keyring.core, "_keyring_backend", keyring.core.load_keyring("keyring.backends.fail.Keyring"))
    return Places(tmp_path / "home")


def test_secrets_of_a_deleted_collection_are_found_and_forgotten(places: Places, tmp_path: Path) -> None:
    async def main() -> None:
        vault = Vault(places)
        one, other = (CollectionVariables(places, vault, tmp_path / name) for name in ("one", "other"))
        for each in (one, other):
            await each.set_secret(KEY, "k")
        assert await left_behind(places, vault) == []
        shutil.rmtree(one.folder)
        (gone,) = await left_behind(places, vault)
        assert gone.folders == (one.folder,)
        assert gone.secrets == (KEY,)
        assert await forget(places, vault, gone) == []
        assert await left_behind(places, vault) == []
        assert len(await vault.names("variable")) == 1
        # moved away: its secrets are asked for at its new place, and not lost meanwhile
        other.folder.rename(tmp_path / "moved")
        (gone,) = await left_behind(places, vault)
        moved = CollectionVariables(places, vault, tmp_path / "moved")
        assert await moved.withheld() == (other.folder,)
        await asyncio.to_thread(moved.trust)
        assert await left_behind(places, vault) == []

    asyncio.run(main())


def test_what_may_be_read_is_listed_and_taken_back(places: Places, tmp_path: Path) -> None:
    collection = CollectionVariables(places, Vault(places), tmp_path / "one")
    collection.choices.allow(collection.folder, ["HOME", "USER"])
    collection.activate("live")
    assert allowed(places) == [Allowed(collection.folder, ("HOME", "USER"))]
    take_back(places, collection.folder)
    assert allowed(places) == []
    assert collection.active() == "live"
