"""Typed fields: what a parameter's input needs to know, and the check of a value before it is sent.

One frozen class a kind. `field_for(parameter)` makes it from the component's props; `check(value)`
gives the sentence a person needs, or None. Values are JSON values or LocalFile, in the very shape that
the app's version takes: what a field gives is what is sent.
"""

from __future__ import annotations

from collections.abc import Callable

from gradioscope.gradio.model import FieldKind, Parameter
from gradioscope.request.fields.base import Field
from gradioscope.request.fields.choices import (
    CheckboxField,
    Choice,
    ChoiceField,
    ChoicesField,
    checkbox_field,
    choice_field,
    choices_field,
)
from gradioscope.request.fields.files import FileField, FilesField, ImageField, file_field, files_field, image_field
from gradioscope.request.fields.json import JsonField, json_field
from gradioscope.request.fields.numbers import NumberField, SliderField, number_field, slider_field
from gradioscope.request.fields.text import TextField, text_field

__all__ = [
    "CheckboxField",
    "Choice",
    "ChoiceField",
    "ChoicesField",
    "Field",
    "FileField",
    "FilesField",
    "ImageField",
    "JsonField",
    "NumberField",
    "SliderField",
    "TextField",
    "field_for",
]

_MAKERS: dict[FieldKind, Callable[[Parameter], Field]] = {
    "text": text_field,
    "number": number_field,
    "slider": slider_field,
    "checkbox": checkbox_field,
    "choice": choice_field,
    "choices": choices_field,
    "file": file_field,
    "files": files_field,
    "image": image_field,
    "json": json_field,
}


def field_for(parameter: Parameter) -> Field:
    """The typed field of a parameter, from its kind and its component's props."""
    return _MAKERS.get(parameter.kind, json_field)(parameter)
