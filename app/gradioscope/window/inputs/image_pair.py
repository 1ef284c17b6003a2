"""Two pictures to be compared, side by side."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gradioscope.gradio.model import Json
from gradioscope.request.fields import Field
from gradioscope.window import theme
from gradioscope.window.inputs.composite import CompositeInput, part_field, part_input
from gradioscope.window.parts import Label


class ImagePairInput(CompositeInput):
    """Each side is an image input of its own, and may stay empty."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        row = QHBoxLayout()
        row.setSpacing(theme.px(theme.S3))
        for name in ("First picture", "Second picture"):
            part = self.add_part(part_input(part_field(field, "image", f"{name} of {field.label}"), self))
            side = QVBoxLayout()
            side.setSpacing(theme.px(theme.S1))
            side.addWidget(Label(name, "meta", "muted", self))
            side.addWidget(part)
            side.addStretch(1)
            row.addLayout(side, 1)
        self.column.addLayout(row)
        self.setFocusProxy(self.parts[0])
        self.start()

    def show_value(self, value: Json) -> None:
        sides = list(value) if isinstance(value, list) else []
        for part, file in zip(self.parts, [*sides, None, None][:2], strict=True):
            part.load(file)

    def read(self) -> Json:
        sides = [part.value() for part in self.parts]
        return None if sides == [None, None] else sides

    def blank(self) -> bool:
        return self.read() is None
