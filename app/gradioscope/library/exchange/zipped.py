"""A collection as one zip, out and in. What comes in is somebody else's: its names and sizes are checked first.

Only what belongs to a collection goes either way: requests, variables, and the files that lie beside them. Nothing
hidden (`.git`), no links, and no secrets: those are in the keyring.
"""

from __future__ import annotations

import os
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from gradioscope.gradio.errors import GradioscopeError, WrongUse
from gradioscope.library.collection.names import folded_name, is_file_name
from gradioscope.library.collection.place import SUFFIX

MOST = 20_000
"""Files."""
LARGEST = 1024 * 1024 * 1024
"""Bytes that all of them may unfold to."""
RATIO = 200
"""Times that a file of more than a megabyte may unfold; JSON and YAML shrink to a fifth, blanks to a thousandth."""
_FREE = 1024 * 1024
_DEEPEST = 40
_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Packed:
    files: int
    left_out: tuple[str, ...]
    """Links and what could not be read, with the reason."""


def pack(folder: Path, target: Path) -> Packed:
    """Write a collection's files into a zip, which replaces what is there only once it is whole.

    GradioscopeError where it cannot be written; WrongUse where there is too much. Not for the UI thread.
    """
    folder, target = Path(os.path.abspath(folder)), Path(os.path.abspath(target))
    if not folder.is_dir():
        raise WrongUse(f"{folder} is no folder.", "", "Choose a collection's folder.")
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.part")
    left_out: list[str] = []
    count = 0
    try:
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as archive:
            for path in _files(folder, left_out):
                if path == target:
                    continue
                name = f"{folder.name or 'collection'}/{path.relative_to(folder).as_posix()}"
                try:
                    archive.write(path, name)
                except (PermissionError, FileNotFoundError, ValueError) as error:
                    left_out.append(f"{path.relative_to(folder)}: {error}")
                    continue
                count += 1
                if count > MOST:
                    raise WrongUse(
                        f"{folder.name} is too large for a zip.", f"It has more than {MOST:,} files.", "Pack a part."
                    )
        unfinished.replace(target)
    except OSError as error:
        raise GradioscopeError(
            f"{target} cannot be written.", f"{error.strerror or error}.", "Make room, or choose another place."
        ) from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
    return Packed(count, tuple(left_out))


def _files(folder: Path, left_out: list[str]) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        inside = sorted(name for name in folders if not name.startswith("."))
        for name in inside:
            if Path(place, name).is_symlink():
                left_out.append(f"{Path(place, name).relative_to(folder)}: it is a link.")
        folders[:] = [name for name in inside if not Path(place, name).is_symlink()]
        for name in sorted(names):
            path = Path(place, name)
            if name.startswith("."):
                continue
            if path.is_symlink():
                left_out.append(f"{path.relative_to(folder)}: it is a link.")
            elif path.is_file():
                yield path


def unpack(source: Path, folder: Path) -> Packed:
    """Put a zip's files into a new folder; a single folder that holds them all becomes that one.

    WrongUse, before anything is written, where a name leads elsewhere or could not be on some system, or there is too
    much of it; GradioscopeError where it is no zip, is damaged, or cannot be written. What was written before that is
    removed again. Not for the UI thread.
    """
    folder = Path(os.path.abspath(folder))
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WrongUse(f"{folder} is there already.", "A zip is unpacked into a folder of its own.", "Name a new one.")
    try:
        with zipfile.ZipFile(source) as archive:
            left_out: list[str] = []
            entries = list(_checked(source, archive, left_out))
            _write(source, archive, entries, folder)
            return Packed(len(entries), tuple(left_out))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise WrongUse(
            f"{source.name} cannot be unpacked.", f"It is no zip, or damaged: {error}.", "Fetch it again."
        ) from error
    except OSError as error:
        raise GradioscopeError(
            f"{source.name} cannot be unpacked.", f"{error.strerror or error}.", f"Look at {error.filename or folder}."
        ) from error


def holds_requests(source: Path) -> bool:
    """Whether a file is a zip with requests in it."""
    try:
        with zipfile.ZipFile(source) as archive:
            return any(name.endswith(SUFFIX) for name in archive.namelist()[: MOST + 1])
    except (OSError, zipfile.BadZipFile, ValueError):
        return False


Entry = tuple[zipfile.ZipInfo, PurePosixPath]


