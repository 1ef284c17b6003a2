"""A question that only the person can answer, on a card over the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gradioscope.window import theme
from gradioscope.window.parts import Button, Label
from gradioscope.window.parts.overlay import Overlay

WIDTH = 480

Answer = tuple[str, Callable[[], None]]
"""What a button says, and what it does."""


class Question(Overlay):
    """Cancel and Esc do nothing at all. The first answer is the primary button."""

    def __init__(self, window: QWidget, title: str, text: str, answers: Sequence[Answer], width: int = WIDTH) -> None:
        content = QWidget()
        super().__init__(window, content, width)
        self.setAccessibleName(title)
        self.column = column = QVBoxLayout(content)
        column.setContentsMargins(theme.S4, theme.S4, theme.S4, theme.S4)
        column.setSpacing(theme.S2)
        column.addWidget(Label(title, "title", wrap=True))
        column.addWidget(Label(text, tone="muted", wrap=True))
        column.addSpacing(theme.S2)
        row = QHBoxLayout()
        row.setSpacing(theme.S2)
        row.addStretch(1)
        cancel = Button("Cancel", "secondary")
        cancel.clicked.connect(self.close_card)
        row.addWidget(cancel)
        self.buttons: list[Button] = []
        for number, (name, act) in enumerate(answers):
            button = Button(name, "primary" if number == 0 else "secondary")
            button.clicked.connect(partial(self._answer, act))
            self.buttons.append(button)
        for button in reversed(self.buttons):
            row.addWidget(button)
        column.addLayout(row)
        self.closed.connect(self.deleteLater)

    def ask(self) -> None:
        self.open(self.buttons[0])

    def _answer(self, act: Callable[[], None]) -> None:
        self.close_card()
        act()
