"""Where Tab goes: through what is visible, in the order it is read.

Qt goes in the order widgets were made, and a form is made anew for each endpoint: its fields would come
after everything else, and `setTabOrder` does not move the containers of fields that hand their focus on.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QRadioButton, QScrollArea, QWidget


def stops(parts: Iterable[QWidget]) -> list[QWidget]:
    """What Tab stops at within some parts of a window, in their order."""
    found: list[QWidget] = []
    for part in parts:
        found += [widget for widget in (part, *part.findChildren(QWidget)) if _is_stop(widget, part)]
    return found


def go_on(parts: Iterable[QWidget], forward: bool) -> bool:
    """Move the focus to the next stop, or the one before; round at the ends. Whether there was one."""
    listed = stops(parts)
    now = QApplication.focusWidget()
    while now is not None and now not in listed:
        now = now.parentWidget()
    if now is None or len(listed) < 2:
        return False
    step = 1 if forward else -1
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    listed[(listed.index(now) + step) % len(listed)].setFocus(reason)
    return True


def _is_stop(widget: QWidget, part: QWidget) -> bool:
    if not widget.focusPolicy() & Qt.FocusPolicy.TabFocus or widget.focusProxy() is not None:
        return False
    if not (widget.isVisible() and widget.isEnabled()) or widget.window() is not part.window():
        return False
    if type(widget) is QScrollArea:  # what is in it scrolls into view by itself
        return False
    if isinstance(widget, QRadioButton) and widget.autoExclusive() and not widget.isChecked():
        parent = widget.parentWidget()
        group = parent.findChildren(QRadioButton) if parent is not None else []
        return not any(radio.isChecked() for radio in group)  # the arrow keys choose among them
    return True
