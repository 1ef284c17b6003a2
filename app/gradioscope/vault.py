"""Secrets in the OS keyring, or in memory for this session where there is none. Never on disk.

A keyring may block on a prompt nobody answers, and its backends raise what they like (KWallet lets a
raw jeepney error through), so every call runs in one thread of its own under a time limit. That thread
is the only place that imports keyring (100 ms and more). The names of the entries, which are not secret,
are in the data folder, as no keyring can list them portably.

Access tokens and the secret variables of collections are kinds of their own: a collection can name its variables as
it likes and never reaches a token by it, nor a request's `token` a variable.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Literal

from gradioscope.gradio.errors import WrongUse
from gradioscope.library.places import Places
from gradioscope.library.settings import JsonFile

if TYPE_CHECKING:
    import asyncio

SECONDS = 30.0
"""How long a call waits: long enough for a person to type the keyring's password into its prompt."""

Kind = Literal["token", "variable"]
"""What an entry is for."""

_SERVICES: dict[Kind, str] = {"token": "gradioscope", "variable": "gradioscope-variable"}
_LISTS: dict[Kind, str] = {"token": "names", "variable": "variables"}
"""Keys of the file with the entries' names."""

_REFUSED = ("keyrings.alt", "keyrings.cryptfile", "keyring.backends.fail", "keyring.backends.null")
"""Modules whose backends write plain text, ask on standard input, or keep nothing at all."""

_REAL_NAMES = {
    "keyring.backends.SecretService": "Secret Service",
    "keyring.backends.libsecret": "Secret Service",
    "keyring.backends.kwallet": "KWallet",
    "keyring.backends.macOS": "macOS Keychain",
    "keyring.backends.Windows": "Windows Credential Manager",
}

_IN_MEMORY = "Secrets are kept in memory until Gradioscope ends."


class Vault:
    """Named secrets. The methods are coroutines of one event loop, and never block it.

    A call that the keyring fails or does not answer in time falls back to this session's memory and
    leaves the reason in `notice`; none of them raises for it. The next call tries the keyring again,
    unless it is still busy with the one it did not answer.
    """

    def __init__(self, places: Places, seconds: float = SECONDS) -> None:
        self.notice = ""
        """Empty, or sentences for the person: why secrets live in memory only."""
        self.backend = ""
        """The keyring in a person's words (`Secret Service`), once it was asked; empty where there is none."""
        self._seconds = seconds
        self._index = JsonFile(places.data / "secrets.json")
        self._memory: dict[tuple[Kind, str], str] = {}
        self._jobs: SimpleQueue[_Job] = SimpleQueue()
        self._stuck: _Job | None = None
        self._thread: threading.Thread | None = None
        self._keyring: Any = None

    def __repr__(self) -> str:
        return f"Vault(backend={self.backend!r})"

    async def names(self, kind: Kind = "token") -> list[str]:
        """The entries' names, sorted. Asks no keyring."""
        return sorted({*self._indexed(kind), *(name for of, name in self._memory if of == kind)})

    def in_memory(self, name: str, kind: Kind = "token") -> bool:
        """Whether this secret lives in this session's memory, for want of a keyring that took it."""
        return (kind, name) in self._memory

    async def get(self, name: str, kind: Kind = "token") -> str | None:
        """The secret, or None: there is no such entry, or (see `notice`) the keyring could not be asked."""
        service = _service(name, kind)
        if (kind, name) in self._memory:
            return self._memory[kind, name]
        answer = await self._ask(lambda: self._open().get_password(service, name))
        return answer if isinstance(answer, str) else None

    async def set(self, name: str, secret: str, kind: Kind = "token") -> bool:
        """Keep a secret, replacing the one of that name. Whether the keyring has it, or just this session."""
        service = _service(name, kind)
        if not secret:
            raise WrongUse("The secret is empty.", "", "Give some text, or remove the entry.")
        self._memory[kind, name] = secret

        def store() -> bool:
            self._open().set_password(service, name, secret)
            # also when it comes after the time limit: by then nothing else would take it out of the memory
            if self._memory.get((kind, name)) == secret:
                self._memory.pop((kind, name), None)
            return True

        stored = await self._ask(store, secret) is True
        if stored:
            self._list(name, kind, True)
        return stored

    async def remove(self, name: str, kind: Kind = "token") -> bool:
        """Forget a secret. Whether there was one; False with a `notice` where the keyring still has it."""
        service = _service(name, kind)
        remembered = self._memory.pop((kind, name), None) is not None

        def delete() -> bool:
            keyring = self._open()
            if keyring.get_password(service, name) is None:
                return False
            keyring.delete_password(service, name)
            return True

        deleted = await self._ask(delete)
        listed = name in self._indexed(kind)
        if deleted is None:
            return remembered and not listed
        self._list(name, kind, False)
        return deleted or listed or remembered

    async def probe(self) -> str:
        """Find the keyring without asking it for anything; the same as `backend` afterwards."""
        await self._ask(self._open)
        return self.backend

    def _indexed(self, kind: Kind) -> list[str]:
        self._index.reload()  # another window, or the command line, writes it too
        found = self._index.get(_LISTS[kind])
        return [item for item in found if isinstance(item, str)] if isinstance(found, list) else []

    def _list(self, name: str, kind: Kind, listed: bool) -> None:
        names = self._indexed(kind)
        if listed != (name in names):
            after = [*names, name] if listed else [item for item in names if item != name]
            self._index.update({_LISTS[kind]: after})

    async def _ask(self, work: Callable[[], Any], secret: str = "") -> Any:
        """Run work in the keyring's thread. None, and a notice, where it failed or took too long."""
        import asyncio

        if self._stuck is not None:
            return None
        if self._thread is None:
            self._thread = threading.Thread(target=self._serve, name="keyring", daemon=True)
            self._thread.start()
        job = _Job(work, asyncio.get_running_loop())
        self._jobs.put(job)
        try:
            answer, error = await asyncio.wait_for(job.answer, self._seconds)
        except TimeoutError:
            self._stuck = job
            if job.finished:  # between the limit and this line
                self._stuck = None
            self.notice = f"The keyring did not answer within {self._seconds:g} seconds. {_IN_MEMORY}"
            return None
        if error is not None:
            self.notice = _notice(error, self.backend, secret)
            return None
        if not self._memory:
            self.notice = ""
        return answer

    def _serve(self) -> None:
        """The keyring's thread: one job after the other, for as long as the process lives."""
        while True:
            job = self._jobs.get()
            outcome: tuple[Any, BaseException | None]
            try:
                outcome = job.work(), None
            except BaseException as error:
                outcome = None, error
            job.finished = True
            if self._stuck is job:
                self._stuck = None
            job.deliver(outcome)

    def _open(self) -> Any:
        """The backend to use, found at the first call. In the keyring's thread. Raises _NoKeyring and anything."""
        if self._keyring is None:
            import keyring

            chosen = keyring.get_keyring()
            # the chain is not used as one: it falls through to whatever other packages put into it
            candidates = getattr(chosen, "backends", None) or [chosen]
            usable = [item for item in candidates if not _refused(item)]
            if not usable:
                raise _NoKeyring
            self._keyring = usable[0]
            self.backend = _REAL_NAMES.get(type(self._keyring).__module__) or str(self._keyring.name)
        return self._keyring


