from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from gradioscope.gradio.model import FieldKind
from gradioscope.window import theme
from gradioscope.window.inputs.code import WAY_OUT, CodeBox
from gradioscope.window.parts import Button
from gradioscope.window.parts.rich_text import RichText

from .conftest import MakeRow


def box_of(make_row: MakeRow, kind: FieldKind = "code", text: str = "") -> CodeBox:
    row = make_row(kind)
    row.load(text)
    box = row.input.focus_target()
    assert isinstance(box, CodeBox)
    box.setFocus()
    return box


@pytest.mark.parametrize("kind", ["code", "markdown", "html"])
def test_a_text_is_given_back_as_it_came(make_row: MakeRow, kind: FieldKind) -> None:
    entry = make_row(kind).input
    for text in ("", "a\r\n\tb\u2028c", None):
        entry.load(text)
        assert entry.value() == text


def test_tab_fills_up_to_the_next_stop(make_row: MakeRow, qtbot: QtBot) -> None:
    box = box_of(make_row)
    qtbot.keyClicks(box, "ab")
    qtbot.keyClick(box, Qt.Key.Key_Tab)
    assert box.text() == "ab  "
    assert box.hasFocus()


def test_the_lines_of_a_selection_are_indented_and_brought_back(make_row: MakeRow, qtbot: QtBot) -> None:
    box = box_of(make_row, text="one\n  two\n\tthree")
    box.selectAll()
    qtbot.keyClick(box, Qt.Key.Key_Tab)
    assert box.text() == "    one\n      two\n    \tthree"
    qtbot.keySequence(box, QKeySequence.StandardKey.Undo)
    assert box.text() == "one\n  two\n\tthree"
    box.selectAll()
    qtbot.keyClick(box, Qt.Key.Key_Backtab)
    assert box.text() == "one\ntwo\nthree"


def test_esc_then_tab_leaves_without_an_edit(make_row: MakeRow, qtbot: QtBot) -> None:
    box = box_of(make_row, text="x")
    assert WAY_OUT in box.accessibleDescription()
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert box.tabChangesFocus()
    qtbot.keyClick(box, Qt.Key.Key_Tab)
    assert box.text() == "x"


def test_esc_is_forgotten_with_the_next_key(make_row: MakeRow, qtbot: QtBot) -> None:
    box = box_of(make_row)
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    qtbot.keyClicks(box, "abcd")
    qtbot.keyClick(box, Qt.Key.Key_Tab)
    assert box.text() == "abcd    "


def test_in_markdown_tab_leaves_as_in_every_other_field(make_row: MakeRow) -> None:
    box = make_row("markdown").input.focus_target()
    assert isinstance(box, QPlainTextEdit)
    assert box.tabChangesFocus()


def test_a_preview_follows_what_is_written(make_row: MakeRow, qtbot: QtBot) -> None:
    row = make_row("markdown")
    row.load("# Title")
    (button,) = (b for b in row.findChildren(Button) if b.text() == "Preview")
    button.click()
    (preview,) = row.findChildren(RichText)
    assert preview.toPlainText() == "Title"
    qtbot.keyClicks(row.input.focus_target(), "More ")
    assert "More" in preview.toPlainText()
    button.click()
    assert preview.isHidden()


def test_to_be_coloured_again_is_no_edit(make_row: MakeRow, qapp: QApplication) -> None:
    row = make_row("code", required=True, language="python")
    assert not row.input.is_set()
    theme.apply(qapp, "dark")
    theme.apply(qapp, "light")
    assert not row.input.is_set()
    row.input.load("x = 1")
    changes: list[object] = []
    row.input.changed.connect(changes.append)
    theme.apply(qapp, "dark")
    theme.apply(qapp, "light")
    assert changes == []
