"""A picture with masks, each with its label."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from gradioscope.gradio.model import Json
from gradioscope.request.fields import Field
from gradioscope.window import theme
from gradioscope.window.inputs.composite import CompositeInput, part_field, part_input
from gradioscope.window.inputs.line import Line
from gradioscope.window.inputs.rows import Entry, Rows


class _Mask(Entry):
    def __init__(self, field: Field) -> None:
        super().__init__()
        self._more: dict[str, Json] = {}
        self._label = Line(self)
        self._label.setPlaceholderText("Label")
        self._label.setAccessibleName(f"Label of a mask of {field.label}")
        self._label.textEdited.connect(self.changed)
        props = {"file_types": ["image"]}
        self._file = part_input(part_field(field, "file", f"Mask of {field.label}", props=props), self)
        self._file.changed.connect(self.changed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(theme.S2))
        row.addWidget(self._label, 1)
        row.addWidget(self._file, 2)

    def load(self, value: Json) -> None:
        self._more = dict(value) if isinstance(value, dict) else {}
        self._label.setText(str(self._more.get("label") or ""))
        self._file.load(self._more.get("image"))

    def value(self) -> Json:
        return self._more | {"image": self._file.value(), "label": self._label.text()}

    def focus_target(self) -> QWidget:
        return self._label


class AnnotatedImageInput(CompositeInput):
    """The picture, and below it a row for each mask."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._image = self.add_part(part_input(part_field(field, "image", f"Picture of {field.label}"), self))
        self._masks = Rows(self._make_mask, lambda: {"image": None, "label": ""}, "mask", self)
        self._masks.changed.connect(self.edited)
        self.column.addWidget(self._image)
        self.column.addWidget(self._masks)
        self.setFocusProxy(self._image)
        self.start()

    def show_value(self, value: Json) -> None:
        given = value if isinstance(value, dict) else {}
        self._image.load(given.get("image"))
        masks = given.get("annotations")
        self._masks.load(list(masks) if isinstance(masks, list) else [])

    def read(self) -> Json:
        image, masks = self._image.value(), self._masks.values()
        return None if image is None and not masks else {"image": image, "annotations": masks}

    def blank(self) -> bool:
        return self.read() is None

    def _make_mask(self) -> Entry:
        return _Mask(self.field)
