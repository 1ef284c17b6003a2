"""History and recent apps: what a row says, and what an empty list says instead."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from gradioscope.library.history.record import RunSummary, State
from gradioscope.window.sidebar.history import MOST
from gradioscope.window.sidebar.sidebar import Sidebar


def a_run(number: int = 1, state: State = "complete", began: float | None = None, **more: str) -> RunSummary:
    texts = {"title": "Painter", "endpoint": "/predict", "error": ""} | more
    return RunSummary(
        number,
        time.time() if began is None else began,
        "localhost:7860",
        "http://localhost:7860",
        texts["title"],
        "6.31.0",
        texts["endpoint"],
        state,
        1.5,
        None,
        texts["error"],
        "",
        "",
    )


@pytest.fixture
def sidebar(qtbot: QtBot) -> Sidebar:
    sidebar = Sidebar()
    sidebar.fill()
    qtbot.addWidget(sidebar)
    sidebar.resize(260, 600)
    sidebar.show()
    qtbot.waitExposed(sidebar)
    return sidebar


@pytest.mark.parametrize(("state", "word"), [("complete", "Complete"), ("error", "Failed"), ("cancelled", "Cancelled")])
def test_a_row_tells_endpoint_app_state_time_and_duration(sidebar: Sidebar, state: State, word: str) -> None:
    assert sidebar.history.empty.isVisible()
    sidebar.history.show_runs([a_run(state=state)], whole=True)
    assert not sidebar.history.empty.isVisible()
    spoken = str(sidebar.history.list.rows.index(0, 0).data())
    assert spoken.startswith(f"/predict, Painter, {word}, ")
    assert spoken.endswith(", 1.5 s")
    assert sidebar.history.list.accessibleName() == "History"


def test_runs_stand_under_their_days(sidebar: Sidebar, qtbot: QtBot) -> None:
    day, now = 24 * 3600.0, time.time()
    runs = [a_run(n, began=now - days * day) for n, days in ((4, 0.0), (3, 0.0), (2, 1.0), (1, 800.0))]
    sidebar.history.show_runs(runs, whole=True)
    rows = sidebar.history.list.rows
    assert [rows.begins_group(rows.index(n, 0)) for n in range(4)] == [True, False, True, True]
    groups = [row.group for n in range(4) if (row := rows.row(rows.index(n, 0))) is not None]
    assert groups[:3] == ["Today", "Today", "Yesterday"]
    assert groups[3].endswith(str(time.localtime(now - 800 * day).tm_year))
    view = sidebar.history.list
    qtbot.waitUntil(lambda: view.visualRect(rows.index(0, 0)).height() > view.visualRect(rows.index(1, 0)).height())
    assert sidebar.history.put_first(a_run(5))
    assert [rows.begins_group(rows.index(n, 0)) for n in range(3)] == [True, False, False]
    qtbot.waitUntil(lambda: view.visualRect(rows.index(0, 0)).height() > view.visualRect(rows.index(1, 0)).height())


def test_more_runs_are_asked_for_before_the_end_is_reached(sidebar: Sidebar, qtbot: QtBot) -> None:
    history = sidebar.history
    asked: list[RunSummary] = []
    history.moreAsked.connect(asked.append)
    history.show_runs([a_run(n) for n in range(200, 100, -1)], whole=False)
    assert asked == []
    bar = history.list.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    with qtbot.waitSignal(history.moreAsked):
        bar.setValue(bar.maximum())
    assert [run.id for run in asked] == [101]
    place = bar.value()
    history.append([a_run(n) for n in range(100, 0, -1)], whole=True)
    assert bar.value() == place
    assert len(history.runs()) == 200
    qtbot.waitUntil(lambda: bar.maximum() > place)
    bar.setValue(bar.maximum())
    QApplication.processEvents()  # what scrolling asks for is asked a turn later
    assert len(asked) == 1


def test_a_long_list_ends_where_the_page_goes_on(sidebar: Sidebar, qtbot: QtBot) -> None:
    history = sidebar.history
    asked: list[RunSummary] = []
    history.moreAsked.connect(asked.append)
    history.show_runs([a_run(n) for n in range(MOST, 0, -1)], whole=False)
    bar = history.list.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    QApplication.processEvents()
    assert asked == []
    with qtbot.waitSignal(history.pageAsked):
        history.page_button.click()


def test_reading_again_keeps_the_place_and_the_current_run(sidebar: Sidebar, qtbot: QtBot) -> None:
    history = sidebar.history
    runs = [a_run(n) for n in range(100, 0, -1)]
    history.show_runs(runs, whole=True)
    bar = history.list.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    history.list.setCurrentIndex(history.list.rows.index(50, 0))
    place = bar.value()
    history.show_runs(runs[10:], whole=True)
    current = history.current()
    assert current is not None
    assert current.id == runs[50].id
    qtbot.waitUntil(lambda: bar.value() > 0)
    assert place > 0


def test_the_keyboard_deletes_and_the_menu_offers_the_rest(sidebar: Sidebar) -> None:
    history = sidebar.history
    asked: list[tuple[str, int]] = []
    history.asked.connect(lambda word, run: asked.append((word, run.id)))
    history.show_runs([a_run(2), a_run(1)], whole=True)
    history.list.setCurrentIndex(history.list.rows.index(1, 0))
    QTest.keyClick(history.list, Qt.Key.Key_Delete)
    assert asked == [("delete", 1)]
    history.show_menu(history.list.visualRect(history.list.rows.index(0, 0)).center())
    menu = history.findChild(QMenu)
    assert menu is not None
    for action in menu.actions():
        action.trigger()
    assert [word for word, run in asked[1:] if run == 2] == ["open", "open-apart", "compare", "curl", "save", "delete"]
    menu.close()


def test_private_mode_is_said_where_the_runs_would_be(sidebar: Sidebar) -> None:
    sidebar.history.set_private(True)
    assert "not kept" in sidebar.history.empty.text()
    assert "private" in sidebar.history.title.text()
    assert sidebar.history.list.accessibleName() == "History"


def test_what_an_app_says_is_no_markup_in_a_tooltip(sidebar: Sidebar) -> None:
    sidebar.history.show_runs([a_run(title="<img src=x>", error="<b>no</b>")], whole=True)
    tip = str(sidebar.history.list.rows.index(0, 0).data(Qt.ItemDataRole.ToolTipRole))
    assert "&lt;img" in tip
    assert "<b>" not in tip


def test_a_click_and_enter_pick_a_row(sidebar: Sidebar) -> None:
    picked: list[str] = []
    sidebar.addressPicked.connect(picked.append)
    sidebar.set_recent(["http://localhost:7860", "user/space"])
    view = sidebar.recent.list
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(view.rows.index(1, 0)).center())
    assert picked == ["user/space"]


def test_recent_apps_can_be_forgotten(sidebar: Sidebar) -> None:
    asked: list[object] = []
    sidebar.recentCleared.connect(asked.append)
    sidebar.set_recent(["user/space"])
    sidebar.recent.clear_button.click()
    assert asked == [None]
    sidebar.set_recent([])
    assert sidebar.recent.empty.isVisible()
    assert not sidebar.recent.clear_button.isVisible()
