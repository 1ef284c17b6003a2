"""Picture files of strangers, read off the window's thread and within bounds."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

FORMATS = frozenset({b"png", b"jpg", b"jpeg", b"webp", b"gif", b"bmp", b"ico", b"tif", b"tiff", b"pbm", b"pgm", b"ppm"})
"""What is decoded. Not SVG, which can name other files, and nothing rare."""
PIXELS = 60_000_000
"""Most pixels that are decoded: 240 MB in memory."""
SHOWN = 16_000_000
"""Most pixels that are kept; a larger picture is scaled down to them."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A decoded picture: `levels` are it and its halves, so that a small view is painted from a small picture."""

    levels: tuple[QImage, ...]
    size: QSize
    """In pixels, as the file has it, turned as its EXIF says."""
    format: str


class NotShown(Exception):
    """Why a picture is not shown, as a sentence."""


def from_file(path: Path) -> Picture:
    """Decode a file. Raises NotShown. Runs in any thread."""
    reader = QImageReader(str(path))
    return _read(reader)


def from_data_url(url: str) -> Picture:
    """Decode `data:image/png;base64,…`. Raises NotShown. Runs in any thread."""
    head, _, body = url.partition(",")
    if not head.endswith(";base64"):
        raise NotShown("This picture is spelled in a way that is not understood.")
    try:
        data = QByteArray(base64.b64decode(body, validate=False))
    except (binascii.Error, ValueError):
        raise NotShown("This picture's data is damaged.") from None
    buffer = QBuffer()
    buffer.setData(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    return _read(QImageReader(buffer))


def _read(reader: QImageReader) -> Picture:
    # by content: the name was chosen by a stranger
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    kind = bytes(reader.format().data())
    if kind not in FORMATS:
        named = f" ({kind.decode('ascii', 'replace').upper()})" if kind else ""
        raise NotShown(f"This kind of file{named} is not shown here. It can be saved and opened.")
    size = reader.size()
    if size.isValid() and size.width() * size.height() > PIXELS:
        raise NotShown(
            f"The picture has {size.width():,} × {size.height():,} pixels, too many to show."
            " It can be saved and opened."
        )
    image = reader.read()
    if image.isNull():
        raise NotShown(f"The picture cannot be decoded: {reader.errorString()}.")
    size = image.size()
    if size.width() * size.height() > SHOWN:
        factor = (SHOWN / (size.width() * size.height())) ** 0.5
        image = _scaled(image, size * factor)
    image.convertTo(QImage.Format.Format_ARGB32_Premultiplied)
    levels = [image]
    while max(levels[-1].width(), levels[-1].height()) > 1000:
        levels.append(_scaled(levels[-1], levels[-1].size() / 2))
    return Picture(tuple(levels), size, kind.decode("ascii"))


def _scaled(image: QImage, size: QSize) -> QImage:
    return image.scaled(
        size.expandedTo(QSize(1, 1)), Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
