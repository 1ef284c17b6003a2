"""What apps told of themselves when they were last connected to, so that their forms can be shown without asking.

One compressed file an address, in the cache: losing it costs a form until the app is asked again, nothing else.
"""

from __future__ import annotations

import json
import os
import zlib
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from gradioscope.gradio.model import App
from gradioscope.gradio.stored import app_as_json, app_from_json
from gradioscope.library.atomic import write_atomically
from gradioscope.library.places import Places
from gradioscope.library.recent import without_secrets

if TYPE_CHECKING:
    from gradioscope.request.saved import SavedRequest

KEPT = 300
"""Apps; of more, those used longest ago go."""
LARGEST = 64 * 1024 * 1024
"""Bytes that one description may unfold to."""


class KnownApps:
    """Not for the UI thread: it reads and writes files, and a large app takes tens of milliseconds."""

    def __init__(self, places: Places) -> None:
        self._places = places

    def remember(self, address: str, app: App) -> None:
        """Keep the app under the address the person wrote, and under its own. What cannot be written is not kept."""
        text = json.dumps(app_as_json(app), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
        packed = zlib.compress(text, 3)
        try:
            for key in {_key(address), _key(app.url)}:
                if key:
                    write_atomically(self._folder() / key, packed)
            self._make_room()
        except OSError:
            return  # it is a cache

    def find(self, address: str) -> App | None:
        """The app as it was, or None where it is not known; what is damaged is not known."""
        key = _key(address)
        if not key:
            return None
        path = self._folder() / key
        try:
            unpacked = zlib.decompressobj().decompress(path.read_bytes(), LARGEST)
            app = app_from_json(json.loads(unpacked))
            os.utime(path)
        except (OSError, ValueError, KeyError, zlib.error, RecursionError):
            return None
        return app

    def form_of(self, request: SavedRequest) -> App | None:
        """The app that a request's form is made of, nobody asked: as it is known, or as the request remembers it."""
        known = self.find(request.address)
        if known is None or known.endpoint(request.endpoint) is None:
            from gradioscope.request.offline import app_of

            return app_of(request) or known
        return known

    def clear(self) -> None:
        for path in self._folder().iterdir():
            path.unlink(missing_ok=True)

    def _folder(self) -> Path:
        folder = self._places.cache / "apps"
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder

    def _make_room(self) -> None:
        found = sorted(os.scandir(self._folder()), key=lambda entry: entry.stat().st_mtime, reverse=True)
        for entry in found[2 * KEPT :]:
            os.unlink(entry.path)


def _key(address: str) -> str:
    """A file's name for an address; empty where the address may hold a secret, or is none."""
    kept = without_secrets(address).rstrip("/").casefold()
    return sha256(kept.encode("utf-8", "replace")).hexdigest()[:32] if kept else ""
