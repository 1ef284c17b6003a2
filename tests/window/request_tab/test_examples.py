"""The app's own examples fill the form, and folders of its server reach their input."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gradioscope.gradio.model import App, Endpoint, Example, Parameter
from gradioscope.gradio.server_tree import Entry
from gradioscope.window import theme
from gradioscope.window.inputs.server_files import ServerFilesInput
from gradioscope.window.request_tab.request_pane import RequestPane

TEXT = Parameter("text", "Text", "textbox", "text", 0, default="")
COUNT = Parameter("count", "Count", "number", "number", 1, default=0)
FILES = Parameter("files", "Files", "fileexplorer", "server_files", 2, default=[])
CALL = Endpoint("/x", "", (TEXT, COUNT, FILES), (), inputs=3)


@pytest.fixture
def pane(qtbot: QtBot, qapp: QApplication) -> RequestPane:
    if not qapp.styleSheet():
        theme.apply(qapp, "light")
    made = RequestPane()
    qtbot.addWidget(made)
    made.show()
    return made


def show(pane: RequestPane, *examples: Example) -> None:
    pane.set_app(App("http://x", "", "X", "6.31.0", (replace(CALL, examples=examples),)))


def test_an_example_fills_the_form_and_can_be_undone(pane: RequestPane) -> None:
    show(pane, Example("one", {"text": "a"}), Example("two", {"text": "b"}))
    pane.form.load({"count": 7})
    pane.examples.buttons[1].click()
    assert pane.form.values() == {"text": "b", "count": 7, "files": []}
    pane.form.undo()
    assert pane.form.values() == {"text": "", "count": 7, "files": []}


def test_many_examples_stand_in_a_list(pane: RequestPane) -> None:
    show(pane, *(Example(f"number {n}", {"count": n}) for n in range(9)))
    assert pane.examples.buttons == []
    pane.examples.list.activated.emit(7)
    assert pane.form.values()["count"] == 7


def test_a_missing_file_is_told(pane: RequestPane) -> None:
    show(pane, Example("one", {"text": "a"}, ("files",)))
    pane.examples.buttons[0].click()
    assert pane.examples._note.text() == "Choose the file of files yourself"


def test_without_examples_there_is_no_strip(pane: RequestPane) -> None:
    show(pane)
    assert pane.examples.isHidden()


def test_a_folder_that_is_asked_for_is_shown(pane: RequestPane, qtbot: QtBot) -> None:
    asked: list[tuple[str, list[str]]] = []
    pane.form.listingRequested.connect(lambda name, folder: asked.append((name, folder)))
    show(pane)
    qtbot.waitUntil(lambda: asked == [("files", [])])
    pane.form.show_listing("files", [], (Entry("one.txt", False, True),))
    row = pane.form.row("files")
    assert row is not None
    assert isinstance(row.input, ServerFilesInput)
    assert row.input.tree.topLevelItemCount() == 1