def _checked(source: Path, archive: zipfile.ZipFile, left_out: list[str]) -> Iterator[Entry]:
    infos = archive.infolist()
    if len(infos) > MOST:
        raise _refused(source, f"It holds more than {MOST:,} files.")
    found: list[Entry] = []
    total = 0
    seen: dict[str, str] = {}
    for info in infos:
        path = _path(source, info)
        if path is None:
            continue
        if stat.S_ISLNK(info.external_attr >> 16):
            left_out.append(f"{path}: it is a link.")
            continue
        if any(part.startswith(".") or part == "__MACOSX" for part in path.parts):
            left_out.append(f"{path}: it is hidden.")
            continue
        if info.flag_bits & 0x1:
            raise _refused(source, "It is encrypted.")
        for length in range(1, len(path.parts) + 1):
            part = "/".join(path.parts[:length])
            if seen.setdefault(folded_name(part), part) != part:
                raise _refused(source, f"{seen[folded_name(part)]} and {part} are one file on some systems.")
        if any(path == other for _, other in found):
            raise _refused(source, f"{path} is in it twice.")
        total += info.file_size
        if total > LARGEST:
            raise _refused(source, f"It would unfold to more than {LARGEST // 2**30} GB.")
        if info.file_size > _FREE and info.file_size > RATIO * max(info.compress_size, 1):
            raise _refused(source, f"{path} would unfold more than {RATIO} times, as only harmful files do.")
        found.append((info, path))
    folders = {"/".join(path.parts[:length]) for _, path in found for length in range(1, len(path.parts))}
    if clash := next((str(path) for _, path in found if str(path) in folders), ""):
        raise _refused(source, f"{clash} is a file and a folder in it.")
    yield from _without_outer(found)


def _path(source: Path, info: zipfile.ZipInfo) -> PurePosixPath | None:
    """Where an entry would be; None for a folder. WrongUse for a name that leads elsewhere."""
    name = info.filename
    parts = name.removesuffix("/").split("/")
    hidden = any(part.startswith(".") and part not in (".", "..") for part in parts)
    wrong = (
        name.startswith("/")
        or "\\" in info.orig_filename
        or "\0" in info.orig_filename
        or len(parts) > _DEEPEST
        or any(part in ("", ".", "..") for part in parts)
        # colons of drives and streams, names that Windows keeps for itself, what is too long
        or not (hidden or all(is_file_name(part) for part in parts))
    )
    if wrong:
        shown = "".join(sign if sign.isprintable() else "?" for sign in info.orig_filename)[:80]
        raise _refused(source, f"The name {shown!r} leads out of the folder, or cannot be one on every system.")
    return None if info.is_dir() else PurePosixPath(*parts)


def _without_outer(found: list[Entry]) -> Iterator[Entry]:
    """Without the one folder around everything, which is what `pack` and most programs put there."""
    outer = {path.parts[0] for _, path in found}
    strip = len(outer) == 1 and all(len(path.parts) > 1 for _, path in found) and outer != {"environments"}
    for info, path in found:
        yield info, PurePosixPath(*path.parts[1:]) if strip else path


def _write(source: Path, archive: zipfile.ZipFile, entries: list[Entry], folder: Path) -> None:
    made: list[Path] = []
    was_there = folder.exists()
    try:
        for info, path in entries:
            target = folder.joinpath(*path.parts)
            target.parent.mkdir(parents=True, exist_ok=True)
            made.append(target)
            left = info.file_size
            with archive.open(info) as packed, target.open("xb") as file:
                # a size that was told falsely ends here
                while chunk := packed.read(min(_CHUNK, left + 1)):
                    left -= len(chunk)
                    if left < 0:
                        raise _refused(source, f"{path} is larger than it says.")
                    file.write(chunk)
        folder.mkdir(parents=True, exist_ok=True)
    except BaseException:
        for target in made:
            with suppress(OSError):
                target.unlink(missing_ok=True)
        inside = sorted({around for target in made for around in target.parents if folder in around.parents})
        for each in [*reversed(inside), *([] if was_there else [folder])]:
            with suppress(OSError):
                each.rmdir()
        raise


def _refused(source: Path, why: str) -> WrongUse:
    return WrongUse(f"{source.name} was not unpacked.", why, "Nothing was written. Ask whoever made it for another.")
