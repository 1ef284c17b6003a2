"""History and recent apps: what a row says, and what an empty list says instead."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gradioscope.gradio.errors import Explanation
from gradioscope.gradio.events import Cancelled, Complete, Event, Failed
from gradioscope.gradio.model import App, Endpoint
from gradioscope.window.request_tab.record import Run
from gradioscope.window.sidebar.sidebar import KEPT, Sidebar

ENDPOINT = Endpoint("/predict", "", (), ())
APP = App("http://localhost:7860", "/gradio_api", "Painter", "6.31.0", (ENDPOINT,))


def a_run(outcome: Event) -> Run:
    return Run("localhost:7860", APP, ENDPOINT, {}, None, "queue", 0.0, outcome)


@pytest.fixture
def sidebar(qtbot: QtBot) -> Sidebar:
    sidebar = Sidebar()
    sidebar.fill()
    qtbot.addWidget(sidebar)
    sidebar.resize(260, 600)
    sidebar.show()
    qtbot.waitExposed(sidebar)
    return sidebar


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Complete(1.5, []), "Complete"),
        (Failed(1.5, Explanation("No.")), "Failed"),
        (Cancelled(1.5), "Cancelled"),
    ],
)
def test_a_row_tells_endpoint_app_state_time_and_duration(sidebar: Sidebar, outcome: Event, state: str) -> None:
    assert sidebar.history.empty.isVisible()
    sidebar.add_run(a_run(outcome))
    assert not sidebar.history.empty.isVisible()
    spoken = str(sidebar.history.list.rows.index(0, 0).data())
    assert spoken.startswith(f"/predict, Painter, {state}, ")
    assert spoken.endswith(", 1.5 s")
    assert sidebar.history.list.accessibleName() == "History"


def test_the_newest_is_first_and_the_oldest_goes(sidebar: Sidebar) -> None:
    runs = [a_run(Complete(float(n), [])) for n in range(KEPT + 5)]
    for run in runs:
        sidebar.add_run(run)
    rows = sidebar.history.list.rows
    assert rows.rowCount() == KEPT
    first = rows.row(rows.index(0, 0))
    assert first is not None
    assert first.subject is runs[-1]


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
