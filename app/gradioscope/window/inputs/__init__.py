"""One input a kind of field. A new kind is one file here and one line in the table.

An input's file is imported with the first field of its kind: no form has all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from PySide6.QtWidgets import QWidget

from gradioscope.gradio.model import FieldKind
from gradioscope.request.fields import Field
from gradioscope.window.inputs.base import Input
from gradioscope.window.inputs.row import FieldRow
from gradioscope.window.inputs.scratch import set_scratch

__all__ = ["FieldRow", "Input", "make_input", "set_scratch"]

_MAKERS: dict[FieldKind, str] = {
    "text": "text.TextInput",
    "code": "code.CodeInput",
    "markdown": "code.CodeInput",
    "html": "code.CodeInput",
    "color": "shown_line.ColorInput",
    "datetime": "shown_line.DateTimeInput",
    "number": "number.NumberInput",
    "slider": "slider.SliderInput",
    "checkbox": "checkbox.CheckboxInput",
    "choice": "choice.choice_input",
    "choices": "choices.choices_input",
    "file": "file.FileInput",
    "files": "files.FilesInput",
    "image": "image.ImageInput",
    "table": "table.TableInput",
    "audio": "media.MediaInput",
    "model3d": "media.MediaInput",
    "video": "video.VideoInput",
    "image_pair": "image_pair.ImagePairInput",
    "image_editor": "image_editor.ImageEditorInput",
    "annotated_image": "annotated_image.AnnotatedImageInput",
    "gallery": "gallery.GalleryInput",
    "sample": "sample.SampleInput",
    "server_files": "server_files.ServerFilesInput",
    "structure": "structure.StructureInput",
    "plot": "plot.PlotInput",
    "json": "json.JsonInput",
    "chat": "chat.ChatInput",
    "multimodal": "multimodal.MultimodalInput",
    "dialogue": "annotations.DialogueInput",
    "highlighted_text": "annotations.HighlightedTextInput",
    "label": "annotations.LabelInput",
    "parameters": "annotations.ParametersInput",
}
"""What makes a kind's input: its file here, and its name. It takes its own kind of Field, and a parent."""


def make_input(field: Field, parent: QWidget | None = None) -> Input:
    """The input for a field, showing its initial value."""
    file, name = _MAKERS.get(field.kind, _MAKERS["json"]).split(".")
    make: Callable[[Any, QWidget | None], Input] = getattr(import_module(f"{__name__}.{file}"), name)
    return make(field, parent)
