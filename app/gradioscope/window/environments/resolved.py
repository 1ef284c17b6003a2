"""The request as it would be sent, on a card over the window: nothing is fetched for it, and nothing sent."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from gradioscope.library.environment.preview import Part, as_text
from gradioscope.window import theme
from gradioscope.window.parts import Chip, IconButton, Label
from gradioscope.window.parts.overlay import Overlay

WIDTH = 720
NAMES = 150
"""Pixels at 100 % of the names' column."""
TALLEST = 520


class ResolvedCard(Overlay):
    """Made anew each time it is opened."""

    def __init__(self, window: QWidget, parts: list[Part], environment: str) -> None:
        content = QWidget()
        super().__init__(window, content, WIDTH)
        self.setAccessibleName("Resolved request")
        self.parts = parts
        head = QHBoxLayout()
        head.setSpacing(theme.S2)
        head.addWidget(Label("Resolved request", "title"))
        head.addWidget(Chip(environment or "No environment", "neutral", "environment"))
        head.addStretch(1)
        self.copy_button = IconButton("copy", "Copy the resolved request")
        self.copy_button.clicked.connect(self._copy)
        self.close_button = IconButton("close", "Close")
        self.close_button.clicked.connect(self.close_card)
        head.addWidget(self.copy_button)
        head.addWidget(self.close_button)
        missing = sum(bool(part.problem) for part in parts if part.group != "Variables")
        told = "As it would be sent now. Secrets are dots; each use of {{$uuid}} and the like has a value of its own."
        if missing:
            told = f"{missing} part{'' if missing == 1 else 's'} cannot be sent yet: variables have no value."
        column = QVBoxLayout(content)
        column.setContentsMargins(theme.S4, theme.S4, theme.S4, theme.S4)
        column.setSpacing(theme.S2)
        column.addLayout(head)
        column.addWidget(Label(told, "meta", "danger" if missing else "muted", wrap=True))
        self.area = area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setAccessibleName("Parts of the request")
        body = _body(parts)
        theme.mark(area, plane="raised")
        area.setWidget(body)
        wanted = body.heightForWidth(theme.px(WIDTH - 48)) if body.hasHeightForWidth() else body.sizeHint().height()
        area.setFixedHeight(min(wanted + theme.px(8), theme.px(TALLEST)))
        column.addWidget(area)
        self.closed.connect(self.deleteLater)

    def ask(self) -> None:
        """Open it."""
        self.open(self.close_button)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(as_text(self.parts))


def _body(parts: list[Part]) -> QWidget:
    body = QWidget()
    theme.mark(body, plane="raised")
    body.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    grid = QGridLayout(body)
    grid.setContentsMargins(0, 0, theme.S2, 0)
    grid.setHorizontalSpacing(theme.S4)
    grid.setVerticalSpacing(theme.px(6))
    grid.setColumnMinimumWidth(0, theme.px(NAMES))
    grid.setColumnStretch(1, 1)
    row, group = 0, ""
    for part in parts:
        if part.group != group:
            group = part.group
            heading = Label(group, "meta", "muted", bold=True)
            heading.setContentsMargins(0, theme.S2 if row else 0, 0, 0)
            grid.addWidget(heading, row, 0, 1, 2)
            row += 1
        name = Label(part.name, tone="muted", wrap=True)
        name.setMaximumWidth(theme.px(NAMES))
        text = Label(part.problem or part.text, tone="danger" if part.problem else "", wrap=True, selectable=True)
        text.setMinimumWidth(1)
        text.setAccessibleDescription(part.name)
        if not part.problem:
            theme.mark(text, mono=True)
        grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(text, row, 1, Qt.AlignmentFlag.AlignTop)
        row += 1
    grid.setRowStretch(row, 1)
    return body
