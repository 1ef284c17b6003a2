"""What stands in the tab while an app is connected to: the steps, an explanation with its way out, the login."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from gradioscope.gradio.errors import BadCertificate, Explanation, GradioscopeError, LoginNeeded, WrongCredentials
from gradioscope.window import theme
from gradioscope.window.parts import Banner, Button, Label
from gradioscope.window.request_tab.doctor import Doctor
from gradioscope.window.request_tab.login_panel import LoginPanel

if TYPE_CHECKING:
    from gradioscope.gradio.discovery import Step

WIDTH = 640


class ConnectPage(QScrollArea):
    """Signals: `actionAsked(str, str)` an Explanation's action and target, `loginAsked(str, str, str)` address,
    user name, password; `insecureAsked(None)` when the person accepts a certificate that cannot be checked."""

    actionAsked = Signal(object, object)
    loginAsked = Signal(object, object, object)
    insecureAsked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        page = QWidget()
        across = QHBoxLayout(page)
        across.setContentsMargins(theme.S6, theme.S6 * 2, theme.S6, theme.S6)
        self._body = body = QWidget()
        body.setMaximumWidth(theme.px(WIDTH))
        theme.notifier().changed.connect(self._resize)
        # stretches, not an alignment: an aligned widget gets its width hint, and wrapped text wants all there is
        across.addStretch(1)
        across.addWidget(body, 1000)
        across.addStretch(1)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S4)
        self.title = Label(size="title", wrap=True)
        self.banner = Banner()
        self.insecure_button = Button("Accept this certificate for now", "secondary")
        self.insecure_button.setToolTip("Somebody in between could read and change what you send and get")
        self.login = LoginPanel()
        self.doctor = Doctor()
        for widget in (self.title, self.banner, self.insecure_button, self.login, self.doctor):
            column.addWidget(widget)
        column.addStretch(1)
        column.setAlignment(self.insecure_button, Qt.AlignmentFlag.AlignLeft)
        self.setWidget(page)
        self._login_url = ""
        self.banner.actionTriggered.connect(self._act)
        self.login.asked.connect(self._log_in)
        self.insecure_button.clicked.connect(self._accept)

    def begin(self, address: str) -> None:
        """A new attempt."""
        if self.login.isVisible() and self.login.button.isEnabled() is False:
            return  # a login under way keeps its place; steps follow when it was right
        self.title.setText(f"Connecting to {address}")
        self.title.show()
        self.doctor.clear()
        self.doctor.set_open(True)
        for widget in (self.banner, self.login, self.insecure_button):
            widget.hide()

    def show_step(self, step: Step) -> None:
        if self.login.isVisible():
            self.login.hide()
            self.title.show()
            self.doctor.clear()
        self.doctor.set_open(True)
        self.doctor.show_step(step)

    def show_error(self, error: GradioscopeError) -> None:
        """Say what happened and offer the way out."""
        explanation = error.explanation
        self.insecure_button.setVisible(isinstance(error, BadCertificate) and not explanation.target)
        if isinstance(error, LoginNeeded):
            if error.url or explanation.target:
                self._login_url = error.url or explanation.target
            self.title.hide()
            self.banner.hide()
            self.doctor.set_open(False)
            self.login.show()
            if isinstance(error, WrongCredentials):
                self.login.ask(self.login.message.text(), str(explanation))
            else:
                self.login.ask(error.auth_message)
            return
        self.login.hide()
        self.title.hide()
        self.banner.set_explanation(explanation)
        self.banner.show()
        self.doctor.set_open(False)

    def _resize(self) -> None:
        self._body.setMaximumWidth(theme.px(WIDTH))

    def _act(self, explanation: Explanation) -> None:
        self.actionAsked.emit(explanation.action, explanation.target)

    def _log_in(self, user: str, password: str) -> None:
        self.loginAsked.emit(self._login_url, user, password)

    def _accept(self) -> None:
        self.insecureAsked.emit(None)
