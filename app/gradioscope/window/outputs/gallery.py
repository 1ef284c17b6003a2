"""A gallery: small pictures to walk through, and the chosen one large."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from gradioscope.gradio.model import is_file_data
from gradioscope.window import icons, theme
from gradioscope.window.outputs.canvas import Canvas
from gradioscope.window.outputs.decoding import Picture
from gradioscope.window.outputs.file_set import Decoder, FileData, FileSetViewer
from gradioscope.window.outputs.files import file_name
from gradioscope.window.parts import Label

SIDE = 72
"""Of a small picture, at 100 %."""
MOST = 2000
"""Items that are listed; more are told by their number."""


class GalleryViewer(FileSetViewer):
    """Small pictures in a row that scrolls; only those in view are fetched. Enter or a click shows one large."""

    def make_content(self) -> QWidget:
        self._pictures: dict[str, Picture] = {}
        self._decoder = Decoder(self)
        self._decoder.decoded.connect(self._decoded)
        self._decoder.refused.connect(self._refused)
        content = QWidget(self)
        self.canvas = Canvas(f"Chosen of {self.ret.label}", content)
        self._caption = Label("", "meta", "muted", content, wrap=True, selectable=True)
        self.items = _Strip(content)
        self.items.setAccessibleName(self.ret.label)
        self.items.currentRowChanged.connect(self._choose)
        self.items.horizontalScrollBar().valueChanged.connect(self._look_soon)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._look)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, theme.px(theme.S1), 0, 0)
        column.setSpacing(theme.px(theme.S1))
        column.addWidget(self.canvas, 1)
        column.addWidget(self._caption)
        column.addWidget(self.items)
        return content

    def accepts(self, value: Any) -> bool:
        return isinstance(value, list) and bool(value) and all(_file(item) is not None for item in value)

    def files_in(self, value: Any) -> list[FileData]:
        return [file for item in value if (file := _file(item)) is not None]

    def chosen(self) -> FileData | None:
        row = self.items.currentRow()
        return _file(self.shown[row]) if self._fits and 0 <= row < len(self.shown) else super().chosen()

    def show_value(self, value: Any) -> None:
        super().show_value(value)
        self._pictures = {path: p for path, p in self._pictures.items() if path in self._paths}
        self._decoder.clear()
        listed = value[:MOST]
        self._note(f"{len(value)} items" + (f", the first {MOST} are listed" if len(value) > MOST else ""))
        while self.items.count() > len(listed):
            self.items.takeItem(self.items.count() - 1)
        while self.items.count() < len(listed):
            self.items.addItem(QListWidgetItem())
        for row, entry in enumerate(listed):
            self._dress(row, entry)
        if self.items.currentRow() < 0:
            self.items.setCurrentRow(0)
        else:
            self._choose(self.items.currentRow())
        self._look_soon()

    def arrived(self, file: FileData, path: Path) -> None:
        if str(file["path"]) in self._pictures:
            self._redress(str(file["path"]))
        else:
            self._decoder.add(path)

    def _dress(self, row: int, entry: Any) -> None:
        item = self.items.item(row)
        file = _file(entry)
        assert file is not None
        caption = entry.get("caption") if isinstance(entry, dict) else None
        words = str(caption) if caption else file_name(file)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, words)
        sign = "video" if _is_film(entry) else "image"
        item.setIcon(_cell(self._pictures.get(str(file["path"])), sign, self.devicePixelRatioF()))

    def _redress(self, path: str) -> None:
        for row, entry in enumerate(self.shown[:MOST] if self._fits else ()):
            file = _file(entry)
            if file is not None and str(file["path"]) == path and row < self.items.count():
                self._dress(row, entry)
                if row == self.items.currentRow():
                    self.canvas.show_picture(self._pictures.get(path))

    def _choose(self, row: int) -> None:
        value = self.shown
        if not isinstance(value, list) or not 0 <= row < len(value):
            return
        entry = value[row]
        file = _file(entry)
        if file is None:
            return
        caption = entry.get("caption") if isinstance(entry, dict) else None
        words = (f"{row + 1} of {len(value)}", caption, file_name(file))
        self._caption.setText(" · ".join(str(part) for part in words if part))
        picture = self._pictures.get(str(file["path"]))
        self.canvas.show_picture(picture)
        if picture is None and not _is_film(entry):
            self.want(file)

    def _look_soon(self) -> None:
        self._soon.start(0)

    def _look(self) -> None:
        """Have what is in view fetched."""
        room = self.items.viewport().rect()
        for row in range(self.items.count()):
            place = self.items.visualItemRect(self.items.item(row))
            if place.left() > room.right():
                break
            if place.right() >= 0 and self._fits and row < len(self.shown) and not _is_film(self.shown[row]):
                file = _file(self.shown[row])
                if file is not None and str(file["path"]) not in self._pictures:
                    self.want(file)

    def _decoded(self, path: Path, picture: Picture) -> None:
        for key, here in list(self._paths.items()):
            if here == path:
                self._pictures[key] = picture
                self._redress(key)

    def _refused(self, path: Path, why: str) -> None:
        self._note(f"{path.name}: {why}", "warning")


class _Strip(QListWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setMovement(QListView.Movement.Static)
        self.setIconSize(QSize(theme.px(SIDE), theme.px(SIDE)))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setGridSize(QSize(theme.px(SIDE + 12), theme.px(SIDE + 12)))
        self.setFixedHeight(theme.px(SIDE + 30))


def _is_film(entry: Any) -> bool:
    return isinstance(entry, dict) and "video" in entry


def _file(entry: Any) -> FileData | None:
    """The file of an item; a bare one is taken too."""
    if is_file_data(entry):
        found: FileData = entry
        return found
    for key in ("image", "video"):
        if isinstance(entry, dict) and is_file_data(entry.get(key)):
            inner: FileData = entry[key]
            return inner
    return None


def _cell(picture: Picture | None, sign: str, ratio: float) -> QIcon:
    """A square with the picture in its middle, or with a sign where there is none yet."""
    side = round(theme.px(SIDE) * ratio)
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        if picture is None:
            face = theme.px(24) * ratio
            painter.fillRect(pixmap.rect(), theme.tokens().hover)
            place = QRectF((side - face) / 2, (side - face) / 2, face, face)
            icons.paint(painter, place, sign, theme.tokens().text_muted)
        else:
            image = picture.levels[-1]
            size = image.size().scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            place = QRectF((side - size.width()) / 2, (side - size.height()) / 2, size.width(), size.height())
            painter.drawImage(place, image)
    pixmap.setDevicePixelRatio(ratio)
    return QIcon(pixmap)
