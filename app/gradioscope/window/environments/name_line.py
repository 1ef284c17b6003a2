"""Where an environment's name is written: at the title's place, so that nothing covers what it is about."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from gradioscope.window import theme


class NameLine(QLineEdit):
    """Hidden until it is asked for; it goes with Enter, and with the focus.

    Signals: `named(str, str)` what was asked for and the name, `left(None)` when it had the focus and went.
    """

    named = Signal(object, object)
    left = Signal(object)

    def __init__(self, title: QWidget) -> None:
        super().__init__()
        self._title = title
        self._word = ""
        self.setAccessibleName("Name of the environment")
        self.setMaximumWidth(theme.px(280))
        self.hide()
        self.returnPressed.connect(self._given)
        self.editingFinished.connect(self.put_away)

    def ask(self, word: str, suggested: str, hint: str) -> None:
        """Take the title's place. `word` says what the name is for: add, rename or duplicate."""
        self._word = word
        self.setText(suggested)
        self.setPlaceholderText(hint)
        self._title.hide()
        self.show()
        self.setFocus()
        self.selectAll()

    def put_away(self) -> None:
        """Nothing is named."""
        had_focus = self.hasFocus()
        self._word = ""
        self.hide()
        self._title.show()
        if had_focus:
            self.left.emit(None)

    def _given(self) -> None:
        word, name = self._word, self.text().strip()
        self.put_away()
        if word and name:
            self.named.emit(word, name)
