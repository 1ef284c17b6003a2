"""The exchanges as they went over the wire."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from gradioscope.gradio.connection import Exchange
from gradioscope.window.exchange_panel import ExchangePanel
from gradioscope.window.exchange_panel.model import MOST

ONE = Exchange(
    number=1,
    method="POST",
    url="http://127.0.0.1:7860/gradio_api/call/predict?x=1",
    request_headers=(("content-type", "application/json"), ("authorization", "Bearer •••")),
    request_body='{"data": ["<b>"]}',
    status=200,
    response_headers=(("content-type", "application/json"),),
    response_body='{"event_id":"abc"}',
    started=1_700_000_000.0,
    seconds=0.012,
    size=1234,
    finished=True,
)


@pytest.fixture
def panel(qtbot: QtBot) -> ExchangePanel:
    panel = ExchangePanel()
    qtbot.addWidget(panel)
    panel.resize(600, 400)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def row(panel: ExchangePanel, number: int) -> list[str]:
    return [panel.model.index(number, column).data() for column in range(panel.model.columnCount())]


def test_a_row_tells_method_status_path_duration_and_size(panel: ExchangePanel) -> None:
    panel.add(ONE)
    cells = row(panel, 0)
    assert cells[:3] == ["POST", "200", "/gradio_api/call/predict?x=1"]
    assert cells[4:] == ["12 ms", "1.2 KB"]
    assert panel.table.accessibleName() == "Exchanges"


def test_a_later_report_replaces_the_earlier(panel: ExchangePanel) -> None:
    panel.add(replace(ONE, finished=False, size=0))
    panel.add(replace(ONE, number=2))
    assert row(panel, 0)[4] == "…"
    panel.add(ONE)
    assert panel.model.rowCount() == 2
    assert row(panel, 0)[4] == "12 ms"


def test_a_request_without_an_answer_says_why(panel: ExchangePanel) -> None:
    panel.add(replace(ONE, status=None, error="Connection refused", finished=False))
    assert row(panel, 0)[1] == "no answer"
    panel.table.selectRow(0)
    assert panel.text.text.toPlainText() == "Connection refused"


def test_one_is_shown_whole_with_readable_json(panel: ExchangePanel) -> None:
    panel.add(ONE)
    panel.table.selectRow(0)
    assert panel.text.text.toPlainText() == '200\ncontent-type: application/json\n\n{\n  "event_id": "abc"\n}'
    panel.tabs.setCurrentIndex(1)
    text = panel.text.text.toPlainText()
    assert text.startswith("POST http://127.0.0.1:7860/gradio_api/call/predict?x=1\n")
    assert "authorization: Bearer •••" in text
    assert '"<b>"' in text


def test_the_chosen_one_follows_its_answer(panel: ExchangePanel) -> None:
    panel.add(replace(ONE, response_body="", finished=False))
    panel.table.selectRow(0)
    panel.add(replace(ONE, response_body="data: 1"))
    assert panel.text.text.toPlainText().endswith("\n\ndata: 1")


def test_ctrl_c_copies_request_and_answer(qtbot: QtBot, panel: ExchangePanel) -> None:
    panel.add(ONE)
    panel.table.selectRow(0)
    qtbot.keyClick(panel.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("POST http://")
    assert '"event_id": "abc"' in copied


@pytest.mark.parametrize("body", ["[" * 5000, "{broken", "x" * 2_000_000, "[1" + " " * 600_000 + "]"])
def test_hostile_bodies_are_shown_as_they_came(panel: ExchangePanel, body: str) -> None:
    panel.add(replace(ONE, response_body=body))
    panel.table.selectRow(0)
    assert body[:100].rstrip() in panel.text.text.toPlainText()


def test_the_oldest_go_when_there_are_too_many(panel: ExchangePanel) -> None:
    for number in range(MOST + 10):
        panel.add(replace(ONE, number=number))
    assert panel.model.rowCount() == MOST
    assert panel.model.exchange(0).number == 10


def test_clear_says_what_to_do(panel: ExchangePanel) -> None:
    panel.add(ONE)
    panel.table.selectRow(0)
    panel.clear()
    assert panel._empty.isVisible()
    assert panel._detail.isHidden()


def test_the_panel_needs_no_http_library() -> None:
    code = "import sys, gradioscope.window.exchange_panel; print('httpx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
