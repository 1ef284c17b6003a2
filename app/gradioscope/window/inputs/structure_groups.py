"""The parts of a structure that have parts: objects, lists, tuples, and names with values."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from gradioscope.gradio.model import Json
from gradioscope.request.fields.structure import Schema, Shape, shape_of
from gradioscope.window import theme
from gradioscope.window.inputs.line import Line
from gradioscope.window.inputs.structure_parts import MOST, LeafPart, Part, make_part
from gradioscope.window.parts import Button, IconButton, Label


class _Group(Part):
    """Its parts are indented at a hairline, but for the outermost."""

    def __init__(self, shape: Shape, root: Schema, label: str, parent: QWidget | None, deep: int) -> None:
        super().__init__(label, parent)
        self.shape, self.root, self.deep = shape, root, deep
        self.column.setSpacing(theme.px(theme.S2))
        if deep:
            self.column.setContentsMargins(theme.px(theme.S3), 0, 0, 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.deep:
            with QPainter(self) as painter:
                painter.fillRect(0, 0, 1, self.height(), theme.tokens().border)

    def part(self, schema: Schema, value: Json, label: str, parent: QWidget) -> Part:
        made = make_part(schema, self.root, value, label, parent, self.deep + 1)
        made.changed.connect(self.changed.emit)
        return made

    def parts(self) -> list[Part]:
        raise NotImplementedError

    def problem(self) -> str | None:
        return next((found for part in self.parts() if (found := part.problem())), None)

    def take_focus(self) -> None:
        parts = self.parts()
        if parts:
            parts[0].take_focus()


class ObjectPart(_Group):
    """A labelled part for each property; those that may be left out have a switch. Unknown ones are kept."""

    def __init__(
        self, shape: Shape, root: Schema, value: dict[str, Json], label: str, parent: QWidget | None, deep: int
    ) -> None:
        super().__init__(shape, root, label, parent, deep)
        self._given = value
        self._held: dict[str, Json] = {}
        self._places: dict[str, tuple[Schema, QVBoxLayout]] = {}
        self._parts: dict[str, Part] = {}
        for key, schema in shape.properties[:MOST]:
            place = QVBoxLayout()
            place.setSpacing(theme.px(theme.S1))
            self.column.addLayout(place)
            self._places[key] = (schema, place)
            title = shape_of(schema, root).title or key
            if key in shape.required:
                self._add(key, value[key] if key in value else _start(schema, root))
                if not (isinstance(part := self._parts[key], LeafPart) and part.own_label):
                    place.insertWidget(0, Label(title, "meta", "muted", self))
            else:
                switch = QCheckBox(title.replace("&", "&&"), self)
                switch.setChecked(key in value)
                switch.setToolTip("Off, it is left out")
                place.addWidget(switch)
                if key in value:
                    self._add(key, value[key])
                switch.toggled.connect(lambda on, key=key: self._toggle(key, on))

    def parts(self) -> list[Part]:
        return list(self._parts.values())

    def value(self) -> Json:
        others = {key: value for key, value in self._given.items() if key not in self._places}
        return {key: self._parts[key].value() for key in self._places if key in self._parts} | others

    def _add(self, key: str, value: Json) -> None:
        schema, place = self._places[key]
        part = self._parts[key] = self.part(schema, value, shape_of(schema, self.root).title or key, self)
        place.addWidget(part)

    def _toggle(self, key: str, on: bool) -> None:
        if on:
            schema = self._places[key][0]
            self._add(key, self._held.pop(key) if key in self._held else _start(schema, self.root))
        else:
            part = self._parts.pop(key)
            self._held[key] = part.value()
            part.hide()
            part.deleteLater()
        self.changed.emit()


class TuplePart(_Group):
    """Its items in their places."""

    def __init__(
        self, shape: Shape, root: Schema, value: list[Json], label: str, parent: QWidget | None, deep: int
    ) -> None:
        super().__init__(shape, root, label, parent, deep)
        self._parts: list[Part] = []
        for number, (schema, item) in enumerate(zip(shape.options, value, strict=True), 1):
            start = _start(schema, root) if item is None else item
            part = self.part(schema, start, shape_of(schema, root).title or f"{label} {number}", self)
            self.column.addWidget(part)
            self._parts.append(part)

    def parts(self) -> list[Part]:
        return self._parts

    def value(self) -> Json:
        return [part.value() for part in self._parts]


class _Items(_Group):
    """Parts that can be added and removed."""

    def __init__(self, shape: Shape, root: Schema, label: str, parent: QWidget | None, deep: int) -> None:
        super().__init__(shape, root, label, parent, deep)
        self._lines: list[tuple[QWidget, Line | None, Part]] = []
        self.add = Button("Add item", "quiet", "plus", self, compact=True, flush=True)
        self.add.setAccessibleName(f"Add to {label}")
        self.add.clicked.connect(self._more)
        self.column.addWidget(self.add)

    def parts(self) -> list[Part]:
        return [part for _, _, part in self._lines]

    def _put(self, value: Json, key: str | None = None) -> None:
        assert self.shape.item is not None
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(theme.S1))
        name: Line | None = None
        if key is not None:
            name = Line(line)
            name.setText(key)
            name.setPlaceholderText("Name")
            name.setAccessibleName(f"Name in {self.label}")
            name.textEdited.connect(lambda _: self.changed.emit())
            row.addWidget(name, 1, Qt.AlignmentFlag.AlignTop)
        number = len(self._lines) + 1
        part = self.part(self.shape.item, value, f"{self.label} {number}", line)
        row.addWidget(part, 2)
        remove = IconButton("close", f"Remove item {number} of {self.label}", line)
        remove.setFixedHeight(theme.px(theme.CONTROL))  # centred at the first line beside it
        remove.clicked.connect(lambda: self._less(line))
        row.addWidget(remove, 0, Qt.AlignmentFlag.AlignTop)
        self._lines.append((line, name, part))
        self.column.insertWidget(self.column.count() - 1, line)
        self.add.setEnabled(len(self._lines) < MOST)

    def _more(self) -> None:
        assert self.shape.item is not None
        named = isinstance(self, MapPart)
        self._put(_start(self.shape.item, self.root), "" if named else None)
        _, name, part = self._lines[-1]
        if name is not None:
            name.setFocus()
        else:
            part.take_focus()
        self.changed.emit()

    def _less(self, line: QWidget) -> None:
        self._lines = [entry for entry in self._lines if entry[0] is not line]
        line.hide()
        line.deleteLater()
        self.add.setEnabled(True)
        self.add.setFocus()
        self.changed.emit()


class ListPart(_Items):
    def __init__(
        self, shape: Shape, root: Schema, value: list[Json], label: str, parent: QWidget | None, deep: int
    ) -> None:
        super().__init__(shape, root, label, parent, deep)
        for item in value:
            self._put(item)

    def value(self) -> Json:
        return [part.value() for part in self.parts()]


class MapPart(_Items):
    """Names and their values. Two of the same name cannot both be sent, and the problem says so."""

    def __init__(
        self, shape: Shape, root: Schema, value: dict[str, Json], label: str, parent: QWidget | None, deep: int
    ) -> None:
        super().__init__(shape, root, label, parent, deep)
        for key, item in value.items():
            self._put(item, key)

    def value(self) -> Json:
        return {name.text(): part.value() for _, name, part in self._lines if name is not None}

    def problem(self) -> str | None:
        names = [name.text() for _, name, _ in self._lines if name is not None]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            return f"{self.label} has the name “{twice}” twice."
        return super().problem()


def _start(schema: Schema, root: Schema) -> Json:
    """What a new part begins with: the schema's own default, else something empty."""
    shape = shape_of(schema, root)
    if "default" in schema:
        return schema["default"]
    return None if shape.optional else shape.blank
