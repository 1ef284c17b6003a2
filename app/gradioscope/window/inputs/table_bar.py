"""The bar below a table: what is done most as buttons, all of it in a menu, which is the context menu too."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from gradioscope.window import icons, theme
from gradioscope.window.parts import Button, IconButton, Label
from gradioscope.window.parts.label import Tone


def always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Deed:
    """Something a person can do to a table. With a `button` it is in the bar, with an icon alone where that is empty.

    `keys` are shown; the view hears them. `gap` begins another group of the menu.
    """

    text: str
    does: Callable[[], None]
    can: Callable[[], bool] = always
    keys: str = ""
    icon: str = ""
    button: str | None = None
    gap: bool = False


class TableBar(QWidget):
    """A note, and the deeds."""

    def __init__(self, label: str, deeds: Sequence[Deed], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._deeds = deeds
        self._buttons: list[tuple[QWidget, Deed]] = []
        self._told = Label("", "meta", "muted", self)
        self._told.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.S1, theme.px(2), theme.S1, theme.px(2))
        row.setSpacing(theme.S1)
        for deed in deeds:
            if deed.button:
                row.addWidget(self._worded(deed, label))
        row.addWidget(self._told, 1)
        for deed in deeds:
            if deed.button == "":
                row.addWidget(self._pictured(deed, label))
        self._more = IconButton("more", "More", self)
        self._more.setAccessibleName(f"More for {label}")
        self._more.clicked.connect(self._open_below)
        row.addWidget(self._more)

    def say(self, note: str, tone: Tone = "muted") -> None:
        self._told.setText(note)
        self._told.setToolTip(note)
        self._told.set_tone(tone)

    def note(self) -> str:
        return self._told.text()

    def enable(self) -> None:
        """Buttons for what can be done now."""
        for button, deed in self._buttons:
            button.setEnabled(deed.can())

    def menu(self) -> QMenu:
        """All that can be done; deleted when it closes."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.triggered.connect(self._chosen)
        for number, deed in enumerate(self._deeds):
            if deed.gap:
                menu.addSeparator()
            keys = QKeySequence(deed.keys).toString(QKeySequence.SequenceFormat.NativeText)
            action = menu.addAction(f"{deed.text}\t{keys}" if keys else deed.text)
            if deed.icon:
                action.setIcon(icons.icon(deed.icon))
            action.setEnabled(deed.can())
            action.setData(number)
        return menu

    def open_menu(self, at: QPoint) -> None:
        """At a place of the screen."""
        self.menu().popup(at)

    def _open_below(self) -> None:
        self.open_menu(self._more.mapToGlobal(QPoint(0, self._more.height())))

    def _chosen(self, action: QAction) -> None:
        self._deeds[int(action.data())].does()

    def _pressed(self) -> None:
        # a slot that held the deed would keep its table alive
        next(deed for button, deed in self._buttons if button is self.sender()).does()

    def _worded(self, deed: Deed, label: str) -> QWidget:
        button = Button(deed.button or "", "quiet", deed.icon or None, self, compact=True)
        button.setAccessibleName(f"{deed.text}: {label}")
        button.setToolTip(deed.text)
        button.clicked.connect(self._pressed)
        self._buttons.append((button, deed))
        return button

    def _pictured(self, deed: Deed, label: str) -> QWidget:
        button = IconButton(deed.icon, deed.text, self)
        button.setAccessibleName(f"{deed.text.rstrip('…')}: {label}")
        button.clicked.connect(self._pressed)
        self._buttons.append((button, deed))
        return button
