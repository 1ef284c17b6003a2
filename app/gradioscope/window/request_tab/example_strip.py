"""The app's own examples above the form: a click fills it in."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gradioscope.gradio.model import Endpoint, Example
from gradioscope.window import theme
from gradioscope.window.parts import Label, Select

LONGEST = 80


class ExampleStrip(QWidget):
    """One line, whatever their number; hidden where the app has none. Signals: `chosen(Example)`."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._examples: tuple[Example, ...] = ()
        label = Label("Examples", "meta", "muted", self)
        self.list = Select(self)
        self.list.setPlaceholderText("Fill in one of the app's examples…")
        self.list.setAccessibleName("Examples")
        label.setBuddy(self.list)
        self.list.activated.connect(self._choose)
        self._note = Label("", "meta", "warning", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.S4, 0, theme.S4, theme.S2)
        row.setSpacing(theme.S2)
        row.addWidget(label)
        row.addWidget(self.list, 1)
        row.addWidget(self._note)
        self.set_endpoint(None)

    def set_endpoint(self, endpoint: Endpoint | None) -> None:
        self._examples = endpoint.examples if endpoint is not None else ()
        self.list.clear()
        self.list.addItems([_short(example.label) for example in self._examples])
        self.list.setCurrentIndex(-1)
        self._note.hide()
        self.setVisible(bool(self._examples))

    def _choose(self, index: int) -> None:
        example = self._examples[index]
        # chosen anew it fills in again, and what is in the form may by then be something else
        self.list.setCurrentIndex(-1)
        self._note.setText(f"Choose the file of {', '.join(example.missing)} yourself" if example.missing else "")
        self._note.setToolTip("The app tells only the name of an example's file" if example.missing else "")
        self._note.setVisible(bool(example.missing))
        self.chosen.emit(example)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
