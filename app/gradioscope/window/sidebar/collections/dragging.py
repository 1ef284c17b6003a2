"""Files that go into the tree and out of it: by drag and drop, and over the clipboard."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QRect, Qt, QUrl
from PySide6.QtGui import QFontMetrics, QPainter, QPixmap

from gradioscope.window import theme
from gradioscope.window.sidebar.collections.node import Node
from gradioscope.window.sidebar.collections.painting import ROW

OURS = "application/x-gradioscope-rows"
"""Marks what comes out of a tree of ours: its folders are moved, where others would be opened."""
CUT = "application/x-gradioscope-cut"


def mime(paths: Iterable[str], *, cut: bool = False) -> QMimeData:
    """Files as every program takes them."""
    data = QMimeData()
    listed = list(paths)
    data.setUrls([QUrl.fromLocalFile(path) for path in listed])
    data.setText("\n".join(listed))
    data.setData(OURS, b"1")
    if cut:
        data.setData(CUT, b"1")
    return data


def paths_in(data: QMimeData | None) -> list[Path]:
    """The local files of a drag or of the clipboard, which is None where another program took it."""
    if data is None:
        return []
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile() and url.toLocalFile()]


def is_ours(data: QMimeData) -> bool:
    return data.hasFormat(OURS)


def is_cut(data: QMimeData) -> bool:
    return data.hasFormat(CUT)


def outermost(nodes: Sequence[Node]) -> list[Node]:
    """The rows without those that lie in another one of them."""
    chosen = set(nodes)
    found = []
    for node in nodes:
        around = node.parent
        while around is not None and around not in chosen:
            around = around.parent
        if around is None:
            found.append(node)
    return found


def fits(paths: Sequence[Path], folder: Path, *, copy: bool) -> bool:
    """Whether files can be put into a folder: not into themselves, and not where they are."""
    if not paths:
        return False
    if any(folder == path or folder.is_relative_to(path) for path in paths):
        return False
    return copy or any(path.parent != folder for path in paths)


def picture(text: str, ratio: float) -> QPixmap:
    """What hangs at the pointer while something is dragged."""
    metrics = QFontMetrics(theme.font("body"))
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, theme.px(220))
    width, height = metrics.horizontalAdvance(shown) + theme.px(24), theme.px(ROW)
    pixmap = QPixmap(round(width * ratio), round(height * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(theme.tokens().selection)
    painter = QPainter(pixmap)
    painter.setFont(theme.font("body"))
    painter.setPen(theme.tokens().text)
    painter.drawText(QRect(theme.px(12), 0, width, height), int(Qt.AlignmentFlag.AlignVCenter), shown)
    painter.end()
    return pixmap
