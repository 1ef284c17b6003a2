"""What a drop, the clipboard or a line of text offers in the way of files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QImage

from gradioscope.gradio.media.types import endings
from gradioscope.gradio.model import Json, LocalFile, file_data
from gradioscope.request.file_types import KINDS, types_text

MOST_FILES = 2000
"""Files taken out of a folder at most; more would be a mistake."""


def local_paths(mime: QMimeData) -> list[str]:
    """Paths of this computer, from a file manager."""
    return [url.toLocalFile() for url in mime.urls() if url.isLocalFile() and url.toLocalFile()]


def web_address(mime: QMimeData) -> str | None:
    """An http(s) address, from a browser's link or picture."""
    for url in mime.urls():
        if url.scheme() in ("http", "https"):
            return url.toString(QUrl.ComponentFormattingOption.FullyEncoded)
    text = mime.text().strip() if mime.hasText() else ""
    return text if is_address(text) and len(text.split()) == 1 else None


def image(mime: QMimeData) -> QImage | None:
    """Picture data: a screenshot, or what was copied in an image editor."""
    if not mime.hasImage():
        return None
    data = mime.imageData()
    found = data if isinstance(data, QImage) else QImage(data)
    return None if found.isNull() else found


def is_address(text: str) -> bool:
    return text.lower().startswith(("http://", "https://"))


def from_address(text: str) -> Json:
    """The FileData of a web address, named by the last part of its path."""
    name = QUrl(text).fileName()
    return file_data(text, name or None)


def from_text(text: str) -> Json:
    """What a typed line stands for: an address, a path of this computer (`~` and file: too), or None."""
    text = text.strip()
    if not text:
        return None
    if is_address(text):
        return from_address(text)
    if text.lower().startswith("file:"):
        text = QUrl(text).toLocalFile() or text
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":  # a path copied with its quotes
        text = text[1:-1]
    if text.startswith("~"):
        try:
            text = str(Path(text).expanduser())
        except RuntimeError:  # no such user
            return LocalFile(text)
    return LocalFile(text)


def inside(folder: str) -> Iterator[str]:
    """The files of a folder and of those in it, by name; hidden ones left out."""
    for entry in sorted(Path(folder).iterdir(), key=lambda path: path.name.casefold()):
        if entry.name.startswith("."):
            continue
        if entry.is_dir() and not entry.is_symlink():
            yield from inside(str(entry))
        elif entry.is_file():
            yield str(entry)


def name_filters(types: tuple[str, ...]) -> list[str]:
    """A file dialog's filters for the types; everything stays choosable, as a name need not tell the type."""
    everything = "All files (*)"
    patterns = []
    for kind in (item.strip().lower() for item in types):
        if kind.startswith("."):
            patterns.append(f"*{kind}")
        elif kind in KINDS:
            patterns.extend(_patterns(kind))
    if not patterns:
        return [everything]
    return [f"{types_text(types)} ({' '.join(dict.fromkeys(patterns))})", everything]


def _patterns(kind: str) -> list[str]:
    return [f"*{suffix}" for suffix in endings(kind)]
