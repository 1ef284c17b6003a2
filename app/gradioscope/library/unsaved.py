"""The open tabs of a window, on disk as they change, so that a crash or a kill costs a moment of typing at most.

    state/windows/lock          held while a window begins
                  TOKEN/lock    held by the window for as long as it lives
                        tabs.json   the tabs in their order, which is in front, and how the window is laid out
                        NUMBER.json one tab
    state/damaged/NAME          what could not be read

A window that starts takes over what windows that are gone have left; those that live keep theirs.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from gradioscope.gradio.model import Json
from gradioscope.library.atomic import write_atomically
from gradioscope.library.places import Places

_T = TypeVar("_T")

_INDEX = "tabs.json"
_LOCK = "lock"


@dataclass(frozen=True, slots=True)
class Left(Generic[_T]):
    """What windows that are gone had open."""

    tabs: tuple[tuple[int, _T], ...] = ()
    """In their order, each with the number it has now."""
    current: int = 0
    """The place of the one in front."""
    layout: Mapping[str, Json] = field(default_factory=dict)
    damaged: tuple[Path, ...] = ()
    """Files that could not be read, where they are kept now."""


class Unsaved:
    """Not for the UI thread; safe in several others. An OSError of a write is the caller's to tell."""

    def __init__(self, places: Places) -> None:
        self._home = places.state / "windows"
        self._aside = places.state / "damaged"
        self._folder: Path | None = None
        self._lock: int | None = None
        self._busy = threading.RLock()

    def take_over(self, understand: Callable[[Json], _T]) -> Left[_T]:
        """Begin, with what windows that are gone have left; theirs is this one's from now on. OSError.

        `understand` makes of a tab what the caller wants of it. What it raises anything for is set aside, as is a
        file that is no JSON.
        """
        with self._busy, _held(self._home):
            gone = [(folder, lock) for folder in sorted(self._home.iterdir()) if (lock := _locked(folder)) is not None]
            if gone:  # the first is gone on with as it is, so that nothing of it can be lost on the way
                own, self._lock = gone.pop(0)
            else:
                own = self._home / secrets.token_hex(4)
                own.mkdir(mode=0o700)
                self._lock = _locked(own)
            self._folder = own
            index = _index(own)
            taken: list[tuple[int, _T]] = []
            damaged: list[Path] = []
            for number in index.numbers:
                self._read(own / f"{number}.json", number, understand, taken, damaged)
            following = max(index.numbers, default=-1) + 1
            for folder, _ in gone:
                for number in _index(folder).numbers:
                    path = folder / f"{number}.json"
                    if self._read(path, following, understand, taken, damaged):
                        write_atomically(own / f"{following}.json", path.read_bytes())
                        following += 1
                index = index.or_else(_index(folder))
            current = next((place for place, (number, _) in enumerate(taken) if number == index.front), 0)
            self.arrange([number for number, _ in taken], current, index.layout)
            for folder, lock in gone:  # only now: until here a crash would have lost them
                os.close(lock)
                shutil.rmtree(folder, ignore_errors=True)
            return Left(tuple(taken), current, index.layout, tuple(damaged))

    def write(self, number: int, tab: Json) -> None:
        """Keep a tab as it is now, under a number of the window's own choice."""
        with self._busy:
            if self._folder is not None:
                write_atomically(self._folder / f"{number}.json", _bytes(tab))

    def arrange(self, numbers: Sequence[int], current: int, layout: Mapping[str, Json]) -> None:
        """Which tabs there are, in this order, and the place of the one in front. The others are forgotten."""
        with self._busy:
            if self._folder is None:
                return
            index = {"tabs": list(numbers), "current": current, "layout": dict(layout)}
            write_atomically(self._folder / _INDEX, _bytes(index))
            kept = {_INDEX, _LOCK, *(f"{number}.json" for number in numbers)}
            for path in self._folder.iterdir():
                if path.name not in kept:
                    path.unlink(missing_ok=True)

    def close(self) -> None:
        """The window goes, and leaves its tabs for the next one."""
        with self._busy:
            if self._lock is not None:
                os.close(self._lock)
            self._folder = self._lock = None

    def _read(
        self,
        path: Path,
        number: int,
        understand: Callable[[Json], _T],
        taken: list[tuple[int, _T]],
        damaged: list[Path],
    ) -> bool:
        """Whether there is a tab, which is among the `taken` then."""
        try:
            taken.append((number, understand(_json(path))))
        except FileNotFoundError:
            return False
        except OSError:
            raise
        except Exception:  # also a fault of ours: one tab must not keep the others away
            self._aside.mkdir(mode=0o700, exist_ok=True)
            kept = self._aside / f"{path.parent.name}-{path.name}"
            os.replace(path, kept)
            damaged.append(kept)
            return False
        return True


@dataclass(frozen=True, slots=True)
class _Index:
    numbers: tuple[int, ...]
    front: int | None
    """The number of the tab in front."""
    layout: Mapping[str, Json]

    def or_else(self, other: _Index) -> _Index:
        return self if self.numbers else other


def _index(folder: Path) -> _Index:
    """The window's tabs; without a readable index those whose files are there, by number."""
    try:
        index = _json(folder / _INDEX)
        listed = [number for number in index["tabs"] if type(number) is int]
        current, layout = index["current"], index.get("layout")
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        listed = sorted(int(path.stem) for path in folder.glob("*.json") if path.stem.isdecimal())
        current, layout = 0, None
    front = listed[current] if type(current) is int and 0 <= current < len(listed) else None
    return _Index(tuple(dict.fromkeys(listed)), front, layout if isinstance(layout, dict) else {})


def _bytes(value: Json) -> bytes:
    return b"".join(piece.encode("utf-8", "surrogatepass") for piece in _pieces(value))


def _pieces(value: Json) -> Iterator[str]:
    """The text of a JSON value bit by bit: json.dumps lets no other thread work, for a tenth of a second for 10 MB."""
    if isinstance(value, dict) and any(isinstance(item, dict | list) for item in value.values()):
        for number, (key, item) in enumerate(value.items()):
            yield f"{', ' if number else '{'}{json.dumps(key, ensure_ascii=False)}: "
            yield from _pieces(item)
        yield "}"
    elif isinstance(value, list) and len(value) > 1:
        for number, item in enumerate(value):
            yield ", " if number else "["
            yield from _pieces(item)
        yield "]"
    else:
        yield json.dumps(value, ensure_ascii=False)


def _json(path: Path) -> Json:
    """OSError, ValueError, RecursionError."""
    return json.loads(path.read_bytes().decode("utf-8", "surrogatepass"))


@contextmanager
def _held(home: Path) -> Iterator[None]:
    """One window begins at a time: a folder whose lock is only about to be taken must not look abandoned."""
    home.mkdir(mode=0o700, exist_ok=True)
    handle = _lock(home / _LOCK, wait=True)
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)


def _locked(folder: Path) -> int | None:
    """The folder's lock as a descriptor, or None where a window that lives has it. The system ends it with us."""
    return _lock(folder / _LOCK, wait=False) if folder.is_dir() else None


def _lock(path: Path, *, wait: bool) -> int | None:
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        return None
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        os.close(handle)
        return None
    return handle
