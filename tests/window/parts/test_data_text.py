"""Read-only text of any value."""

from __future__ import annotations

import json

from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from gradioscope.window.parts.data_text import DataText


def test_a_small_value_is_shown_whole(qtbot: QtBot) -> None:
    view = DataText("Event")
    qtbot.addWidget(view)
    view.show_value({"a": [1, "<b>two</b>"]})
    assert view.text.toPlainText() == '{\n  "a": [\n    1,\n    "<b>two</b>"\n  ]\n}'
    assert view._bar.isHidden()
    assert view.text.isReadOnly()


def test_of_a_large_value_the_beginning_is_shown_and_all_on_request(qtbot: QtBot) -> None:
    view = DataText("Event")
    qtbot.addWidget(view)
    value = {"rows": [{"id": number} for number in range(20_000)]}
    view.show_value(value)
    whole = json.dumps(value, indent=2)
    shown = view.text.toPlainText()
    assert whole.startswith(shown)
    assert len(shown) < len(whole)
    assert not view._bar.isHidden()
    view._all.click()
    qtbot.waitUntil(view._bar.isHidden, timeout=30_000)
    assert view.text.toPlainText() == whole


def test_another_value_ends_the_filling_of_the_first(qtbot: QtBot) -> None:
    view = DataText("Event")
    qtbot.addWidget(view)
    view.show_value(list(range(100_000)))
    view.show_all()
    view.show_value([1])
    assert not view._filler.isActive()
    assert view.text.toPlainText() == "[\n  1\n]"


def test_a_line_of_a_million_letters_is_cut_and_copied_whole(qtbot: QtBot) -> None:
    view = DataText("Event")
    qtbot.addWidget(view)
    view.show_text("x" * 1_000_000)
    assert len(view.text.toPlainText()) < 30_000
    view.show_all()
    qtbot.waitUntil(lambda: not view._filler.isActive(), timeout=30_000)
    assert len(view.text.toPlainText()) < 30_000
    assert "cut" in view._told.text()
    view.copy_all()
    assert QGuiApplication.clipboard().text() == "x" * 1_000_000
