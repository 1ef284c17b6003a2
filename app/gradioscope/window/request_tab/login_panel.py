"""The app's own login, asked for in place."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from gradioscope.window import theme
from gradioscope.window.icons import icon
from gradioscope.window.parts import Button, Label


class LoginPanel(QWidget):
    """Signals: `asked(str, str)` user name and password, `given_up(None)`."""

    asked = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S2)
        self.title = Label("Log in to this app", "title")
        self.message = Label(tone="muted", wrap=True)
        self.problem = Label(tone="danger", wrap=True)
        self.user = _line("User name", column)
        self.password = _line("Password", column)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self._reveal = QAction("Show password", self)
        self._reveal.setCheckable(True)
        self._reveal.toggled.connect(self._show_password)
        self.password.addAction(self._reveal, QLineEdit.ActionPosition.TrailingPosition)
        column.insertWidget(0, self.title)
        column.insertWidget(1, self.message)
        column.addWidget(self.problem)
        self.button = Button("Log in", "primary")
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addStretch(1)
        column.addSpacing(theme.S1)
        column.addLayout(row)
        self.user.returnPressed.connect(self._enter)
        self.password.returnPressed.connect(self._enter)
        self.button.clicked.connect(self._ask)
        theme.notifier().changed.connect(self._tint)
        self._show_password(False)

    def ask(self, message: str, problem: str = "") -> None:
        """Show the panel anew: what the app says of its login, and why the last try failed."""
        self.message.setText(message or "It keeps accounts of its own; a Hugging Face token does not open it.")
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.set_busy(False)
        self.password.setAccessibleDescription(problem)
        if problem:
            self.password.selectAll()
            self.password.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.password.clear()
            self.user.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_busy(self, busy: bool) -> None:
        for widget in (self.user, self.password, self.button):
            widget.setEnabled(not busy)

    def forget(self) -> None:
        """Drop the password; it has done its work."""
        self.password.clear()
        self._reveal.setChecked(False)

    def _enter(self) -> None:
        if not self.user.text().strip():
            self.user.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self.password.text():
            self.password.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._ask()

    def _ask(self) -> None:
        if not self.user.text().strip():
            self.problem.setText("The user name is empty.")
            self.problem.show()
            self.user.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.problem.hide()
        self.set_busy(True)
        self.asked.emit(self.user.text().strip(), self.password.text())

    def _show_password(self, shown: bool) -> None:
        self.password.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self._reveal.setText("Hide password" if shown else "Show password")
        self._tint()

    def _tint(self) -> None:
        self._reveal.setIcon(icon("eye-off" if self._reveal.isChecked() else "eye", "text_muted"))


def _line(name: str, column: QVBoxLayout) -> QLineEdit:
    label = Label(name)
    line = QLineEdit()
    line.setMaximumWidth(theme.px(360))
    line.setAccessibleName(name)
    label.setBuddy(line)
    column.addWidget(label)
    column.addWidget(line)
    return line
