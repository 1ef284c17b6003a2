"""The quiet panel that says what went wrong, why, and what to do."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from gradioscope.gradio.errors import Action, Explanation
from gradioscope.window import theme
from gradioscope.window.parts import face
from gradioscope.window.parts.announce import announce
from gradioscope.window.parts.button import Button
from gradioscope.window.parts.code_edit import CodeEdit
from gradioscope.window.parts.group import Group
from gradioscope.window.parts.icon_label import IconLabel
from gradioscope.window.parts.label import Label

Tone = Literal["danger", "warning", "info", "success"]
_ICONS: dict[Tone, str] = {"danger": "error", "warning": "warning", "info": "info", "success": "check"}

ACTION_TEXTS: dict[Action, str] = {
    "retry": "Try again",
    "login": "Log in…",
    "token": "Choose token…",
    "reconnect": "Reconnect",
    "reload": "Reload the app",
    "edit": "Show the field",
    "connect_to": "Connect there",
    "demo": "Open the demo app",
    "variables": "Answer…",
}
"""What the button says for each action of an explanation."""


class Banner(Group):
    """An explanation in place of a result. Ctrl+C copies the whole of it while it has the focus.

    Signals: actionTriggered(object) — the Explanation whose button was pressed.
    """

    TINT = 0.06
    """How much of its tone the ground has."""

    actionTriggered = Signal(object)

    def __init__(self, parent: QWidget | None = None, tone: Tone = "danger") -> None:
        super().__init__("", parent)
        self._tone: Tone = tone
        self._explanation: Explanation | None = None
        self._ring = True
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._icon = IconLabel(_ICONS[tone], tone)
        self._what = Label(bold=True, wrap=True, selectable=True)
        self._why = Label(wrap=True, selectable=True)
        self._do = Label(tone="muted", wrap=True, selectable=True)
        self.action_button = Button("", "secondary")
        self.action_button.clicked.connect(self._act)
        self.details_button = Button("Show details", "quiet", "chevron-right")
        self.details_button.clicked.connect(self._toggle_details)
        self.details = CodeEdit("Details", read_only=True, wrap=True)
        self.details.fit_lines(2, 12)
        self.details.setVisible(False)

        text = QVBoxLayout()
        text.setSpacing(theme.S1)
        for label in (self._what, self._why, self._do):
            text.addWidget(label)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, theme.S2, 0, 0)
        buttons.setSpacing(theme.S2)
        buttons.addWidget(self.action_button)
        buttons.addWidget(self.details_button)
        buttons.addStretch(1)
        text.addLayout(buttons)
        text.addWidget(self.details)
        text.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.S3, theme.S3, theme.S3, theme.S3)
        layout.setSpacing(theme.S2)
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(text, 1)

    @property
    def explanation(self) -> Explanation | None:
        return self._explanation

    def set_explanation(self, explanation: Explanation, action_text: str = "") -> None:
        """Show it and tell assistive technology. `action_text` replaces the usual word on the button."""
        self._explanation = explanation
        self._what.setText(explanation.what)
        for label, part in ((self._why, explanation.why), (self._do, explanation.do)):
            label.setText(part)
            label.setVisible(bool(part))
        word = action_text or ACTION_TEXTS.get(explanation.action, "")
        self.action_button.setText(word)
        self.action_button.setVisible(bool(explanation.action and word))
        self.details.setPlainText(explanation.details)
        self.details_button.setVisible(bool(explanation.details))
        self.show_details(False)
        self.setAccessibleName(explanation.what)
        self.setAccessibleDescription(" ".join(part for part in (explanation.why, explanation.do) if part))
        announce(self, str(explanation), urgent=self._tone == "danger")

    def copy_text(self) -> str:
        """Everything it says, details included."""
        if self._explanation is None:
            return ""
        return "\n".join(part for part in (str(self._explanation), self._explanation.details) if part)

    def _act(self) -> None:
        self.actionTriggered.emit(self._explanation)

    def show_details(self, shown: bool) -> None:
        """Fold the raw answer out or in."""
        self.details_button.setText("Hide details" if shown else "Show details")
        self.details_button.set_icon("chevron-down" if shown else "chevron-right")
        self.details.setVisible(shown)

    def _toggle_details(self) -> None:
        self.show_details(self.details.isHidden())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.copy_text())
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = face.ring_after(event, self._ring)
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        t = theme.tokens()
        tone = getattr(t, self._tone)
        painter = QPainter(self)
        ring = self.hasFocus() and self._ring
        line = t.focus if ring else tone if t.contrast else theme.mix(tone, t.surface, 0.3)
        fill = theme.mix(tone, t.surface, self.TINT)
        face.rounded(painter, QRectF(self.rect()), theme.px(theme.RADIUS), fill, line, 2 if ring else 1)
        painter.end()
