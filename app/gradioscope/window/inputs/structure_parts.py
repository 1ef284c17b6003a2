"""The parts of a structure: one that is a single input, and one that may be null or of several types."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from gradioscope.gradio.model import FieldKind, Json, LocalFile, Parameter, is_file_data
from gradioscope.request.fields import field_for
from gradioscope.request.fields.structure import Schema, Shape, problem, shape_of
from gradioscope.window import theme
from gradioscope.window.inputs.base import same
from gradioscope.window.parts import Select

DEEPEST = 6
"""Levels shown as parts in parts; what is deeper is one JSON editor."""
MOST = 100
"""Items of a list that get inputs; a longer one is one JSON editor."""
_KINDS: dict[str, FieldKind] = {
    "text": "text",
    "integer": "number",
    "number": "number",
    "boolean": "checkbox",
    "choice": "choice",
    "file": "file",
}


class Part(QWidget):
    """A part of a value. It is made with the value it shows, and gives it back unharmed until it is edited.

    Signals: `changed()` after a person's edit.
    """

    changed = Signal()

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = label
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.px(theme.S1))

    def value(self) -> Json:
        raise NotImplementedError

    def problem(self) -> str | None:
        """What an input inside it says is wrong, as a text that is no JSON."""
        return None

    def take_focus(self) -> None:
        self.setFocus()


def make_part(schema: Schema, root: Schema, value: Json, label: str, parent: QWidget, deep: int = 0) -> Part:
    """The part that can show the value; one the schema does not foresee is edited as JSON."""
    shape = shape_of(schema, root)
    if shape.optional and deep < DEEPEST:
        return OptionalPart(shape, root, value, label, parent, deep)
    return _made(shape, root, value, label, parent, deep)


def _made(shape: Shape, root: Schema, value: Json, label: str, parent: QWidget, deep: int) -> Part:
    from gradioscope.window.inputs import structure_groups as groups

    if deep >= DEEPEST:
        return LeafPart(Shape("any"), value, label, parent)
    if shape.kind == "object" and isinstance(value, dict):
        return groups.ObjectPart(shape, root, value, label, parent, deep)
    if shape.kind == "map" and isinstance(value, dict) and len(value) <= MOST:
        return groups.MapPart(shape, root, value, label, parent, deep)
    if shape.kind == "list" and isinstance(value, list) and len(value) <= MOST:
        return groups.ListPart(shape, root, value, label, parent, deep)
    if shape.kind == "tuple" and isinstance(value, list) and len(value) == len(shape.options):
        return groups.TuplePart(shape, root, value, label, parent, deep)
    if shape.kind == "union":
        return UnionPart(shape, root, value, label, parent, deep)
    return LeafPart(shape if _fits(shape, value) else Shape("any"), value, label, parent)


def _fits(shape: Shape, value: Json) -> bool:
    """Whether the shape's own control can show the value."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    match shape.kind:
        case "text":
            return isinstance(value, str)
        case "number":
            return number
        case "integer":
            return number and float(value).is_integer()
        case "boolean":
            return isinstance(value, bool)
        case "choice":
            return True  # a foreign one is shown, kept and refused by the check
        case "file":
            return value is None or isinstance(value, LocalFile) or is_file_data(value)
    return False


class LeafPart(Part):
    """A single input: of text, a number, a choice, a file, or any JSON."""

    def __init__(self, shape: Shape, value: Json, label: str, parent: QWidget | None = None) -> None:
        super().__init__(label, parent)
        from gradioscope.window.inputs import make_input

        props: dict[str, Any] = {}
        if shape.kind == "choice":
            props["choices"] = [
                [written if isinstance(written, str) else repr(written), written] for written in shape.choices
            ]
        elif shape.kind in ("integer", "number"):
            props = {"minimum": shape.least, "maximum": shape.most}
            props |= {"precision": 0} if shape.kind == "integer" else {}
        kind = _KINDS.get(shape.kind, "json")
        parameter = Parameter("part", label, kind, kind, 0, default=shape.blank, info=shape.description, props=props)
        self.input = make_input(field_for(parameter), self)
        self.input.load(value)
        self.input.changed.connect(lambda _: self.changed.emit())
        self.setFocusProxy(self.input)
        self.column.addWidget(self.input)

    @property
    def own_label(self) -> bool:
        return self.input.own_label

    def value(self) -> Json:
        return self.input.value()

    def problem(self) -> str | None:
        return self.input.problem()

    def take_focus(self) -> None:
        self.input.setFocus()


