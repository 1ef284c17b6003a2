"""What all viewers have, and text, numbers and trees."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QTextCursor
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from gradioscope.gradio.model import OutputKind, Return
from gradioscope.window.outputs import VIEWERS, Viewer, make_viewer
from gradioscope.window.outputs.json_tree import JsonViewer
from gradioscope.window.outputs.text import NumberViewer, TextViewer

from .conftest import Make

KINDS: list[OutputKind] = list(VIEWERS)


def readable(widget: QWidget) -> str:
    """What assistive technology can read in a widget: names, values, descriptions and texts of all that is visible."""
    parts: list[str] = []
    stack = [QAccessible.queryAccessibleInterface(widget)]
    while stack:
        face = stack.pop()
        if face is None or face.state().invisible:
            continue
        parts += [
            face.text(kind) for kind in (QAccessible.Text.Name, QAccessible.Text.Value, QAccessible.Text.Description)
        ]
        stack += [face.child(number) for number in range(min(face.childCount(), 200))]
    return "\n".join(parts)


def test_a_kind_without_a_viewer_of_its_own_is_json(qtbot: QtBot) -> None:
    viewer = make_viewer(Return("x", "hologram", "hologram", 0))  # type: ignore[arg-type]
    qtbot.addWidget(viewer)
    assert isinstance(viewer, JsonViewer)


@pytest.mark.parametrize("kind", KINDS)
def test_a_viewer_is_a_panel_named_by_the_label(make: Make, kind: OutputKind) -> None:
    viewer = make(kind)
    face = QAccessible.queryAccessibleInterface(viewer)
    assert face.text(QAccessible.Text.Name) == "Answer"
    assert face.role() == QAccessible.Role.Grouping


@pytest.mark.parametrize("kind", KINDS)
def test_null_is_said_in_words(make: Make, kind: OutputKind) -> None:
    viewer = make(kind)
    viewer.load(None)
    assert viewer.value() is None
    assert "nothing (null)" in readable(viewer)
    assert not viewer._content.isVisible()


@pytest.mark.parametrize("kind", KINDS)
def test_a_value_of_another_shape_is_shown_as_json(make: Make, kind: OutputKind) -> None:
    viewer = make(kind)
    value = {"unexpected": ["shape", 7]}
    viewer.load(value)
    assert viewer.value() == value
    assert "unexpected" in readable(viewer)


@pytest.mark.parametrize("kind", KINDS)
def test_raw_json_of_any_value(make: Make, kind: OutputKind) -> None:
    viewer = make(kind)
    viewer.load({"a": [1, None, "<b>"]})
    viewer._raw_button.click()
    assert viewer._raw is not None
    assert json.loads(viewer._raw.text.toPlainText()) == {"a": [1, None, "<b>"]}
    viewer._raw_button.click()
    assert not viewer._raw.isVisible()


def test_an_update_shows_its_value_and_what_else_it_changes(make: Make) -> None:
    viewer = make("text")
    viewer.load({"__type__": "update", "value": "new", "visible": False})
    assert "new" in readable(viewer)
    assert "visible is now false" in readable(viewer)


def test_an_update_without_a_value_leaves_the_value(make: Make) -> None:
    viewer = make("text")
    viewer.load("before")
    viewer.load({"__type__": "update", "choices": [["a", "a"]]})
    assert "before" in readable(viewer)
    assert 'choices is now [["a", "a"]]' in readable(viewer)
    viewer.load({"__type__": "update"})
    assert "stays as it was" in readable(viewer)


def test_markup_is_shown_not_obeyed(make: Make) -> None:
    hostile = "<img src=http://127.0.0.1:1/x.png><h1>big</h1>"
    viewer = make_viewer(Return(hostile, "textbox", "text", 0))
    viewer.load({"__type__": "update", "label": hostile, "value": hostile})
    assert isinstance(viewer, TextViewer)
    assert viewer.text.toPlainText() == hostile
    for label in viewer.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText, label.text()
    for child in viewer.findChildren(QWidget):
        assert hostile not in child.toolTip()
    viewer.deleteLater()


def test_text_is_read_through_its_label(make: Make) -> None:
    viewer = make("text")
    assert isinstance(viewer, TextViewer)
    viewer.load("line one\nline two")
    face = QAccessible.queryAccessibleInterface(viewer.text)
    assert face.text(QAccessible.Text.Name) == "Answer"
    assert face.text(QAccessible.Text.Value) == "line one\nline two"


def test_growing_text_is_appended_and_leaves_the_selection(make: Make) -> None:
    viewer = make("text")
    assert isinstance(viewer, TextViewer)
    viewer.load("one two")
    cursor = viewer.text.textCursor()
    cursor.setPosition(4)
    cursor.setPosition(7, QTextCursor.MoveMode.KeepAnchor)
    viewer.text.setTextCursor(cursor)
    changes: list[tuple[int, int, int]] = []
    viewer.text.document().contentsChange.connect(lambda *change: changes.append(change))
    viewer.load("one two three")
    assert changes == [(7, 0, 6)]
    assert viewer.text.textCursor().selectedText() == "two"


def test_growing_text_keeps_the_place_one_reads_at_and_follows_the_end(qtbot: QtBot, make: Make) -> None:
    viewer = make("text")
    assert isinstance(viewer, TextViewer)
    text = "\n".join(f"line {number}" for number in range(200))
    viewer.load(text)
    bar = viewer.text.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 100)
    bar.setValue(40)
    viewer.load(text + "\nmore")
    assert bar.value() == 40
    bar.setValue(bar.maximum())
    viewer.load(text + "\nmore" * 30)
    assert bar.value() == bar.maximum()


def test_a_word_of_five_million_letters_is_shown_in_part_and_copied_whole(make: Make) -> None:
    viewer = make("text")
    assert isinstance(viewer, TextViewer)
    word = "x" * 5_000_000
    viewer.load(word)
    assert viewer._large is not None
    assert len(viewer._large.text.toPlainText()) < 100_000
    viewer.copy()
    assert QGuiApplication.clipboard().text() == word
    viewer.load("short again")
    assert viewer.text.isVisible()
    assert not viewer._large.isVisible()


@pytest.mark.parametrize(
    ("value", "text"),
    [(42, "42"), (0.1, "0.1"), (-3.5e100, "-3.5e+100"), (2**70, str(2**70)), (math.nan, "NaN"), (True, "true")],
)
def test_a_number_is_exact(make: Make, value: Any, text: str) -> None:
    viewer = make("number")
    assert isinstance(viewer, NumberViewer)
    viewer.load(value)
    assert viewer.figure.text() == text
    assert viewer.figure.accessibleName() == "Answer"
    viewer.copy()
    assert QGuiApplication.clipboard().text() == text


def test_a_tree_keeps_open_what_is_open_while_values_follow(make: Make) -> None:
    viewer = make("json")
    assert isinstance(viewer, JsonViewer)
    tree = viewer.tree
    viewer.load({"a": {"b": {"c": {"d": 1}}}, "n": 1})
    tree.expand_all()
    viewer.load({"a": {"b": {"c": {"d": 2}}}, "n": 2})
    c = tree.model.index(0, 0, tree.model.index(0, 0, tree.model.index(0, 0)))
    assert tree.view.isExpanded(c)
    tree.collapse_all()
    assert not tree.view.isExpanded(tree.model.index(0, 0))


def test_a_filter_finds_keys_and_values_deep_inside(qtbot: QtBot, make: Make) -> None:
    viewer = make("json")
    assert isinstance(viewer, JsonViewer)
    viewer.load({"rows": [{"name": f"Person {number}"} for number in range(3000)], "other": 1})
    viewer._filter_button.click()
    viewer.tree.filter.setText("PERSON 2999")
    model = viewer.tree.model
    qtbot.waitUntil(lambda: model.rowCount() == 1)
    row = model.index(0, 0, model.index(0, 0))
    assert row.data() == "2999"
    viewer._filter_button.click()
    qtbot.waitUntil(lambda: model.rowCount() == 2)


def test_a_row_s_value_and_path_are_copied(qtbot: QtBot, make: Make) -> None:
    viewer = make("json")
    assert isinstance(viewer, JsonViewer)
    viewer.load({"a": [{"b": "text"}]})
    tree = viewer.tree
    row = tree.model.index(0, 0, tree.model.index(0, 0, tree.model.index(0, 0)))
    tree.view.setCurrentIndex(row)
    qtbot.keyClick(tree.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "text"
    tree.copy_path()
    assert QGuiApplication.clipboard().text() == "$.a[0].b"


def test_a_nesting_of_500_is_shown(make: Make) -> None:
    viewer = make("json")
    value: Any = "bottom"
    for _ in range(500):
        value = [value]
    viewer.load(value)
    assert isinstance(viewer, JsonViewer)
    viewer.tree.expand_all()
    viewer.copy()
    assert json.loads(QGuiApplication.clipboard().text()) == value


def test_save_as_writes_text_as_it_is_and_says_where(make: Make, tmp_path: Path) -> None:
    viewer = make("text")
    viewer.load("Zeile 1\r\nñ \ud800")
    target = tmp_path / "out.txt"
    choose(viewer, target)
    assert target.read_bytes() == "Zeile 1\r\nñ ?".encode()
    assert str(target) in readable(viewer)


def test_save_as_that_fails_says_why(make: Make, tmp_path: Path) -> None:
    viewer = make("json")
    viewer.load([1])
    choose(viewer, tmp_path / "missing" / "out.json")
    assert "Not saved" in readable(viewer)


def choose(viewer: Viewer, target: Path) -> None:
    """Press Save as and answer its dialog."""
    viewer.save()
    dialog = viewer.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit(str(target))
    dialog.close()
