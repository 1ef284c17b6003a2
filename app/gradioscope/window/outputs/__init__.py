"""One viewer per kind of output, and the panel that holds them. A new kind is one file and one line here."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from gradioscope.gradio.model import OutputKind, Return
from gradioscope.window.outputs.base import Viewer
from gradioscope.window.outputs.files import FilesViewer
from gradioscope.window.outputs.image import ImageViewer
from gradioscope.window.outputs.json_tree import JsonViewer
from gradioscope.window.outputs.saving import SaveFiles
from gradioscope.window.outputs.text import NumberViewer, TextViewer

__all__ = ["VIEWERS", "SaveFiles", "Viewer", "make_viewer"]

VIEWERS: dict[OutputKind, type[Viewer]] = {
    "text": TextViewer,
    "number": NumberViewer,
    "json": JsonViewer,
    "image": ImageViewer,
    "file": FilesViewer,
    "files": FilesViewer,
}


def make_viewer(ret: Return, parent: QWidget | None = None) -> Viewer:
    """The viewer for a return; JSON for a kind that has none. A value that does not fit is shown as JSON too."""
    return VIEWERS.get(ret.kind, JsonViewer)(ret, parent)
