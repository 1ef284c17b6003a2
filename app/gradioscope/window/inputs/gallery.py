"""A gallery: pictures, and films where the app takes them, each with its caption."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from gradioscope.gradio.model import Json, LocalFile
from gradioscope.request.fields import GalleryField
from gradioscope.window import theme
from gradioscope.window.inputs import offered
from gradioscope.window.inputs.base import Input, file_text
from gradioscope.window.inputs.file import ask_for_files
from gradioscope.window.inputs.frames import DropFrame
from gradioscope.window.inputs.image import ImageInput
from gradioscope.window.inputs.line import Line
from gradioscope.window.inputs.rows import Entry, Rows
from gradioscope.window.inputs.thumbnail import Thumbnail
from gradioscope.window.parts import Button, ElidedLabel

SIDE = 48


class _Item(Entry):
    """One picture or film: its thumbnail, its name, its caption."""

    def __init__(self, label: str) -> None:
        super().__init__()
        self._value: Json = {}
        self._picture = Thumbnail(SIDE, self)
        self._name = ElidedLabel("")
        self._caption = Line(self)
        self._caption.setPlaceholderText("Caption")
        self._caption.setAccessibleName(f"Caption in {label}")
        self._caption.textEdited.connect(self._edited)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._name)
        words.addWidget(self._caption)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(theme.S2))
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)

    def load(self, value: Json) -> None:
        self._value = dict(value) if isinstance(value, dict) else {}
        film = "video" in self._value
        file = self._value.get("video" if film else "image")
        self._picture.show_file(file, "video" if film else "image")
        path = file_text(file)
        self._name.setText(Path(path).name if isinstance(file, LocalFile) else path)
        self._name.setToolTip(path)
        self._caption.setText(str(self._value.get("caption") or ""))

    def value(self) -> Json:
        return dict(self._value)

    def focus_target(self) -> QWidget:
        return self._caption

    def _edited(self, text: str) -> None:
        self._value["caption"] = text or None
        self.changed.emit()


class GalleryInput(Input):
    """The items above a line for the next one, in a frame that takes drops and pasted pictures."""

    def __init__(self, field: GalleryField, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._gallery = field
        self._dialog: QFileDialog | None = None
        self._frame = DropFrame(self.takes, self)
        self._frame.dropped.connect(self.take)
        self._rows = Rows(self._make_item, dict, "item", self._frame, adds=False)
        self._rows.changed.connect(self._changed)
        self._line = Line(self._frame)
        self._line.setProperty("bare", "true")
        self._line.setAcceptDrops(False)
        self._line.setPlaceholderText("Drop or paste pictures, or write a path or web address")
        self._line.take_paste = self._paste
        self._line.editingFinished.connect(self._enter)
        self._frame.watch(self._line)
        choose = Button("Choose…", "quiet", "upload", self._frame, compact=True)
        choose.setAccessibleName(f"Choose pictures for {field.label}")
        choose.clicked.connect(self._ask)
        adding = QHBoxLayout()
        adding.setContentsMargins(0, 0, theme.S1, 0)
        adding.addWidget(self._line, 1)
        adding.addWidget(choose)
        inner = QVBoxLayout(self._frame)
        inner.setContentsMargins(0, 1, 0, 1)
        inner.setSpacing(0)
        self._rows.setContentsMargins(theme.S2, theme.S2, theme.S1, theme.S1)
        inner.addWidget(self._rows)
        inner.addLayout(adding)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._frame)
        self.setFocusProxy(self._line)
        self.start()

    def focus_target(self) -> QWidget:
        return self._line

    def mark_error(self, wrong: bool) -> None:
        self._frame.set_invalid(wrong)

    def show_value(self, value: Json) -> None:
        self._rows.load(list(value) if isinstance(value, list) else [])
        self._arrange()

    def read(self) -> Json:
        return self._rows.values()

    def blank(self) -> bool:
        return not self._rows.values()

    def takes(self, mime: QMimeData) -> bool:
        return mime.hasImage() or bool(offered.local_paths(mime)) or offered.web_address(mime) is not None

    def take(self, mime: QMimeData) -> None:
        paths = offered.local_paths(mime)
        address = offered.web_address(mime)
        if paths:
            self.add([LocalFile(path) for path in paths])
        elif address is not None:
            self.add([offered.from_address(address)])
        elif (picture := offered.image(mime)) is not None:
            path = ImageInput.keep(picture)
            if path is None:
                self.set_error("The picture could not be saved to this computer.")
            else:
                self.add([LocalFile(path)])

    def add(self, files: list[Json]) -> None:
        """Puts files at the end; a folder stands for the pictures in it."""
        found: list[Json] = []
        for file in files:
            if isinstance(file, LocalFile) and Path(file.path).is_dir():
                found += [LocalFile(path) for path in list(offered.inside(file.path))[: offered.MOST_FILES]]
            else:
                found.append(file)
        self._rows.load([*self._rows.values(), *map(self._gallery.item, found)])
        self._changed()
        self.check()

    def _make_item(self) -> Entry:
        return _Item(self.field.label)

    def _changed(self) -> None:
        self._arrange()
        self.edited()

    def _arrange(self) -> None:
        some = bool(self._rows.entries())
        self._rows.setVisible(some)
        self._frame.set_empty(not some)
        self.updateGeometry()

    def _enter(self) -> None:
        value = offered.from_text(self._line.text())
        if value is not None:
            self._line.clear()
            self.add([value])

    def _paste(self, mime: QMimeData) -> bool:
        if offered.local_paths(mime) or offered.image(mime) is not None:
            self.take(mime)
            return True
        return False

    def _ask(self) -> None:
        types = ("image", "video") if self._gallery.videos else ("image",)
        title = f"Choose pictures for {self.field.label}"
        self._dialog = ask_for_files(self, QFileDialog.FileMode.ExistingFiles, types, title)
        self._dialog.filesSelected.connect(self._chosen)

    def _chosen(self, paths: list[str]) -> None:
        self.add([LocalFile(path) for path in paths])
