"""The secrets of a collection in a keyring: a real one in the tests marked `all`, none at all in the others."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import textwrap
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from tests.keyring_session import in_session

from gradioscope.gradio.errors import WrongUse
from gradioscope.library.environment.keyring import CollectionSecrets
from gradioscope.library.environment.scope import SecretName
from gradioscope.library.places import Places
from gradioscope.vault import Vault

ONE = "6f1f6c1e-0000-4000-8000-000000000001"
OTHER = "6f1f6c1e-0000-4000-8000-000000000002"
KEY, OWN = SecretName("staging", "api_key"), SecretName("", "own/strange name")

PRELUDE = """
import asyncio, json, os, subprocess, sys, time
from pathlib import Path
from gradioscope.library.environment.keyring import CollectionSecrets
from gradioscope.library.environment.scope import SecretName
from gradioscope.library.places import Places
from gradioscope.vault import Vault

places = Places(Path(os.environ["PLACES"]))
ONE, OTHER = "one-collection", "other-collection"
KEY, OWN = SecretName("staging", "api_key"), SecretName("", "own")

def daemon(*options, password=None):
    process = subprocess.Popen(
        ["gnome-keyring-daemon", "--components=secrets", "--foreground", *options],
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if password is not None:
        process.stdin.write(password.encode())
    process.stdin.close()
    limit = time.monotonic() + 20
    while "org.freedesktop.secrets" not in subprocess.run(["dbus-send", "--session", "--print-reply",
            "--dest=org.freedesktop.DBus", "/", "org.freedesktop.DBus.ListNames"],
            capture_output=True, text=True).stdout:
        assert process.poll() is None and time.monotonic() < limit, "the keyring daemon did not come up"
    return process

def end(process):
    process.terminate()
    process.wait()

def look_up(entry):
    return subprocess.run(["secret-tool", "lookup", "service", f"gradioscope-variable:{entry}", "username", entry],
        capture_output=True, text=True).stdout
"""


@pytest.fixture
def session(tmp_path: Path) -> Callable[[str], dict[str, Any]]:
    """Runs Python code in a D-Bus session of its own; what it prints last comes back."""

    def run(code: str) -> dict[str, Any]:
        done = in_session(
            tmp_path,
            [sys.executable, "-c", PRELUDE + textwrap.dedent(code)],
            PLACES=str(tmp_path / "places"),
            PYTHONPATH=os.pathsep.join(sys.path),
        )
        assert done.returncode == 0, done.stderr
        told = json.loads(done.stdout.splitlines()[-1])
        assert isinstance(told, dict)
        return told

    return run


@pytest.mark.all
def test_a_real_keyring_has_them_under_the_collections_id(
    session: Callable[[str], dict[str, Any]], tmp_path: Path
) -> None:
    told = session("""
        process = daemon("--unlock", password="pw")
        async def main():
            vault = Vault(places)
            one, other = CollectionSecrets(vault, ONE), CollectionSecrets(vault, OTHER)
            stored = await one.set(KEY, "s3cr3t-value"), await one.set(OWN, "second")
            seen = look_up("one-collection/staging/api_key"), look_up("one-collection//own")
            copied = await one.copy_to(OTHER), look_up("other-collection/staging/api_key")
            renamed = SecretName("production", "api_key")
            moved = await one.move([(KEY, renamed)]), await one.fetch([KEY, renamed, OWN]) == {
                renamed: "s3cr3t-value", OWN: "second"}
            left = await one.remove(await one.stored()), look_up("one-collection/production/api_key")
            return dict(stored=stored, seen=seen, copied=copied, moved=moved, left=left, tokens=await vault.names(),
                one=await one.stored(), other=await CollectionSecrets(Vault(places), OTHER).stored(),
                notice=vault.notice)
        print(json.dumps(asyncio.run(main())))
        end(process)
    """)
    assert told == {
        "stored": [True, True],
        "seen": ["s3cr3t-value", "second"],
        "copied": [True, "s3cr3t-value"],
        "moved": [True, True],
        "left": [[], ""],
        "tokens": [],
        "one": [],
        "other": [["", "own"], ["staging", "api_key"]],
        "notice": "",
    }
    for item in (tmp_path / "places").rglob("*"):
        assert item.is_dir() or b"s3cr3t-value" not in item.read_bytes()


@pytest.mark.all
def test_a_locked_keyring_loses_nothing(session: Callable[[str], dict[str, Any]]) -> None:
    told = session("""
        process = daemon("--unlock", password="pw")
        asyncio.run(CollectionSecrets(Vault(places), ONE).set(KEY, "kept"))
        end(process)

        process = daemon()
        renamed = SecretName("production", "api_key")
        async def locked():
            vault = Vault(places, seconds=10)
            one = CollectionSecrets(vault, ONE)
            fetched = await one.fetch([KEY])
            reasons = vault.notice
            return dict(fetched=list(fetched), moved=await one.move([(KEY, renamed)]), copied=await one.copy_to(OTHER),
                left=await one.remove([KEY]), stored=await one.stored(), notice=reasons)
        told = asyncio.run(locked())
        end(process)

        process = daemon("--unlock", password="pw")
        told["afterwards"] = look_up("one-collection/staging/api_key")
        print(json.dumps(told))
        end(process)
    """)
    assert told.pop("notice").endswith("Secrets are kept in memory until Gradioscope ends.")
    assert told == {
        "fetched": [],
        "moved": False,
        "copied": False,
        "left": [["staging", "api_key"]],
        "stored": [["staging", "api_key"]],
        "afterwards": "kept",
    }


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Vault:
    """One that finds no keyring, as on a computer without one."""
    import keyring.core

    monkeypatch.setattr(keyring.core, "_keyring_backend", keyring.core.load_keyring("keyring.backends.fail.Keyring"))
    return Vault(Places(tmp_path))


def run(main: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(main)


def test_without_a_keyring_they_live_in_memory(vault: Vault, tmp_path: Path) -> None:
    async def main() -> None:
        secrets = CollectionSecrets(vault, ONE)
        assert await secrets.missing([KEY, OWN, KEY]) == [KEY, OWN]
        assert await secrets.set(KEY, "s3cr3t") is False
        assert await secrets.set(OWN, "own") is False
        assert "No keyring was found" in vault.notice
        assert set(await secrets.stored()) == {KEY, OWN}
        assert await secrets.missing([KEY, SecretName("staging", "more")]) == [SecretName("staging", "more")]
        assert await secrets.fetch([KEY, SecretName("x", "y")]) == {KEY: "s3cr3t"}
        assert await CollectionSecrets(vault, OTHER).stored() == []
        assert await secrets.remove([KEY]) == []
        assert await secrets.stored() == [OWN]

    run(main())
    assert [item for item in tmp_path.rglob("*") if item.is_file()] == []


def test_what_is_in_memory_moves_there(vault: Vault) -> None:
    async def main() -> None:
        secrets = CollectionSecrets(vault, ONE)
        await secrets.set(KEY, "s3cr3t")
        renamed = SecretName("production", "api_key")
        assert await secrets.move([(KEY, renamed)]) is False
        assert await secrets.fetch(await secrets.stored()) == {renamed: "s3cr3t"}
        assert await secrets.move([(renamed, KEY)], keep=True) is False
        assert await secrets.fetch(await secrets.stored()) == {renamed: "s3cr3t", KEY: "s3cr3t"}

    run(main())


def test_a_secret_that_does_not_move_stays(vault: Vault) -> None:
    async def main() -> None:
        secrets = CollectionSecrets(vault, ONE)
        await secrets.set(KEY, "s3cr3t")
        assert await secrets.move([(KEY, KEY), (OWN, SecretName("", "x"))]) is True
        assert await secrets.fetch([KEY]) == {KEY: "s3cr3t"}

    run(main())


@pytest.mark.parametrize("id_", ["", "a/b", "/"])
def test_what_is_no_id_is_refused(vault: Vault, id_: str) -> None:
    with pytest.raises(WrongUse):
        CollectionSecrets(vault, id_)


def test_a_name_too_long_for_a_keyring_is_said(vault: Vault) -> None:
    with pytest.raises(WrongUse, match="cannot be the name of a secret"):
        run(CollectionSecrets(vault, ONE).set(SecretName("e", "x" * 200), "value"))
