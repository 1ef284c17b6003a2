"""What the painted buttons share: their states' colours, the focus ring that only the keyboard brings, and Enter."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton

_COMES_BACK = frozenset(
    {
        Qt.FocusReason.ActiveWindowFocusReason,
        Qt.FocusReason.PopupFocusReason,
        Qt.FocusReason.MenuBarFocusReason,
    }
)


def ring_after(event: QFocusEvent, before: bool) -> bool:
    """Whether the focus ring is to be seen: not after a click; as before where the focus only comes back."""
    if event.reason() in _COMES_BACK:
        return before
    return event.reason() != Qt.FocusReason.MouseFocusReason


def press_by_enter(button: QAbstractButton, event: QKeyEvent) -> bool:
    """Click the button if the key is Enter; whether it is.

    Qt has Enter press a button in a QDialog alone, and the cards are none. A key that is held down counts once: what
    it opened has buttons of its own.
    """
    plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
    if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or not plain:
        return False
    if not event.isAutoRepeat():
        button.click()
    event.accept()
    return True


def rounded(
    painter: QPainter, area: QRectF, radius: float, fill: QColor | None, line: QColor | None = None, width: float = 1.0
) -> None:
    """A rounded rectangle whose outline lies wholly inside `area`."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(line, width) if line else Qt.PenStyle.NoPen)
    painter.setBrush(fill if fill else Qt.BrushStyle.NoBrush)
    inset = width / 2 if line else 0
    painter.drawRoundedRect(area.adjusted(inset, inset, -inset, -inset), radius - inset, radius - inset)
