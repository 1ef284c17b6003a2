from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gradioscope.window import theme
from gradioscope.window.parts import CodeEdit


def shown(qtbot: QtBot, edit: CodeEdit) -> CodeEdit:
    qtbot.addWidget(edit)
    edit.resize(400, 300)
    edit.show()
    return edit


def test_it_has_a_name_and_a_monospace_font(qtbot: QtBot) -> None:
    edit = shown(qtbot, CodeEdit("Snippet"))
    assert edit.accessibleName() == "Snippet"
    metrics = edit.fontMetrics()
    assert metrics.horizontalAdvance("iiii") == metrics.horizontalAdvance("WWWW")


def test_the_font_follows_the_zoom(qapp: QApplication, qtbot: QtBot) -> None:
    edit = shown(qtbot, CodeEdit("Snippet", line_numbers=True))
    before, width = QFontInfo(edit.font()).pixelSize(), edit.viewportMargins().left()
    theme.apply(qapp, "light", 2.0)
    assert QFontInfo(edit.font()).pixelSize() == 2 * before
    assert edit.viewportMargins().left() > width
    theme.apply(qapp, "light")


def test_line_numbers_make_room_for_their_digits(qtbot: QtBot) -> None:
    edit = shown(qtbot, CodeEdit("Code", line_numbers=True))
    edit.setPlainText("\n" * 98)
    narrow = edit.viewportMargins().left()
    assert narrow > 0
    edit.setPlainText("\n" * 1200)
    assert edit.viewportMargins().left() > narrow
    assert shown(qtbot, CodeEdit("Code")).viewportMargins().left() == 0


def test_line_numbers_are_drawn(qtbot: QtBot) -> None:
    edit = shown(qtbot, CodeEdit("Code", line_numbers=True))
    edit.setPlainText("")
    area = edit.rect().adjusted(2, 8, -edit.width() + edit.viewportMargins().left(), -8)
    image = edit.grab(area).toImage()
    colours = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
    assert len(colours) > 1


def test_tab_moves_on_and_does_not_write(qtbot: QtBot) -> None:
    window = QWidget()
    layout = QVBoxLayout(window)
    edit, after = CodeEdit("Code"), QLineEdit()
    layout.addWidget(edit)
    layout.addWidget(after)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    edit.setFocus()
    qtbot.waitUntil(edit.hasFocus)
    qtbot.keyClick(edit, Qt.Key.Key_Tab)
    assert after.hasFocus()
    assert edit.toPlainText() == ""


def test_a_read_only_text_can_be_selected_by_keyboard_and_not_changed(qtbot: QtBot) -> None:
    edit = shown(qtbot, CodeEdit("Snippet", read_only=True))
    edit.setPlainText("curl")
    qtbot.keyClicks(edit, "x")
    assert edit.toPlainText() == "curl"
    qtbot.keyClick(edit, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert edit.textCursor().selectedText() == "c"


@pytest.mark.parametrize(("lines", "fits"), [(1, True), (5, True), (40, False)])
def test_it_is_as_high_as_its_lines_up_to_a_limit(qtbot: QtBot, lines: int, fits: bool) -> None:
    edit = CodeEdit("Details")
    edit.fit_lines(2, 8)
    shown(qtbot, edit)
    edit.setPlainText("\n".join("line" for _ in range(lines)))
    wanted = min(max(lines, 2), 8)
    line = edit.blockBoundingGeometry(edit.document().firstBlock().next()).height() if lines > 2 else 16
    assert wanted <= edit.viewport().height() / line < wanted + 1
    assert (edit.verticalScrollBar().maximum() == 0) == fits
