"""A plot where an app takes one: what a plot component returned, pasted or loaded, told in a line."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from gradioscope.gradio.model import Json
from gradioscope.request.fields import PlotField
from gradioscope.window.inputs.file import ask_for_files
from gradioscope.window.inputs.json import JsonInput
from gradioscope.window.parts import Button, Label

MOST_BYTES = 16 * 1024 * 1024


class PlotInput(JsonInput):
    """The value as JSON, checked while one writes, with what it is said below, and a file of it a click away."""

    def __init__(self, field: PlotField, parent: QWidget | None = None) -> None:
        self._facts: Label | None = None
        super().__init__(field, parent)
        self._dialog: QFileDialog | None = None
        self._facts = Label("", "meta", "muted", self, wrap=True)
        load = Button("Load…", "quiet", "upload", self, compact=True)
        load.setAccessibleName(f"Load a plot for {field.label}")
        load.clicked.connect(self._ask)
        self.add_below(self._facts, load)
        self.changed.connect(self._tell)
        self._tell()

    def show_value(self, value: Json) -> None:
        super().show_value(value)
        self._tell()

    def _tell(self) -> None:
        if self._facts is not None:
            self._facts.setText(facts(self.value()) if self.problem() is None else "")

    def _ask(self) -> None:
        title = f"Choose a plot for {self.field.label}"
        self._dialog = ask_for_files(self, QFileDialog.FileMode.ExistingFile, (".json",), title)
        self._dialog.fileSelected.connect(self.load_file)

    def load_file(self, path: str) -> None:
        """A file with the value as JSON, as a plot's viewer saves it."""
        try:
            if Path(path).stat().st_size > MOST_BYTES:
                self.set_error(f"“{Path(path).name}” is too large for a plot.")
                return
            text = Path(path).read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            self.set_error(f"“{Path(path).name}” cannot be read: {error}.")
            return
        self.write(text)


def facts(value: Json) -> str:
    """What a plot is, in a line."""
    if value is None:
        return "No plot; null is sent."
    if not isinstance(value, dict):
        return ""
    if "columns" in value:
        return f"A {value.get('mark')} plot of {len(value.get('data') or ())} rows: {', '.join(value['columns'][:6])}"
    return f"A plot of {value.get('type')}, {len(value.get('plot') or ''):,} characters"
