"""Asks what a new collection is called, and where its folder is to be."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from gradioscope.window import theme
from gradioscope.window.parts import Button, ElidedLabel, Label
from gradioscope.window.parts.overlay import Overlay

WIDTH = 460


class NewCollection(Overlay):
    """Signals: `named(Path)` the folder that is to be made."""

    named = Signal(object)

    def __init__(self, window: QWidget) -> None:
        content = QWidget()
        super().__init__(window, content, WIDTH)
        self.setAccessibleName("New collection")
        self._parent = Path()
        self.name = QLineEdit()
        self.name.setAccessibleName("Name")
        self.where = ElidedLabel("", "meta", "muted")
        self.problem = Label(tone="danger", wrap=True)
        self.problem.hide()
        self.other = Button("Another place…", "quiet", "folder", flush=True)
        self.create_button = Button("Create", "primary")
        cancel = Button("Cancel", "secondary")
        label = Label("Name", "meta", "muted")
        label.setBuddy(self.name)
        column = QVBoxLayout(content)
        column.setContentsMargins(theme.S4, theme.S4, theme.S4, theme.S4)
        column.setSpacing(theme.S2)
        column.addWidget(Label("New collection", "title"))
        column.addWidget(Label("A collection is a folder. Its requests are files in it.", tone="muted", wrap=True))
        column.addSpacing(theme.S1)
        for widget in (label, self.name, self.where, self.other, self.problem):
            column.addWidget(widget)
        column.addSpacing(theme.S2)
        row = QHBoxLayout()
        row.setSpacing(theme.S2)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.create_button)
        column.addLayout(row)
        self.create_button.clicked.connect(self._create)
        cancel.clicked.connect(self.close_card)
        self.name.returnPressed.connect(self._create)
        self.name.textChanged.connect(self._show_where)
        self.other.clicked.connect(self._choose)

    def ask_where(self, parent: Path) -> None:
        """Open, with the folder it is to be in."""
        self._parent = parent
        self.name.setText("My collection")
        self.name.selectAll()
        self._show_where()
        self.open(self.name)

    def show_problem(self, text: str) -> None:
        """Why it was not made; the card stays."""
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
        self.place()

    def _folder(self) -> Path:
        from gradioscope.library.collection import file_name

        return self._parent / file_name(self.name.text())

    def _show_where(self, *_: object) -> None:
        self.where.setText(str(self._folder()))
        if not self.problem.isHidden():
            self.show_problem("")

    def _choose(self) -> None:
        dialog = QFileDialog(self, "Where the collection's folder is to be", str(self._parent))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self._chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _chosen(self, folder: str) -> None:
        self._parent = Path(folder)
        self._show_where()

    def _create(self) -> None:
        if not self.name.text().strip():
            self.show_problem("Give the collection a name.")
            return
        self.named.emit(self._folder())


def make(folder: Path) -> str:
    """Make the folder of a collection, in a thread. Empty, or why there is none."""
    try:
        folder.mkdir(parents=True)
    except FileExistsError:
        return f"There is a {folder.name} in {folder.parent} already. Choose another name, or open that folder."
    except OSError as error:
        return f"The folder was not made: {error.strerror or error}: {folder}. Choose another place."
    return ""
