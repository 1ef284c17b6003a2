from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from .conftest import MakeRow


def test_space_turns_it_on_and_off(make_row: MakeRow, qtbot: QtBot) -> None:
    row = make_row("checkbox", default=False, label="Search & rescue")
    box = row.input.focus_target()
    assert isinstance(box, QCheckBox)
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert row.input.value() is True
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert row.input.value() is False
    assert box.accessibleName() == "Search & rescue"
    assert box.text() == "Search && rescue"


def test_null_stays_null_until_it_is_touched(make_row: MakeRow) -> None:
    row = make_row("checkbox", default=False)
    row.load(None)
    assert row.input.value() is None
