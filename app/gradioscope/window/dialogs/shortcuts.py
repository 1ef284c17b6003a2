"""F1: every shortcut on one card."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from gradioscope.window import theme
from gradioscope.window.actions import Actions
from gradioscope.window.parts import Chip, IconButton, Label
from gradioscope.window.parts.overlay import Overlay

WIDTH = 720


class ShortcutCard(Overlay):
    """Filled anew each time it is opened, as shortcuts can be changed."""

    def __init__(self, window: QWidget, actions: Actions) -> None:
        content = QWidget()
        super().__init__(window, content, WIDTH)
        self._actions = actions
        column = QVBoxLayout(content)
        column.setContentsMargins(theme.S6, theme.S4, theme.S4, theme.S4)
        column.setSpacing(theme.S3)
        heading = QHBoxLayout()
        heading.addWidget(Label("Shortcuts", "title"), 1)
        self.close_button = IconButton("close", "Close")
        self.close_button.clicked.connect(self.close_card)
        heading.addWidget(self.close_button)
        column.addLayout(heading)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(self._area)

    def open_card(self) -> None:
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, theme.S2, 0)
        row.setSpacing(theme.S6)
        halves = (QVBoxLayout(), QVBoxLayout())
        for half in halves:
            half.setSpacing(theme.S4)
            row.addLayout(half, 1)
        heights = [0, 0]
        for group, lines in self._groups().items():
            side = 0 if heights[0] <= heights[1] else 1
            heights[side] += len(lines) + 2
            halves[side].addLayout(_group(group, lines))
        for half in halves:
            half.addStretch(1)
        self._area.setWidget(page)
        for part in (page, self._area.viewport()):  # the card's own ground shows
            part.setAutoFillBackground(False)
        page.adjustSize()
        self._area.setMinimumHeight(min(page.sizeHint().height(), self._window.height() - theme.px(160)))
        self.open(self.close_button)

    def _groups(self) -> dict[str, list[tuple[str, str]]]:
        groups: dict[str, list[tuple[str, str]]] = {}
        for command in self._actions:
            keys = self._actions.keys_text(command.id)
            if command.id.startswith("tab-"):
                if command.id != "tab-1":
                    continue
                keys, text = f"{keys} … {self._actions.keys_text('tab-8')}", "Go to tab 1 … 8"
                groups.setdefault(command.group, []).append((text, keys))
            elif keys:
                groups.setdefault(command.group, []).append((command.text, keys))
        return groups


def _group(name: str, lines: list[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setVerticalSpacing(theme.S1)
    grid.setColumnStretch(0, 1)
    grid.addWidget(Label(name, "meta", "muted"), 0, 0, 1, 2)
    for number, (text, keys) in enumerate(lines, 1):
        grid.addWidget(Label(text), number, 0)
        grid.addWidget(Chip(keys), number, 1, Qt.AlignmentFlag.AlignRight)
    return grid
