"""As what something is exported: a script, a file of another tool, a zip."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gradioscope.window import theme
from gradioscope.window.parts import Button, Label
from gradioscope.window.parts.overlay import Overlay
from gradioscope.window.parts.select import Select

WIDTH = 460


class Form(NamedTuple):
    """A form to choose: what it is called, what it is in a sentence, whether it is a text that can be copied."""

    label: str
    about: str
    text: bool = True


class ExportCard(Overlay):
    """Signals: `saveAsked(str)` and `copyAsked(str)`, the chosen form."""

    saveAsked = Signal(object)
    copyAsked = Signal(object)

    def __init__(self, window: QWidget) -> None:
        content = QWidget()
        super().__init__(window, content, WIDTH)
        self._forms: Mapping[str, Form] = {}
        self.title = Label("Export", "title", wrap=True)
        self.form = Select()
        label = Label("Format", "meta", "muted")
        label.setBuddy(self.form)
        self.form.setAccessibleName("Format")
        self.about = Label("", tone="muted", wrap=True)
        self.problem = Label(tone="danger", wrap=True)
        self.problem.hide()
        self.save_button = Button("Save…", "primary")
        self.copy_button = Button("Copy", "secondary", "copy")
        self.cancel_button = Button("Cancel", "secondary")
        row = QHBoxLayout()
        row.setSpacing(theme.S2)
        row.addStretch(1)
        for button in (self.cancel_button, self.copy_button, self.save_button):
            row.addWidget(button)
        column = QVBoxLayout(content)
        column.setContentsMargins(theme.S4, theme.S4, theme.S4, theme.S4)
        column.setSpacing(theme.S2)
        column.addWidget(self.title)
        column.addSpacing(theme.S1)
        for widget in (label, self.form, self.about, self.problem):
            column.addWidget(widget)
        column.addSpacing(theme.S2)
        column.addLayout(row)
        self.form.currentIndexChanged.connect(self._chosen)
        self.save_button.clicked.connect(lambda: self.saveAsked.emit(self.chosen))
        self.copy_button.clicked.connect(lambda: self.copyAsked.emit(self.chosen))
        self.cancel_button.clicked.connect(self.close_card)

    @property
    def chosen(self) -> str:
        return str(self.form.currentData() or "")

    def ask(self, title: str, forms: Mapping[str, Form], chosen: str) -> None:
        """Open with these forms, one of them chosen."""
        self.setAccessibleName(title)
        self.title.setText(title)
        self._forms = forms
        self.form.clear()
        for name, form in forms.items():
            self.form.addItem(form.label, name)
        self.form.setCurrentIndex(max(self.form.findData(chosen), 0))
        self._chosen()
        self.set_busy(False)
        self.open(self.form)

    def set_busy(self, busy: bool) -> None:
        """While it is written."""
        for widget in (self.save_button, self.copy_button, self.form):
            widget.setEnabled(not busy)

    def show_problem(self, text: str) -> None:
        """Why nothing came of it; the card stays."""
        self.set_busy(False)
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
        self.place()

    def _chosen(self, *_: object) -> None:
        form = self._forms.get(self.chosen)
        if form is not None:
            self.about.setText(form.about)
            self.copy_button.setVisible(form.text)
        self.problem.hide()
        self.place()
