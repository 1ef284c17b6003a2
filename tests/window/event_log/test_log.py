"""The live log, as a person and as assistive technology see it."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gradioscope.gradio import events
from gradioscope.window.event_log import EventLog
from gradioscope.window.event_log.log import MOST


@pytest.fixture
def log(qtbot: QtBot) -> EventLog:
    log = EventLog()
    qtbot.addWidget(log)
    log.resize(600, 400)
    log.show()
    qtbot.waitExposed(log)
    return log


def fill(log: EventLog, count: int, start: int = 0) -> None:
    for number in range(start, start + count):
        log.add(events.Generating(number * 0.01, [f"step {number}"]))
    log.flush()


def cells(log: EventLog, column: int) -> list[str]:
    return [log.model.index(row, column).data() for row in range(log.model.rowCount())]


def scroll_up(log: EventLog) -> None:
    at = QPointF(50, 50)
    wheel = QWheelEvent(
        at,
        log.table.viewport().mapToGlobal(at),
        QPoint(0, 0),
        QPoint(0, 1200),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(log.table.viewport(), wheel)


def test_it_is_a_table_of_time_event_and_data(log: EventLog) -> None:
    assert log.table.accessibleName() == "Events"
    log.add(events.Queued(0.25, 2, 3))
    log.add(events.Complete(1.5, ["done"]))
    log.flush()
    assert [log.model.headerData(n, Qt.Orientation.Horizontal) for n in range(3)] == ["Time", "Event", "Data"]
    assert cells(log, 0) == ["0.250", "1.500"]
    assert cells(log, 1) == ["queued", "complete"]
    assert cells(log, 2) == ["2 of 3", '["done"]']


def test_events_are_shown_together_not_one_by_one(qtbot: QtBot, log: EventLog) -> None:
    inserted: list[tuple[int, int]] = []
    log.model.rowsInserted.connect(lambda _, first, last: inserted.append((first, last)))
    for number in range(100):
        log.add(events.Generating(number, [number]))
    assert log.model.rowCount() == 0
    qtbot.waitUntil(lambda: log.model.rowCount() == 100)
    assert inserted == [(0, 99)]


def test_the_count_is_told_with_each_batch(qtbot: QtBot, log: EventLog) -> None:
    counts: list[object] = []
    log.count_changed.connect(counts.append)
    for number in range(50):
        log.add(events.Generating(number, [number]))
    qtbot.waitUntil(lambda: counts == [50])
    log.clear()
    assert counts == [50, 0]


def test_30000_events_keep_their_order_and_leave_the_window_time_in_between(qtbot: QtBot, log: EventLog) -> None:
    taken: list[int] = []
    log.model.rowsInserted.connect(lambda _parent, first, last: taken.append(last - first + 1))
    for number in range(30_000):
        log.add(events.Generating(number * 0.001, [number]))
    assert not taken, "adding shows nothing by itself"
    qtbot.waitUntil(lambda: log.model.rowCount() == 30_000, timeout=60_000)
    assert max(taken) <= MOST
    assert len(taken) >= 30_000 // MOST
    assert cells(log, 2)[::5000] == [f"[{number}]" for number in range(0, 30_000, 5000)]


def test_heartbeats_in_a_row_fold_into_one_with_a_count(log: EventLog) -> None:
    log.add(events.Started(0.0))
    for number in range(3):
        log.add(events.Heartbeat(15.0 * (number + 1)))
    log.flush()
    log.add(events.Heartbeat(60.0))
    log.flush()
    log.add(events.Generating(61.0, [1]))
    log.add(events.Heartbeat(76.0))
    log.flush()
    assert cells(log, 1) == ["started", "heartbeat", "generating", "heartbeat"]
    assert cells(log, 2) == ["", "× 4, last at 60.000", "[1]", ""]


def test_the_end_is_followed_until_one_scrolls_away_and_again_at_the_pill(qtbot: QtBot, log: EventLog) -> None:
    fill(log, 200)
    bar = log.table.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0 and bar.value() == bar.maximum())
    scroll_up(log)
    assert not log.table.follows
    at = bar.value()
    fill(log, 30, start=200)
    assert bar.value() == at
    assert log.table._pill.isVisible()
    assert log.table._pill.text() == "30 new"
    with qtbot.waitSignal(log.table.followed) as told:
        qtbot.mouseClick(log.table._pill, Qt.MouseButton.LeftButton)
    assert told.args == [True]
    assert log.table._pill.isHidden()
    qtbot.waitUntil(lambda: bar.value() == bar.maximum())
    fill(log, 30, start=230)
    qtbot.waitUntil(lambda: bar.value() == bar.maximum())


def test_scrolling_back_to_the_end_follows_again(qtbot: QtBot, log: EventLog) -> None:
    fill(log, 200)
    qtbot.waitUntil(lambda: log.table.verticalScrollBar().maximum() > 0)
    scroll_up(log)
    log.table.verticalScrollBar().setValue(log.table.verticalScrollBar().maximum())
    assert log.table.follows


def test_a_chosen_event_is_shown_whole_below(qtbot: QtBot, log: EventLog) -> None:
    fill(log, 3)
    assert not log._detail_box.isVisible()
    log.table.selectRow(1)
    assert log._detail_box.isVisible()
    assert json.loads(log.detail.text.toPlainText()) == {"event": "generating", "time": 0.01, "data": ["step 1"]}
    log._close.click()
    assert log._detail_box.isHidden()


def test_ctrl_c_copies_the_chosen_events_as_lines_of_json(qtbot: QtBot, log: EventLog) -> None:
    fill(log, 3)
    log.table.selectAll()
    qtbot.keyClick(log.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert [json.loads(line)["data"] for line in lines] == [["step 0"], ["step 1"], ["step 2"]]


def test_kind_and_text_narrow_what_is_shown_also_for_events_to_come(qtbot: QtBot, log: EventLog) -> None:
    fill(log, 30)
    log.add(events.Log(1.0, "warning", "Step 7 was slow"))
    log.flush()
    log.search.setText("STEP 7")
    qtbot.waitUntil(lambda: log.found.text() == "2 of 31")
    log.kinds.setCurrentIndex(log.kinds.findData("log"))
    qtbot.waitUntil(lambda: log.found.text() == "1 of 31")
    assert cells(log, 2) == ["warning: Step 7 was slow"]
    log.add(events.Log(2.0, "info", "step 7 again"))
    log.add(events.Log(2.0, "info", "something else"))
    qtbot.waitUntil(lambda: log.found.text() == "2 of 33")
    log.kinds.setCurrentIndex(0)
    log.search.clear()
    qtbot.waitUntil(lambda: log.model.rowCount() == 33)
    assert log.found.text() == ""


def test_ctrl_f_in_the_table_goes_to_the_search(qtbot: QtBot, log: EventLog) -> None:
    fill(log, 3)
    log.activateWindow()
    log.table.setFocus()
    qtbot.keyClick(log.table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert log.focusWidget() is log.search


def test_clear_forgets_everything_and_says_what_to_do(log: EventLog) -> None:
    fill(log, 5)
    log.table.selectRow(0)
    log.clear()
    assert log.model.rowCount() == 0
    assert log._pages.currentWidget() is log._empty
    assert log.timeline.accessibleDescription() == "No events yet."
    fill(log, 2)
    assert log._pages.currentWidget() is log._split


def test_markup_of_an_app_stays_text(log: EventLog) -> None:
    log.add(events.Log(0.1, "info", "<img src=http://127.0.0.1:1/x.png>"))
    log.flush()
    assert cells(log, 2) == ["info: <img src=http://127.0.0.1:1/x.png>"]
    log.table.selectRow(0)
    assert "<img src=http://127.0.0.1:1/x.png>" in log.detail.text.toPlainText()
