"""A value made from a JSON schema: text, numbers, lists and objects in each other, each with its own input."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gradioscope.gradio.model import Json
from gradioscope.request.fields import StructureField
from gradioscope.window.inputs.base import Input
from gradioscope.window.inputs.structure_parts import Part, make_part
from gradioscope.window.parts.group import Group


class StructureInput(Input):
    """One part for each level of the schema; what the schema cannot say is a JSON editor for that part alone.

    Loading makes the parts anew, as lists and unions may need others.
    """

    def __init__(self, field: StructureField, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._schema = field.parameter.schema
        self._panel = Group(field.label, self)
        self._inside = QVBoxLayout(self._panel)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._part: Part | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._panel)
        self.start()

    def focus_target(self) -> QWidget:
        return self._panel

    def setFocus(self, *_: object) -> None:
        if self._part is not None:
            self._part.take_focus()

    def show_value(self, value: Json) -> None:
        old = self._part
        if value is None and not self._set:
            value = self.field.empty
        self._part = make_part(self._schema, self._schema, value, self.field.label, self._panel)
        self._part.changed.connect(self.edited)
        if old is not None:
            self._inside.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._inside.addWidget(self._part)

    def read(self) -> Json:
        return self._part.value() if self._part is not None else None

    def problem(self) -> str | None:
        return (self._part.problem() if self._edited and self._part is not None else None) or super().problem()

    def mark_error(self, wrong: bool) -> None:
        """The row's message says where; there is no one edge to colour."""
