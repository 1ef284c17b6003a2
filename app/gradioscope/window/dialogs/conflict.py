"""A request's file was changed by another program: both are shown, and the person says which one stays."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QWidget

from gradioscope.window import theme
from gradioscope.window.dialogs.question import Answer, Question
from gradioscope.window.parts import Label

WIDTH = 880
ABOVE = 2
"""Where in the column the two sides go: below the title and the text."""


class Conflict(Question):
    """`sides` shows mine at the left and the file's at the right."""

    def __init__(self, window: QWidget, path: Path, name: str, text: str, sides: QWidget, answers: Sequence[Answer]):
        super().__init__(window, f"{name} was changed by another program", text, answers, WIDTH)
        self.sides = sides
        sides.setMinimumHeight(theme.px(96))
        heads = QHBoxLayout()
        heads.setSpacing(theme.S6)
        mine, theirs = Label("What you have here", "meta", "muted"), Label("What the file says", "meta", "muted")
        theirs.setToolTip(str(path))
        heads.addWidget(mine, 1)
        heads.addWidget(theirs, 1)
        self.column.insertSpacing(ABOVE, theme.S2)
        self.column.insertLayout(ABOVE + 1, heads)
        self.column.insertWidget(ABOVE + 2, sides, 1)
