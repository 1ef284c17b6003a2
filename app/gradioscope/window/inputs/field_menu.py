"""What can be done with any field: reset it, send null, and take its value elsewhere as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from gradioscope.window.inputs.json import text_of, value_of

if TYPE_CHECKING:
    from gradioscope.window.inputs.row import FieldRow

MOST = 5_000_000
"""Characters of JSON that are pasted; more would hold up the window."""


def field_menu(row: FieldRow) -> QMenu:
    """The menu of a field as it is at this moment."""
    menu = QMenu(row)
    menu.setAccessibleName(f"Menu of {row.field.label}")
    reset = menu.addAction("Reset to default")
    reset.setEnabled(not row.input.at_default())
    reset.triggered.connect(row.reset)
    null = menu.addAction("Send null")
    refused = row.field.check(None)
    null.setEnabled(refused is None)
    if refused is not None:
        null.setToolTip(refused)
        menu.setToolTipsVisible(True)
    null.triggered.connect(lambda: row.put(None))
    menu.addSeparator()
    copy = menu.addAction("Copy as JSON")
    copy.setEnabled(row.input.is_set())
    copy.triggered.connect(lambda: QGuiApplication.clipboard().setText(text_of(row.input.value())))
    paste = menu.addAction("Paste JSON")
    paste.setEnabled(bool(QGuiApplication.clipboard().text().strip()))
    paste.triggered.connect(lambda: paste_json(row, QGuiApplication.clipboard().text()))
    return menu


def paste_json(row: FieldRow, text: str) -> None:
    """Puts the JSON into the field; what is none leaves the field as it is and says so."""
    if len(text) > MOST:
        row.input.set_error(f"Not pasted: {len(text):,} characters are too many.")
        return
    try:
        value = value_of(text)
    except (ValueError, RecursionError):
        row.input.set_error("Not pasted: the clipboard holds no JSON.")
        return
    row.put(value)
