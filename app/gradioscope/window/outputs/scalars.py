"""Values that are one thing to look at: yes or no, and a colour."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from gradioscope.window import theme
from gradioscope.window.outputs.base import Viewer
from gradioscope.window.parts import Label
from gradioscope.window.parts.icon_label import IconLabel
from gradioscope.window.parts.swatch import Swatch, colour_of

LONGEST = 200
"""Characters of a colour; a longer text is none, and is shown as JSON."""


class CheckboxViewer(Viewer):
    """Yes or No in a word, with an icon beside it."""

    grows = False

    def make_content(self) -> QWidget:
        content = QWidget(self)
        self._icon = IconLabel("minus")
        self.word = Label()
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(theme.S2))
        row.addWidget(self._icon)
        row.addWidget(self.word, 1)
        return content

    def accepts(self, value: Any) -> bool:
        return isinstance(value, bool)

    def show_value(self, value: Any) -> None:
        self._icon.set_icon("check" if value else "close", "success" if value else "text_muted")
        self.word.setText("Yes" if value else "No")


class ColorViewer(Viewer):
    """The colour, and the text it came as."""

    suffix = ".txt"
    grows = False

    def make_content(self) -> QWidget:
        content = QWidget(self)
        self.swatch = Swatch()
        self.text = QLineEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(self.ret.label)
        theme.mark(self.text, bare=True, mono=True)
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(theme.S2))
        row.addWidget(self.swatch)
        row.addWidget(self.text, 1)
        return content

    def accepts(self, value: Any) -> bool:
        return isinstance(value, str) and len(value) <= LONGEST

    def show_value(self, value: Any) -> None:
        colour = colour_of(value)
        self.swatch.set_colour(colour)
        self.swatch.setVisible(colour is not None)
        self.text.setText(value)
        self.text.setCursorPosition(0)

    def copyable(self, value: Any) -> str | None:
        return value if isinstance(value, str) else None
