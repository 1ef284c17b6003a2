"""Picture files of strangers, read off the window's thread and within bounds."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QImage, QImageReader

FORMATS = frozenset({b"png", b"jpg", b"jpeg", b"webp", b"gif", b"bmp", b"ico", b"tif", b"tiff", b"pbm", b"pgm", b"ppm"})
"""What is decoded. Not SVG, which can name other files, and nothing rare."""
PIXELS = 60_000_000
"""Most pixels that are decoded: 240 MB in memory."""
SHOWN = 16_000_000
"""Most pixels that are kept; a larger picture is scaled down to them."""
PREVIEW = 1_500_000
"""A larger picture is kept in this size too, from which it is painted when it is fitted."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A decoded picture: `levels` are it and, if large, a smaller one that a fitted view is painted from."""

    levels: tuple[QImage, ...]
    size: QSize
    """In pixels, as the file has it, turned as its EXIF says."""
    format: str


class NotShown(Exception):
    """Why a picture is not shown, as a sentence."""


def from_file(path: Path) -> Picture:
    """Decode a file. Raises NotShown. For a thread."""
    if not path.exists():
        raise NotShown("The file made room for newer ones meanwhile. Run the request again to see it.")
    return _read(lambda: QImageReader(str(path)))


def from_data_url(url: str) -> Picture:
    """Decode `data:image/png;base64,…`. Raises NotShown. For a thread."""
    head, _, body = url.partition(",")
    if not head.endswith(";base64"):
        raise NotShown("This picture is spelled in a way that is not understood.")
    try:
        data = QByteArray(base64.b64decode(body, validate=False))
    except (binascii.Error, ValueError):
        raise NotShown("This picture's data is damaged.") from None
    buffer = QBuffer()
    buffer.setData(data)

    def reader() -> QImageReader:
        buffer.close()
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        return QImageReader(buffer)

    return _read(reader)


def _read(open_reader: Callable[[], QImageReader]) -> Picture:
    """Everything large happens inside `QImageReader.read`, the one call that lets Python go on in other threads;
    `QImage.scaled` and `convertTo` hold the window for as long as they take (PySide6 6.11)."""
    reader = open_reader()
    # by content: the name was chosen by a stranger
    reader.setDecideFormatFromContent(True)
    kind = bytes(reader.format().data())
    if kind not in FORMATS:
        named = f" ({kind.decode('ascii', 'replace').upper()})" if kind else ""
        raise NotShown(f"This kind of file{named} is not shown here. It can be saved and opened.")
    size = reader.size()
    if not size.isValid():
        raise NotShown("The picture is damaged: it does not say how large it is.")
    if size.width() * size.height() > PIXELS:
        raise NotShown(
            f"The picture has {size.width():,} × {size.height():,} pixels, too many to show."
            " It can be saved and opened."
        )
    levels = [_decoded(reader, size, _bounded(size, SHOWN))]
    if size.width() * size.height() > PREVIEW:
        levels.append(_decoded(open_reader(), size, _bounded(size, PREVIEW)))
    turned = levels[0].width() > levels[0].height()
    if turned != (size.width() > size.height()) and size.width() != size.height():
        size = size.transposed()
    return Picture(tuple(levels), size, kind.decode("ascii"))


def _decoded(reader: QImageReader, size: QSize, wanted: QSize) -> QImage:
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    if wanted != size:
        reader.setScaledSize(wanted)
    image = reader.read()
    if image.isNull():
        raise NotShown(f"The picture cannot be decoded: {reader.errorString()}.")
    return image


def _bounded(size: QSize, pixels: int) -> QSize:
    count = size.width() * size.height()
    if count <= pixels:
        return size
    factor = (pixels / count) ** 0.5
    return QSize(max(1, round(size.width() * factor)), max(1, round(size.height() * factor)))
