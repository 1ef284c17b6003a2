"""What the way to an app needs, while the tab has none yet: headers, login, token."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gradioscope.window import theme
from gradioscope.window.parts import Button, Label
from gradioscope.window.parts.overlay import Overlay
from gradioscope.window.request_tab.details.settings import SettingsSheet
from gradioscope.window.request_tab.tab import RequestTab

WIDTH = 560
HEIGHT = 330


class RequestSettings(Overlay):
    """Takes effect as it is written; gone for good when it is closed."""

    def __init__(self, window: QWidget, tab: RequestTab) -> None:
        content = QWidget()
        super().__init__(window, content, WIDTH)
        self.setAccessibleName("Settings of the request")
        self._tab = tab
        self.sheet = SettingsSheet(runs=False)
        self.sheet.setMinimumHeight(theme.px(HEIGHT))
        self.sheet.load(tab.document.rest)
        done = Button("Done", "primary")
        done.clicked.connect(self.close_card)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, theme.S4, 0, theme.S4)
        column.setSpacing(theme.S2)
        for widget in (Label("Settings of the request", "title"), done):
            row = QHBoxLayout()
            row.setContentsMargins(theme.S4, 0, theme.S4, 0)
            if widget is done:
                row.addStretch(1)
            row.addWidget(widget)
            column.addLayout(row)
        column.insertWidget(1, self.sheet, 1)
        self.sheet.edited.connect(self._edited)
        self.sheet.tokenAsked.connect(self._ask_token)
        self.closed.connect(self.deleteLater)

    def ask(self) -> None:
        self.open(self.sheet.headers.add_button)

    def _edited(self, _: object) -> None:
        self._tab.set_rest(self.sheet.put_in(self._tab.document.rest))

    def _ask_token(self, _: object) -> None:
        self.close_card()
        self._tab.act("token")
