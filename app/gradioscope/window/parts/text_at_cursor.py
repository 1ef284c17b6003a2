"""The two kinds of text controls as one: what is before the cursor, where it is, and putting something in its place."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

Edit = QLineEdit | QPlainTextEdit


def before_cursor(edit: Edit, most: int) -> str:
    """Up to so many characters of the line before the cursor."""
    if isinstance(edit, QLineEdit):
        at = edit.cursorPosition()
        return edit.text()[max(0, at - most) : at]
    cursor = edit.textCursor()
    at = cursor.positionInBlock()
    return cursor.block().text()[max(0, at - most) : at]


def after_cursor(edit: Edit, most: int) -> str:
    """Up to so many characters of the line after it."""
    if isinstance(edit, QLineEdit):
        at = edit.cursorPosition()
        return edit.text()[at : at + most]
    cursor = edit.textCursor()
    at = cursor.positionInBlock()
    return cursor.block().text()[at : at + most]


def put(edit: Edit, text: str, before: int, after: int) -> None:
    """Replace so many UTF-16 units around the cursor, as one step that can be undone."""
    if isinstance(edit, QLineEdit):
        at = edit.cursorPosition()
        edit.setSelection(at - before, before + after)
        edit.insert(text)
        return
    cursor = edit.textCursor()
    at = cursor.position()
    cursor.setPosition(at - before)
    cursor.setPosition(at + after, QTextCursor.MoveMode.KeepAnchor)
    cursor.insertText(text)
    edit.setTextCursor(cursor)


def cursor_area(edit: Edit) -> QRect:
    """Where the cursor is, in the screen's pixels; as high as the control where that has one line."""
    if isinstance(edit, QLineEdit):
        area = QRect(edit.cursorRect().x(), 0, 1, edit.height())
        return QRect(edit.mapToGlobal(area.topLeft()), area.size())
    area = edit.cursorRect()
    return QRect(edit.viewport().mapToGlobal(area.topLeft()), area.size())
