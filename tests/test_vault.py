"""Vault: secrets in a real keyring, and in memory where there is none.

The tests marked `all` run a Python of their own inside a private D-Bus session with a real
gnome-keyring-daemon and private XDG folders: the person's own keyring is never touched.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from tests.keyring_session import in_session

from gradioscope.gradio.errors import WrongUse
from gradioscope.library.places import Places
from gradioscope.vault import Vault

SECRET = "hf_s3cr3t'\"$ Grüße 你好"

# what every child starts with: services are started by the child itself, and waited for, not slept for
PRELUDE = """
import asyncio, json, os, subprocess, sys, threading, time
from pathlib import Path
from gradioscope.library.places import Places
from gradioscope.vault import Vault

SECRET = os.environ["SECRET"]
places = Places(Path(os.environ["PLACES"]))

def daemon(*options, password=None):
    process = subprocess.Popen(
        ["gnome-keyring-daemon", "--components=secrets", "--foreground", *options],
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if password is not None:
        process.stdin.write(password.encode())
    process.stdin.close()
    limit = time.monotonic() + 20
    while "org.freedesktop.secrets" not in names_on_the_bus():
        assert process.poll() is None and time.monotonic() < limit, "the keyring daemon did not come up"
    return process

def names_on_the_bus():
    answer = subprocess.run(["dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/",
        "org.freedesktop.DBus.ListNames"], capture_output=True, text=True)
    return answer.stdout

def end(process):
    process.terminate()
    process.wait()

def look_up(name):
    return subprocess.run(["secret-tool", "lookup", "service", f"gradioscope:{name}", "username", name],
        capture_output=True).stdout.decode()

def tell(**found):
    print(json.dumps(found))
"""


@pytest.fixture
def session(tmp_path: Path) -> Callable[[str], dict[str, Any]]:
    """Runs Python code in a D-Bus session of its own; what it tells comes back as a dict."""

    def run(code: str) -> dict[str, Any]:
        done = in_session(
            tmp_path,
            [sys.executable, "-c", PRELUDE + textwrap.dedent(code)],
            PLACES=str(tmp_path / "places"),
            SECRET=SECRET,
            PYTHONPATH=os.pathsep.join(sys.path),
        )
        assert done.returncode == 0, done.stderr
        told = json.loads(done.stdout.splitlines()[-1])
        assert isinstance(told, dict)
        return told

    return run


@pytest.mark.all
def test_a_real_keyring_keeps_a_secret_for_other_programs_too(
    session: Callable[[str], dict[str, Any]], tmp_path: Path
) -> None:
    told = session("""
        process = daemon("--unlock", password="pw")
        async def main():
            vault = Vault(places)
            stored = await vault.set("my token", SECRET), await vault.set("other", "second")
            seen = look_up("my token"), look_up("other")
            again = Vault(places)
            names, got = await again.names(), await again.get("my token")
            replaced = await again.set("my token", "new"), look_up("my token")
            removed = await again.remove("my token"), await again.remove("my token"), look_up("my token")
            tell(stored=stored, seen=seen, names=names, got=got, replaced=replaced, removed=removed,
                left=await again.names(), backend=again.backend, notice=vault.notice + again.notice, shown=repr(vault))
        asyncio.run(main())
        end(process)
    """)
    assert told["stored"] == [True, True]
    assert told["seen"] == [SECRET, "second"]
    assert told["names"] == ["my token", "other"]
    assert told["got"] == SECRET
    assert told["replaced"] == [True, "new"]
    assert told["removed"] == [True, False, ""]
    assert told["left"] == ["other"]
    assert told["backend"] == "Secret Service"
    assert told["notice"] == ""
    assert SECRET not in told["shown"]
    assert_nothing_secret_in(tmp_path / "places")


@pytest.mark.all
def test_a_locked_keyring_is_said_and_works_again_once_unlocked(session: Callable[[str], dict[str, Any]]) -> None:
    told = session("""
        process = daemon("--unlock", password="pw")
        asyncio.run(Vault(places).set("first", "one"))
        end(process)

        process = daemon()
        async def locked():
            vault = Vault(places, seconds=10)
            kept = await vault.set("token", SECRET), await vault.get("token"), await vault.get("first")
            return vault, kept, vault.notice
        vault, kept, notice = asyncio.run(locked())
        end(process)

        process = daemon("--unlock", password="pw")
        async def unlocked():
            return await vault.set("token", SECRET), look_up("token"), await vault.get("first"), vault.notice
        tell(kept=kept, notice=notice, unlocked=asyncio.run(unlocked()))
        end(process)
    """)
    assert told["kept"] == [False, SECRET, None]
    assert "in memory" in told["notice"]
    assert told["unlocked"] == [True, SECRET, "one", ""]


@pytest.mark.all
def test_no_service_on_the_bus(session: Callable[[str], dict[str, Any]]) -> None:
    told = session("""
        async def main():
            vault = Vault(places)
            tell(stored=await vault.set("token", SECRET), got=await vault.get("token"), notice=vault.notice,
                backend=vault.backend, removed=await vault.remove("token"), names=await vault.names())
        asyncio.run(main())
    """)
    assert told["stored"] is False
    assert told["got"] == SECRET
    assert "No keyring was found" in told["notice"]
    assert "in memory" in told["notice"]
    assert told["backend"] == ""
    assert told["removed"] is True
    assert told["names"] == []


@pytest.mark.all
def test_a_service_that_never_answers_blocks_nobody(session: Callable[[str], dict[str, Any]], tmp_path: Path) -> None:
    """The silent one owns the service's name on the bus, as a prompt that nobody answers does."""
    told = session("""
        from jeepney.io.blocking import open_dbus_connection
        from jeepney.bus_messages import message_bus
        silent = open_dbus_connection()
        assert silent.send_and_get_reply(message_bus.RequestName("org.freedesktop.secrets")).body == (1,)
        async def main():
            vault = Vault(places, seconds=0.5)
            started = time.monotonic()
            ticks = 0
            async def tick():
                nonlocal ticks
                while True:
                    await asyncio.sleep(0.05)
                    ticks += 1
            ticker = asyncio.create_task(tick())
            stored = await vault.set("token", SECRET)
            first = time.monotonic() - started
            got = await vault.get("token"), await vault.get("other")
            ticker.cancel()
            tell(stored=stored, got=got, first=first, all=time.monotonic() - started, ticks=ticks, notice=vault.notice)
        asyncio.run(main())
    """)
    assert told["stored"] is False
    assert told["got"] == [SECRET, None]
    assert told["notice"].startswith("The keyring did not answer within 0.5 seconds.")
    assert told["ticks"] >= 3, "the event loop was blocked"
    assert told["all"] - told["first"] < 0.4, "a keyring that hangs is not waited for again"
    assert_nothing_secret_in(tmp_path / "places")


def assert_nothing_secret_in(folder: Path) -> None:
    files = [item for item in folder.rglob("*") if item.is_file()]
    for item in files:
        assert SECRET.encode() not in item.read_bytes()
        assert b"hf_s3cr3t" not in item.read_bytes()


class Backend:
    """Stands in for a keyring in the tests of what a backend can do wrong; `name` is keyring's own attribute."""

    name = "Test Keyring"

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.error: BaseException | None = None
        self.gate = threading.Event()
        self.gate.set()

    def get_password(self, service: str, name: str) -> str | None:
        self._act()
        return self.kept.get((service, name))

    def set_password(self, service: str, name: str, secret: str) -> None:
        self._act()
        self.kept[service, name] = secret

    def delete_password(self, service: str, name: str) -> None:
        self._act()
        del self.kept[service, name]

    def _act(self) -> None:
        assert threading.current_thread().name == "keyring"
        assert self.gate.wait(30)
        if self.error:
            raise self.error


@pytest.fixture
def backend(monkeypatch: pytest.MonkeyPatch) -> Backend:
    import keyring

    made = Backend()
    monkeypatch.setattr(keyring, "get_keyring", lambda: made)
    return made


def run(main: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(main)


def test_each_entry_has_a_service_of_its_own(tmp_path: Path, backend: Backend) -> None:
    """On Windows a second user name would rewrite the first entry of a service."""

    async def main() -> None:
        vault = Vault(Places(tmp_path))
        await vault.set("one", "1")
        await vault.set("two", "2")
        assert await vault.names() == ["one", "two"]

    run(main())
    assert backend.kept == {("gradioscope:one", "one"): "1", ("gradioscope:two", "two"): "2"}


def test_tokens_and_variables_never_meet(tmp_path: Path, backend: Backend) -> None:
    async def main() -> None:
        vault = Vault(Places(tmp_path))
        await vault.set("same", "token")
        await vault.set("same", "variable", "variable")
        assert await vault.names() == await vault.names("variable") == ["same"]
        assert (await vault.get("same"), await vault.get("same", "variable")) == ("token", "variable")
        assert await vault.remove("same", "variable")
        assert await vault.get("same") == "token"
        assert await vault.names("variable") == []
        backend.error = RuntimeError("no")
        await vault.set("only", "in memory", "variable")
        assert await vault.names() == ["same"]
        assert await vault.names("variable") == ["only"]

    run(main())
    assert backend.kept == {("gradioscope:same", "same"): "token"}


def test_two_processes_list_each_others_entries(tmp_path: Path, backend: Backend) -> None:
    async def main() -> None:
        one, other = Vault(Places(tmp_path)), Vault(Places(tmp_path))
        await one.set("a", "1")
        await other.set("b", "2")
        await one.set("c", "3")
        assert await one.names() == await other.names() == ["a", "b", "c"]
        await other.remove("a")
        assert await one.names() == ["b", "c"]

    run(main())


@pytest.mark.parametrize(
    "error", [RuntimeError("DBus.Error"), OSError(5, "I/O"), KeyboardInterrupt(), SystemExit(3), Exception()]
)
def test_whatever_a_backend_raises_is_a_notice(tmp_path: Path, backend: Backend, error: BaseException) -> None:
    async def main() -> None:
        vault = Vault(Places(tmp_path))
        backend.error = error
        assert await vault.set("token", SECRET) is False
        assert await vault.get("token") == SECRET
        assert await vault.get("unknown") is None
        assert vault.notice.startswith("The keyring (Test Keyring) failed: ")
        assert await vault.remove("token") is True
        backend.error = None
        assert await vault.set("token", "again") is True
        assert vault.notice == ""

    run(main())


def test_an_error_that_repeats_the_secret_is_masked(tmp_path: Path, backend: Backend) -> None:
    async def main() -> None:
        vault = Vault(Places(tmp_path))
        backend.error = ValueError(f"cannot store {SECRET}")
        await vault.set("token", SECRET)
        assert SECRET not in vault.notice
        assert "••••" in vault.notice

    run(main())


def test_an_entry_that_cannot_be_removed_stays_listed(tmp_path: Path, backend: Backend) -> None:
    async def main() -> None:
        vault = Vault(Places(tmp_path))
        await vault.set("token", SECRET)
        backend.error = RuntimeError("no")
        assert await vault.remove("token") is False
        assert vault.notice
        assert await vault.names() == ["token"]

    run(main())


def test_an_entry_removed_by_another_program_is_forgotten(tmp_path: Path, backend: Backend) -> None:
    async def main() -> None:
        vault = Vault(Places(tmp_path))
        await vault.set("token", SECRET)
        backend.kept.clear()
        assert await vault.get("token") is None
        assert await vault.remove("token") is True
        assert await vault.names() == []

    run(main())


def test_an_answer_after_the_time_limit_still_counts(tmp_path: Path, backend: Backend) -> None:
    """Somebody typed the keyring's password slowly: the secret moves from memory to the keyring."""

    async def main() -> None:
        vault = Vault(Places(tmp_path), seconds=0.05)
        finished = threading.Event()  # never set: a wait that leaves the loop free
        backend.gate.clear()
        assert await vault.set("token", SECRET) is False
        assert "did not answer" in vault.notice
        assert await vault.get("token") == SECRET
        backend.gate.set()
        async with asyncio.timeout(20):
            while await vault.get("other") is not None or vault.notice:
                await asyncio.to_thread(finished.wait, 0.02)
        assert await vault.get("token") == SECRET
        assert backend.kept == {("gradioscope:token", "token"): SECRET}

    run(main())


def test_an_answer_after_the_end_of_the_loop_harms_nothing(tmp_path: Path, backend: Backend) -> None:
    vault = Vault(Places(tmp_path), seconds=0.05)
    backend.gate.clear()
    run(vault.set("token", SECRET))
    backend.gate.set()
    assert run(vault.set("second", "2")) in (True, False)


@pytest.mark.parametrize("name", ["keyring.backends.null.Keyring", "keyring.backends.fail.Keyring"])
def test_backends_that_keep_nothing_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    import keyring.core

    monkeypatch.setattr(keyring.core, "_keyring_backend", keyring.core.load_keyring(name))

    async def main() -> None:
        vault = Vault(Places(tmp_path))
        assert await vault.set("token", SECRET) is False
        assert await vault.get("token") == SECRET
        assert "No keyring was found" in vault.notice
        assert vault.backend == ""

    run(main())
    assert_nothing_secret_in(tmp_path)


def test_a_plaintext_backend_is_skipped_even_inside_a_chain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import keyring

    plain = type("PlaintextKeyring", (Backend,), {"__module__": "keyrings.alt.file"})()
    sound = Backend()

    async def chain_of(*backends: Backend) -> tuple[bool, str]:
        chain = type("Chain", (), {"backends": list(backends)})()
        monkeypatch.setattr(keyring, "get_keyring", lambda: chain)
        vault = Vault(Places(tmp_path))
        return await vault.set("token", SECRET), vault.backend

    assert run(chain_of(plain)) == (False, "")
    assert run(chain_of(plain, sound)) == (True, "Test Keyring")
    assert plain.kept == {}
    assert sound.kept


@pytest.mark.parametrize("name", ["", " a", "a\n", "a" * 201, "\ud800"])
def test_a_name_that_no_keyring_takes_is_refused(tmp_path: Path, name: str) -> None:
    vault = Vault(Places(tmp_path))
    for work in (vault.get(name), vault.set(name, "x"), vault.remove(name)):
        with pytest.raises(WrongUse):
            run(work)


def test_nothing_is_imported_before_it_is_needed(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from gradioscope.vault import Vault;"
        "from gradioscope.library.places import Places; Vault(Places(Path(sys.argv[1])));"
        "print([m for m in ('keyring', 'asyncio', 'platformdirs', 'secretstorage') if m in sys.modules])"
    )
    output = subprocess.run([sys.executable, "-c", script, tmp_path], capture_output=True, text=True, check=True)
    assert output.stdout.strip() == "[]"
