"""A file: chosen, dropped, or named by its path or web address. Nothing is read or sent before the run."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from gradioscope.gradio.model import Json, LocalFile
from gradioscope.request.fields import FileField
from gradioscope.window import theme
from gradioscope.window.inputs import offered
from gradioscope.window.inputs.base import Input, file_text
from gradioscope.window.inputs.frames import DropFrame
from gradioscope.window.inputs.line import Line
from gradioscope.window.parts import Button, IconButton, Label
from gradioscope.window.parts.preview import size

_last_folder = ""


def ask_for_files(owner: QWidget, mode: QFileDialog.FileMode, types: tuple[str, ...], title: str) -> QFileDialog:
    """A file dialog that does not block, in the folder where one was last chosen. Connect `filesSelected`."""
    dialog = QFileDialog(owner, title, _last_folder)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setFileMode(mode)
    if mode == QFileDialog.FileMode.Directory:
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    else:
        dialog.setNameFilters(offered.name_filters(types))
    dialog.filesSelected.connect(_remember_folder)
    dialog.open()
    return dialog


def _remember_folder(paths: list[str]) -> None:
    global _last_folder
    if paths:
        _last_folder = str(Path(paths[0]).parent)


def size_text(value: Json) -> str:
    """Size of a local file, where another one is, or nothing."""
    if isinstance(value, LocalFile):
        try:
            return size(Path(value.path).stat().st_size)
        except (OSError, ValueError):
            return ""
    if isinstance(value, dict):
        if offered.is_address(str(value.get("path") or "")):
            return "fetched by the app"
        known = value.get("size")
        return "on the server" + (f", {size(known)}" if isinstance(known, int) else "")
    return ""


class FileInput(Input):
    """One line that says which file, with the ways to choose it beside, in a frame that takes drops."""

    what = "file"
    prompt = "Drop a file, or write its path or web address"

    def __init__(self, field: FileField, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._file = field
        self._dialog: QFileDialog | None = None
        self._frame = DropFrame(self.takes, self)
        self._frame.dropped.connect(self.take)
        self._line = Line(self._frame)
        self._line.setProperty("bare", "true")
        self._line.setAcceptDrops(False)  # the frame's, which makes files of them
        self._line.setPlaceholderText(self.prompt)
        self._line.take_paste = self._paste
        self._line.textChanged.connect(self.edited)
        self._frame.watch(self._line)
        self._size = Label("", "meta", "muted", self._frame)
        self._choose = Button("Choose…", "quiet", "upload", self._frame, compact=True)
        self._choose.setAccessibleName(f"Choose a file for {field.label}")
        self._choose.clicked.connect(self._ask)
        self._remove = IconButton("close", f"Remove {field.label}", self._frame)
        self._remove.clicked.connect(self._clear)
        self._row = QHBoxLayout()
        self._row.setContentsMargins(0, 0, theme.S1, 0)
        self._row.setSpacing(theme.S1)
        self._row.addWidget(self._line, 1)
        self._row.addWidget(self._size)
        self._row.addWidget(self._remove)
        self._row.addWidget(self._choose)
        inner = QVBoxLayout(self._frame)
        inner.setContentsMargins(0, 1, 0, 1)
        inner.setSpacing(0)
        inner.addLayout(self._row)
        self._inner = inner
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._frame)
        self.setFocusProxy(self._line)
        self.furnish()
        self.start()

    def furnish(self) -> None:
        """Room for a kind with more to show than this."""

    def focus_target(self) -> QWidget:
        return self._line

    def mark_error(self, wrong: bool) -> None:
        self._frame.set_invalid(wrong)

    def show_value(self, value: Json) -> None:
        self._line.setText(file_text(value))
        self._line.setCursorPosition(0)
        self.show_file()

    def read(self) -> Json:
        return offered.from_text(self._line.text())

    def edited(self) -> None:
        if not self._showing:
            super().edited()
            self.show_file()

    def show_file(self) -> None:
        """Shows what is known about the file that is in the line."""
        value = self.value()
        self._frame.set_empty(value is None)
        self._size.setText(size_text(value))
        self._size.setVisible(bool(self._size.text()))
        self._remove.setVisible(value is not None)
        self._line.setToolTip(file_text(value))

    def put(self, value: Json) -> None:
        """A person gave this file, by whatever way."""
        self._showing = True
        self._line.setText(file_text(value))
        self._line.setCursorPosition(len(self._line.text()))  # a path's end says most
        self._showing = False
        self.edited()
        self.check()

    def takes(self, mime: QMimeData) -> bool:
        return bool(offered.local_paths(mime)) or offered.web_address(mime) is not None

    def take(self, mime: QMimeData) -> None:
        paths = offered.local_paths(mime)
        address = offered.web_address(mime)
        if paths:
            self.put(LocalFile(paths[0]))
        elif address is not None:
            self.put(offered.from_address(address))

    def _paste(self, mime: QMimeData) -> bool:
        """Files and pictures replace what is there; text goes into the line as usual."""
        if offered.local_paths(mime):
            self.take(mime)
            return True
        return False

    def _clear(self) -> None:
        self._line.clear()
        self._line.setFocus()
        if self.error() is not None:
            self.set_error(None)

    def _ask(self) -> None:
        self._dialog = ask_for_files(
            self, QFileDialog.FileMode.ExistingFile, self._file.file_types, f"Choose a file for {self.field.label}"
        )
        self._dialog.fileSelected.connect(self._chosen)

    def _chosen(self, path: str) -> None:
        self.put(LocalFile(path))
