"""Cards over the window: the keyboard stays on them, and goes back to where it was."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from tests.window.live import CONTROL, SHIFT, press

from gradioscope.window import theme
from gradioscope.window.parts.overlay import Overlay


class Scene:
    def __init__(self, qtbot: QtBot) -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.line = QLineEdit(self.window)
        self.window.resize(800, 600)
        content = QWidget()
        column = QVBoxLayout(content)
        self.first, self.second = QPushButton("First"), QPushButton("Second")
        column.addWidget(self.first)
        column.addWidget(self.second)
        self.overlay = Overlay(self.window, content, 400)
        self.closed: list[object] = []
        self.overlay.closed.connect(self.closed.append)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()
        self.line.setFocus()
        qtbot.waitUntil(self.line.hasFocus)
        self.overlay.open(self.first)


@pytest.fixture
def scene(qtbot: QtBot, qapp: QApplication) -> Scene:
    theme.apply(qapp, "light")
    return Scene(qtbot)


def test_esc_closes_and_gives_the_focus_back(scene: Scene) -> None:
    assert scene.first.hasFocus()
    press(Qt.Key.Key_Escape)
    assert not scene.overlay.isVisible()
    assert scene.line.hasFocus()
    assert scene.closed == [None]


def test_a_click_beside_the_card_closes_one_on_it_does_not(scene: Scene) -> None:
    QTest.mouseClick(scene.overlay, Qt.MouseButton.LeftButton, pos=scene.overlay.card.geometry().center())
    assert scene.overlay.isVisible()
    QTest.mouseClick(scene.overlay, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert not scene.overlay.isVisible()


def test_tab_stays_on_the_card(scene: Scene) -> None:
    press(Qt.Key.Key_Tab)
    assert scene.second.hasFocus()
    press(Qt.Key.Key_Tab)
    assert scene.first.hasFocus()
    press(Qt.Key.Key_Tab, SHIFT)
    assert scene.second.hasFocus()


def test_it_follows_the_windows_size(scene: Scene, qtbot: QtBot) -> None:
    scene.window.resize(300, 200)
    qtbot.waitUntil(lambda: scene.overlay.size() == scene.window.size())
    assert scene.overlay.rect().contains(scene.overlay.card.geometry())


def test_shortcuts_of_the_window_wait_until_the_card_is_gone(scene: Scene) -> None:
    closed: list[str] = []
    action = QAction("Close tab", scene.window)
    action.setShortcut("Ctrl+W")
    action.triggered.connect(lambda: closed.append("tab"))
    scene.window.addAction(action)
    press(Qt.Key.Key_W, CONTROL)
    assert closed == []
    assert scene.overlay.isVisible()
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_W, CONTROL)
    assert closed == ["tab"]


def test_the_focus_goes_back_to_the_table_whose_editor_is_gone(scene: Scene, qtbot: QtBot) -> None:
    scene.overlay.close_card()
    table = QTableWidget(1, 1, scene.window)
    item = QTableWidgetItem("value")
    table.setItem(0, 0, item)
    table.show()
    table.setFocus()
    table.editItem(item)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    with qtbot.waitSignal(editor.destroyed):
        scene.overlay.open(scene.first)
    press(Qt.Key.Key_Escape)
    assert table.hasFocus()


def test_what_had_the_focus_may_be_gone(scene: Scene, qtbot: QtBot) -> None:
    with qtbot.waitSignal(scene.line.destroyed):
        scene.line.deleteLater()
    press(Qt.Key.Key_Escape)
    assert not scene.overlay.isVisible()
