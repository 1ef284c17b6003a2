"""Changing environments step by step, and each step's way back."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest

from gradioscope.gradio.errors import GradioscopeError, WrongUse
from gradioscope.library.environment.editing import Editing, Found
from gradioscope.library.environment.of_collection import CollectionVariables
from gradioscope.library.environment.scope import Environment, SecretName
from gradioscope.library.places import Places
from gradioscope.vault import Vault

LIVE = "# ours\nvariables:\n  base: https://example.com # the real one\n  count: 3\nsecrets: [key]\nfuture: 1\n"


@pytest.fixture
def editing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Editing:
    import keyring.core

    monkeypatch.setattr(keyring.core, "_keyring_backend", keyring.core.load_keyring("keyring.backends.fail.Keyring"))
    places = Places(tmp_path / "home")
    folder = tmp_path / "ours"
    (folder / "environments").mkdir(parents=True)
    (folder / "chat" / "environments").mkdir(parents=True)
    (folder / "environments" / "live.yaml").write_text(LIVE)
    (folder / "chat" / "environments" / "live.yaml").write_text("variables: {base: inner}\n")
    return Editing(CollectionVariables(places, Vault(places), folder))


def run(main: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(main)


async def live(editing: Editing) -> tuple[Found, Environment]:
    found = await editing.load()
    return found, found.environments[0]


def text(editing: Editing) -> str:
    return (editing.collection.folder / "environments" / "live.yaml").read_text()


def test_environments_are_listed_by_folder(editing: Editing) -> None:
    found, _ = run(live(editing))
    folder = editing.collection.folder
    assert [each.path.relative_to(folder).as_posix() for each in found.environments] == [
        "environments/live.yaml",
        "chat/environments/live.yaml",
    ]
    assert found.missing() == (SecretName("live", "key"),)
    assert found.own.variables == {}


def test_a_step_touches_its_line_and_goes_back(editing: Editing) -> None:
    async def main() -> None:
        _, environment = await live(editing)
        await editing.set_value(environment, "count", "3")
        assert text(editing) == LIVE.replace("count: 3", 'count: "3"')
        _, environment = await live(editing)
        await editing.delete(environment, "base")
        _, environment = await live(editing)
        await editing.set_value(environment, "list", [1, None])
        assert editing.last == "Add list"
        assert [await editing.undo() for _ in range(3)] == ["Add list", "Delete base", "Change count"]
        assert text(editing) == LIVE
        assert await editing.undo() == ""

    run(main())


def test_a_step_is_not_taken_back_over_somebody_elses_change(editing: Editing) -> None:
    async def main() -> None:
        _, environment = await live(editing)
        await editing.set_value(environment, "count", 4)
        (editing.collection.folder / "environments" / "live.yaml").write_text("variables: {count: 5}\n")
        with pytest.raises(WrongUse, match="changed since"):
            await editing.undo()
        assert editing.last == "Change count"

    run(main())


def test_making_a_secret_moves_the_value_out_of_the_file(editing: Editing) -> None:
    async def main() -> None:
        _, environment = await live(editing)
        told = await editing.make_secret(environment, "base")
        assert "history still has the value" in told
        assert "in memory alone" in told  # there is no keyring in these tests
        assert "example.com" not in text(editing)
        found, environment = await live(editing)
        assert SecretName("live", "base") in found.stored
        await editing.rename(environment, "base", "home")
        found, environment = await live(editing)
        assert environment.secret_names == ("key", "home")
        assert SecretName("live", "home") in found.stored
        told = await editing.make_plain(environment, "home")
        assert "not written into the file" in told
        found, environment = await live(editing)
        assert environment.variables["home"] == ""
        assert found.unused == (SecretName("live", "home"),)
        for _ in range(3):
            await editing.undo()
        assert text(editing) == LIVE
        found, _ = await live(editing)
        assert [item.name for item in found.unused] == ["base"]
        assert await editing.clean() == []
        assert (await editing.load()).unused == ()

    run(main())


def test_environments_are_made_renamed_and_deleted_with_a_way_back(editing: Editing) -> None:
    async def main() -> None:
        folder = editing.collection.folder
        await editing.give(SecretName("live", "key"), "k")
        editing.collection.activate("live")
        copy = await editing.duplicate_environment(folder / "environments" / "live.yaml", "copy")
        found = await editing.load()
        assert SecretName("copy", "key") in found.stored
        await editing.rename_environment(copy, "other")
        await editing.delete_environment(folder / "environments" / "live.yaml")
        assert (await editing.load()).active == ""
        made = await editing.create(folder, "new")
        assert made.is_file()
        for _ in range(4):
            await editing.undo()
        found = await editing.load()
        assert [each.name for each in found.environments] == ["live", "live"]
        assert found.active == "live"
        assert text(editing).endswith("future: 1\n")
        assert SecretName("live", "key") in found.stored

    run(main())


def test_what_cannot_be_written_changes_nothing(editing: Editing) -> None:
    async def main() -> None:
        _, environment = await live(editing)
        for name in ("a b", "runs", "{{x}}", ""):
            with pytest.raises(GradioscopeError):
                await editing.set_value(environment, name, 1)
        with pytest.raises(WrongUse, match="already"):
            await editing.rename(environment, "count", "key")
        assert text(editing) == LIVE
        assert editing.last == ""

    run(main())
