"""Typed fields: what a parameter's input needs to know, and the check of a value before it is sent.

One frozen class a kind. `field_for(parameter)` makes it from the component's props; `check(value)`
gives the sentence a person needs, or None. Values are JSON values or LocalFile, in the very shape that
the app's version takes: what a field gives is what is sent.

A family's file is imported with the first field of it: a command mostly needs two of them.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from gradioscope.gradio.model import FieldKind, Parameter
from gradioscope.request.fields.base import Field

if TYPE_CHECKING:
    from gradioscope.request.fields.choices import CheckboxField, Choice, ChoiceField, ChoicesField
    from gradioscope.request.fields.files import FileField, FilesField, ImageField
    from gradioscope.request.fields.json import JsonField
    from gradioscope.request.fields.numbers import NumberField, SliderField
    from gradioscope.request.fields.table import TableField
    from gradioscope.request.fields.text import TextField

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
    "TableField",
    "TextField",
    "field_for",
]

_MAKERS: dict[FieldKind, str] = {
    "text": "text.text_field",
    "number": "numbers.number_field",
    "slider": "numbers.slider_field",
    "checkbox": "choices.checkbox_field",
    "choice": "choices.choice_field",
    "choices": "choices.choices_field",
    "file": "files.file_field",
    "files": "files.files_field",
    "image": "files.image_field",
    "table": "table.table_field",
    "json": "json.json_field",
}
"""The function that makes a kind's field: its file here, and its name."""

_FAMILIES = {
    "CheckboxField": "choices",
    "Choice": "choices",
    "ChoiceField": "choices",
    "ChoicesField": "choices",
    "FileField": "files",
    "FilesField": "files",
    "ImageField": "files",
    "JsonField": "json",
    "NumberField": "numbers",
    "SliderField": "numbers",
    "TableField": "table",
    "TextField": "text",
}


def field_for(parameter: Parameter) -> Field:
    """The typed field of a parameter, from its kind and its component's props."""
    file, name = _MAKERS.get(parameter.kind, _MAKERS["json"]).split(".")
    make: Callable[[Parameter], Field] = getattr(import_module(f"{__name__}.{file}"), name)
    return make(parameter)


def __getattr__(name: str) -> object:
    if name not in _FAMILIES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{_FAMILIES[name]}"), name)
    globals()[name] = found
    return found
