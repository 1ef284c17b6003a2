"""A line for a path of this computer, with the ways to choose one beside it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QWidget

from gradioscope.window import theme
from gradioscope.window.parts import Button


class PathLine(QWidget):
    """Signals: `changed(str)` when a path was chosen, or written and left."""

    changed = Signal(object)

    def __init__(self, name: str, prompt: str, choices: dict[str, QFileDialog.FileMode], filters: list[str]) -> None:
        """`choices` are the buttons: their texts, and what each chooses (AnyFile for one to be written)."""
        super().__init__()
        self._name, self._filters = name, filters
        self._told = ""
        self.line = QLineEdit()
        self.line.setAccessibleName(name)
        self.line.setPlaceholderText(prompt)
        self.line.editingFinished.connect(self._left)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S1)
        row.addWidget(self.line, 1)
        self.buttons: list[Button] = []
        for text, mode in choices.items():
            button = Button(text, "secondary", compact=True)
            button.setAccessibleName(f"{text} {name}")
            button.clicked.connect(self._asker(mode))
            row.addWidget(button)
            self.buttons.append(button)
        self.setFocusProxy(self.line)

    def path(self) -> str:
        return self.line.text().strip()

    def show_path(self, path: str) -> None:
        """Without telling."""
        self._told = path
        self.line.setText(path)
        self.line.setToolTip(path)

    def put(self, path: str) -> None:
        """A person chose it."""
        self.line.setText(path)
        self._left()

    def _asker(self, mode: QFileDialog.FileMode) -> object:
        def ask(_checked: bool = False) -> None:
            dialog = QFileDialog(self, self._name, self.path())
            dialog.setFileMode(mode)
            if mode == QFileDialog.FileMode.Directory:
                dialog.setOption(QFileDialog.Option.ShowDirsOnly)
            elif mode == QFileDialog.FileMode.AnyFile:
                dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
                dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)  # nothing is written over
                dialog.setDefaultSuffix("csv")
            if mode != QFileDialog.FileMode.Directory:
                dialog.setNameFilters(self._filters)
            dialog.fileSelected.connect(self.put)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

        return ask

    def _left(self) -> None:
        path = self.path()
        self.line.setToolTip(path)
        if path != self._told:
            self._told = path
            self.changed.emit(path)
