"""What a form says of an endpoint that takes the caller's Hugging Face token, with the way to choose one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gradioscope.gradio.model import Endpoint
from gradioscope.window import theme
from gradioscope.window.parts import Button, IconLabel, Label
from gradioscope.window.tokens import FROM_ENVIRONMENT

_NAMED = {FROM_ENVIRONMENT: "HF_TOKEN"}


class TokenLine(QWidget):
    """One line, hidden where neither the endpoint takes a token nor the request wishes for one.

    Signals: `asked()` to choose a token.
    """

    asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wanted = ""
        self._chosen: str | None = None
        self._wish: str | None = None
        self.text = Label("", "meta", "muted", wrap=True)
        self.button = Button("Choose token…", "quiet", compact=True)
        self.button.clicked.connect(lambda: self.asked.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.S4, 0, theme.S4, theme.S2)
        row.setSpacing(theme.S2)
        row.addWidget(IconLabel("key"))
        row.addWidget(self.text, 1)
        row.addWidget(self.button)
        self.hide()

    def set_endpoint(self, endpoint: Endpoint | None) -> None:
        self._wanted = endpoint.oauth_token if endpoint is not None else ""
        self._say()

    def set_chosen(self, name: str | None) -> None:
        """The name of the token that goes to the app; None where none does."""
        self._chosen = name
        self._say()

    def set_wish(self, name: str | None) -> None:
        """The name of the token that the request was made with. Which one goes out is the person's choice alone."""
        self._wish = name
        self._say()

    def _say(self) -> None:
        if not self._wanted:
            told = f"This request was made with the access token “{self._wish}”: the app gets "
            other = _NAMED.get(self._chosen, self._chosen) if self._chosen else "none"
            self.text.setText(f"{told}{other}.")
            self.text.set_tone("muted")
            self.setVisible(self._wish is not None and self._wish != self._chosen)
            return
        missing = self._wanted == "required" and self._chosen is None
        need = "required" if self._wanted == "required" else "optional"
        told = f"the app gets {_NAMED.get(self._chosen, self._chosen)}" if self._chosen else "none is chosen"
        self.text.setText(f"Hugging Face access token ({need}): {told}")
        self.text.set_tone("danger" if missing else "muted")
        self.setVisible(bool(self._wanted))
