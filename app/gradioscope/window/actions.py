"""Every command of the window, once: what the menu, the command palette and the shortcuts are made from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, Protocol

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QMenu, QMenuBar, QWidget
from shiboken6 import isValid

from gradioscope.window.icons import icon as themed_icon

NAMES_KEYS = "namesKeys"
"""Property of a widget in which keys are named, not obeyed."""


class Stored(Protocol):
    """Where changed shortcuts are kept: the settings."""

    def get(self, key: str, default: Any = None) -> Any: ...
    def set(self, key: str, value: Any) -> object: ...


class Command(NamedTuple):  # not a dataclass: making one costs ten times as much, before the first paint
    """`keys` are Qt's portable names (`Ctrl+Return`); the first is shown, all work. `id` is what is stored."""

    id: str
    text: str
    group: str
    run: Callable[[], None]
    keys: tuple[str, ...] = ()
    icon: str = ""


class Actions(QObject):
    """The commands of a window. Signals: `changed(None)` after a shortcut was changed."""

    changed = Signal(object)

    def __init__(self, window: QWidget, settings: Stored) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings
        self._commands: dict[str, Command] = {}
        self._actions: dict[str, QAction] = {}
        self._keys = _FirstClaim(self)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            # not focusChanged: it hands over the widget that loses the focus, which may be half destroyed
            application.focusObjectChanged.connect(self._keys.follow_focus)

    def add(self, command: Command) -> QAction:
        action = QAction(command.text, self._window)
        if command.icon:
            action.setIcon(themed_icon(command.icon))
        action.setIconVisibleInMenu(bool(command.icon))
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setShortcutVisibleInContextMenu(True)
        action.triggered.connect(_without_arguments(command.run))
        self._commands[command.id] = command
        self._actions[command.id] = action
        self._window.addAction(action)
        self._give_keys(command)
        return action

    def __iter__(self) -> Iterator[Command]:
        return iter(self._commands.values())

    def action(self, command_id: str) -> QAction:
        return self._actions[command_id]

    def set_enabled(self, command_id: str, enabled: bool) -> None:
        self._actions[command_id].setEnabled(enabled)

    def is_enabled(self, command_id: str) -> bool:
        return self._actions[command_id].isEnabled()

    def keys(self, command_id: str) -> tuple[str, ...]:
        """The keys in force, in portable text."""
        stored = self._stored().get(command_id)
        if stored is None:
            return self._commands[command_id].keys
        return (stored,) if stored else ()

    def keys_text(self, command_id: str) -> str:
        """The first of its keys as this platform writes it (⌘K on macOS), empty without one."""
        keys = self.keys(command_id)
        return QKeySequence(keys[0]).toString(QKeySequence.SequenceFormat.NativeText) if keys else ""

    def set_keys(self, command_id: str, keys: str | None) -> None:
        """Change a shortcut and store it; empty for none, None for the one it came with."""
        stored = self._stored()
        if keys is None:
            stored.pop(command_id, None)
        else:
            stored[command_id] = keys
        self._settings.set("shortcuts", stored)
        self._give_keys(self._commands[command_id])
        self.changed.emit(None)

    def holder(self, keys: str) -> str | None:
        """The command that already has these keys, by id."""
        wanted = QKeySequence(keys)
        for command_id in self._commands:
            if any(QKeySequence(each) == wanted for each in self.keys(command_id)):
                return command_id
        return None

    def claims(self, pressed: QKeySequence) -> bool:
        """Whether an enabled command has these keys."""
        return any(pressed in action.shortcuts() and action.isEnabled() for action in self._actions.values())

    def fill_menu(self, menu: QMenu) -> None:
        """All commands: a submenu a group, the last group's own in the menu itself."""
        last = list(self._commands.values())[-1].group
        menus: dict[str, QMenu] = {}
        for command in self:
            if command.group == last:
                if not menu.actions() or menu.actions()[-1].menu() is not None:
                    menu.addSeparator()
                menu.addAction(self._actions[command.id])
                continue
            if command.group not in menus:
                menus[command.group] = menu.addMenu(command.group)
            menus[command.group].addAction(self._actions[command.id])

    def fill_menu_bar(self, bar: QMenuBar) -> None:
        """One menu a group, as macOS expects it."""
        menus: dict[str, QMenu] = {}
        for command in self:
            if command.group not in menus:
                menus[command.group] = bar.addMenu(command.group)
            menus[command.group].addAction(self._actions[command.id])

    def _stored(self) -> dict[str, str]:
        stored = self._settings.get("shortcuts", {})
        if not isinstance(stored, dict):  # edited by hand
            return {}
        return {key: value for key, value in stored.items() if isinstance(value, str)}

    def _give_keys(self, command: Command) -> None:
        action = self._actions[command.id]
        action.setShortcuts([QKeySequence(keys) for keys in self.keys(command.id)])
        shown = self.keys_text(command.id)
        action.setToolTip(f"{command.text} ({shown})" if shown else command.text)


class _FirstClaim(QObject):
    """Lets a command's keys win over the text editor that has the focus.

    Qt's editors take Ctrl+K, Ctrl+D, Ctrl+E and Ctrl+H for themselves on X11 (Emacs keys) by accepting
    the ShortcutOverride that comes before the shortcut. Only the widget with the focus is watched: a
    filter on the whole application would run for every event there is.
    """

    def __init__(self, actions: Actions) -> None:
        super().__init__(actions)
        self._actions = actions
        self._watched: QObject | None = None

    def follow_focus(self, now: QObject | None) -> None:
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = now
        if now is not None:
            now.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and watched.property(NAMES_KEYS) is not True
        ):
            control = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier
            if event.modifiers() & control and self._actions.claims(QKeySequence(event.keyCombination())):
                event.ignore()
                return True
        return super().eventFilter(watched, event)


def _without_arguments(run: Callable[[], None]) -> Callable[[bool], None]:
    def triggered(_checked: bool = False) -> None:
        run()

    return triggered
