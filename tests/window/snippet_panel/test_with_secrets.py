"""A text with secrets in it: asked about, copied, and nowhere else."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from gradioscope.gradio.model import App, Endpoint, Parameter
from gradioscope.library.places import Places
from gradioscope.library.settings import Settings
from gradioscope.request.draft import Access, Draft
from gradioscope.window.request_tab.snippet_keeper import SnippetKeeper
from gradioscope.window.snippet_panel import SnippetPanel

TOKEN = "hf_only_here"
ENDPOINT = Endpoint("/predict", "", (Parameter("text", "Text", "textbox", "text", 0),), (), inputs=1)
APP = App("http://127.0.0.1:7860", "", "Small", "6.31.0", (ENDPOINT,))
PRIVATE = Draft(APP, ENDPOINT, {"text": "Hello"}, access=Access("alice", token=True))


@pytest.fixture
def panel(qtbot: QtBot) -> SnippetPanel:
    panel = SnippetPanel()
    qtbot.addWidget(panel)
    panel.show()
    return panel


async def token_for(_url: str) -> str | None:
    return TOKEN


def keeper_of(panel: SnippetPanel, draft: Draft, folder: Path) -> SnippetKeeper:
    keeper = SnippetKeeper(panel, lambda: draft, Settings(Places(folder)), panel, token_for)
    keeper.touch()
    keeper.settle()
    return keeper


def answer(panel: SnippetPanel, text: str) -> None:
    [box] = panel.findChildren(QMessageBox)
    assert "HF_TOKEN, GRADIOSCOPE_PASSWORD" in box.informativeText()
    assert box.defaultButton() is box.button(QMessageBox.StandardButton.Cancel)
    next(button for button in box.findChildren(QPushButton) if text in button.text()).click()


def test_nothing_is_copied_unasked(panel: SnippetPanel, tmp_path: Path) -> None:
    QGuiApplication.clipboard().setText("before")
    keeper = keeper_of(panel, PRIVATE, tmp_path)
    keeper.copy_with_secrets()
    answer(panel, "Cancel")
    assert QGuiApplication.clipboard().text() == "before"


def test_after_a_yes_it_is_on_the_clipboard_and_not_in_the_panel(panel: SnippetPanel, tmp_path: Path) -> None:
    keeper = keeper_of(panel, PRIVATE, tmp_path)
    shown = panel.snippet()
    asyncio.run(keeper._copy_secret(PRIVATE))
    copied = QGuiApplication.clipboard()
    assert f"(\n  HF_TOKEN={TOKEN}\n" in copied.text()
    assert copied.mimeData().data("x-kde-passwordManagerHint").data() == b"secret"
    assert panel.snippet() == shown
    assert TOKEN not in shown
    assert "Still to be set where it runs: GRADIOSCOPE_PASSWORD." in panel._notice.text()
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and TOKEN in path.read_text()]


def test_a_request_without_secrets_asks_nothing(panel: SnippetPanel, tmp_path: Path) -> None:
    keeper_of(panel, Draft(APP, ENDPOINT, {"text": "Hello"}), tmp_path).copy_with_secrets()
    assert panel.findChildren(QMessageBox) == []
    assert "no secrets" in panel._notice.text()
