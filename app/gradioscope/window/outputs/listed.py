"""Short lists: what was chosen of many, and files of the app's own computer."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gradioscope.window import theme
from gradioscope.window.outputs.base import Viewer
from gradioscope.window.parts import Chip, ElidedLabel, FlowLayout, IconLabel
from gradioscope.window.parts.preview import scalar

MOST = 300
"""Entries shown; the rest is told by its number."""


class ChoicesViewer(Viewer):
    """A chip for each choice, with the label that the app's page shows for it."""

    grows = False

    def make_content(self) -> QWidget:
        self._labels = [
            (pair[1], str(pair[0]))
            for pair in self.ret.props.get("choices") or ()
            if isinstance(pair, list | tuple) and len(pair) == 2
        ]
        self._chips: list[Chip] = []
        content = QWidget(self)
        self._flow = FlowLayout(content)
        return content

    def accepts(self, value: Any) -> bool:
        return isinstance(value, list) and all(isinstance(item, str | int | float | None) for item in value)

    def show_value(self, value: Any) -> None:
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = []
        for item in value[:MOST]:
            chip = Chip(self._told(item)[:120], parent=self._content)
            self._flow.addWidget(chip)
            self._chips.append(chip)
            chip.show()
        more = f"and {len(value) - MOST} more" if len(value) > MOST else ""
        self._note(more if value else "nothing chosen (empty list)")

    def copyable(self, value: Any) -> str | None:
        return "\n".join(map(self._told, value)) if self.accepts(value) else None

    def _told(self, item: Any) -> str:
        for value, label in self._labels:
            if type(value) is type(item) and value == item:
                return label
        return item if isinstance(item, str) else scalar(item)


class ServerFilesViewer(Viewer):
    """A line for each path."""

    grows = False

    def make_content(self) -> QWidget:
        content = QWidget(self)
        self._rows: list[QWidget] = []
        self._list = QVBoxLayout(content)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(theme.px(theme.S1))
        return content

    def accepts(self, value: Any) -> bool:
        return isinstance(value, list) and all(
            isinstance(path, list) and path and all(isinstance(part, str) for part in path) for path in value
        )

    def show_value(self, value: Any) -> None:
        for row in self._rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = []
        for path in value[:MOST]:
            row = QWidget(self._content)
            line = QHBoxLayout(row)
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(theme.px(theme.S2))
            line.addWidget(IconLabel("file", parent=row))
            line.addWidget(ElidedLabel("/".join(path), mode=Qt.TextElideMode.ElideMiddle), 1)
            self._list.addWidget(row)
            self._rows.append(row)
        more = f"and {len(value) - MOST} more" if len(value) > MOST else ""
        self._note(more if value else "no files (empty list)")

    def copyable(self, value: Any) -> str | None:
        return "\n".join("/".join(path) for path in value) if self.accepts(value) else None
