"""Several files, or all files of a folder: a list to add to and take from."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from gradioscope.gradio.model import Json, LocalFile
from gradioscope.request.fields import FilesField
from gradioscope.window import theme
from gradioscope.window.inputs import offered
from gradioscope.window.inputs.base import Input, file_text
from gradioscope.window.inputs.file import ask_for_files, size_text
from gradioscope.window.inputs.frames import DropFrame
from gradioscope.window.inputs.line import Line
from gradioscope.window.parts import Button, ElidedLabel, IconButton, Label

LISTED = 50
"""Rows shown; a folder of thousands is told by its number."""


class _Row(QWidget):
    """One file of the list.

    Signals:
        removed(object): the row itself.
    """

    removed = Signal(object)

    def __init__(self, value: Json, parent: QWidget) -> None:
        super().__init__(parent)
        path = file_text(value)
        shown = value.name if isinstance(value, LocalFile) else path
        name = ElidedLabel(shown)
        name.setToolTip(path)
        size = Label(size_text(value), "meta", "muted", self)
        remove = IconButton("close", f"Remove {shown}", self)
        remove.clicked.connect(self._remove)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(10), 0, theme.S1, 0)
        row.setSpacing(theme.S2)
        row.addWidget(name, 1)
        row.addWidget(size)
        row.addWidget(remove)

    def _remove(self) -> None:
        self.removed.emit(self)


class _AddLine(Line):
    """Enter adds what is written.

    Signals:
        entered(): Enter with something written.
    """

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain and self.text().strip():
            self.entered.emit()
            return
        super().keyPressEvent(event)


class FilesInput(Input):
    """The files in the order they were added, above a line for the next one, in a frame that takes drops."""

    def __init__(self, field: FilesField, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._files = field
        self._values: list[Json] = []
        self._rows: list[_Row] = []
        self._dialog: QFileDialog | None = None
        self._frame = DropFrame(self.takes, self)
        self._frame.dropped.connect(self.take)
        self._line = _AddLine(self._frame)
        self._line.setProperty("bare", "true")
        self._line.setAcceptDrops(False)
        self._line.setPlaceholderText(
            "Drop a folder, or write its path" if field.directory else "Drop files, or write a path or web address"
        )
        self._line.take_paste = self._paste
        self._line.entered.connect(self._enter)
        self._line.editingFinished.connect(self._enter)
        self._frame.watch(self._line)
        self._choose = Button(
            "Choose folder…" if field.directory else "Choose…",
            "quiet",
            "folder" if field.directory else "upload",
            self._frame,
            compact=True,
        )
        self._choose.setAccessibleName(f"Choose {'a folder' if field.directory else 'files'} for {field.label}")
        self._choose.clicked.connect(self._ask)
        adding = QHBoxLayout()
        adding.setContentsMargins(0, 0, theme.S1, 0)
        adding.setSpacing(theme.S1)
        adding.addWidget(self._line, 1)
        adding.addWidget(self._choose)
        self._more = Label("", "meta", "muted", self._frame)
        self._more.setContentsMargins(theme.px(10), 0, 0, 0)
        self._more.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        inner = QVBoxLayout(self._frame)
        inner.setContentsMargins(0, 1, 0, 1)
        inner.setSpacing(0)
        inner.addLayout(self._list)
        inner.addWidget(self._more)
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
        self._values = list(value) if isinstance(value, list) else [] if value is None else [value]
        self._line.clear()
        self._rebuild()

    def read(self) -> Json:
        return list(self._values)

    def blank(self) -> bool:
        return not self._values

    def describe(self) -> None:
        super().describe()
        if self._values:
            names = ", ".join(Path(file_text(item)).name for item in self._values[:LISTED])
            self._line.setAccessibleDescription(
                f"{len(self._values)} files: {names}. {self._line.accessibleDescription()}"
            )

    def takes(self, mime: QMimeData) -> bool:
        return bool(offered.local_paths(mime)) or offered.web_address(mime) is not None

    def take(self, mime: QMimeData) -> None:
        paths = offered.local_paths(mime)
        address = offered.web_address(mime)
        if paths:
            self.add([LocalFile(path) for path in paths])
        elif address is not None:
            self.add([offered.from_address(address)])

    def add(self, values: list[Json]) -> None:
        """Puts files at the end; a folder stands for the files in it; one that is there already is not added."""
        note = None
        for value in values:
            if isinstance(value, LocalFile) and Path(value.path).is_dir():
                found = list(islice(offered.inside(value.path), offered.MOST_FILES + 1))
                if len(found) > offered.MOST_FILES:
                    note = f"“{value.name}” holds more than {offered.MOST_FILES} files; the first ones were added."
                elif not found:
                    note = f"“{value.name}” holds no files."
                new: list[Json] = [LocalFile(path) for path in found[: offered.MOST_FILES]]
            else:
                new = [value]
            self._values.extend(item for item in new if item not in self._values)
        self._rebuild()
        self.edited()
        self.check()
        if note is not None:
            self.set_error(note)

    def _rebuild(self) -> None:
        for row in self._rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = []
        for value in self._values[:LISTED]:
            row = _Row(value, self._frame)
            row.removed.connect(self._remove)
            self._list.addWidget(row)
            self._rows.append(row)
        rest = len(self._values) - len(self._rows)
        self._more.setText(f"and {rest} more")
        self._more.setVisible(rest > 0)
        self._frame.set_empty(not self._values)
        self.describe()
        self.updateGeometry()

    def _remove(self, row: _Row) -> None:
        del self._values[self._rows.index(row)]
        self._rebuild()
        self._line.setFocus()
        self.edited()

    def _enter(self) -> None:
        value = offered.from_text(self._line.text())
        if value is not None:
            self._line.clear()
            self.add([value])

    def _paste(self, mime: QMimeData) -> bool:
        if offered.local_paths(mime):
            self.take(mime)
            return True
        return False

    def _ask(self) -> None:
        mode = QFileDialog.FileMode.Directory if self._files.directory else QFileDialog.FileMode.ExistingFiles
        title = f"Choose {'a folder' if self._files.directory else 'files'} for {self.field.label}"
        self._dialog = ask_for_files(self, mode, self._files.file_types, title)
        self._dialog.filesSelected.connect(self._chosen)

    def _chosen(self, paths: list[str]) -> None:
        self.add([LocalFile(path) for path in paths])
