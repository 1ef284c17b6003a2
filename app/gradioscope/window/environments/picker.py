"""Which environment is active for the collection of the request in front."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from gradioscope.window import icons, theme
from gradioscope.window.parts import Select

if TYPE_CHECKING:
    from gradioscope.library.environment.at_request import Scope

NONE = "No environment"
EDIT = "Edit environments…"
WIDTH = 170


class EnvironmentPicker(QWidget):
    """Signals: `chosen(str)` a name, empty for none; `editAsked(None)`."""

    chosen = Signal(object)
    editAsked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[object, ...] | None = None
        self.box = Select(compact=True)
        self.box.setAccessibleName("Environment")
        self.box.setIconSize(QSize(theme.px(16), theme.px(16)))
        self._restyle()
        label = QLabel("Environment")
        label.setBuddy(self.box)
        label.setMaximumWidth(0)  # the name for assistive technology; what is chosen says it to the eye
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(label)
        row.addWidget(self.box)
        self.box.activated.connect(self._activated)
        theme.notifier().changed.connect(self._restyle)
        self.show_scope(None)

    def show_scope(self, scope: Scope | None) -> None:
        """What there is to choose for the request in front; None for a request without a file."""
        names = scope.names if scope is not None else ()
        active = scope.active if scope is not None else ""
        collection = scope.collection if scope is not None else None
        if (names, active, collection) == self._shown:
            return
        self._shown = names, active, collection
        box = self.box
        box.clear()
        box.addItem(NONE, "")
        for name in names:
            box.addItem(icons.icon("environment"), name, name)
        if active and active not in names:
            box.addItem(icons.icon("warning", "warning"), f"{active} (not here)", active)
        box.insertSeparator(box.count())
        box.addItem(EDIT, None)
        box.setCurrentIndex(max(box.findData(active), 0))
        if collection is None:
            told = "Environments belong to collections: save the request in one to use them"
        else:
            told = f"Environment of {collection.name}: {active or 'none'} (Ctrl+E)"
        box.setToolTip(told)
        box.setAccessibleDescription(told)

    def open_list(self) -> None:
        """As by the shortcut."""
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.box.showPopup()

    def _activated(self, index: int) -> None:
        name = self.box.itemData(index)
        shown = self._shown
        active = str(shown[1]) if shown is not None else ""
        if name is None:
            self.box.setCurrentIndex(max(self.box.findData(active), 0))
            self.editAsked.emit(None)
        elif name != active:
            self.chosen.emit(name)

    def _restyle(self) -> None:
        self.box.setFixedSize(theme.px(WIDTH), theme.px(theme.COMPACT))
