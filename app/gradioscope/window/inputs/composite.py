"""Inputs made of other inputs: two pictures, a film and its subtitles, rows of a list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gradioscope.gradio.model import FieldKind, Json, Parameter
from gradioscope.request.fields import Field, field_for
from gradioscope.window import theme
from gradioscope.window.inputs.base import Input


def part_field(
    whole: Field,
    kind: FieldKind,
    label: str,
    default: Json = None,
    props: Mapping[str, Json] | None = None,
    **more: Any,
) -> Field:
    """The field of a part: named by itself, optional, and empty until something is put into it."""
    parameter = replace(
        whole.parameter, label=label, kind=kind, required=False, default=default, info="", example=None, python_type=""
    )
    made: Parameter = replace(parameter, props=props or {}, **more)
    return field_for(made)


def part_input(field: Field, parent: QWidget) -> Input:
    """The input of a part."""
    from gradioscope.window.inputs import make_input

    return make_input(field, parent)


class CompositeInput(Input):
    """Its parts are inputs of their own; what a person changes in one is an edit of the whole.

    A kind adds its parts with `add_part` and says what they are together (`read`, `show_value`).
    """

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.parts: list[Input] = []
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.px(theme.S2))

    def add_part(self, part: Input) -> Input:
        """A part whose edits are the whole's. The kind puts it into a layout."""
        self.parts.append(part)
        part.changed.connect(self._part_changed)
        return part

    def focus_target(self) -> QWidget:
        return self.parts[0].focus_target()

    def mark_error(self, wrong: bool) -> None:
        """Marks the part that is wrong by itself, or the first."""
        for part in self.parts:
            part.mark_error(False)
        if wrong:
            next((part for part in self.parts if part.problem()), self.parts[0]).mark_error(True)

    def describe(self) -> None:
        for part in self.parts:
            part.describe()
        super().describe()

    def _part_changed(self) -> None:
        self.edited()
