"""The window's bottom line: how the current request stands."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gradioscope.window import theme
from gradioscope.window.parts import ElidedLabel, IconButton, IconLabel
from gradioscope.window.request_tab.status import Status

_SIGNS = {
    "Not connected": ("plug", "text_muted"),
    "Connecting": ("running", "info"),
    "Ready": ("check", "text_muted"),
    "Queued": ("queued", "info"),
    "Running": ("running", "info"),
    "Complete": ("check", "success"),
    "Failed": ("error", "danger"),
    "Cancelled": ("cancel", "warning"),
}


class StatusLine(QWidget):
    """Signals: `sidebarAsked(None)`, `layoutAsked(None)`, `settingsAsked(None)`."""

    sidebarAsked = Signal(object)
    layoutAsked = Signal(object)
    settingsAsked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.mark(self, plane="surface")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.S3, 2, theme.S3, 2)
        row.setSpacing(theme.S2)
        self._sign = IconLabel("plug")
        # no accessible name of its own: the text is the name, and a name would hide it
        self.label = ElidedLabel(Status().text, "meta")
        self.sidebar_button = IconButton("sidebar", "Show or hide the sidebar")
        self.layout_button = IconButton("layout-right", "Response beside or below")
        self.settings_button = IconButton("settings", "Settings")
        row.addWidget(self.sidebar_button)
        row.addWidget(self._sign)
        row.addWidget(self.label, 1)
        row.addWidget(self.layout_button)
        row.addWidget(self.settings_button)
        self.sidebar_button.clicked.connect(self._ask_sidebar)
        self.layout_button.clicked.connect(self._ask_layout)
        self.settings_button.clicked.connect(self._ask_settings)
        self.show_status(Status())

    def show_status(self, status: Status) -> None:
        if self.label.text() != status.text:
            self.label.setText(status.text)
        self._sign.set_icon(*_SIGNS[status.state])

    def show_layout(self, *, below: bool) -> None:
        self.layout_button.set_icon("layout-below" if below else "layout-right")

    def _ask_sidebar(self) -> None:
        self.sidebarAsked.emit(None)

    def _ask_layout(self) -> None:
        self.layoutAsked.emit(None)

    def _ask_settings(self) -> None:
        self.settingsAsked.emit(None)
