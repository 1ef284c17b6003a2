"""Several of many: checkboxes where the app shows them, else chips."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from gradioscope.gradio.model import Json
from gradioscope.request.equality import Places
from gradioscope.request.fields import ChoicesField
from gradioscope.window import theme
from gradioscope.window.inputs.base import Input, same
from gradioscope.window.inputs.chips import ChipsInput
from gradioscope.window.parts import Button, FlowLayout, Label, SearchField
from gradioscope.window.parts.group import Group

MANY = 24
"""Checkboxes above which there is a line to filter them, and they scroll."""
TALLEST = 232
"""Height in px at 100 % of those that scroll."""


def choices_input(field: ChoicesField, parent: QWidget | None = None) -> Input:
    """The input that suits the app's look."""
    if field.look == "checkboxes" and not field.free_text:
        return CheckboxesInput(field, parent)
    return ChipsInput(field, parent)


class CheckboxesInput(Input):
    """A checkbox a choice, in a row that wraps. Values keep the order in which they were checked, as in Gradio.

    Where there are many, typing leaves those whose label has every word; what is chosen stays so, seen or not.
    """

    def __init__(self, field: ChoicesField, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._choices = field.choices
        self._chosen: list[Json] = []
        self._boxes: list[QCheckBox] = []
        self._panel = Group(field.label, self)
        self._bar: _FilterBar | None = None
        self._area: _Area | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S1)
        if len(field.choices) > MANY:
            self._bar = _FilterBar(field.label, self)
            self._bar.search.searched.connect(self._filter)
            self._bar.all_button.clicked.connect(self._choose_shown)
            self._bar.none_button.clicked.connect(self._choose_none)
            column.addWidget(self._bar)
            self._area = _Area(self._panel, self)
            column.addWidget(self._area)
        else:
            column.addWidget(self._panel)
        self._flow = FlowLayout(self._panel, theme.px(theme.S4), theme.px(theme.S1))
        for choice in field.choices:
            box = QCheckBox(choice.label.replace("&", "&&"), self._panel)
            box.clicked.connect(self._click)
            self._flow.addWidget(box)
            self._boxes.append(box)
        self.start()

    def focus_target(self) -> QWidget:
        return self._panel

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        if self._bar is not None:
            self._bar.search.setFocus(reason)
        elif self._boxes:
            self._boxes[0].setFocus(reason)

    def show_value(self, value: Json) -> None:
        self._chosen = list(value) if isinstance(value, list) else []
        chosen = Places(self._chosen)
        for box, choice in zip(self._boxes, self._choices, strict=True):
            box.setChecked(chosen.find(choice.value) >= 0)
        self._count()

    def read(self) -> Json:
        return list(self._chosen)

    def describe(self) -> None:
        super().describe()
        for box in self._boxes:
            box.setAccessibleDescription(f"{self.field.label}. {self._panel.accessibleDescription()}")

    def mark_error(self, wrong: bool) -> None:
        """The row's message says it; there is no edge to colour."""

    def _click(self) -> None:
        kept = list(self._chosen)
        chosen = Places(kept)
        for box, choice in zip(self._boxes, self._choices, strict=True):
            has = chosen.find(choice.value) >= 0
            if box.isChecked() and not has:
                kept.append(choice.value)
            elif not box.isChecked() and has:
                kept = [item for item in kept if not same(choice.value, item)]
        self._chosen = kept
        self._count()
        self.edited()

    # -- many

    def _filter(self, text: str) -> None:
        words = text.casefold().split()
        self._flow.setEnabled(False)  # each box that is shown or hidden would have all of them placed anew
        for box, choice in zip(self._boxes, self._choices, strict=True):
            label = choice.label.casefold()
            box.setVisible(all(word in label for word in words))
        self._flow.setEnabled(True)
        self._flow.invalidate()
        if self._area is not None:
            self._area.fit()
        self._count()

    def _choose_shown(self) -> None:
        for box in self._boxes:
            if not box.isHidden():
                box.setChecked(True)
        self._click()

    def _choose_none(self) -> None:
        for box in self._boxes:
            if not box.isHidden():
                box.setChecked(False)
        self._click()

    def _count(self) -> None:
        if self._bar is not None:
            shown = sum(not box.isHidden() for box in self._boxes)
            self._bar.tell(len(self._chosen), shown, len(self._boxes))


class _FilterBar(QWidget):
    """The line to filter by, and what is chosen."""

    def __init__(self, label: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.search = SearchField(f"Filter {label}", "Filter the choices", self)
        self.count = Label("", "meta", "muted", self)
        self.all_button = Button("All", "quiet", parent=self, compact=True)
        self.none_button = Button("None", "quiet", parent=self, compact=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S2)
        row.addWidget(self.search, 1)
        row.addWidget(self.count)
        row.addWidget(self.all_button)
        row.addWidget(self.none_button)

    def tell(self, chosen: int, shown: int, of: int) -> None:
        some = shown < of
        self.count.setText(f"{chosen} chosen · {shown} of {of} shown" if some else f"{chosen} of {of} chosen")
        self.all_button.setText("Those shown" if some else "All")
        self.all_button.setEnabled(shown > 0)
        self.none_button.setEnabled(chosen > 0)


class _Area(QScrollArea):
    """As tall as its content, up to a limit."""

    def __init__(self, content: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(240), theme.px(TALLEST))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(120), theme.px(TALLEST))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Let the content be as tall as it has to be at this width."""
        content = self.widget()
        layout = content.layout() if content is not None else None
        if content is not None and layout is not None:
            content.setMinimumHeight(layout.heightForWidth(self.viewport().width()))
