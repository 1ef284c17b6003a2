"""The headers of a request, each with what is wrong with it below."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from gradioscope.gradio.headers import header_problem
from gradioscope.request.saving import secret_header
from gradioscope.window import theme
from gradioscope.window.parts import IconButton, Label
from gradioscope.window.request_tab.details.row_list import Row
from gradioscope.window.request_tab.details.sheet_line import SheetLine

SECRET = (
    "It is sent, but not saved: it looks like a secret. Write {{name}} instead, and keep its value as a secret "
    "variable of an environment."
)


class HeaderRow(Row):
    def __init__(self) -> None:
        super().__init__()
        self.name, self.value = SheetLine(), SheetLine()
        self.name.setPlaceholderText("Name, such as X-Team")
        self.value.setPlaceholderText("Value")
        self.remove = IconButton("close", "Remove header")
        self.note = Label("", "meta", "warning", wrap=True)
        self.note.hide()
        line = QHBoxLayout()
        line.setSpacing(theme.S2)
        line.addWidget(self.name, 2)
        line.addWidget(self.value, 3)
        line.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S1)
        column.addLayout(line)
        column.addWidget(self.note)
        for each in (self.name, self.value):
            each.textChanged.connect(self._changed)
        self.remove.clicked.connect(self._remove)

    def set_number(self, number: int) -> None:
        self.name.setAccessibleName(f"Header {number} name")
        self.value.setAccessibleName(f"Header {number} value")
        self._name_button()

    def take_focus(self) -> None:
        self.name.setFocus()

    def load(self, header: tuple[str, str]) -> None:
        for line, text in zip((self.name, self.value), header, strict=True):
            if line.text() != text:
                line.setText(text)
                line.setCursorPosition(0)

    def header(self) -> tuple[str, str]:
        return self.name.text().strip(), self.value.text().strip()

    def _changed(self, *_: object) -> None:
        self._name_button()
        text, tone = _told(*self.header())
        self.note.setText(text)
        self.note.set_tone("danger" if tone == "danger" else "warning")
        self.note.setVisible(bool(text))
        self.value.setAccessibleDescription(text)
        self._edited()

    def _name_button(self) -> None:
        name = self.name.text().strip()
        self.remove.set_name(f"Remove header {name}".rstrip())


def _told(name: str, value: str) -> tuple[str, str]:
    """What is to be said of a header, and how loud."""
    if not name and not value:
        return "", ""
    if not name:
        return "A header needs a name.", "danger"
    if problem := header_problem(name, value):
        return problem, "danger"
    return (SECRET, "warning") if secret_header(name, value) else ("", "")
