"""One of several: a dropdown that filters while one types, or radio buttons where the app shows them."""

from __future__ import annotations

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QButtonGroup, QComboBox, QCompleter, QRadioButton, QSizePolicy, QVBoxLayout, QWidget

from gradioscope.gradio.model import Json
from gradioscope.request.fields import Choice, ChoiceField
from gradioscope.window import theme
from gradioscope.window.inputs.base import Input, same
from gradioscope.window.inputs.exact import written
from gradioscope.window.inputs.line import Combo
from gradioscope.window.parts import FlowLayout
from gradioscope.window.parts.group import Group

RADIOS = 8
"""Radio buttons at most; more choices become a dropdown."""
FILTERED = 10
"""Choices from which on typing filters instead of jumping."""


def choice_input(field: ChoiceField, parent: QWidget | None = None) -> Input:
    """The input that suits the choices' number and the app's look."""
    if field.look == "radio" and 0 < len(field.choices) <= RADIOS and not field.free_text:
        return RadioInput(field, parent)
    return DropdownInput(field, parent)


def index_of(choices: tuple[Choice, ...], value: Json) -> int:
    """Where a value is among the choices, by value and type; -1 where it is not."""
    return next((i for i, choice in enumerate(choices) if same(choice.value, value)), -1)


def index_of_label(choices: tuple[Choice, ...], text: str) -> int:
    """Where a typed text is among the labels: as written, else without regard to case where that is one only."""
    for i, choice in enumerate(choices):
        if choice.label == text:
            return i
    folded = text.strip().casefold()
    found = [i for i, choice in enumerate(choices) if choice.label.casefold() == folded]
    return found[0] if len(found) == 1 else -1


class DropdownInput(Input):
    """The choice's own value is sent, 1 and "1" apart; free text, where the app takes it, as text."""

    short = True

    def __init__(self, field: ChoiceField, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._choice = field
        self._picked = -1
        self._combo = Combo(self)
        self._combo.setMaxVisibleItems(12)
        self._typed_into = field.free_text or len(field.choices) >= FILTERED
        self._combo.setPlaceholderText("Choose…")  # first: without it Qt selects the first choice, and slowly
        labels = [choice.label for choice in field.choices]
        if len(labels) > FILTERED:
            self._combo.setModel(QStringListModel(labels, self))
            self._combo.setCurrentIndex(-1)
        else:
            self._combo.addItems(labels)
        if self._typed_into:
            self._take_typing()
        self._combo.activated.connect(self._pick)
        if not self._typed_into:
            # keys change the row without opening the list
            self._combo.currentIndexChanged.connect(self._pick)
        self._combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._combo)
        self.setFocusProxy(self._combo)
        self.start()

    def focus_target(self) -> QWidget:
        return self._combo

    def show_value(self, value: Json) -> None:
        # null may be a choice; a required field that was never touched has not chosen it
        self._picked = index_of(self._choice.choices, value) if self.is_set() else -1
        if self._combo.count() > len(self._choice.choices):
            self._combo.removeItem(self._combo.count() - 1)
        if self._picked < 0 and value is not None and not self._typed_into:
            # from a request saved before the app changed: shown, kept, and refused by the check
            self._combo.addItem(written(value))
            self._combo.setCurrentIndex(self._combo.count() - 1)
            self._mute()
            return
        self._combo.setCurrentIndex(self._picked)
        self._mute()
        if self._picked < 0 and self._typed_into:
            self._combo.setEditText(written(value))

    def read(self) -> Json:
        choices = self._choice.choices
        if 0 <= self._picked < len(choices):
            return choices[self._picked].value
        if not self._typed_into:
            return self._loaded if self._combo.currentIndex() >= 0 else None
        text = self._combo.currentText()
        found = index_of_label(choices, text)
        if found >= 0:
            return choices[found].value
        return text if text else None

    def blank(self) -> bool:
        return self._picked < 0 and super().blank()  # null may be what was chosen

    def problem(self) -> str | None:
        value = self.value()
        if isinstance(value, str) and self.field.check(value) is not None:
            return f"“{_short(value)}” is not one of the choices."
        return self.field.check(value)

    def _take_typing(self) -> None:
        self._combo.setEditable(True)
        self._combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        line = self._combo.lineEdit()
        assert line is not None
        line.setMaxLength(2**31 - 1)
        for part in (line, self._combo):
            part.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)  # the field's has the line's actions
        line.setPlaceholderText("Choose, or type your own" if self._choice.free_text else "Type to filter…")
        line.setAccessibleName(self.field.label)
        line.setTextMargins(-2, 0, 0, 0)  # in line with the text of a dropdown that is not typed into
        completer = QCompleter(self._combo.model(), self)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(12)
        self._combo.setCompleter(completer)
        line.textEdited.connect(self._type)

    def _pick(self, index: int) -> None:
        if not self._showing:
            self._picked = index
            self._mute()
            self.edited()

    def _mute(self) -> None:
        """Mutes the prompt that stands where nothing is chosen."""
        theme.mark(self._combo, blank=self._combo.currentIndex() < 0 and not self._typed_into)

    def _type(self) -> None:
        self._picked = -1
        self.edited()


class RadioInput(Input):
    """Radio buttons in a row that wraps; the group has the label's name, each button its choice's."""

    def __init__(self, field: ChoiceField, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._choice = field
        self._group = QButtonGroup(self)
        self._buttons: list[QRadioButton] = []
        self._panel = Group(field.label, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._panel)
        flow = FlowLayout(self._panel, theme.px(theme.S4), theme.px(theme.S1))
        for i, choice in enumerate(field.choices):
            button = QRadioButton(choice.label.replace("&", "&&"), self._panel)
            self._group.addButton(button, i)
            flow.addWidget(button)
            self._buttons.append(button)
        self._group.idToggled.connect(self._toggle)
        self.start()

    def focus_target(self) -> QWidget:
        return self._panel

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        (self._group.checkedButton() or self._buttons[0]).setFocus(reason)

    def show_value(self, value: Json) -> None:
        found = index_of(self._choice.choices, value) if self.is_set() else -1
        self._group.setExclusive(False)  # or the last button could not be unchecked
        for i, button in enumerate(self._buttons):
            button.setChecked(i == found)
        self._group.setExclusive(True)

    def read(self) -> Json:
        checked = self._group.checkedId()
        return self._choice.choices[checked].value if checked >= 0 else None

    def blank(self) -> bool:
        return self._group.checkedId() < 0

    def _toggle(self, _: int, checked: bool) -> None:
        if checked:
            self.edited()

    def describe(self) -> None:
        super().describe()
        for button in self._buttons:
            button.setAccessibleDescription(f"{self.field.label}. {self._panel.accessibleDescription()}")

    def mark_error(self, wrong: bool) -> None:
        """The row's message says it; there is no edge to colour."""


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
