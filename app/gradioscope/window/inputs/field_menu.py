"""What can be done with any field: reset it, send null, and take its value elsewhere as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QLineEdit, QMenu, QPlainTextEdit, QTextEdit, QWidget

from gradioscope.window.inputs.json import text_of, value_of

if TYPE_CHECKING:
    from gradioscope.window.inputs.row import FieldRow

MOST = 5_000_000
"""Characters of JSON that are pasted; more would hold up the window."""


def field_menu(row: FieldRow, control: QWidget | None = None) -> QMenu:
    """The menu of a field as it is at this moment, after the actions of the control it was asked for in.

    A null can always be chosen: why an app does not take it is said at the field.
    """
    menu = _own_menu(control, row) or QMenu(row)
    if menu.actions():
        menu.addSeparator()
    menu.setAccessibleName(f"Menu of {row.field.label}")
    reset = menu.addAction("Reset to default")
    reset.setEnabled(not row.input.at_default())
    reset.triggered.connect(row.reset)
    null = menu.addAction("Send null")
    null.triggered.connect(lambda: row.put(None))
    if row.holds_variable:
        menu.addAction("Use a value instead").triggered.connect(row.use_value)
    elif row.takes_variable and row.variables is not None:
        menu.addAction("Use a variable…").triggered.connect(row.use_variable)
    menu.addSeparator()
    copy = menu.addAction("Copy as JSON")
    copy.setEnabled(row.input.is_set())
    copy.triggered.connect(lambda: QGuiApplication.clipboard().setText(text_of(row.input.value())))
    paste = menu.addAction("Paste JSON")
    paste.setEnabled(bool(QGuiApplication.clipboard().text().strip()))
    paste.triggered.connect(lambda: paste_json(row, QGuiApplication.clipboard().text()))
    return menu


def _own_menu(control: QWidget | None, row: FieldRow) -> QMenu | None:
    """What a text control would show by itself (cut, copy, paste …), where there is one."""
    while control is not None and control is not row:
        if isinstance(control, QComboBox) and control.lineEdit() is not None:
            control = control.lineEdit()
        if isinstance(control, QLineEdit | QPlainTextEdit | QTextEdit):
            return control.createStandardContextMenu()
        control = control.parentWidget() if control is not None else None
    return None


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
