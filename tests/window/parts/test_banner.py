from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gradioscope.gradio.errors import Explanation
from gradioscope.window.parts import Banner, Label
from gradioscope.window.parts.banner import ACTION_TEXTS

FAILED = Explanation(
    "The app failed.", "It says: <b>index</b> out of range.", "Change the input.", "edit", details='{"error": 1}'
)


@pytest.fixture
def banner(qtbot: QtBot) -> Banner:
    banner = Banner()
    qtbot.addWidget(banner)
    banner.set_explanation(FAILED)
    banner.show()
    return banner


def test_it_says_what_why_and_what_to_do_without_markup(banner: Banner) -> None:
    labels = [label for label in banner.findChildren(Label) if label.isVisible()]
    assert [label.text() for label in labels] == [FAILED.what, FAILED.why, FAILED.do]
    assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}
    assert all(label.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse for label in labels)


def test_assistive_technology_gets_all_of_it_from_the_panel(banner: Banner) -> None:
    interface = QAccessible.queryAccessibleInterface(banner)
    assert interface.role() == QAccessible.Role.Grouping
    assert interface.text(QAccessible.Text.Name) == FAILED.what
    assert interface.text(QAccessible.Text.Description) == f"{FAILED.why} {FAILED.do}"


def test_the_button_hands_back_the_explanation(banner: Banner, qtbot: QtBot) -> None:
    with qtbot.waitSignal(banner.actionTriggered) as caught:
        qtbot.mouseClick(banner.action_button, Qt.MouseButton.LeftButton)
    assert caught.args == [FAILED]
    assert banner.action_button.text() == ACTION_TEXTS["edit"]


def test_without_an_action_or_details_there_are_no_buttons(banner: Banner) -> None:
    banner.set_explanation(Explanation("The app failed."))
    assert banner.action_button.isHidden()
    assert banner.details_button.isHidden()
    assert banner.details.isHidden()
    assert [label.text() for label in banner.findChildren(Label) if label.isVisible()] == ["The app failed."]


def test_the_details_fold_out_and_are_folded_for_the_next(banner: Banner, qtbot: QtBot) -> None:
    assert banner.details.isHidden()
    qtbot.mouseClick(banner.details_button, Qt.MouseButton.LeftButton)
    assert banner.details.isVisible()
    assert banner.details.toPlainText() == FAILED.details
    assert banner.details_button.text() == "Hide details"
    qtbot.mouseClick(banner.details_button, Qt.MouseButton.LeftButton)
    assert banner.details.isHidden()
    banner.show_details(True)
    banner.set_explanation(FAILED)
    assert banner.details.isHidden()


def test_the_keyboard_visits_the_panel_then_its_buttons(banner: Banner, qtbot: QtBot) -> None:
    banner.activateWindow()
    banner.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(banner.hasFocus)
    qtbot.keyClick(banner, Qt.Key.Key_Tab)
    assert banner.action_button.hasFocus()
    qtbot.keyClick(banner.action_button, Qt.Key.Key_Tab)
    assert banner.details_button.hasFocus()


def test_copy_takes_everything(banner: Banner, qtbot: QtBot) -> None:
    qtbot.keyClick(banner, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == f"{FAILED}\n{FAILED.details}"


def test_a_long_text_wraps_instead_of_being_cut(banner: Banner, qtbot: QtBot) -> None:
    banner.set_explanation(Explanation("The app failed.", "A reason of many words. " * 40))
    window = QWidget()
    qtbot.addWidget(window)
    banner.resize(420, banner.heightForWidth(420))
    for label in banner.findChildren(Label):
        if label.isVisible():
            assert label.height() >= label.heightForWidth(label.width())


def test_every_action_of_an_explanation_has_a_word() -> None:
    from typing import get_args

    from gradioscope.gradio.errors import Action

    assert set(ACTION_TEXTS) == set(get_args(Action)) - {""}
