"""The check boxes behind the snippet's Options button."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from gradioscope.snippets.options import LABELS, Options, from_names
from gradioscope.window import theme
from gradioscope.window.parts import Label


class SnippetChoices(QWidget):
    """Signals: `changed(Options)` after a person's choice.

    One that means nothing in the target is greyed, and keeps what was chosen for the targets that know it.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(theme.S2))
        column.addWidget(Label("Options of the snippet", tone="muted", size="meta"))
        self.boxes: dict[str, QCheckBox] = {}
        for name, (label, explanation) in LABELS.items():
            box = QCheckBox(label)
            box.setToolTip(explanation)
            box.setAccessibleDescription(explanation)
            box.clicked.connect(self._clicked)
            column.addWidget(box)
            self.boxes[name] = box

    def options(self) -> Options:
        return from_names(name for name, box in self.boxes.items() if box.isChecked())

    def set_options(self, options: Options) -> None:
        """Show these as chosen; no signal."""
        for name, box in self.boxes.items():
            box.setChecked(getattr(options, name))

    def set_heeded(self, names: Iterable[str]) -> None:
        """Which ones make a difference."""
        heeded = set(names)
        for name, box in self.boxes.items():
            box.setEnabled(name in heeded)

    def _clicked(self, _checked: bool) -> None:
        self.changed.emit(self.options())
