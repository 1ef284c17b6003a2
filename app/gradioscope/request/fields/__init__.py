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
    from gradioscope.request.fields.annotations import HighlightedTextField, LabelField, ParametersField
    from gradioscope.request.fields.choices import CheckboxField, Choice, ChoiceField, ChoicesField
    from gradioscope.request.fields.conversation import ChatField, DialogueField, MultimodalField
    from gradioscope.request.fields.files import FileField, FilesField, ImageField
    from gradioscope.request.fields.json import JsonField
    from gradioscope.request.fields.media import (
        AnnotatedImageField,
        GalleryField,
        ImageEditorField,
        ImagePairField,
        VideoField,
    )
    from gradioscope.request.fields.numbers import NumberField, SliderField
    from gradioscope.request.fields.plot import PlotField
    from gradioscope.request.fields.sample import SampleField, ServerFilesField
    from gradioscope.request.fields.structure import StructureField
    from gradioscope.request.fields.table import TableField
    from gradioscope.request.fields.text import ColorField, DateTimeField, TextField

__all__ = [
    "AnnotatedImageField",
    "ChatField",
    "CheckboxField",
    "Choice",
    "ChoiceField",
    "ChoicesField",
    "ColorField",
    "DateTimeField",
    "DialogueField",
    "Field",
    "FileField",
    "FilesField",
    "GalleryField",
    "HighlightedTextField",
    "ImageEditorField",
    "ImageField",
    "ImagePairField",
    "JsonField",
    "LabelField",
    "MultimodalField",
    "NumberField",
    "ParametersField",
    "PlotField",
    "SampleField",
    "ServerFilesField",
    "SliderField",
    "StructureField",
    "TableField",
    "TextField",
    "VideoField",
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
    "code": "text.code_field",
    "markdown": "text.code_field",
    "html": "text.code_field",
    "color": "text.color_field",
    "datetime": "text.datetime_field",
    "server_files": "sample.server_files_field",
    "image_pair": "media.image_pair_field",
    "image_editor": "media.image_editor_field",
    "annotated_image": "media.annotated_image_field",
    "gallery": "media.gallery_field",
    "audio": "media.audio_field",
    "video": "media.video_field",
    "model3d": "media.model_field",
    "chat": "conversation.chat_field",
    "multimodal": "conversation.multimodal_field",
    "dialogue": "conversation.dialogue_field",
    "highlighted_text": "annotations.highlighted_text_field",
    "label": "annotations.label_field",
    "parameters": "annotations.parameters_field",
    "plot": "plot.plot_field",
    "sample": "sample.sample_field",
    "structure": "structure.structure_field",
    "json": "json.json_field",
}
"""The function that makes a kind's field: its file here, and its name."""

_FAMILIES = {
    "AnnotatedImageField": "media",
    "ChatField": "conversation",
    "ColorField": "text",
    "DateTimeField": "text",
    "DialogueField": "conversation",
    "GalleryField": "media",
    "HighlightedTextField": "annotations",
    "ImageEditorField": "media",
    "ImagePairField": "media",
    "LabelField": "annotations",
    "MultimodalField": "conversation",
    "ParametersField": "annotations",
    "PlotField": "plot",
    "SampleField": "sample",
    "ServerFilesField": "sample",
    "StructureField": "structure",
    "VideoField": "media",
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
