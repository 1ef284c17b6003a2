"""Every command with its keys, to be changed by pressing others."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from gradioscope.window import theme
from gradioscope.window.actions import NAMES_KEYS, Actions
from gradioscope.window.parts import Button, IconButton, Label

_MODIFIERS = (
    Qt.Key.Key_Control,
    Qt.Key.Key_Shift,
    Qt.Key.Key_Alt,
    Qt.Key.Key_Meta,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_unknown,
)


class KeyCatcher(Button):
    """Shows a command's keys; pressed, it waits for others. Signals: `caught(str)` portable text, empty for none."""

    caught = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__("", "secondary", compact=True)
        self._name = name
        self._waiting = False
        self._shown = ""
        self.clicked.connect(self._wait)

    def show_keys(self, keys: str) -> None:
        self._waiting = False
        self.setProperty(NAMES_KEYS, False)
        self._shown = keys
        self.setText(keys or "none")
        self.setAccessibleName(f"{self._name}: {keys or 'none'}. Change")

    def _wait(self) -> None:
        self._waiting = True
        self.setProperty(NAMES_KEYS, True)
        self.setText("Press the keys …")
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def event(self, event: QEvent) -> bool:
        if self._waiting and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()  # the keys are named here, not obeyed
                return True
            if event.type() == QEvent.Type.KeyPress:
                self._take(event)
                return True
        if self._waiting and event.type() == QEvent.Type.FocusOut:
            self.show_keys(self._shown)
        return super().event(event)

    def _take(self, event: QKeyEvent) -> None:
        if event.key() in _MODIFIERS:
            return
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if plain and event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Tab):
            self.show_keys(self._shown)
            return
        if plain and event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.caught.emit("")
            return
        if plain and not Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F35:
            return  # a letter alone could not be typed any more
        self.caught.emit(QKeySequence(event.keyCombination()).toString(QKeySequence.SequenceFormat.PortableText))


class ShortcutRows(QWidget):
    """The rows of the settings page."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._catchers: dict[str, KeyCatcher] = {}
        self._resets: dict[str, IconButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.problem = Label(tone="warning", wrap=True)
        self.problem.hide()
        column.addWidget(self.problem)
        grid = QGridLayout()
        grid.setVerticalSpacing(theme.S1)
        grid.setColumnStretch(0, 1)
        column.addLayout(grid)
        group = ""
        for command in actions:
            if command.group != group:
                group = command.group
                heading = Label(group, "meta", "muted")
                heading.setContentsMargins(0, theme.S2, 0, 0)
                grid.addWidget(heading, grid.rowCount(), 0)
            row = grid.rowCount()
            catcher = KeyCatcher(command.text)
            catcher.setProperty("command", command.id)
            catcher.caught.connect(self._caught)
            reset = IconButton("reset", f"{command.text}: back to the shortcut it came with")
            reset.setProperty("command", command.id)
            reset.clicked.connect(self._reset)
            self._catchers[command.id], self._resets[command.id] = catcher, reset
            grid.addWidget(Label(command.text), row, 0)
            grid.addWidget(catcher, row, 1, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(reset, row, 2)
        actions.changed.connect(self._show)
        self._show(None)

    def catcher(self, command_id: str) -> KeyCatcher:
        return self._catchers[command_id]

    def _show(self, _: object) -> None:
        for command in self._actions:
            self._catchers[command.id].show_keys(self._actions.keys_text(command.id))
            changed = self._actions.keys(command.id) != command.keys
            # invisible, not gone, so that the column of keys stays where it is
            self._resets[command.id].setEnabled(changed)

    def _caught(self, keys: str) -> None:
        sender = self.sender()
        command_id = str(sender.property("command"))
        holder = self._actions.holder(keys) if keys else None
        if holder is not None and holder != command_id:
            text = next(command.text for command in self._actions if command.id == holder)
            self.problem.setText(f"These keys belong to “{text}”. Take them away there first.")
            self.problem.show()
            self._show(None)
            return
        self.problem.hide()
        self._actions.set_keys(command_id, keys)

    def _reset(self) -> None:
        sender = self.sender()
        if isinstance(sender, QPushButton | IconButton):
            self.problem.hide()
            self._actions.set_keys(str(sender.property("command")), None)
