"""An image: as a file, or pasted from the clipboard, or dropped as a picture, with a look at it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QMimeData, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QImage, QImageReader, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from gradioscope.gradio.model import LocalFile
from gradioscope.request.file_types import local_problem
from gradioscope.window import theme
from gradioscope.window.inputs import offered, scratch
from gradioscope.window.inputs.file import FileInput
from gradioscope.window.parts import IconButton, Label
from gradioscope.window.parts.background import Background

MOST_MEMORY = 256
"""MB a picture may need when it is unpacked for a look at it."""
HIGHEST = 180
_WIDEST = 620


@dataclass(frozen=True, slots=True)
class Look:
    """A picture made small, and what it is."""

    picture: QImage
    size: QSize
    format: str


def look_at(path: str, bound: QSize) -> Look | str:
    """The picture in a file, scaled into `bound` (device pixels), or why there is none. Runs in a thread."""
    reader = QImageReader(path)
    reader.setAutoTransform(True)
    reader.setDecideFormatFromContent(True)
    size = reader.size()
    if not reader.canRead():
        return "No preview for this kind of file"
    if size.isValid():
        # checked before anything is unpacked: a few bytes can claim a billion pixels
        if size.width() * size.height() * 4 > MOST_MEMORY * 1024 * 1024:
            return f"{size.width()} × {size.height()}, too large for a preview"
        if size.width() > 2 * bound.width() or size.height() > 2 * bound.height():
            reader.setScaledSize(size.scaled(bound * 2, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1)))
    kind = bytes(reader.format().data()).decode("ascii", "replace").upper()
    picture = reader.read()
    if picture.isNull():
        return "No preview: the file is damaged or not an image"
    if not size.isValid():
        size = picture.size()
    if reader.transformation().value & 4:  # turned by a quarter
        size = size.transposed()
    if picture.width() > bound.width() or picture.height() > bound.height():
        picture = picture.scaled(bound, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
    return Look(picture, size, kind)


class _Picture(QWidget):
    """Paints the picture at its own size, smaller where there is no room, on a chequered ground."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = QImage()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_picture(self, picture: QImage) -> None:
        self._picture = picture
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        ratio = self._picture.devicePixelRatio()
        return QSize(round(self._picture.width() / ratio), round(self._picture.height() / ratio))

    def minimumSizeHint(self) -> QSize:
        return QSize(1, 1)

    def heightForWidth(self, width: int) -> int:
        size = self.sizeHint()
        return size.height() if width >= size.width() else max(1, size.height() * width // max(1, size.width()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._picture.isNull():
            return
        size = self.sizeHint()
        if size.width() > self.width():
            size.scale(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        target = QRectF(0, 0, size.width(), size.height())
        clip = QPainterPath()
        clip.addRoundedRect(target, theme.px(theme.GAP), theme.px(theme.GAP))
        with QPainter(self) as painter:
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
            painter.setClipPath(clip)
            if self._picture.hasAlphaChannel():
                painter.fillRect(target, theme.tokens().hover)
            painter.drawImage(target, self._picture)


class ImageInput(FileInput):
    """A file input that shows the picture below the line and takes pictures from the clipboard (Ctrl+V)."""

    what = "image"
    prompt = "Drop or paste an image, or write its path or web address"

    def furnish(self) -> None:
        self._paste_button = IconButton("paste", f"Paste an image for {self.field.label}", self._frame)
        self._paste_button.clicked.connect(self._paste_from_clipboard)
        self._choose.setAccessibleName(f"Choose an image for {self.field.label}")
        self._row.insertWidget(self._row.count() - 1, self._paste_button)
        self._below: QWidget | None = None
        self._shown = ""
        self._looking: Background | None = None
        self._saving: Background | None = None

    def takes(self, mime: QMimeData) -> bool:
        return mime.hasImage() or super().takes(mime)

    def take(self, mime: QMimeData) -> None:
        if not offered.local_paths(mime):
            picture = offered.image(mime)
            if picture is not None:
                self.take_picture(picture)
                return
        super().take(mime)

    @staticmethod
    def keep(picture: QImage) -> str | None:
        """Writes a picture as PNG into the session's folder; its path, or None where that failed."""
        path = str(scratch.new_file("pasted", ".png"))
        return path if picture.save(path, "PNG", 60) else None  # type: ignore[call-overload]

    def take_picture(self, picture: QImage) -> None:
        """Writes a picture as PNG into the session's folder, off the UI thread, and takes that file."""
        path = str(scratch.new_file("pasted", ".png"))
        if self._saving is None:
            self._saving = Background(self)
            self._saving.done.connect(self._saved)
        self._size.setText("Saving…")
        self._size.show()
        self._saving.start(lambda: path if picture.save(path, "PNG", 60) else "")  # type: ignore[call-overload]

    def show_file(self) -> None:
        super().show_file()
        value = self.value()
        path = value.path if isinstance(value, LocalFile) else ""
        if path == self._shown:
            return
        self._shown = path
        if self._looking is not None:
            self._looking.forget()
        self._drop_look()
        if not isinstance(value, LocalFile) or local_problem(value) is not None:
            return
        if self._looking is None:
            self._looking = Background(self)
            self._looking.done.connect(self._looked)
        ratio = self.devicePixelRatioF()
        bound = QSize(round(theme.px(_WIDEST) * ratio), round(theme.px(HIGHEST) * ratio))
        self._looking.start(lambda: look_at(path, bound))

    def _paste(self, mime: QMimeData) -> bool:
        if not offered.local_paths(mime) and offered.image(mime) is not None:
            self.take(mime)
            return True
        return super()._paste(mime)

    def _paste_from_clipboard(self) -> None:
        mime = QGuiApplication.clipboard().mimeData()
        if mime is not None and self.takes(mime):
            self.take(mime)
        else:
            self.set_error("There is no image on the clipboard.")

    def _saved(self, path: str) -> None:
        if path:
            self.put(LocalFile(path))
        else:
            self.show_file()
            self.set_error("The picture could not be saved to this computer.")

    def _looked(self, look: Look | str) -> None:
        self._drop_look()
        self._below = below = QWidget(self._frame)
        row = QHBoxLayout(below)
        row.setContentsMargins(theme.S2, 0, theme.S2, theme.S2)
        row.setSpacing(theme.S3)
        facts = Label("", "meta", "muted", below)
        facts.setAlignment(Qt.AlignmentFlag.AlignTop)
        if isinstance(look, str):
            facts.setText(look)
        else:
            facts.setText(f"{look.size.width()} × {look.size.height()}\n{look.format}")
            picture = _Picture(below)
            look.picture.setDevicePixelRatio(self.devicePixelRatioF())
            picture.show_picture(look.picture)
            picture.setAccessibleName(f"Preview of {self.field.label}")
            row.addWidget(picture, 0)
        row.addWidget(facts, 1)
        self._inner.addWidget(below)

    def _drop_look(self) -> None:
        if self._below is not None:
            self._inner.removeWidget(self._below)
            self._below.hide()
            self._below.deleteLater()
            self._below = None
