"""A text with files attached to it: what a person says to an app."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from gradioscope.gradio.model import Json, LocalFile
from gradioscope.window import theme
from gradioscope.window.inputs import offered, scratch
from gradioscope.window.inputs.base import file_text
from gradioscope.window.inputs.file import ask_for_files
from gradioscope.window.inputs.frames import DropFrame, Tinted
from gradioscope.window.inputs.line import Growing
from gradioscope.window.parts import Button, ElidedLabel, FlowLayout, IconButton
from gradioscope.window.parts.background import Background

CHIPS = 50
"""Files shown one by one."""


class MessageBox(DropFrame):
    """Text above the files attached; takes drops, pasted pictures and pasted files.

    Signals: `changed()`, after a person's edit.
    """

    changed = Signal()

    def __init__(self, label: str, types: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(_offers_files, parent)
        self._label, self._types = label, types
        self._files: list[Json] = []
        self._showing = False
        self._dialog: QFileDialog | None = None
        self._saving = Background(self)
        self._saving.done.connect(self._saved)
        self.set_empty(False)
        self.dropped.connect(self.take)
        self.edit = Growing(2, 12, self)
        self.edit.setAcceptDrops(False)
        self.edit.setAccessibleName(label)
        theme.mark(self.edit, bare=True)
        self.edit.take_paste = self._paste
        self.edit.textChanged.connect(self._edited)
        self.watch(self.edit)
        self._chips = QWidget(self)
        self._flow = FlowLayout(self._chips, theme.px(theme.S1))
        attach = Button("Attach…", "quiet", "upload", self, compact=True)
        attach.setAccessibleName(f"Attach files to {label}")
        attach.clicked.connect(self._ask)
        below = QHBoxLayout()
        below.setContentsMargins(theme.px(theme.S2), 0, theme.px(theme.S1), theme.px(theme.S1))
        below.addWidget(self._chips, 1)
        below.addStretch()
        below.addWidget(attach)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.edit)
        column.addLayout(below)

    def show_message(self, text: str, files: list[Json]) -> None:
        """Shows a text and its files; no edit."""
        self._showing = True
        if text != self.edit.text():
            self.edit.setPlainText(text)
        self._showing = False
        self._files = list(files)
        self._rebuild()

    def text(self) -> str:
        return self.edit.text()

    def files(self) -> list[Json]:
        return list(self._files)

    def take(self, mime: QMimeData) -> None:
        paths = offered.local_paths(mime)
        picture = offered.image(mime)
        if paths:
            self.attach([LocalFile(path) for path in paths if Path(path).is_file()])
        elif picture is not None:
            self._take_picture(picture)
        elif (address := offered.web_address(mime)) is not None:
            self.attach([offered.from_address(address)])

    def attach(self, files: list[Json]) -> None:
        """Adds files that are not attached yet, as a person's edit."""
        new = [file for file in files if file not in self._files]
        if new:
            self._files += new
            self._rebuild()
            self.changed.emit()

    def _paste(self, mime: QMimeData) -> bool:
        if offered.local_paths(mime) or (mime.hasImage() and not mime.hasText()):
            self.take(mime)
            return True
        return False

    def _take_picture(self, picture: QImage) -> None:
        path = str(scratch.new_file("pasted", ".png"))
        self._saving.start(lambda: path if picture.save(path, "PNG", 60) else "")  # type: ignore[call-overload]

    def _saved(self, path: str) -> None:
        if path:
            self.attach([LocalFile(path)])

    def _ask(self) -> None:
        title = f"Attach files to {self._label}"
        self._dialog = ask_for_files(self, QFileDialog.FileMode.ExistingFiles, self._types, title)
        self._dialog.filesSelected.connect(self._chosen)

    def _chosen(self, paths: list[str]) -> None:
        self.attach([LocalFile(path) for path in paths])

    def _remove(self, file: Json) -> None:
        self._files.remove(file)
        self._rebuild()
        self.edit.setFocus()
        self.changed.emit()

    def _rebuild(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for file in self._files[:CHIPS]:
            self._flow.addWidget(self._chip(file))
        self._chips.setVisible(bool(self._files))
        self.updateGeometry()

    def _chip(self, file: Json) -> QWidget:
        name = file.name if isinstance(file, LocalFile) else Path(file_text(file)).name or "file"
        chip = Tinted(self._chips)
        told = ElidedLabel(name, "meta", parent=chip)
        remove = IconButton("close", "Remove", chip)
        remove.setAccessibleName(f"Remove {name}")
        remove.clicked.connect(partial(self._remove, file))
        row = QHBoxLayout(chip)
        row.setContentsMargins(theme.px(theme.S2), 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(told)
        row.addWidget(remove)
        chip.setFixedWidth(min(told.sizeHint().width(), theme.px(200)) + theme.px(theme.COMPACT + theme.S3))
        return chip

    def _edited(self) -> None:
        if not self._showing:
            self.changed.emit()


def _offers_files(mime: QMimeData) -> bool:
    return bool(offered.local_paths(mime)) or mime.hasImage() or offered.web_address(mime) is not None
