"""Keys that a widget obeys itself although a command of the window has them, too."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

_PLAIN = Qt.KeyboardModifier.NoModifier


def claims(event: QEvent, *keys: Qt.Key) -> bool:
    """For `event()`: takes one of these keys, pressed alone, before it becomes a shortcut. Whether it did."""
    if (
        event.type() == QEvent.Type.ShortcutOverride
        and isinstance(event, QKeyEvent)
        and event.key() in keys
        and event.modifiers() == _PLAIN
    ):
        event.accept()
        return True
    return False
