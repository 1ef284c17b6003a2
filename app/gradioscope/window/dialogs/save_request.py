"""Where a request is to be saved: a name, and one of the folders that are open."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from gradioscope.window import theme
from gradioscope.window.parts import Button, Label
from gradioscope.window.parts.overlay import Overlay
from gradioscope.window.parts.select import Select

WIDTH = 460


class SaveCard(Overlay):
    """Signals: `saveAsked(str, Path)` the name and the folder."""

    saveAsked = Signal(object, object)

    def __init__(self, window: QWidget) -> None:
        content = QWidget()
        super().__init__(window, content, WIDTH)
        column = QVBoxLayout(content)
        column.setContentsMargins(theme.S4, theme.S4, theme.S4, theme.S4)
        column.setSpacing(theme.S2)
        self.title = Label("Save request", "title")
        self.name = QLineEdit()
        self.name.setAccessibleName("Name")
        self.folder = Select()
        self.file = Label("", "meta", "muted", wrap=True)
        self.file.hide()
        self.problem = Label(tone="danger", wrap=True)
        self.problem.hide()
        self.left_out = Label("", "meta", "warning", wrap=True)
        self.left_out.hide()
        self.other = Button("Another folder…", "quiet", "folder", flush=True)
        self.save_button = Button("Save", "primary")
        self.cancel_button = Button("Cancel", "secondary")
        name_label = Label("Name", "meta", "muted")
        name_label.setBuddy(self.name)
        folder_label = Label("Folder", "meta", "muted")
        folder_label.setBuddy(self.folder)
        self.folder.setAccessibleName("Folder")
        column.addWidget(self.title)
        column.addSpacing(theme.S1)
        for widget in (name_label, self.name, self.file, folder_label, self.folder):
            column.addWidget(widget)
        column.addWidget(self.other)
        column.addWidget(self.problem)
        column.addWidget(self.left_out)
        column.addSpacing(theme.S2)
        row = QHBoxLayout()
        row.setSpacing(theme.S2)
        row.addStretch(1)
        row.addWidget(self.cancel_button)
        row.addWidget(self.save_button)
        column.addLayout(row)
        self.save_button.clicked.connect(self._save)
        self.cancel_button.clicked.connect(self.close_card)
        self.name.returnPressed.connect(self._save)
        self.name.textEdited.connect(self._clear)
        self.name.textChanged.connect(self._show_file)
        self.other.clicked.connect(self._choose_other)

    def ask(self, name: str, folders: Sequence[tuple[str, Path]], chosen: Path, left_out: str = "") -> None:
        """Open with a name, the folders by what they are called, and the one that is chosen first."""
        self.name.setText(name)
        self.folder.clear()
        for label, folder in folders:
            self.folder.addItem(label, str(folder))
            self.folder.setItemData(self.folder.count() - 1, str(folder), 3)  # its tooltip
        self._choose(chosen)
        self.left_out.setText(left_out)
        self.left_out.setVisible(bool(left_out))
        self._clear()
        self.name.selectAll()
        self.open(self.name)

    def show_problem(self, text: str) -> None:
        """Why it was not saved; the card stays."""
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
        self.place()

    def _show_file(self, name: str) -> None:
        """What its file is called, where no file can have that name."""
        from gradioscope.library.collection import SUFFIX, file_name

        kept = file_name(name)
        self.file.setText(f"Its file: {kept}{SUFFIX}")
        other = bool(name.strip()) and kept != name.strip()
        if other == self.file.isHidden():
            self.file.setVisible(other)
            self.place()

    def _clear(self, *_: object) -> None:
        if not self.problem.isHidden():
            self.show_problem("")

    def _choose(self, folder: Path) -> None:
        index = self.folder.findData(str(folder))
        if index < 0:
            self.folder.addItem(str(folder), str(folder))
            index = self.folder.count() - 1
        self.folder.setCurrentIndex(index)

    def _choose_other(self) -> None:
        dialog = QFileDialog(self, "Folder for requests", str(self.folder.currentData() or ""))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self._chosen_other)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _chosen_other(self, folder: str) -> None:
        self._choose(Path(folder))

    def _save(self) -> None:
        name = self.name.text().strip()
        if not name:
            self.show_problem("Give the request a name.")
            return
        self.saveAsked.emit(name, Path(str(self.folder.currentData())))
