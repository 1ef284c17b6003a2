"""Files to an app and from it. Links are built from the app's base and the `path`, never from `url`:
on Gradio 4 that has a wrong piece, and behind a proxy a foreign host."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

from gradioscope.gradio.connection import Connection
from gradioscope.gradio.errors import CallRefused, Explanation, LoginNeeded, NoRoom, WrongUse
from gradioscope.gradio.events import Uploading
from gradioscope.gradio.media.types import media_type
from gradioscope.gradio.model import App, Json, LocalFile
from gradioscope.gradio.upload_name import not_hidden

_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u202a-\u202e\u2066-\u2069]')
_RESERVED = re.compile(r"^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)

RESERVE = 200 * 1024 * 1024
"""Bytes of a disk that no download takes."""
_CHECKED = 8 * 1024 * 1024
"""Bytes after which the disk is asked again."""


async def upload(
    connection: Connection,
    app: App,
    files: Sequence[LocalFile],
    on_progress: Callable[[Uploading], None] | None = None,
) -> dict[LocalFile, str]:
    """Upload the files, one after the other; each one's path on the server.

    Raises WrongUse for a file that cannot be read or is larger than the app accepts (nothing is sent
    then), LoginNeeded, CallRefused, ConnectionFailed's kin.
    """
    sizes = {file: _size(file, app) for file in files}
    total = sum(sizes.values())
    done = 0
    uploaded: dict[LocalFile, str] = {}
    for file in files:
        before = done

        def sent(count: int, before: int = before, name: str = file.name) -> None:
            if on_progress:
                on_progress(Uploading(before + count, total, name))

        uploaded[file] = await _upload_one(connection, app, file, sent)
        done += sizes[file]
        sent(sizes[file])
    return uploaded


def _size(file: LocalFile, app: App) -> int:
    try:
        with open(file.path, "rb"):
            size = os.path.getsize(file.path)
    except OSError as error:
        raise WrongUse(
            f"The file {file.path} cannot be read.",
            f"{error.strerror or error}.",
            "Choose it again; it may have been moved or deleted.",
        ) from error
    if app.max_file_size is not None and size > app.max_file_size:
        raise WrongUse(
            f"{file.name} is larger than the app accepts.",
            f"It has {_bytes(size)}, the limit is {_bytes(app.max_file_size)}.",
            "Choose a smaller file.",
        )
    return size


def _bytes(size: int) -> str:
    return f"{size:,} bytes".replace(",", " ")


class _Counted:
    """A file that tells how much of it was read."""

    def __init__(self, file: IO[bytes], sent: Callable[[int], None]) -> None:
        self._file = file
        self._sent = sent

    def read(self, size: int = -1) -> bytes:
        chunk = self._file.read(size)
        self._sent(self._file.tell())
        return chunk

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


async def _upload_one(connection: Connection, app: App, file: LocalFile, sent: Callable[[int], None]) -> str:
    kind = media_type(file.name) or "application/octet-stream"
    with open(file.path, "rb") as opened:  # noqa: ASYNC230 - read in blocks of 64 KB by the request itself
        counted: Any = _Counted(opened, sent)
        answer = await connection.request(
            "POST", f"{app.api}/upload", files=[("files", (not_hidden(file.name), counted, kind))], timeout=300
        )
    if answer.status == 401:
        raise LoginNeeded("", app.url)
    try:
        paths = answer.json() if answer.status == 200 else None
    except ValueError:
        paths = None
    if isinstance(paths, list) and len(paths) == 1 and isinstance(paths[0], str):
        return paths[0]
    if answer.status == 413:
        what, why, do = f"The app refuses {file.name} as too large.", answer.text[:200], "Choose a smaller file."
    else:
        what, why, do = f"{file.name} could not be uploaded.", f"The app answered {answer.status}.", "Try again."
    raise CallRefused(Explanation(what, why, do, "edit", details=answer.text[:2000]), answer.status)


PLAYLIST = "playlist.m3u8"


def file_url(app: App, file_data: dict[str, Json]) -> str:
    """Where an app serves a file that it returned.

    What it streamed is no file there: Gradio 5 and 6 join the pieces under another name of the playlist (HLS) once
    all are made, 4 serves the bytes at the stream's own path.
    """
    path = str(file_data["path"])
    if file_data.get("is_stream"):
        whole = f"{path.removesuffix(PLAYLIST)}playlist-file" if path.endswith(f"/{PLAYLIST}") else path
        return f"{app.api}/stream/{quote(whole, safe='/', errors='replace')}"
    return f"{app.api}/file={quote(path, safe='/', errors='replace')}"


def file_name(file_data: dict[str, Json]) -> str:
    """A name for a returned file that is safe in any folder, whatever the server calls it."""
    given = str(file_data.get("orig_name") or "") or str(file_data.get("path") or "")
    if given.startswith(("http://", "https://")):
        given = given.partition("?")[0]
    given = given.encode("utf-8", "replace").decode()  # JSON may hold halves of surrogate pairs
    name = _UNSAFE.sub("_", re.split(r"[/\\]", given)[-1]).strip(" .")
    if _RESERVED.match(name):
        name = "_" + name
    stem, dot, ending = name.rpartition(".")
    if len(name.encode()) > 180:
        name = (stem or ending).encode()[:150].decode("utf-8", "ignore") + (f".{ending[:20]}" if stem and dot else "")
    return name or "file"


@dataclass(frozen=True, slots=True)
class Fetching:
    """How far a download is. `total` is None where the app does not tell."""

    received: int
    total: int | None
    name: str


async def download(
    connection: Connection,
    app: App,
    file_data: dict[str, Json],
    folder: Path,
    on_progress: Callable[[Fetching], None] | None = None,
    limit: int | None = None,
) -> Path:
    """Save a returned file in the folder, under a name that no server can lead outside of it.

    An existing file is never overwritten: ` (2)` is added. Nothing is left of one that has more than `limit` bytes,
    that would take the disk's last RESERVE bytes, or that breaks off. Raises NoRoom, CallRefused, LoginNeeded,
    ConnectionFailed's kin, RedirectsElsewhere, OSError.
    """
    url = file_url(app, file_data)
    name = file_name(file_data)
    async with connection.stream(url, headers={"Accept-Encoding": "identity"}, timeout=60) as stream:
        if stream.status == 401:
            raise LoginNeeded("", app.url)
        if stream.status != 200:
            raise CallRefused(
                Explanation(
                    f"The file {name} cannot be fetched.",
                    f"The app answered {stream.status}"
                    + (": it no longer has the file." if stream.status in (403, 404) else "."),
                    "Run the request again.",
                    "retry",
                ),
                stream.status,
            )
        told = stream.headers.get("content-length", "")
        total = int(told) if told.isdecimal() and len(told) < 19 else None
        await asyncio.to_thread(_check_room, folder, name, 0, total or 0, limit)
        opened = await asyncio.to_thread(_create, folder, name)
        received = checked = 0
        try:
            with opened:
                async for chunk in stream.chunks():
                    received += len(chunk)
                    if received - checked > _CHECKED or (limit is not None and received > limit):
                        checked = received
                        await asyncio.to_thread(_check_room, folder, name, received, len(chunk), limit)
                    await asyncio.to_thread(opened.write, chunk)
                    if on_progress:
                        on_progress(Fetching(received, total, name))
        except BaseException:
            await asyncio.to_thread(os.unlink, opened.name)
            raise
    if not file_data.get("is_stream"):
        return Path(opened.name)
    from gradioscope.gradio.media.stream import settle

    return await asyncio.to_thread(settle, Path(opened.name))


def _check_room(folder: Path, name: str, received: int, more: int, limit: int | None) -> None:
    """Raise NoRoom unless `more` bytes fit, after `received` that are on the disk already."""
    if limit is not None and max(received, more) > limit:
        raise NoRoom(
            f"{name} is larger than what is kept of returned files.",
            f"The limit is {_bytes(limit)}.",
            "Save it into a folder of yours, or raise the limit in the settings.",
        )
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free
    if free - more < RESERVE:
        raise NoRoom(
            f"{name} does not fit on the disk.",
            f"{_bytes(free)} are free in {folder}, and {_bytes(RESERVE)} are left alone.",
            "Make room there, or choose a folder on another disk.",
        )


def _create(folder: Path, name: str) -> IO[bytes]:
    folder.mkdir(parents=True, exist_ok=True)
    path = Path(name)
    for number in range(1, 10_000):
        candidate = folder / (name if number == 1 else f"{path.stem} ({number}){path.suffix}")
        try:
            return open(candidate, "xb")
        except FileExistsError:
            continue
    raise OSError(f"no free name for {name} in {folder}")
