"""One change of an app: what it was, what it is, and what to do about it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from gradioscope.request.drift import Change, Step
from gradioscope.window import theme
from gradioscope.window.parts import Button, ElidedLabel, Label, Select
from gradioscope.window.parts.group import Group

NARROW = 720
"""Width in px at 100 % below which what can be done stands below what has changed."""
SIDES = (3, 2, 2, 4)
"""How the width is shared: what it means, then, now, what to do."""


class DriftRow(Group):
    """Signals: `accepted(Change, Step)`, the step as it is chosen, None for one without; `kept(Change)`;
    `fieldAsked(str)` a parameter whose value the person has to give."""

    accepted = Signal(object, object)
    kept = Signal(object)
    fieldAsked = Signal(object)

    def __init__(self, change: Change, parent: QWidget | None = None) -> None:
        super().__init__(change.text, parent)
        self.change = change
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, theme.S2, 0, theme.S2)
        self._row.setSpacing(theme.S3)
        says = QVBoxLayout()
        says.setSpacing(0)
        says.addWidget(ElidedLabel(change.label, bold=True))
        says.addWidget(Label(change.text, "meta", "muted", wrap=True))
        sides = QHBoxLayout()
        sides.setSpacing(theme.S3)
        sides.addLayout(says, SIDES[0])
        sides.addLayout(_side("Then", change.then), SIDES[1])
        sides.addLayout(_side("Now", change.now), SIDES[2])
        self._row.addLayout(sides, sum(SIDES[:3]))
        self._row.addLayout(self._actions(), SIDES[3])

    def step(self) -> Step | None:
        """What is chosen to be done: the proposal until the person chooses otherwise."""
        if self.choice is None:
            return self.change.step
        place = self.choice.currentIndex() - self._before
        return self.change.options[place].step if place >= 0 else None

    @property
    def acceptable(self) -> bool:
        """Whether there is something to accept; else only the person can tell what to do."""
        return self.step() is not None or (not self.change.options and self.change.kind == "returns")

    def take_focus(self) -> None:
        target = self.choice if self.choice is not None else self.accept_button
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- inside

    choice: Select | None = None
    _before = 0
    """Entries of the list before the first option."""

    def _actions(self) -> QHBoxLayout:
        change = self.change
        row = QHBoxLayout()
        row.setSpacing(theme.S2)
        if change.options:
            self.choice = self._make_choice()
            # read by its name; what it stands for is plain to see
            name = Label(f"What to do about {change.label}", parent=self)
            name.hide()
            name.setBuddy(self.choice)
            row.addWidget(self.choice, 1)
        else:
            row.addStretch(1)
        fill_in = change.step is None and change.kind in ("added", "required", "value", "component")
        self.accept_button = Button("Accept", "secondary", parent=self, compact=True)
        self.accept_button.setAccessibleDescription(change.text)
        self.accept_button.clicked.connect(self._accept)
        row.addWidget(self.accept_button)
        self.field_button = Button("Go to field", "quiet", parent=self, compact=True)
        self.field_button.clicked.connect(self._ask_field)
        self.field_button.setVisible(fill_in)
        row.addWidget(self.field_button)
        self.keep_button = Button("Keep as is", "quiet", parent=self, compact=True)
        self.keep_button.setAccessibleDescription(change.text)
        self.keep_button.clicked.connect(self._keep)
        # a request needs an endpoint; and what is only to be known needs one button
        self.keep_button.setVisible(change.kind not in ("endpoint", "returns") and not fill_in)
        row.addWidget(self.keep_button)
        self._choice_changed()
        return row

    def _make_choice(self) -> Select:
        box = Select(self)
        if self.change.step is None:
            box.addItem("Choose…")
            self._before = 1
        for option in self.change.options:
            box.addItem(option.text)
            if option.step == self.change.step:
                box.setCurrentIndex(box.count() - 1)
        box.setToolTip(self.change.text)
        box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        box.currentIndexChanged.connect(self._choice_changed)
        return box

    def _choice_changed(self, _: object = None) -> None:
        self.accept_button.setVisible(bool(self.change.options) or self.acceptable)
        self.accept_button.setEnabled(self.acceptable)

    def _accept(self) -> None:
        self.accepted.emit(self.change, self.step())

    def _keep(self) -> None:
        self.kept.emit(self.change)

    def _ask_field(self) -> None:
        self.fieldAsked.emit(self.change.parameter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < theme.px(NARROW)
        self._row.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)


def _side(name: str, text: str) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(0)
    column.addWidget(Label(name, "meta", "muted"))
    # what differs is more often at the end than in the middle
    value = ElidedLabel(text or "nothing", tone="" if text else "muted", mode=Qt.TextElideMode.ElideMiddle)
    if text:
        value.setFont(theme.mono_font())
    column.addWidget(value)
    column.addStretch(1)
    return column
