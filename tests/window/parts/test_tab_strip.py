from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gradioscope.window import theme
from gradioscope.window.parts import TabStrip


@pytest.fixture
def strip(qtbot: QtBot) -> TabStrip:
    strip = TabStrip("Response")
    for name in ("Result", "Events", "Snippet"):
        strip.add(name)
    qtbot.addWidget(strip)
    strip.show()
    return strip


def test_it_is_a_list_of_tabs_with_their_counters(strip: TabStrip) -> None:
    strip.set_count(1, 12)
    interface = QAccessible.queryAccessibleInterface(strip)
    assert interface.role() == QAccessible.Role.PageTabList
    tabs = [interface.child(index) for index in range(3)]
    assert [tab.role() for tab in tabs] == [QAccessible.Role.PageTab] * 3
    assert [tab.text(QAccessible.Text.Name) for tab in tabs] == ["Result", "Events 12", "Snippet"]


def test_zero_is_no_counter(strip: TabStrip) -> None:
    strip.set_count(1, 3)
    strip.set_count(1, 0)
    assert strip.tabText(1) == "Events"
    strip.set_count(1, 3)
    strip.set_count(1, None)
    assert strip.tabText(1) == "Events"


def test_a_counter_takes_room(strip: TabStrip) -> None:
    before = strip.tabSizeHint(1).width()
    strip.set_count(1, 120)
    assert strip.tabSizeHint(1).width() > before
    assert strip.tabRect(1).width() == strip.tabSizeHint(1).width()


def test_one_stop_for_the_keyboard_and_arrows_inside(qtbot: QtBot) -> None:
    window = QWidget()
    layout = QVBoxLayout(window)
    before, strip, after = QLineEdit(), TabStrip("Response"), QLineEdit()
    for name in ("Result", "Events", "Snippet"):
        strip.add(name)
    for widget in (before, strip, after):
        layout.addWidget(widget)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    before.setFocus()
    qtbot.waitUntil(before.hasFocus)
    qtbot.keyClick(before, Qt.Key.Key_Tab)
    assert strip.hasFocus()
    with qtbot.waitSignal(strip.selected) as caught:
        qtbot.keyClick(strip, Qt.Key.Key_Right)
    assert caught.args == [1]
    qtbot.keyClick(strip, Qt.Key.Key_Tab)
    assert after.hasFocus()


def test_the_current_one_is_underlined_with_the_accent(strip: TabStrip) -> None:
    strip.setCurrentIndex(2)
    image = strip.grab().toImage()
    for index in range(3):
        area = strip.tabRect(index)
        colour = image.pixelColor(area.center().x(), area.bottom() - 1)
        assert (colour == theme.tokens().accent) == (index == 2)


def test_a_renamed_tab_keeps_its_counter_and_a_removed_one_is_gone(strip: TabStrip) -> None:
    strip.set_count(1, 4)
    strip.rename(1, "What happened")
    assert strip.tabText(1) == "What happened 4"
    strip.removeTab(0)
    assert [strip.tabText(index) for index in range(strip.count())] == ["What happened 4", "Snippet"]
    strip.set_count(1, 2)
    assert strip.tabText(1) == "Snippet 2"


def test_a_moved_tab_takes_its_counter_along(strip: TabStrip) -> None:
    strip.set_count(0, 7)
    strip.moveTab(0, 2)
    strip.set_count(2, 8)
    assert [strip.tabText(index) for index in range(3)] == ["Events", "Snippet", "Result 8"]
