"""Commands: each once, with the keys that are promised, which can be changed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLineEdit, QMainWindow, QMenu, QMenuBar, QPlainTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from tests.window.conftest import Go
from tests.window.live import CONTROL, press

from gradioscope.window.actions import Actions, Command
from gradioscope.window.main_window import MainWindow

PROMISED = {
    "run": "Ctrl+Return",
    "cancel": "Esc",
    "address": "Ctrl+L",
    "palette": "Ctrl+K",
    "new": "Ctrl+N",
    "duplicate": "Ctrl+D",
    "close": "Ctrl+W",
    "reopen": "Ctrl+Shift+T",
    **{f"tab-{number}": f"Ctrl+{number}" for number in range(1, 9)},
    "copy-snippet": "Ctrl+Shift+C",
    "history": "Ctrl+H",
    "sidebar": "Ctrl+B",
    "find": "Ctrl+F",
    "zoom-in": "Ctrl+=",
    "zoom-out": "Ctrl+-",
    "zoom-reset": "Ctrl+0",
    "settings": "Ctrl+,",
    "shortcuts": "F1",
}


class Kept(dict[str, object]):
    """Settings in memory."""

    def set(self, key: str, value: object) -> None:
        self[key] = value


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    window = QMainWindow()
    qtbot.addWidget(window)
    content = QWidget()
    column = QVBoxLayout(content)
    column.addWidget(QPlainTextEdit())
    column.addWidget(QLineEdit())
    window.setCentralWidget(content)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def test_the_window_has_the_promised_shortcuts(go: Go) -> None:
    async def script(window: MainWindow) -> None:
        actions = window.actions_
        assert {name: actions.keys(name)[0] for name in PROMISED} == PROMISED

    go(script)


def test_no_two_commands_share_keys(go: Go) -> None:
    async def script(window: MainWindow) -> None:
        keys = [each for command in window.actions_ for each in window.actions_.keys(command.id)]
        assert len(keys) == len(set(keys))

    go(script)


@pytest.mark.parametrize("editor", [QPlainTextEdit, QLineEdit])
@pytest.mark.parametrize("key", "KDEHLFB")
def test_a_commands_keys_win_over_an_editor_with_the_focus(
    qtbot: QtBot, window: QMainWindow, editor: type[QWidget], key: str
) -> None:
    """On X11 Qt's editors take some of them for themselves, as Emacs has them."""
    done: list[str] = []
    actions = Actions(window, Kept())
    actions.add(Command("one", "One", "Group", lambda: done.append("one"), (f"Ctrl+{key}",)))
    focus = window.findChild(editor)
    assert focus is not None
    focus.setFocus()
    qtbot.waitUntil(focus.hasFocus)
    press(Qt.Key[f"Key_{key}"], CONTROL)
    assert done == ["one"]


def test_copying_in_an_editor_is_left_to_it(qtbot: QtBot, window: QMainWindow) -> None:
    actions = Actions(window, Kept())
    actions.add(Command("one", "One", "Group", lambda: None, ("Ctrl+K",)))
    assert actions.claims(QKeySequence("Ctrl+K"))
    assert not actions.claims(QKeySequence("Ctrl+C"))
    actions.set_enabled("one", False)
    assert not actions.claims(QKeySequence("Ctrl+K"))


def test_changed_keys_are_kept_and_obeyed(qtbot: QtBot, window: QMainWindow) -> None:
    done: list[str] = []
    kept = Kept()
    actions = Actions(window, kept)
    actions.add(Command("one", "One", "Group", lambda: done.append("one"), ("Ctrl+K",)))
    actions.set_keys("one", "Ctrl+J")
    press(Qt.Key.Key_K, CONTROL, window)
    assert done == []
    press(Qt.Key.Key_J, CONTROL, window)
    assert done == ["one"]
    assert kept == {"shortcuts": {"one": "Ctrl+J"}}
    assert actions.holder("Ctrl+J") == "one"
    assert actions.holder("Ctrl+K") is None
    actions.set_keys("one", "")
    assert actions.keys("one") == ()
    actions.set_keys("one", None)
    assert actions.keys("one") == ("Ctrl+K",)
    assert kept == {"shortcuts": {}}


def test_settings_that_are_not_shortcuts_are_passed_over(window: QMainWindow) -> None:
    actions = Actions(window, Kept(shortcuts=["Ctrl+K"]))
    actions.add(Command("one", "One", "Group", lambda: None, ("Ctrl+K",)))
    assert actions.keys("one") == ("Ctrl+K",)


def test_every_command_is_in_the_menu_once(window: QMainWindow) -> None:
    actions = Actions(window, Kept())
    for name, group in (("one", "First"), ("two", "First"), ("three", "Last")):
        actions.add(Command(name, name.title(), group, lambda: None))
    menu, bar = QMenu(), QMenuBar()
    actions.fill_menu(menu)
    actions.fill_menu_bar(bar)
    for holder in (menu, bar):
        assert sorted(a.text() for a in _leaves(holder)) == ["One", "Three", "Two"]


def _leaves(holder: QMenu | QMenuBar) -> list:  # type: ignore[type-arg]
    found = []
    for action in holder.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            found += _leaves(inner)
        elif not action.isSeparator():
            found.append(action)
    return found
