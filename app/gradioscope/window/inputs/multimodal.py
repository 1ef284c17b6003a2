"""A message to an app: text, and files with it."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gradioscope.gradio.model import Json
from gradioscope.request.fields import MultimodalField
from gradioscope.window.inputs.base import Input
from gradioscope.window.inputs.message_box import MessageBox


class MultimodalInput(Input):
    def __init__(self, field: MultimodalField, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.box = MessageBox(field.label, field.file_types, self)
        self.box.edit.setPlaceholderText(field.placeholder)
        self.box.changed.connect(self.edited)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.box)
        self.setFocusProxy(self.box.edit)
        self.start()

    def focus_target(self) -> QWidget:
        return self.box.edit

    def mark_error(self, wrong: bool) -> None:
        self.box.set_invalid(wrong)

    def show_value(self, value: Json) -> None:
        given = value if isinstance(value, dict) else {}
        files = given.get("files")
        self.box.show_message(str(given.get("text") or ""), files if isinstance(files, list) else [])

    def read(self) -> Json:
        more = self._loaded if isinstance(self._loaded, dict) else {}
        return {**more, "text": self.box.text(), "files": self.box.files()}

    def blank(self) -> bool:
        return not self.box.text() and not self.box.files()