class _Changing(Part):
    """A part whose inside is another one from time to time."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(label, parent)
        self.inner: Part | None = None

    def put(self, part: Part | None) -> None:
        if self.inner is not None:
            self.column.removeWidget(self.inner)
            self.inner.hide()
            self.inner.deleteLater()
        self.inner = part
        if part is not None:
            part.changed.connect(self.changed.emit)
            self.column.addWidget(part)

    def value(self) -> Json:
        return self.inner.value() if self.inner is not None else None

    def problem(self) -> str | None:
        return self.inner.problem() if self.inner is not None else None


class OptionalPart(_Changing):
    """A switch, and what it switches on; off is null. What was on before comes back."""

    def __init__(self, shape: Shape, root: Schema, value: Json, label: str, parent: QWidget | None, deep: int) -> None:
        super().__init__(label, parent)
        self._shape, self._root, self._deep = replace(shape, optional=False), root, deep
        self._before: Json = shape.blank
        self.switch = QCheckBox("Give a value", self)
        self.switch.setAccessibleName(f"Give a value for {label}")
        self.switch.setToolTip("Off, null is sent")
        self.switch.setChecked(value is not None)
        self.column.addWidget(self.switch)
        self._fill(value)
        self.switch.toggled.connect(self._toggle)

    def take_focus(self) -> None:
        if self.inner is not None:
            self.inner.take_focus()
        else:
            self.switch.setFocus()

    def _fill(self, value: Json) -> None:
        part = None if value is None else _made(self._shape, self._root, value, self.label, self, self._deep)
        self.put(part)

    def _toggle(self, on: bool) -> None:
        if not on:
            self._before = self.value()
            self._fill(None)
        elif self._before is None:
            self.put(LeafPart(self._shape, None, self.label, self))
        else:
            self._fill(self._before)
        self.changed.emit()


class UnionPart(_Changing):
    """Which of the types it is, and the input of that one."""

    def __init__(self, shape: Shape, root: Schema, value: Json, label: str, parent: QWidget | None, deep: int) -> None:
        super().__init__(label, parent)
        self._shape, self._root, self._deep = shape, root, deep
        self.types = Select(self)
        self.types.setAccessibleName(f"Type of {label}")
        self.types.addItems([_word(shape_of(option, root)) for option in shape.options])
        found = [n for n, o in enumerate(shape.options) if value is not None and problem(value, o, root, "") is None]
        self.column.addWidget(self.types)
        self.types.setCurrentIndex(found[0] if found else 0)
        if found or value is None:
            self._choose(self.types.currentIndex(), value)
        else:
            self.put(LeafPart(Shape("any"), value, label, self))
        self.types.activated.connect(self._chosen)

    def take_focus(self) -> None:
        self.types.setFocus()

    def _choose(self, index: int, value: Json = None) -> None:
        option = self._shape.options[index]
        start = shape_of(option, self._root).blank if value is None else value
        self.put(make_part(option, self._root, start, self.label, self, self._deep + 1))

    def _chosen(self, index: int) -> None:
        before = self.value()
        fits = problem(before, self._shape.options[index], self._root, "") is None
        self._choose(index, before if fits else None)
        if not same(before, self.value()):
            self.changed.emit()


def _word(shape: Shape) -> str:
    names = {
        "integer": "whole number",
        "boolean": "true or false",
        "map": "names and values",
        "tuple": "list of fixed length",
    }
    return shape.title or names.get(shape.kind, "JSON" if shape.kind in ("any", "union") else shape.kind)
