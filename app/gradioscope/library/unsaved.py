"""The open tabs of a window, on disk as they change, so that a crash or a kill costs a moment of typing at most.

    state/windows/TOKEN/lock        held by the window for as long as it lives
                        tabs.json   the tabs in their order, and which is in front
                        NUMBER.json one tab

A window that starts takes over what windows that are gone have left; those that live keep theirs.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from gradioscope.gradio.model import Json
from gradioscope.library.atomic import write_atomically
from gradioscope.library.places import Places

_INDEX = "tabs.json"


@dataclass(frozen=True, slots=True)
class Left:
    """What a window that is gone had open: the tabs in their order, and the place of the one in front."""

    tabs: tuple[Json, ...] = ()
    current: int = 0


class Unsaved:
    """Not for the UI thread; safe in several others. An OSError of a write is the caller's to tell."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._folder: Path | None = None
        self._lock: int | None = None
        self._busy = threading.RLock()

    def take_over(self) -> Left:
        """Begin, with what windows that are gone have left; theirs is this one's from now on."""
        with self._busy:
            home = self._places.state / "windows"
            home.mkdir(mode=0o700, exist_ok=True)
            gone = [(folder, lock) for folder in sorted(home.iterdir()) if (lock := _locked(folder)) is not None]
            found = [_read(folder) for folder, _ in gone]
            tabs = [tab for left in found for tab in left.tabs]
            current = next((left.current for left in found if left.tabs), 0)
            own = home / secrets.token_hex(4)
            own.mkdir(mode=0o700)
            self._folder, self._lock = own, _locked(own)
            for number, tab in enumerate(tabs):
                self.write(number, tab)
            self.arrange(range(len(tabs)), current)
            for folder, lock in gone:  # only now: until here a crash would have lost them
                os.close(lock)
                shutil.rmtree(folder, ignore_errors=True)
            return Left(tuple(tabs), current)

    def write(self, number: int, tab: Json) -> None:
        """Keep a tab as it is now, under a number of the window's own choice."""
        with self._busy:
            if self._folder is not None:
                write_atomically(self._folder / f"{number}.json", _bytes(tab))

    def arrange(self, numbers: Sequence[int], current: int) -> None:
        """Which tabs there are, in this order, and the place of the one in front. The others are forgotten."""
        with self._busy:
            if self._folder is None:
                return
            write_atomically(self._folder / _INDEX, _bytes({"tabs": list(numbers), "current": current}))
            kept = {_INDEX, "lock", *(f"{number}.json" for number in numbers)}
            for path in self._folder.iterdir():
                if path.name not in kept:
                    path.unlink(missing_ok=True)

    def close(self) -> None:
        """The window goes, and leaves its tabs for the next one."""
        with self._busy:
            if self._lock is not None:
                os.close(self._lock)
            self._folder = self._lock = None


def _bytes(value: Json) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _read(folder: Path) -> Left:
    """What is readable of a window's tabs; a damaged one is left out, the others are not."""
    index = _json(folder / _INDEX)
    numbers = index.get("tabs") if isinstance(index, dict) else None
    if not isinstance(numbers, list):
        numbers = sorted(int(path.stem) for path in folder.glob("*.json") if path.stem.isdecimal())
    tabs = [(number, _json(folder / f"{number}.json")) for number in numbers if isinstance(number, int)]
    current = index.get("current") if isinstance(index, dict) else 0
    return Left(
        tuple(tab for _, tab in tabs if tab is not None),
        current if isinstance(current, int) and 0 <= current < len(tabs) else 0,
    )


def _json(path: Path) -> Json:
    try:
        return json.loads(path.read_bytes().decode("utf-8", "surrogatepass"))
    except (OSError, ValueError, RecursionError):
        return None


def _locked(folder: Path) -> int | None:
    """The folder's lock as a descriptor, or None where a window that lives has it. The system ends it with us."""
    if not folder.is_dir():
        return None
    try:
        handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        return None
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return handle
