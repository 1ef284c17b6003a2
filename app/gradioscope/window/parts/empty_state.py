"""What stands where there is nothing yet: one sentence and the one thing to do."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gradioscope.window import theme
from gradioscope.window.parts.button import Button
from gradioscope.window.parts.icon_label import IconLabel
from gradioscope.window.parts.label import Label


class EmptyState(QWidget):
    """Signals: actionTriggered() — the button was pressed."""

    actionTriggered = Signal()

    def __init__(self, icon: str, sentence: str, action_text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = IconLabel(icon, "text_muted", 24)
        self._sentence = Label(sentence, tone="muted", wrap=True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button = Button(action_text)
        self.button.setVisible(bool(action_text))
        self.button.clicked.connect(self._act)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.S6, theme.S6, theme.S6, theme.S6)
        layout.setSpacing(theme.S3)
        layout.addStretch(2)
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._sentence)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)

    def set_sentence(self, sentence: str, action_text: str = "", icon: str | None = None) -> None:
        self._sentence.setText(sentence)
        self.button.setText(action_text)
        self.button.setVisible(bool(action_text))
        if icon:
            self._icon.set_icon(icon)

    def _act(self) -> None:
        self.actionTriggered.emit()
