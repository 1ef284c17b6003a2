from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from gradioscope.window import theme
from gradioscope.window.parts import (
    Chip,
    DoubleSpinBox,
    ElidedLabel,
    EmptyState,
    Hairline,
    IconLabel,
    KeyValues,
    Label,
    Select,
    SpinBox,
)


def test_a_chip_says_its_word_and_has_its_tone(qtbot: QtBot) -> None:
    chip = Chip("failed", "danger", "error")
    qtbot.addWidget(chip)
    chip.show()
    interface = QAccessible.queryAccessibleInterface(chip)
    assert (interface.role(), interface.text(QAccessible.Text.Name)) == (QAccessible.Role.StaticText, "failed")
    failed = chip.grab().toImage()
    chip.set_tone("success", "check")
    assert chip.tone == "success"
    assert chip.grab().toImage() != failed


def test_a_chip_is_wide_enough_for_its_text(qtbot: QtBot) -> None:
    assert Chip("a longer word").sizeHint().width() > Chip("word").sizeHint().width()
    assert Chip("word", icon="check").sizeHint().width() > Chip("word").sizeHint().width()


def test_a_label_never_reads_markup(qtbot: QtBot) -> None:
    label = Label("<img src='http://example.invalid/x.png'>", tone="muted")
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText
    label.show()
    assert label.palette().windowText().color() == theme.tokens().text_muted
    label.set_tone("danger")
    assert label.palette().windowText().color() == theme.tokens().danger


def test_an_elided_label_keeps_its_whole_text_for_those_who_ask(qtbot: QtBot) -> None:
    text = "A label of sixty characters, which is about as long as it gets"
    label = ElidedLabel(text)
    qtbot.addWidget(label)
    label.resize(120, 24)
    label.show()
    assert label.shown().endswith("…")
    assert label.text() == text
    assert QAccessible.queryAccessibleInterface(label).text(QAccessible.Text.Name) == text
    label.resize(900, 24)
    assert label.shown() == text
    assert label.minimumSizeHint().width() < 40


def test_an_empty_state_offers_the_one_action(qtbot: QtBot) -> None:
    state = EmptyState("plug", "Paste an address.", "Open the demo app")
    qtbot.addWidget(state)
    state.show()
    with qtbot.waitSignal(state.actionTriggered):
        qtbot.mouseClick(state.button, Qt.MouseButton.LeftButton)
    state.set_sentence("Nothing here yet.")
    assert state.button.isHidden()
    assert [label.text() for label in state.findChildren(Label)] == ["Nothing here yet."]


def test_a_hairline_is_one_pixel_of_the_border_s_colour(qtbot: QtBot) -> None:
    line = Hairline()
    qtbot.addWidget(line)
    line.resize(50, 1)
    line.show()
    assert line.sizeHint().height() == 1
    assert line.grab().toImage().pixelColor(20, 0) == theme.tokens().border


def test_an_icon_label_follows_the_zoom(qapp: QApplication, qtbot: QtBot) -> None:
    label = IconLabel("run", size=24)
    qtbot.addWidget(label)
    side = label.sizeHint().width()
    theme.apply(qapp, "light", 2.0)
    assert label.sizeHint().width() == 2 * side
    theme.apply(qapp, "light")


def test_values_are_plain_selectable_and_described_by_their_names(qtbot: QtBot) -> None:
    facts = KeyValues(mono=True)
    qtbot.addWidget(facts)
    facts.show()
    facts.load([("Old", "1"), ("Older", "2"), ("Oldest", "3")])
    facts.load([("App", "<b>x</b>"), ("Gradio", "6.31")])

    def seen() -> list[Label]:
        return [label for label in facts.findChildren(Label) if label.isVisible()]

    qtbot.waitUntil(lambda: [label.text() for label in seen()] == ["App", "<b>x</b>", "Gradio", "6.31"])
    shown = seen()
    assert shown[1].accessibleDescription() == "App"
    assert shown[1].textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse


def wheel(widget: QWidget) -> QWheelEvent:
    middle = QPointF(widget.rect().center())
    down = QPoint(0, -120)
    buttons, keys = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    place = QPointF(widget.mapToGlobal(middle))
    return QWheelEvent(middle, place, QPoint(), down, buttons, keys, Qt.ScrollPhase.NoScrollPhase, False)


@pytest.mark.parametrize("make", [Select, SpinBox, DoubleSpinBox])
def test_the_wheel_changes_a_value_only_with_the_focus(
    qtbot: QtBot, make: type[Select | SpinBox | DoubleSpinBox]
) -> None:
    box = make()
    qtbot.addWidget(box)
    if isinstance(box, Select):
        box.addItems(["a", "b", "c"])
    else:
        box.setValue(5)

    def value() -> float:
        return box.currentIndex() if isinstance(box, QComboBox) else float(box.text().replace(",", "."))

    box.show()
    before = value()
    box.clearFocus()
    event = wheel(box)
    QApplication.sendEvent(box, event)
    assert value() == before
    assert not event.isAccepted(), "the page scrolls instead"
    box.activateWindow()
    box.setFocus()
    qtbot.waitUntil(box.hasFocus)
    QApplication.sendEvent(box, wheel(box))
    assert value() != before


def test_rows_of_a_list_have_the_style_sheet_s_height(qtbot: QtBot) -> None:
    box = Select()
    box.addItems(["/predict", "/chat"])
    qtbot.addWidget(box)
    box.show()
    box.showPopup()
    assert box.view().visualRect(box.model().index(0, 0)).height() >= theme.px(26)
    box.hidePopup()


@pytest.mark.parametrize("scheme", ["light", "dark", "contrast-light", "contrast-dark"])
def test_an_open_list_stands_out_from_what_it_covers(qapp: QApplication, qtbot: QtBot, scheme: str) -> None:
    theme.apply(qapp, scheme)
    box = Select()
    box.addItems(["/predict", "/chat"])
    qtbot.addWidget(box)
    box.show()
    box.showPopup()
    image = box.view().window().grab().toImage()
    outline, inside = image.pixelColor(0, image.height() // 2), image.pixelColor(3, image.height() // 2)
    assert inside == theme.tokens().surface_raised
    assert theme.contrast(outline, inside) > 1.3
    box.hidePopup()


@pytest.mark.parametrize("make", [SpinBox, DoubleSpinBox])
def test_a_number_stands_away_from_the_edge(qtbot: QtBot, make: type[QAbstractSpinBox]) -> None:
    box = make()
    qtbot.addWidget(box)
    box.show()
    assert box.lineEdit().textMargins().left() == theme.px(8)


def test_a_compact_select_is_as_high_as_compact_buttons(qtbot: QtBot) -> None:
    box = Select(compact=True)
    box.addItem("one")
    qtbot.addWidget(box)
    box.show()
    box.setFocus()
    assert box.height() == box.sizeHint().height() == theme.px(theme.COMPACT)


def test_a_separator_in_a_select_is_a_line(qtbot: QtBot) -> None:
    box = Select()
    box.addItems(["one", "two"])
    box.insertSeparator(1)
    qtbot.addWidget(box)
    box.resize(200, 32)
    box.show()
    box.showPopup()
    view = box.view()
    line = view.visualRect(box.model().index(1, 0))
    assert line.height() < view.visualRect(box.model().index(0, 0)).height() / 2
    drawn = view.viewport().grab(line).toImage()
    middle = [drawn.pixelColor(drawn.width() // 2, y) for y in range(drawn.height())]
    assert middle.count(theme.tokens().border) == 1
    box.hidePopup()
