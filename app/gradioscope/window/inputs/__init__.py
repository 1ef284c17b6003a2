"""One input a kind of field. A new kind is one file here and one line in the table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from gradioscope.gradio.model import FieldKind
from gradioscope.request.fields import Field
from gradioscope.window.inputs.base import Input
from gradioscope.window.inputs.checkbox import CheckboxInput
from gradioscope.window.inputs.choice import choice_input
from gradioscope.window.inputs.choices import choices_input
from gradioscope.window.inputs.file import FileInput
from gradioscope.window.inputs.files import FilesInput
from gradioscope.window.inputs.image import ImageInput
from gradioscope.window.inputs.json import JsonInput
from gradioscope.window.inputs.number import NumberInput
from gradioscope.window.inputs.row import FieldRow
from gradioscope.window.inputs.scratch import set_scratch
from gradioscope.window.inputs.slider import SliderInput
from gradioscope.window.inputs.text import TextInput

__all__ = ["FieldRow", "Input", "make_input", "set_scratch"]

# each maker takes its own kind of Field, which a mapping's type cannot say
_MAKERS: dict[FieldKind, Callable[[Any, QWidget | None], Input]] = {
    "text": TextInput,
    "number": NumberInput,
    "slider": SliderInput,
    "checkbox": CheckboxInput,
    "choice": choice_input,
    "choices": choices_input,
    "file": FileInput,
    "files": FilesInput,
    "image": ImageInput,
    "json": JsonInput,
}


def make_input(field: Field, parent: QWidget | None = None) -> Input:
    """The input for a field, showing its initial value."""
    return _MAKERS.get(field.kind, JsonInput)(field, parent)
