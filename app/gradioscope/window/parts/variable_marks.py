"""The variables in a text, tinted where they stand: known ones in the accent, others as an error.

A control asks what is around it, which has `is_variable(name)`: True for a known one, False for an unknown one, None
for what is plain text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from PySide6.QtGui import QInputMethodEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from gradioscope.request.template import parts
from gradioscope.window import theme
from gradioscope.window.parts.text_at_cursor import Edit

LONGEST = 20_000
"""Characters of a text that are looked through; no more are on the screen at a time."""


COMPOSING = "composing"
"""Property of a line while an input method is in the middle of a word."""


class Knows(Protocol):
    def is_variable(self, name: str) -> bool | None: ...


def mark(edit: Edit) -> None:
    """Tint the variables of a text as they are now."""
    if edit.property(COMPOSING):
        return  # marked once the word is written: the same event would end the composition
    text = edit.text() if isinstance(edit, QLineEdit) else edit.document().toRawText()
    marked = bool(edit.property("marked"))
    if "{{" not in text and not marked:
        return
    knows = _around(edit)
    found = list(_stretches(text[:LONGEST], knows)) if knows is not None else []
    if not found and not marked:
        return
    edit.setProperty("marked", bool(found))
    if isinstance(edit, QLineEdit):
        _mark_line(edit, found)
    else:
        _mark_text(edit, found)


def _stretches(text: str, knows: Knows) -> Iterator[tuple[int, int, QTextCharFormat]]:
    """From, to in UTF-16 units, and how it looks."""
    for start, end, name in parts(text):
        known = knows.is_variable(name)
        if known is not None:
            yield _units(text[:start]), _units(text[:end]), _format(known)


def _units(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _format(known: bool) -> QTextCharFormat:
    t = theme.tokens()
    ink = t.accent_text if known else t.danger
    found = QTextCharFormat()
    found.setForeground(ink)
    found.setBackground(theme.mix(ink, t.field, 0.12))
    return found


def _mark_line(line: QLineEdit, found: list[tuple[int, int, QTextCharFormat]]) -> None:
    # the one way to colour a part of a line; without a text of its own it is no input
    at = line.cursorPosition()
    kind = QInputMethodEvent.AttributeType.TextFormat
    attributes = [QInputMethodEvent.Attribute(kind, start - at, end - start, look) for start, end, look in found]
    QApplication.sendEvent(line, QInputMethodEvent("", attributes))


def _mark_text(edit: QPlainTextEdit, found: list[tuple[int, int, QTextCharFormat]]) -> None:
    selections = []
    for start, end, look in found:
        selection = QTextEdit.ExtraSelection()
        cursor = QTextCursor(edit.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        selection.cursor = cursor
        selection.format = look
        selections.append(selection)
    edit.setExtraSelections(selections)


def _around(widget: QWidget) -> Knows | None:
    above = widget.parentWidget()
    while above is not None and not hasattr(above, "is_variable"):
        above = above.parentWidget()
    return above
