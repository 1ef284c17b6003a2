from __future__ import annotations

from unittest.mock import Mock

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QColor, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gradioscope.window import theme
from gradioscope.window.parts import Button, IconButton


def ground(button: Button | IconButton) -> str:
    """The colour beside the left edge, at half the height."""
    return button.grab().toImage().pixelColor(5, button.height() // 2).name()


def shown_below_a_field(qtbot: QtBot, button: Button | IconButton) -> tuple[QWidget, QLineEdit]:
    """A window with the two, the focus in the field."""
    window = QWidget()
    layout = QVBoxLayout(window)
    field = QLineEdit()
    layout.addWidget(field)
    layout.addWidget(button)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    return window, field


def has_ring(button: Button | IconButton) -> bool:
    image = button.grab().toImage()
    return QColor(image.pixelColor(button.width() // 2, 0)) == theme.tokens().focus


def test_only_the_primary_one_has_the_accent(qtbot: QtBot) -> None:
    for kind, colour in (("primary", "accent"), ("secondary", "surface"), ("quiet", "surface")):
        button = Button("Run", kind)  # type: ignore[arg-type]
        qtbot.addWidget(button)
        button.show()
        assert ground(button) == getattr(theme.tokens(), colour).name()


def test_it_is_a_named_button(qtbot: QtBot) -> None:
    button = Button("Run", "primary", "run")
    qtbot.addWidget(button)
    interface = QAccessible.queryAccessibleInterface(button)
    assert interface.role() == QAccessible.Role.Button
    assert interface.text(QAccessible.Text.Name) == "Run"


def test_heights_are_those_of_the_grid(qtbot: QtBot) -> None:
    assert Button("x").sizeHint().height() == theme.px(theme.CONTROL)
    assert Button("x", compact=True).sizeHint().height() == theme.px(theme.COMPACT)
    assert IconButton("copy", "Copy").sizeHint().height() == theme.px(theme.COMPACT)


def test_it_grows_with_its_text_and_icon(qtbot: QtBot) -> None:
    bare, long, with_icon = Button("Run"), Button("Run it again"), Button("Run", icon="run")
    for button in (bare, long, with_icon):
        qtbot.addWidget(button)
    assert bare.sizeHint().width() < long.sizeHint().width()
    assert bare.sizeHint().width() < with_icon.sizeHint().width()


@pytest.mark.parametrize("make", [lambda: Button("Connect"), lambda: IconButton("copy", "Copy")])
def test_a_click_leaves_the_focus_where_it_was(qtbot: QtBot, make: object) -> None:
    button = make()  # type: ignore[operator]
    window, field = shown_below_a_field(qtbot, button)
    pressed = Mock()
    button.clicked.connect(pressed)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    pressed.assert_called_once()
    assert field.hasFocus()
    assert window.focusWidget() is field
    assert not has_ring(button)


@pytest.mark.parametrize("make", [lambda: Button("Connect"), lambda: IconButton("copy", "Copy")])
def test_the_keyboard_reaches_it_shows_where_it_is_and_presses_it(qtbot: QtBot, make: object) -> None:
    button = make()  # type: ignore[operator]
    window, field = shown_below_a_field(qtbot, button)
    pressed = Mock()
    button.clicked.connect(pressed)
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert button.hasFocus(), window.focusWidget()
    assert has_ring(button)
    qtbot.keyClick(button, Qt.Key.Key_Space)
    pressed.assert_called_once()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        pressed.reset_mock()
        qtbot.keyClick(button, key)
        pressed.assert_called_once()


def test_a_key_held_down_presses_once(qtbot: QtBot) -> None:
    button = Button("Replace")
    qtbot.addWidget(button)
    pressed = Mock()
    button.clicked.connect(pressed)
    for again in (False, True, True):
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", again)
        QApplication.sendEvent(button, event)
    pressed.assert_called_once()


def test_hover_and_disabled_are_seen(qtbot: QtBot) -> None:
    button = Button("Connect")
    qtbot.addWidget(button)
    button.show()
    resting = ground(button)
    button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, True)
    assert ground(button) == theme.tokens().hover.name() != resting
    button.setEnabled(False)
    assert ground(button) not in (resting, theme.tokens().hover.name())


def test_the_tooltip_has_the_shortcut(qtbot: QtBot) -> None:
    button = IconButton("copy", "Copy snippet", shortcut="Ctrl+Shift+C")
    qtbot.addWidget(button)
    assert button.accessibleName() == "Copy snippet"
    assert button.toolTip().startswith("Copy snippet (")
    button.set_name("Copied")
    assert button.toolTip().startswith("Copied (")
    button.set_shortcut_hint("")
    assert button.toolTip() == "Copied"


def test_one_that_stays_on_is_seen(qtbot: QtBot) -> None:
    button = IconButton("sidebar", "Sidebar", checkable=True)
    qtbot.addWidget(button)
    button.show()
    off = button.grab().toImage().pixelColor(QPoint(3, 13))
    button.setChecked(True)
    assert button.grab().toImage().pixelColor(QPoint(3, 13)) != off
