"""One viewer per kind of output, and the panel that holds them. A new kind is one file and one line here.

A viewer's file is imported with the first value of its kind.
"""

from __future__ import annotations

from importlib import import_module

from PySide6.QtWidgets import QWidget

from gradioscope.gradio.model import OutputKind, Return
from gradioscope.window.outputs.base import Viewer
from gradioscope.window.outputs.saving import SaveFiles

__all__ = ["VIEWERS", "SaveFiles", "Viewer", "make_viewer"]

VIEWERS: dict[OutputKind, str] = {
    "text": "text.TextViewer",
    "number": "text.NumberViewer",
    "markdown": "markup.MarkdownViewer",
    "html": "markup.HtmlViewer",
    "checkbox": "scalars.CheckboxViewer",
    "color": "scalars.ColorViewer",
    "json": "json_tree.JsonViewer",
    "table": "table.TableViewer",
    "image": "image.ImageViewer",
    "audio": "media.AudioViewer",
    "video": "media.VideoViewer",
    "model3d": "media.ModelViewer",
    "image_pair": "compare.ImagePairViewer",
    "image_editor": "layers.ImageEditorViewer",
    "annotated_image": "layers.AnnotatedImageViewer",
    "gallery": "gallery.GalleryViewer",
    "code": "code.CodeViewer",
    "choices": "listed.ChoicesViewer",
    "server_files": "listed.ServerFilesViewer",
    "file": "files.FilesViewer",
    "files": "files.FilesViewer",
    "chat": "chat.ChatViewer",
    "multimodal": "chat.MultimodalViewer",
    "dialogue": "chat.DialogueViewer",
    "highlighted_text": "annotations.HighlightedTextViewer",
    "label": "annotations.LabelViewer",
    "parameters": "annotations.ParametersViewer",
    "plot": "plot.PlotViewer",
}
"""A kind's viewer: its file here, and its class."""


def make_viewer(ret: Return, parent: QWidget | None = None) -> Viewer:
    """The viewer for a return; JSON for a kind that has none. A value that does not fit is shown as JSON too."""
    file, name = VIEWERS.get(ret.kind, VIEWERS["json"]).split(".")
    made: type[Viewer] = getattr(import_module(f"{__name__}.{file}"), name)
    return made(ret, parent)
