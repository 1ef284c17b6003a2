from __future__ import annotations

from collections.abc import Iterator
from unittest.mock import Mock

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gradioscope.window import theme
from gradioscope.window.parts import Button, FlowLayout, Popover, ProgressLine, SearchField, Splitter, Toast


def test_a_progress_line_is_a_progress_bar_with_a_value(qtbot: QtBot) -> None:
    line = ProgressLine()
    qtbot.addWidget(line)
    line.resize(200, line.sizeHint().height())
    line.show()
    interface = QAccessible.queryAccessibleInterface(line)
    assert interface.role() == QAccessible.Role.ProgressBar
    height = line.sizeHint().height()
    line.set_fraction(0.5)
    image = line.grab().toImage()
    assert image.pixelColor(60, 0) == theme.tokens().info
    assert image.pixelColor(140, 0) != theme.tokens().info
    line.set_fraction(7.0)
    assert line.value() == line.maximum()
    line.set_idle()
    assert not line.active
    assert line.sizeHint().height() == height <= theme.px(3), "nothing moves"


def test_a_busy_line_moves_only_while_seen_and_where_motion_is_wanted(qtbot: QtBot) -> None:
    theme.motion.set_reduced(False)
    line = ProgressLine()
    qtbot.addWidget(line)
    moves = []
    line.set_busy()
    for change in (line.update, line.show, line.hide):
        change()
        moves.append(line.animated)
    theme.motion.set_reduced(True)
    line.show()
    moves.append(line.animated)
    assert moves == [False, True, False, False]
    assert line.active


def test_a_flow_layout_breaks_lines_at_the_edge(qtbot: QtBot) -> None:
    window = QWidget()
    layout = FlowLayout(window, spacing=10)
    widgets = [QLabel(str(number)) for number in range(5)]
    for widget in widgets:
        widget.setFixedSize(QSize(100, 20))
        layout.addWidget(widget)
    qtbot.addWidget(window)
    window.resize(330, 200)
    window.show()
    assert [widget.pos() for widget in widgets] == [
        QPoint(0, 0), QPoint(110, 0), QPoint(220, 0), QPoint(0, 30), QPoint(110, 30),
    ]  # fmt: skip
    assert layout.heightForWidth(330) == 50
    assert layout.heightForWidth(100) == 5 * 20 + 4 * 10
    window.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    layout.activate()
    assert widgets[0].geometry().right() == 329
    widgets[0].hide()
    assert layout.heightForWidth(329) == 50
    taken = layout.takeAt(0)
    assert taken is not None
    assert layout.count() == 4


@pytest.fixture
def opener(qtbot: QtBot) -> Iterator[Button]:  # a generator keeps the window alive
    window = QWidget()
    window.resize(400, 300)
    button = Button("Token", parent=window)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(button.hasFocus)
    yield button
    window.close()


def test_a_popover_takes_the_focus_and_gives_it_back(opener: Button, qtbot: QtBot) -> None:
    content = QWidget()
    column = QVBoxLayout(content)
    field = QLineEdit()
    column.addWidget(field)
    popover = Popover(content, opener)
    closed = Mock()
    popover.closed.connect(closed)
    popover.open_at(opener)
    qtbot.waitUntil(field.hasFocus)
    assert not popover.isModal()
    qtbot.keyClick(popover, Qt.Key.Key_Escape)
    assert popover.isHidden()
    closed.assert_called_once()
    qtbot.waitUntil(opener.hasFocus)


def test_a_popover_stays_on_the_screen(opener: Button, qtbot: QtBot) -> None:
    room = opener.screen().availableGeometry()
    opener.window().move(room.right() - 60, room.bottom() - 60)
    content = QLabel("Some words in it")
    content.setFixedSize(300, 200)
    popover = Popover(content, opener)
    popover.open_at(opener)
    assert room.contains(popover.geometry())
    popover.close()


def test_a_search_field_tells_after_a_pause_and_at_once_when_emptied(qtbot: QtBot) -> None:
    field = SearchField("Filter requests")
    qtbot.addWidget(field)
    field.show()
    heard: list[object] = []
    field.searched.connect(heard.append)
    qtbot.keyClicks(field, "predict")
    assert heard == []
    qtbot.waitUntil(lambda: heard == ["predict"])
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert heard == ["predict", ""]
    assert QAccessible.queryAccessibleInterface(field).text(QAccessible.Text.Name) == "Filter requests"


def test_escape_in_an_empty_search_field_is_for_others(qtbot: QtBot) -> None:
    heard = Mock()

    class Around(QWidget):
        def keyPressEvent(self, event: object) -> None:
            heard()

    around = Around()
    qtbot.addWidget(around)
    field = SearchField("Filter", parent=around)
    around.show()
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    heard.assert_called_once()


@pytest.mark.parametrize("orientation", Qt.Orientation)
def test_a_splitter_is_a_hairline_that_is_easy_to_grab(qtbot: QtBot, orientation: Qt.Orientation) -> None:
    splitter = Splitter(orientation)
    panes = QWidget(), QWidget()
    for pane in panes:
        splitter.addWidget(pane)
    qtbot.addWidget(splitter)
    splitter.resize(400, 400)
    splitter.show()
    splitter.setSizes([200, 199])
    handle = splitter.handle(1)
    across = orientation == Qt.Orientation.Horizontal
    assert (handle.width() if across else handle.height()) == 9
    gap = panes[1].x() - panes[0].geometry().right() if across else panes[1].y() - panes[0].geometry().bottom()
    assert gap == 2, "one pixel between the panes"
    state = splitter.saveState()
    before = splitter.sizes()
    splitter.setSizes([300, 99])
    assert splitter.sizes() != before
    assert splitter.restoreState(state)
    assert splitter.sizes() == before


def test_a_splitter_is_moved_from_beside_its_line(qtbot: QtBot) -> None:
    splitter = Splitter()
    for _ in range(2):
        splitter.addWidget(QWidget())
    qtbot.addWidget(splitter)
    splitter.resize(400, 200)
    splitter.show()
    splitter.setSizes([200, 199])
    handle = splitter.handle(1)
    qtbot.mousePress(handle, Qt.MouseButton.LeftButton, pos=QPoint(1, 50))
    qtbot.mouseMove(handle, QPoint(51, 50))
    qtbot.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=QPoint(51, 50))
    assert splitter.sizes()[0] == 250


def test_a_toast_is_at_the_bottom_and_goes_by_itself(qtbot: QtBot) -> None:
    window = QWidget()
    QPushButton("under it", window)
    qtbot.addWidget(window)
    window.resize(600, 400)
    window.show()
    toast = Toast(window)
    toast.show_text("Snippet copied", "success", seconds=0.05)
    assert toast.isVisible()
    assert toast.accessibleName() == toast.text() == "Snippet copied"
    assert toast.geometry().bottom() > 300
    assert abs(toast.geometry().center().x() - 300) <= 1
    qtbot.waitUntil(toast.isHidden)


def test_a_toast_s_button_acts_and_a_long_text_stays_inside(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(300, 200)
    window.show()
    toast = Toast(window)
    toast.show_text("A sentence that is much too long for a window as small as this one is", action_text="Undo")
    assert window.rect().contains(toast.geometry())
    window.resize(500, 300)
    QApplication.processEvents()
    assert abs(toast.geometry().center().x() - 250) <= 1
    with qtbot.waitSignal(toast.actionTriggered):
        qtbot.mouseClick(toast.button, Qt.MouseButton.LeftButton)
    assert toast.isHidden()
