"""A text in one of the three sizes and one of the tokens' colours."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from gradioscope.window import theme

Size = Literal["meta", "body", "title"]
Tone = Literal["", "muted", "accent", "success", "warning", "danger", "info"]


class Label(QLabel):
    """Plain text always: what an app sends is never read as markup."""

    def __init__(
        self,
        text: str = "",
        size: Size = "body",
        tone: Tone = "",
        parent: QWidget | None = None,
        *,
        bold: bool = False,
        wrap: bool = False,
        selectable: bool = False,
    ) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if selectable:
            self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        theme.mark(self, size=size, tone=tone, weight="bold" if bold or size == "title" else "")

    def set_tone(self, tone: Tone) -> None:
        theme.mark(self, tone=tone)