class _NoKeyring(Exception):
    """No backend that may be used."""


class _Job:
    """A piece of work for the keyring's thread, and the future its outcome goes to."""

    def __init__(self, work: Callable[[], Any], loop: asyncio.AbstractEventLoop) -> None:
        self.work = work
        self.loop = loop
        self.answer: asyncio.Future[tuple[Any, BaseException | None]] = loop.create_future()
        self.finished = False

    def deliver(self, outcome: tuple[Any, BaseException | None]) -> None:
        try:
            self.loop.call_soon_threadsafe(self._settle, outcome)
        except RuntimeError:  # the loop was closed while the keyring took its time
            return

    def _settle(self, outcome: tuple[Any, BaseException | None]) -> None:
        if not self.answer.done():
            self.answer.set_result(outcome)


def _service(name: str, kind: Kind) -> str:
    """One service for each entry: on Windows a second user name rewrites the first entry of a service."""
    if not name or len(name) > 200 or name != name.strip() or not name.isprintable():
        raise WrongUse(
            f"{name!r} cannot be the name of a secret.",
            "A name is printable text of up to 200 characters, without space around it.",
            "Choose another name.",
        )
    return f"{_SERVICES[kind]}:{name}"


def _refused(backend: object) -> bool:
    module = type(backend).__module__
    return any(module == name or module.startswith(name + ".") for name in _REFUSED)


def _notice(error: BaseException, backend: str, secret: str) -> str:
    """Why the keyring cannot be used, in sentences. By the class's name, as keyring is not imported here."""
    kind = type(error).__name__
    where = f"The keyring ({backend})" if backend else "The keyring"
    if isinstance(error, _NoKeyring) or kind == "NoKeyringError":
        return f"No keyring was found on this computer (on Linux: a Secret Service or KWallet). {_IN_MEMORY}"
    if kind in ("KeyringLocked", "InitError"):
        return f"{where} is locked; unlock it and try again. {_IN_MEMORY}"
    text = " ".join(str(error).split())
    if secret:
        text = text.replace(secret, "••••")
    if len(text) > 200:
        text = text[:200] + "…"
    return f"{where} failed: {text or kind}. {_IN_MEMORY}"
