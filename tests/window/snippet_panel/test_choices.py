"""How the snippet is to be: chosen once, remembered, and only offered where it means something."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication, QTextLayout
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from gradioscope.gradio.model import App, Endpoint, Parameter
from gradioscope.library.places import Places
from gradioscope.library.settings import Settings
from gradioscope.request.draft import Draft
from gradioscope.snippets import TARGETS, Options, heeded, render, suffix
from gradioscope.snippets.exports import export
from gradioscope.snippets.options import LABELS, NAMES, from_names
from gradioscope.window.request_tab.snippet_keeper import OPTIONS, TARGET, SnippetKeeper
from gradioscope.window.snippet_panel import SnippetPanel
from gradioscope.window.snippet_panel.text import fitting

PARAMETER = Parameter("text", "Text", "textbox", "text", 0)
ENDPOINT = Endpoint("/predict", "", (PARAMETER,), (), inputs=1)
DRAFT = Draft(App("http://127.0.0.1:7860", "", "Small", "6.31.0", (ENDPOINT,)), ENDPOINT, {"text": "Hello"})


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(Places(tmp_path))


@pytest.fixture
def tab(qtbot: QtBot) -> QWidget:
    tab = QWidget()
    qtbot.addWidget(tab)
    return tab


def kept(tab: QWidget, settings: Settings) -> SnippetPanel:
    """A panel whose snippet is kept true, as in a tab."""
    panel = SnippetPanel(tab)
    keeper = SnippetKeeper(panel, lambda: DRAFT, settings, panel)
    keeper.touch()
    keeper.settle()
    return panel


def test_every_option_has_a_name_and_an_explanation() -> None:
    assert set(LABELS) == set(NAMES)
    assert all(label and explanation for label, explanation in LABELS.values())
    assert Options(jq=True, long=True).names() == ["jq", "long"]
    assert from_names(["long", "gone", 3, None]) == Options(long=True)


def test_a_choice_changes_the_text_and_is_remembered(tab: QWidget, settings: Settings) -> None:
    panel = kept(tab, settings)
    assert panel.snippet() == render("curl", DRAFT)
    panel.choices.boxes["extract"].click()
    panel.choices.boxes["long"].click()
    assert panel.snippet() == render("curl", DRAFT, Options(extract=True, long=True))
    assert settings.get(OPTIONS) == ["extract", "long"]
    panel.set_target("python")
    assert settings.get(TARGET) == "python"
    again = kept(tab, settings)
    assert (again.target(), again.options()) == ("python", Options(extract=True, long=True))
    assert again.snippet() == render("python", DRAFT)


@pytest.mark.parametrize("target", TARGETS)
def test_only_what_the_target_knows_can_be_chosen(tab: QWidget, settings: Settings, target: str) -> None:
    panel = kept(tab, settings)
    panel.set_target(target)
    enabled = {name for name, box in panel.choices.boxes.items() if box.isEnabled()}
    assert enabled == set(heeded(target))


@pytest.mark.parametrize("stored", ["long", 7, {"a": 1}, [[], "nothing"]])
def test_settings_edited_by_hand_do_no_harm(tab: QWidget, settings: Settings, stored: object) -> None:
    settings.update({OPTIONS: stored, TARGET: stored})
    panel = kept(tab, settings)
    assert (panel.target(), panel.options()) == ("curl", Options())


def test_the_file_s_name_has_the_target_s_ending(
    tab: QWidget, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposed: list[str] = []
    monkeypatch.setattr(QFileDialog, "selectFile", lambda _, name: proposed.append(name))
    monkeypatch.setattr(QFileDialog, "open", lambda _: None)
    panel = kept(tab, settings)
    for target in TARGETS:
        panel.set_target(target)
        panel.save()
    assert proposed == [f"request{suffix(target)}" for target in TARGETS]


def test_a_choice_follows_in_the_other_tabs(tab: QWidget, settings: Settings) -> None:
    first, second = kept(tab, settings), kept(tab, settings)
    first.set_target("python-httpx")
    first.choices.boxes["follow"].click()
    assert second.target() == "curl"
    tab.show()
    assert (second.target(), second.options()) == ("python-httpx", Options(follow=True))
    assert second.snippet() == render("python-httpx", DRAFT, Options(follow=True))


def test_what_is_copied_is_what_is_being_written(tab: QWidget) -> None:
    panel = SnippetPanel(tab)
    panel.set_text("old")
    panel.await_text()
    QGuiApplication.clipboard().setText("before")
    panel.copy()
    assert QGuiApplication.clipboard().text() == "before"
    panel.set_text("new")
    assert QGuiApplication.clipboard().text() == "new"
    panel.set_text("newer")
    assert QGuiApplication.clipboard().text() == "new"


def test_a_text_of_10_mb_does_not_stop_the_window(tab: QWidget, qtbot: QtBot) -> None:
    """What takes its time was done before; what is left is put in bit by bit."""
    panel = SnippetPanel(tab)
    text = "\n".join(["x" * 1000] * 10_000) + "y" * 100_000
    shown = fitting(text)
    began = time.thread_time()
    panel.set_text(text, shown)
    took = time.thread_time() - began
    assert panel.snippet() == text
    assert took < 0.1
    qtbot.waitUntil(lambda: panel.text.document().characterCount() > len(shown), timeout=60_000)


def coloured(panel: SnippetPanel) -> list[list[str]]:
    """The words that have a colour, line by line."""
    lines = []
    block = panel.text.document().firstBlock()
    while block.isValid():
        shapes: list[QTextLayout.FormatRange] = block.layout().formats()
        lines.append([block.text()[shape.start : shape.start + shape.length] for shape in shapes])
        block = block.next()
    return lines


@pytest.mark.parametrize(
    ("ending", "text", "words"),
    [
        (".py", "x = f(a=1, b=None)  # why", [["a", "1", "b", "None", "# why"]]),
        (
            ".py",
            'async def f():\n    """A\n    b" c"""\n    return "it\'s # no"',
            [["async", "def"], ['"""A'], ['    b" c"""'], ["return", '"it\'s # no"']],
        ),
        (".mjs", 'const x = { a: "//no", n: null }; // why', [["const", "a", '"//no"', "n", "null", "// why"]]),
        (".mjs", "throw `a ${b}\nc` + 2;", [["throw", "`a ${b}"], ["c`", "2"]]),
        (".fish", "set -l a 'it\\'s (x)\ny' $b", [["set", "-l", "'it\\'s (x)"], ["y'", "$b"]]),
        (
            ".ps1",
            "$a = New-Object @'\nit's \"x\"\n'@ 'b''c' -f \"`\"$d\"",
            [["$a", "New-Object", "@'"], ['it\'s "x"'], ["'@", "'b''c'", "-f", '"`"$d"']],
        ),
        (".bat", 'set a=%b%\ncurl -d "{\\"c\\": 1}"', [["set", "%b%"], ["curl", "-d", '"{\\"c\\": 1}"']]),
        (".sh", "curl -d 'a\nb' \"$x\"", [["curl", "-d", "'a"], ["b'", '"$x"']]),
    ],
)
def test_each_language_has_its_colours(tab: QWidget, ending: str, text: str, words: list[list[str]]) -> None:
    panel = SnippetPanel(tab)
    panel.set_text("before")
    panel.set_heeded((), ending)
    panel.set_text(text)
    assert coloured(panel) == words
    assert panel.snippet() == text


def test_another_language_colours_lines_that_stay(tab: QWidget) -> None:
    panel = SnippetPanel(tab)
    panel.set_text("import x\ncurl y")
    assert coloured(panel)[0] == []
    panel.set_heeded((), ".py")
    panel.set_text("import x\ncurl z")
    assert coloured(panel) == [["import"], []]


def test_a_request_is_saved_for_another_tool(
    tab: QWidget, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposed: list[str] = []
    monkeypatch.setattr(QFileDialog, "selectFile", lambda _, name: proposed.append(name))
    monkeypatch.setattr(QFileDialog, "open", lambda dialog: dialog.fileSelected.emit(str(tmp_path / "saved")))
    panel = SnippetPanel(tab)
    keeper = SnippetKeeper(panel, lambda: DRAFT, settings, panel)
    asyncio.run(keeper._export_as("postman", DRAFT))
    assert proposed == ["request.postman_collection.json"]
    assert (tmp_path / "saved").read_text("utf-8") == export("postman", DRAFT) + "\n"
