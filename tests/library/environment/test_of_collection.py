"""One collection's variables: the choice, the secrets, and whose secrets they are."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest

from gradioscope.gradio.errors import WrongUse
from gradioscope.library.environment import files
from gradioscope.library.environment.of_collection import CollectionVariables
from gradioscope.library.environment.scope import SecretName, secrets_used
from gradioscope.library.places import Places
from gradioscope.request.saved import SavedRequest
from gradioscope.request.template import Unresolved, resolve, resolve_request
from gradioscope.vault import Vault

KEY, OWN = SecretName("staging", "key"), SecretName("", "token")
REQUEST = SavedRequest(address="{{base}}", headers=(("X-Key", "{{key}}"),))


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path / "home")


@pytest.fixture
def vault(places: Places, monkeypatch: pytest.MonkeyPatch) -> Vault:
    """One that finds no keyring: its secrets are in memory, which is what a collection sees of it all the same."""
    import keyring.core

    monkeypatch.setattr(keyring.core, "_keyring_backend", keyring.core.load_keyring("keyring.backends.fail.Keyring"))
    return Vault(places)


@pytest.fixture
def ours(places: Places, vault: Vault, tmp_path: Path) -> CollectionVariables:
    folder = tmp_path / "ours"
    (folder / "environments").mkdir(parents=True)
    (folder / "chat" / "environments").mkdir(parents=True)
    (folder / "collection.yaml").write_text("variables: {base: own}\nsecrets: [token]\n")
    (folder / "environments" / "staging.yaml").write_text("variables: {base: outer}\nsecrets: [key]\n")
    (folder / "chat" / "environments" / "staging.yaml").write_text("variables: {base: inner}\n")
    return CollectionVariables(places, vault, folder)


def run(main: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(main)


def test_the_active_environment_is_what_is_used(ours: CollectionVariables) -> None:
    assert ours.names() == ours.names(ours.folder / "chat") == ["staging"]
    assert resolve("{{base}}", ours.variables().lookup) == "own"
    ours.activate("staging")
    assert ours.active() == "staging"
    assert resolve("{{base}}", ours.variables().lookup) == "outer"
    assert resolve("{{base}}", ours.variables(ours.folder / "chat").lookup) == "inner"
    assert resolve("{{base}}", ours.variables(environment="").lookup) == "own"
    assert resolve("{{base}}", ours.variables(given={"base": 1}).lookup) == 1
    with pytest.raises(WrongUse, match=r"There is no environment nowhere\. The collection has staging"):
        ours.variables(environment="nowhere")


def test_the_choice_survives_an_id_and_a_move(ours: CollectionVariables, places: Places, vault: Vault) -> None:
    ours.activate("staging")
    files.give_id(ours.folder)
    assert ours.active() == "staging"
    ours.activate("other")
    moved = ours.folder.rename(ours.folder.parent / "moved")
    assert CollectionVariables(places, vault, moved).active() == "other"


def test_what_the_process_environment_gives_is_remembered_or_for_once(ours: CollectionVariables) -> None:
    ours.choices.allow(ours.folder, ["HOME"])
    assert set(ours.variables(allow=["USER"]).allowed or ()) == {"HOME", "USER"}
    assert set(ours.variables().allowed or ()) == {"HOME"}
    assert ours.variables(allow=None).allowed is None


def test_a_secret_is_asked_for_given_and_used(ours: CollectionVariables) -> None:
    async def main() -> None:
        assert await ours.missing() == [OWN, KEY]
        assert await ours.withheld() is None
        ours.activate("staging")
        variables = await ours.with_secrets(REQUEST, ours.variables())
        assert variables.secrets_missing(REQUEST) == (KEY,)
        assert files.collection_id(ours.folder) == "", "looking writes nothing"

        await ours.set_secret(KEY, "s3cr3t")
        assert await ours.missing() == [OWN]
        variables = await ours.with_secrets(REQUEST, ours.variables())
        assert resolve_request(REQUEST, variables.lookup).headers == (("X-Key", "s3cr3t"),)
        assert secrets_used(REQUEST, variables) == {"s3cr3t"}
        assert await ours.remove_secrets([KEY]) == []
        assert await ours.missing() == [OWN, KEY]

    run(main())


def test_a_request_without_secrets_asks_no_keyring(ours: CollectionVariables) -> None:
    variables = ours.variables()
    assert run(ours.with_secrets(SavedRequest(address="{{base}}"), variables)) is variables


def test_a_stranger_with_the_same_id_gets_nothing(
    ours: CollectionVariables, places: Places, vault: Vault, tmp_path: Path
) -> None:
    async def main() -> None:
        await ours.set_secret(KEY, "s3cr3t")
        theirs = CollectionVariables(places, vault, tmp_path / "theirs")
        await asyncio.to_thread(shutil.copytree, ours.folder, theirs.folder)
        variables = await theirs.with_secrets(REQUEST, theirs.variables(environment="staging"))
        with pytest.raises(Unresolved, match="has the id of another one, whose secrets are on this computer"):
            resolve_request(REQUEST, variables.lookup)
        assert await theirs.withheld() == (ours.folder,)
        for work in (theirs.set_secret(OWN, "evil"), theirs.remove_secrets([KEY])):
            with pytest.raises(WrongUse, match="has the id of another one"):
                await work
        assert await ours.withheld() is None
        await theirs.removed(with_secrets=True)
        assert await ours.missing() == [OWN]

        theirs.separate()
        assert await theirs.withheld() is None
        assert await theirs.missing() == [OWN, KEY]
        await theirs.set_secret(KEY, "of their own")
        variables = await ours.with_secrets(REQUEST, ours.variables(environment="staging"))
        assert variables.secrets == {KEY: "s3cr3t"}

    run(main())


def test_a_collection_that_moved_gets_its_secrets_after_one_question(
    ours: CollectionVariables, places: Places, vault: Vault
) -> None:
    async def main() -> None:
        await ours.set_secret(KEY, "s3cr3t")
        moved = CollectionVariables(places, vault, ours.folder.rename(ours.folder.parent / "moved"))
        assert await moved.withheld() == (ours.folder,)
        moved.trust()
        assert await moved.withheld() is None
        variables = await moved.with_secrets(REQUEST, moved.variables(environment="staging"))
        assert variables.secrets == {KEY: "s3cr3t"}

    run(main())


def test_an_environments_secrets_go_with_its_new_name(ours: CollectionVariables) -> None:
    async def main() -> None:
        (ours.folder / "chat/environments/staging.yaml").unlink()
        await ours.set_secret(KEY, "s3cr3t")
        ours.activate("staging")
        new = await ours.rename_environment(ours.folder / "environments/staging.yaml", "production")
        assert new == ours.folder / "environments/production.yaml"
        assert ours.active() == "production"
        assert await ours.missing() == [OWN]
        assert await ours.unused() == []
        variables = await ours.with_secrets(REQUEST, ours.variables())
        assert variables.secrets == {SecretName("production", "key"): "s3cr3t"}

    run(main())


def test_a_secret_stays_for_another_folders_environment_of_the_old_name(ours: CollectionVariables) -> None:
    async def main() -> None:
        inner = ours.folder / "chat/environments/staging.yaml"
        inner.write_text("secrets: [key]\n")
        await ours.set_secret(KEY, "s3cr3t")
        ours.activate("staging")
        await ours.rename_environment(inner, "production")
        assert ours.active() == "staging"
        assert await ours.missing() == [OWN]

    run(main())


def test_a_duplicated_environment_has_the_same_secrets(ours: CollectionVariables) -> None:
    async def main() -> None:
        await ours.set_secret(KEY, "s3cr3t")
        await ours.duplicate_environment(ours.folder / "environments/staging.yaml", "copy")
        assert await ours.missing() == [OWN]
        assert ours.names() == ["copy", "staging"]

    run(main())


def test_what_no_file_names_any_more_is_offered_to_be_removed(ours: CollectionVariables) -> None:
    async def main() -> None:
        await ours.set_secret(KEY, "s3cr3t")
        await ours.set_secret(OWN, "own")
        path = ours.folder / "environments/staging.yaml"
        path.write_text("secrets: [new_key]\n")
        await ours.rename_secret(KEY, "new_key")
        assert await ours.unused() == []
        path.unlink()
        assert await ours.unused() == [SecretName("staging", "new_key")]
        assert await ours.remove_secrets(await ours.unused()) == []
        assert await ours.unused() == []

    run(main())


@pytest.mark.parametrize("with_secrets", [True, False])
def test_a_duplicated_collection_is_one_of_its_own(
    ours: CollectionVariables, places: Places, vault: Vault, tmp_path: Path, with_secrets: bool
) -> None:
    async def main() -> None:
        await ours.set_secret(KEY, "s3cr3t")
        copy = CollectionVariables(places, vault, tmp_path / "copy")
        await asyncio.to_thread(shutil.copytree, ours.folder, copy.folder)
        await ours.duplicated(copy.folder, with_secrets)
        assert files.collection_id(copy.folder) != files.collection_id(ours.folder)
        assert await copy.withheld() is None
        assert await copy.missing() == ([OWN] if with_secrets else [OWN, KEY])
        assert await copy.removed(with_secrets=True) == []
        assert await vault.names("variable") == [f"{files.collection_id(ours.folder)}/staging/key"]

    run(main())


def test_a_removed_collection_leaves_nothing(ours: CollectionVariables, vault: Vault) -> None:
    async def main() -> None:
        await ours.set_secret(KEY, "s3cr3t")
        ours.activate("staging")
        ours.choices.allow(ours.folder, ["HOME"])
        assert await ours.removed(with_secrets=True) == []
        assert await vault.names("variable") == []
        assert ours.active() == ""
        assert ours.choices.allowed(ours.folder) == ()

    run(main())


def test_a_keyring_that_fails_is_the_reason_told(ours: CollectionVariables, places: Places, vault: Vault) -> None:
    """The entry is listed, from an earlier time, and there is no keyring now."""

    async def main() -> None:
        identity = files.give_id(ours.folder)
        ours.trust()
        (places.data / "secrets.json").write_text(f'{{"variables": ["{identity}/staging/key"]}}')
        variables = await ours.with_secrets(REQUEST, ours.variables(environment="staging"))
        with pytest.raises(Unresolved, match="No keyring was found on this computer"):
            resolve_request(REQUEST, variables.lookup)

    run(main())
