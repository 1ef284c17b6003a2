"""The app's own examples above the form: a click fills it in."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gradioscope.gradio.model import Endpoint, Example
from gradioscope.window import theme
from gradioscope.window.parts import Button, Label, Select

LONGEST = 80
FEW = 4
"""Examples that each get a button, a click away; more stand in a list."""
SHORT = 24
"""Characters on such a button."""


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
        self._label = label
        self.buttons: list[Button] = []
        self._note = Label("", "meta", "warning", self)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(theme.S4, 0, theme.S4, theme.S2)
        row.setSpacing(theme.S2)
        row.addWidget(label)
        row.addWidget(self.list, 1)
        row.addWidget(self._note)
        row.addStretch(0)
        self.set_endpoint(None)

    def set_endpoint(self, endpoint: Endpoint | None) -> None:
        self._examples = endpoint.examples if endpoint is not None else ()
        for button in self.buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = []
        few = len(self._examples) <= FEW
        self.list.clear()
        self.list.setVisible(not few)
        if few:
            self._offer_buttons()
        else:
            self.list.addItems([_short(example.label) for example in self._examples])
            self.list.setCurrentIndex(-1)
        self._note.hide()
        self.setVisible(bool(self._examples))

    def _offer_buttons(self) -> None:
        for number, example in enumerate(self._examples):
            button = Button(_short(example.label, SHORT).replace("&", "&&"), "secondary", None, self, compact=True)
            button.setAccessibleName(f"Example {number + 1}: {_short(example.label)}")
            button.clicked.connect(partial(self._choose, number))
            self._row.insertWidget(1 + number, button)
            self.buttons.append(button)

    def _choose(self, index: int, *_: object) -> None:
        example = self._examples[index]
        # chosen anew it fills in again, and what is in the form may by then be something else
        self.list.setCurrentIndex(-1)
        self._note.setText(f"Choose the file of {', '.join(example.missing)} yourself" if example.missing else "")
        self._note.setToolTip("The app tells only the name of an example's file" if example.missing else "")
        self._note.setVisible(bool(example.missing))
        self.chosen.emit(example)


def _short(text: str, longest: int = LONGEST) -> str:
    text = " ".join(text.split())
    return text if len(text) <= longest else text[: longest - 1] + "…"
