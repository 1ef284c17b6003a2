"""The one place errors nobody expected arrive at: written to the log, told in passing, shown whole on request."""

from __future__ import annotations

import logging
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gradioscope.window import theme
from gradioscope.window.parts import Button, CodeEdit, IconButton, Label, Toast
from gradioscope.window.parts.overlay import Overlay

logger = logging.getLogger("gradioscope")


class Reports:
    """Shows notices and unexpected errors over a window. On the window's thread."""

    def __init__(self, window: QWidget, mask: Callable[[str], str]) -> None:
        self._mask = mask
        self.errors: list[BaseException] = []
        """All that arrived, for whoever wants to know whether there were any."""
        self.toast = Toast(window)
        self._window = window
        self._card: _Details | None = None
        self._details = ""
        self._act: Callable[[], None] = self.show_details
        self.toast.actionTriggered.connect(self._pressed)

    def notice(self, text: str) -> None:
        """A sentence that goes away by itself."""
        self.toast.show_text(text)

    def offer(self, text: str, action: str, act: Callable[[], None]) -> None:
        """A sentence, and a button that does something about it for as long as it is there."""
        self._act = act
        self.toast.show_text(text, action_text=action)

    def error(self, error: BaseException, what: str = "") -> None:
        """Something inside went wrong. The window goes on."""
        import traceback

        self.errors.append(error)
        # masked first: an error's text may quote a header or an address with a secret in it
        self._details = self._mask("".join(traceback.format_exception(error)))
        logger.error("%s\n%s", what or "Unexpected error", self._details)
        self._act = self.show_details
        summary = self._mask(f"{type(error).__name__}: {error}").splitlines()[0][:120]
        self.toast.show_text(f"Something went wrong inside: {summary}", "danger", "Details", seconds=8)

    def _pressed(self) -> None:
        self._act()

    def show_details(self) -> None:
        if not self._details:
            return
        if self._card is None:
            self._card = _Details(self._window)
        self.toast.hide()
        self._card.text.setPlainText(self._details)
        self._card.open(self._card.text)


class _Details(Overlay):
    def __init__(self, window: QWidget) -> None:
        content = QWidget()
        super().__init__(window, content, 760)
        self.text = CodeEdit("Error details", read_only=True)
        self.text.setMinimumHeight(theme.px(320))
        close = IconButton("close", "Close")
        close.clicked.connect(self.close_card)
        copy = Button("Copy", "secondary", "copy", compact=True)
        copy.clicked.connect(self._copy)
        heading = QHBoxLayout()
        heading.addWidget(Label("What went wrong inside", "title"), 1)
        heading.addWidget(copy)
        heading.addWidget(close)
        column = QVBoxLayout(content)
        column.setContentsMargins(theme.S4, theme.S3, theme.S4, theme.S4)
        column.setSpacing(theme.S2)
        column.addLayout(heading)
        column.addWidget(
            Label("This is a fault of Gradioscope, not of the app. The window goes on.", tone="muted", wrap=True)
        )
        column.addWidget(self.text, 1)
        column.setAlignment(heading, Qt.AlignmentFlag.AlignTop)

    def _copy(self) -> None:
        from PySide6.QtWidgets import QApplication

        QApplication.clipboard().setText(self.text.toPlainText())
