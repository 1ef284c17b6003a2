"""What came of something larger: a sentence, and a list to be read at leisure, copied, and closed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from gradioscope.window import theme
from gradioscope.window.parts import Button, CodeEdit, Label
from gradioscope.window.parts.overlay import Overlay

WIDTH = 620
ROWS = 14


class Findings(Overlay):
    """One card; opened anew with other findings."""

    def __init__(self, window: QWidget) -> None:
        content = QWidget()
        super().__init__(window, content, WIDTH)
        self.title = Label("", "title", wrap=True)
        self.about = Label("", tone="muted", wrap=True)
        self.text = CodeEdit("Details", read_only=True, wrap=True)
        self.text.setFixedHeight(theme.px(ROWS * 18))
        close = Button("Close", "primary")
        close.clicked.connect(self.close_card)
        copy = Button("Copy", "secondary", "copy")
        copy.clicked.connect(self._copy)
        self.close_button = close
        row = QHBoxLayout()
        row.setSpacing(theme.S2)
        row.addStretch(1)
        row.addWidget(copy)
        row.addWidget(close)
        column = QVBoxLayout(content)
        column.setContentsMargins(theme.S4, theme.S4, theme.S4, theme.S4)
        column.setSpacing(theme.S2)
        column.addWidget(self.title)
        column.addWidget(self.about)
        column.addWidget(self.text, 1)
        column.addSpacing(theme.S1)
        column.addLayout(row)

    def tell(self, title: str, about: str, lines: Sequence[str]) -> None:
        """Show it; an empty line stands between groups."""
        self.setAccessibleName(title)
        self.title.setText(title)
        self.about.setText(about)
        self.about.setVisible(bool(about))
        self.text.setPlainText("\n".join(lines))
        self.open(self.close_button)

    def _copy(self) -> None:
        QApplication.clipboard().setText("\n".join([self.title.text(), "", self.text.toPlainText()]))
