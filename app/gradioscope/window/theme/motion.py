"""Whether the system asks for less motion, and how long an animation may then be."""

from __future__ import annotations

import os
import sys

_asked: bool | None = None
_chosen: bool | None = None


def set_reduced(reduced: bool | None) -> None:
    """The person's own choice; None follows the system again."""
    global _chosen
    _chosen = reduced


def reduced() -> bool:
    """True where animations should not run. The system is asked once, at the first animation."""
    global _asked
    if _chosen is not None:
        return _chosen
    if _asked is None:
        _asked = _system()
    return _asked


def duration(milliseconds: int = 120) -> int:
    """That long, or 0 where less motion is wanted; never more than 120."""
    return 0 if reduced() else min(milliseconds, 120)


def _system() -> bool:
    if sys.platform == "win32":
        return _windows()
    if sys.platform == "darwin":
        return _macos()
    return _freedesktop()


def _windows() -> bool:
    import ctypes

    enabled = ctypes.c_int(1)
    user32 = ctypes.windll.user32  # type: ignore[attr-defined, unused-ignore]
    user32.SystemParametersInfoW(0x1042, 0, ctypes.byref(enabled), 0)  # SPI_GETCLIENTAREAANIMATION
    return not enabled.value


def _macos() -> bool:
    from PySide6.QtCore import QSettings

    return QSettings("com.apple.universalaccess", "").value("reduceMotion", 0) in (1, "1", True)


def _freedesktop() -> bool:
    """The desktop portal's setting (1 = less motion), else GNOME's `enable-animations` as the portal passes it on."""
    if not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return False
    from PySide6.QtDBus import QDBus, QDBusConnection, QDBusMessage

    def ask(namespace: str, key: str) -> object:
        message = QDBusMessage.createMethodCall(
            "org.freedesktop.portal.Desktop",
            "/org/freedesktop/portal/desktop",
            "org.freedesktop.portal.Settings",
            "ReadOne",
        )
        message.setAutoStartService(False)
        message.setArguments([namespace, key])
        answer = QDBusConnection.sessionBus().call(message, QDBus.CallMode.Block, 100)
        values = answer.arguments()
        if answer.type() != QDBusMessage.MessageType.ReplyMessage or not values:
            return None
        return values[0].variant() if hasattr(values[0], "variant") else values[0]

    return ask("org.freedesktop.appearance", "reduced-motion") == 1 or (
        ask("org.gnome.desktop.interface", "enable-animations") is False
    )
