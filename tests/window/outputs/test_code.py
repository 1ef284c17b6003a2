"""Code, choices and server files as they come back."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot
from tests.window.outputs.conftest import Make

from gradioscope.gradio.model import Return
from gradioscope.window.outputs import make_viewer
from gradioscope.window.outputs.code import CodeViewer
from gradioscope.window.parts import Chip


def test_code_that_grows_is_appended(make: Make) -> None:
    viewer = make("code")
    assert isinstance(viewer, CodeViewer)
    viewer.load("x = 1\n")
    first = viewer.code.document().firstBlock()
    viewer.load("x = 1\ny = 2\n")
    assert viewer.code.toPlainText() == "x = 1\ny = 2\n"
    assert viewer.code.document().firstBlock() == first
    viewer.copy()
    assert QGuiApplication.clipboard().text() == "x = 1\ny = 2\n"


def test_its_file_is_called_as_the_language_wants(qtbot: QtBot) -> None:
    for name, suffix in (("python", ".py"), ("sql-msSQL", ".sql"), ("klingon", ".txt")):
        viewer = make_viewer(Return("Code", "code", "code", 0, props={"language": name}))
        qtbot.addWidget(viewer)
        assert viewer.suffix == suffix


def test_choices_are_shown_by_their_labels(qtbot: QtBot) -> None:
    props = {"choices": [["One", 1], ["Yes", True], ["Word", "1"]]}
    viewer = make_viewer(Return("Picked", "checkboxgroup", "choices", 0, props=props))
    qtbot.addWidget(viewer)
    viewer.load([1, True, "1", "own", None])
    chips = [chip.text() for chip in viewer.findChildren(Chip) if chip.text() != "checkboxgroup"]
    assert chips == ["One", "Yes", "Word", "own", "null"]
    viewer.copy()
    assert QGuiApplication.clipboard().text() == "One\nYes\nWord\nown\nnull"


def test_server_files_are_paths(make: Make) -> None:
    viewer = make("server_files")
    viewer.load([["sub", "two.txt"], ["one.txt"]])
    viewer.copy()
    assert QGuiApplication.clipboard().text() == "sub/two.txt\none.txt"
    viewer.load([["sub", 2]])
    assert viewer.value() == [["sub", 2]]
